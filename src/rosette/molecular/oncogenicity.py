"""Oncogenicity by points: codes that a person or a table gives, their sum, and the class by named cuts.

Source: [@horak-2022, table of codes], [@points-scale, table 3].
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from rosette.kernel import BadInput, Problems, did_you_mean
from rosette.knowledge import Hotspot, Knowledge, OncogenicityCode
from rosette.molecular.variants import Variant

HOTSPOT_CODES = ("OS3", "OM3", "OP3")
EXCLUSIONS = (("OS3", "OS1"), ("OM3", "OM1"), ("OM3", "OM4"), ("OP1", "SBP1"))


@frozen(kw_only=True)
class Cuts:
    """Lowest points of Oncogenic and Likely oncogenic; highest of Likely benign and Benign. Named, as calls name it."""

    name: str
    oncogenic: int
    likely: int
    likely_benign: int = -1
    benign: int = -7

    def of(self, points: int) -> str:
        """The class of a sum."""
        if points >= self.oncogenic:
            return "Oncogenic"
        if points >= self.likely:
            return "Likely oncogenic"
        if points > self.likely_benign:
            return "Uncertain significance"
        return "Likely benign" if points > self.benign else "Benign"


STANDARD = Cuts(name="parent point scale", oncogenic=10, likely=6)
PCGR = Cuts(name="PCGR", oncogenic=9, likely=5)


@frozen(kw_only=True)
class OncogenicityCall:
    """One sum with everything that it depends on: codes, points, collection of hotspots, cuts."""

    codes: tuple[str, ...]
    points: int
    collection: str
    cuts: Cuts
    why: str

    @property
    def verdict(self) -> str:
        """The class."""
        return self.cuts.of(self.points)


def hotspot_code(variant: Variant, gene: str, collection: str, knowledge: Knowledge) -> tuple[str | None, str]:
    """The hotspot code of a change in one collection, and why."""
    for row in knowledge.table(Hotspot).values():
        if (row.collection, row.gene, row.residue) == (collection, gene, variant.residue):
            same = row.same(variant.short)
            code = _code(row.samples, same)
            return code, f"{row.samples} samples at {row.residue}, {same} with {variant.short}: {code}"
    return None, f"{variant.residue or 'no residue'} is not listed: no hotspot code"


def _code(samples: int, same: int) -> str | None:
    if same >= 10:
        return "OS3" if samples >= 50 else "OM3"
    return "OP3" if same > 0 else None


def call_oncogenicity(
    variant: Variant, *, gene: str, codes: Iterable[str], knowledge: Knowledge, cuts: Cuts = STANDARD
) -> tuple[OncogenicityCall, ...]:
    """One call a collection of hotspots: the given codes and the hotspot code of that collection.

    codes: what people judged, without the hotspot codes. Raises BadInput for a code that is not known or
    that excludes another.
    """
    given = tuple(dict.fromkeys(codes))
    _check(given, knowledge)
    collections = dict.fromkeys(row.collection for row in knowledge.table(Hotspot).values())
    return tuple(_call(variant, gene, given, collection, knowledge, cuts) for collection in collections)


def _call(
    variant: Variant, gene: str, given: tuple[str, ...], collection: str, knowledge: Knowledge, cuts: Cuts
) -> OncogenicityCall:
    code, why = hotspot_code(variant, gene, collection, knowledge)
    barred = next((b for a, b in EXCLUSIONS if a == code and b in given), None)
    if barred is not None:
        code, why = None, f"{why}, left out beside {barred}"
    used = (*given, *(() if code is None else (code,)))
    points = sum(knowledge.table(OncogenicityCode)[each].points for each in used)
    return OncogenicityCall(codes=used, points=points, collection=collection, cuts=cuts, why=why)


def _check(codes: tuple[str, ...], knowledge: Knowledge) -> None:
    problems, known = Problems(), knowledge.table(OncogenicityCode)
    for code in codes:
        if code not in known:
            problems.add("codes", found=f'"{code}" is not a code{did_you_mean(code, known)}')
        elif code in HOTSPOT_CODES:
            problems.add("codes", found=f'"{code}" is counted from the hotspot tables', remedy="Leave it out.")
    for first, second in EXCLUSIONS:
        if first in codes and second in codes:
            problems.add("codes", found=f"{first} and {second} exclude each other", wanted="one of them")
    problems.raise_as(BadInput, what="oncogenicity")
