"""Copy numbers and structural variants of a study: rows for each sample, and what a table of copies looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, field

from rosette.interchange.guarded import Content
from rosette.interchange.variants.gathering import EVERY, Row
from rosette.interchange.variants.table import Cells, sheet_of
from rosette.knowledge import Knowledge
from rosette.molecular import find_gene

SYMBOL, ENTREZ = "Hugo_Symbol", "Entrez_Gene_Id"
UNCALLED = ("", "NA", "NaN")
SHALLOW = {
    "1": "a low-level gain, no amplification",
    "-1": "one copy lost, not both",
    "-1.5": "one copy lost, not both",
}
SV_NEEDED = ("Sample_Id", "Site1_Hugo_Symbol", "Site2_Hugo_Symbol")
_DENIED = re.compile(r"\b(?:no|non|not|without|negative|possible|unlikely)\b", re.IGNORECASE)
ONE_WAY = "Seen_From_Site1"
ORIGINS = {"SOMATIC": "somatic", "GERMLINE": "germline"}


@define(kw_only=True)
class Called:
    """What tables say, by sample: rows, and the alterations that were looked for by gene."""

    rows: dict[str, list[Row]] = field(factory=dict)
    covers: dict[str, dict[str, set[str]]] = field(factory=dict)
    broken: list[Row] = field(factory=list)
    count: int = 0


def copies_of(data: Content, knowledge: Knowledge) -> Called:
    """The discrete copy numbers of every sample: 2 is an amplification, -2 the loss of both copies."""
    sheet, found = sheet_of(data, needed=(SYMBOL,)), Called()
    samples = [each for each in sheet.columns if each not in (SYMBOL, ENTREZ)]
    found.count = len(sheet.rows) + len(sheet.broken)
    found.broken += broken(sheet.broken)
    for sample in samples:
        found.rows.setdefault(sample, [])
    for cells in sheet.rows:
        for sample in samples:
            _copy(cells, sample, found, knowledge)
    return found


def broken(rows: Iterable[tuple[int, str]]) -> Iterator[Row]:
    """Rows with more cells than columns; they may lie in every gene."""
    for line, text in rows:
        yield Row(line=line, said=text[:200], why="more cells than columns", grade="refused", doubts=(EVERY,))


def _copy(cells: Cells, sample: str, found: Called, knowledge: Knowledge) -> None:
    known = find_gene(cells.get(SYMBOL), knowledge)
    gene, value = known.id if known else cells.get(SYMBOL), cells.get(sample).removesuffix(".0")
    if (row := _copied(cells.line, gene, value)) is not None:
        found.rows[sample].append(row)
    if known and value in ("2", "1", "0", "-1", "-1.5", "-2"):
        lost = () if value in ("-1", "-1.5") else ("loss",)
        found.covers.setdefault(sample, {}).setdefault(known.id, set()).update(("amplification", *lost))


def _copied(line: int, gene: str, value: str) -> Row | None:
    """What one value says; None for no change."""
    said = f"{gene or 'no gene'} {value or 'no value'}"
    if not gene:
        return Row(line=line, said=said, why="the row names no gene", grade="refused")
    if value == "2":
        return Row(line=line, said=said, findings=({"gene": gene, "alteration": "amplification"},))
    if value == "-2":
        return Row(line=line, said=said, findings=({"gene": gene, "alteration": "loss", "copies": 0.0},))
    if value in SHALLOW or value == "0":
        return Row(line=line, said=said, why=SHALLOW[value]) if value != "0" else None
    why = "there is no call" if value in UNCALLED else "the value is none from -2 to 2"
    return Row(line=line, said=said, why=why)


def fusions_of(data: Content, knowledge: Knowledge) -> Called:
    """The structural variants of every sample; two genes joined are a fusion only by the word of the file."""
    sheet, found = sheet_of(data, needed=SV_NEEDED), Called()
    found.count = len(sheet.rows) + len(sheet.broken)
    found.broken += broken(sheet.broken)
    for cells in sheet.rows:
        found.rows.setdefault(cells.get("Sample_Id"), []).append(_structural(cells, knowledge))
    return found


def _structural(cells: Cells, knowledge: Knowledge) -> Row:
    genes = [_symbol(cells.get(key), knowledge) for key in SV_NEEDED[1:]]
    told = " ".join(cells.get(key) for key in ("Class", "Event_Info", "Annotation") if cells.get(key))
    said = f"{genes[0]} {genes[1]} {told}".strip()
    if not all(genes) or genes[0] == genes[1] or not _fused(told):
        why, remedy = "a break is no fusion unless the file says so", "Read the report, and enter by hand what counts."
        doubts = tuple(each for each in genes if each) or (EVERY,)
        return Row(line=cells.line, said=said, why=why, remedy=remedy, grade="not_understood", doubts=doubts)
    more: dict[str, Any] = {
        "origin": ORIGINS.get(cells.get("SV_Status").upper()),
        "text": cells.get("Comments") or None,
    }
    both = (genes, genes[::-1]) if cells.get(ONE_WAY) != "yes" else (genes,)
    made = [{"gene": one, "alteration": "fusion", "fusion_partner": other, **more} for one, other in both]
    return Row(line=cells.line, said=said, findings=tuple(_stated(each) for each in made))


def _fused(told: str) -> bool:
    """Whether the words of a row call it a fusion, and do not deny or doubt it."""
    return "fusion" in told.lower() and _DENIED.search(told) is None


def _stated(made: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in made.items() if value is not None}


def _symbol(name: str, knowledge: Knowledge) -> str:
    known = find_gene(name, knowledge) if name else None
    return known.id if known else name
