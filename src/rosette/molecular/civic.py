"""Reading CIViC evidence exports, old and new headers; contradictions stay side by side.

A pickle is refused: loading one runs code. Text only. Source: [@civic-2021, the file].
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import frozen

from rosette.kernel import BadInput, Problems
from rosette.molecular.files import text_of

NEW_NAMES = {"molecular_profile": "variant", "therapies": "drugs", "significance": "clinical_significance"}
NEW_NAMES |= {"therapy_interaction_type": "drug_interaction_type"}
NEEDED = ("evidence_id", "variant", "disease", "drugs", "evidence_type", "evidence_direction", "evidence_level")
LEVEL_VALUES: Mapping[str, float] = {"A": 10, "B": 5, "C": 3, "D": 1, "E": 0.5}
SENSITIVE, RESISTANT = ("Sensitivity/Response",), ("Resistance", "Reduced Sensitivity")


@frozen(kw_only=True)
class CivicItem:
    """One evidence item; direction and significance are two fields and stay two."""

    id: int
    gene: str
    variant: str
    disease: str
    therapies: tuple[str, ...]
    kind: str
    direction: str
    level: str
    significance: str
    rating: int | None
    citation: str

    @property
    def supports(self) -> bool:
        """Whether the item supports what it is about."""
        return self.direction.casefold() == "supports"

    @property
    def score(self) -> float:
        """Level by stars: how much was curated, never how good a match is; 0 without a rating."""
        return LEVEL_VALUES.get(self.level, 0) * (self.rating or 0)

    @property
    def sensitive(self) -> bool | None:
        """True or False for what it says of sensitivity; None when it says neither."""
        if self.significance in SENSITIVE:
            return self.supports
        return not self.supports if self.significance in RESISTANT else None


def load_civic(path: Path) -> tuple[CivicItem, ...]:
    """Read an export with either set of headers; raises BadInput with every fault."""
    return read_civic(text_of(path, what="CIViC"), name=path.name)


def read_civic(text: str, *, name: str = "CIViC") -> tuple[CivicItem, ...]:
    """Read the text of an export."""
    rows = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    problems = Problems()
    header = [NEW_NAMES.get(each, each) for each in rows[0]] if rows else []
    missing = [each for each in (*NEEDED, "clinical_significance") if each not in header]
    if missing:
        problems.add(f"{name}, header", found=f"no column {', '.join(missing)}", wanted="an export of evidence items")
        problems.raise_as(BadInput, what=name)
    items = [_item(dict(zip(header, row, strict=False)), f"{name}, line {n}", problems) for n, row in _lines(rows)]
    problems.raise_as(BadInput, what=name)
    return tuple(item for item in items if item is not None)


def _lines(rows: list[list[str]]) -> Iterable[tuple[int, list[str]]]:
    return ((number, row) for number, row in enumerate(rows[1:], start=2) if row)


def _item(row: Mapping[str, str], place: str, problems: Problems) -> CivicItem | None:
    number, rating = row.get("evidence_id", ""), row.get("rating", "")
    if not number.isdecimal():
        problems.add(place, found=f'"{number}" is not the number of an item')
        return None
    if rating and not (rating.isdecimal() and 1 <= int(rating) <= 5):
        problems.add(place, found=f'rating "{rating}"', wanted="1 to 5 stars, or nothing")
        return None
    gene, variant = _profile(row)
    return CivicItem(
        id=int(number),
        gene=gene,
        variant=variant,
        disease=row["disease"],
        therapies=tuple(each.strip() for each in row["drugs"].split(",") if each.strip()),
        kind=row["evidence_type"],
        direction=row["evidence_direction"],
        level=row["evidence_level"],
        significance=row["clinical_significance"],
        rating=int(rating) if rating else None,
        citation=row.get("citation", ""),
    )


def _profile(row: Mapping[str, str]) -> tuple[str, str]:
    """Gene and variant: two columns in the old headers, one profile "ALK F1174L" in the new."""
    if "gene" in row:
        return row["gene"], row["variant"]
    gene, _, variant = row["variant"].partition(" ")
    return gene, variant


def disagreements(items: Iterable[CivicItem]) -> tuple[tuple[CivicItem, ...], ...]:
    """Groups of predictive items on one gene, variant and therapies that say yes and no."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[CivicItem]] = {}
    for item in items:
        if item.sensitive is not None:
            groups.setdefault((item.gene, item.variant, item.therapies), []).append(item)
    return tuple(tuple(g) for g in groups.values() if len({each.sensitive for each in g}) == 2)


def profile_score(items: Iterable[CivicItem]) -> float:
    """Sum over the items of a profile, directions ignored: how much is curated, never how good the match is."""
    return sum(item.score for item in items)
