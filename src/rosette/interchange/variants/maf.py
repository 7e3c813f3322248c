"""Reads a MAF: one molecular report for each tumour sample."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from rosette.interchange.finds import ChildFound, Found, Origin
from rosette.interchange.guarded import Content, unpacked
from rosette.interchange.reading import Asked, Format
from rosette.interchange.variants.effects import Effect
from rosette.interchange.variants.gathering import EVERY, Report, Row, gathered, grouped
from rosette.interchange.variants.panel import read_panel
from rosette.interchange.variants.table import Cells, Sheet, sheet_of
from rosette.interchange.variants.words import words
from rosette.knowledge import Knowledge
from rosette.molecular import find_gene

SAMPLE = "Tumor_Sample_Barcode"
ORIGINS = {"SOMATIC": "somatic", "GERMLINE": "germline"}
NOT_THERE = ("WILDTYPE", "NONE")
BLANK = (".", "NA", "unknown", "Unknown")


def _looks(content: Content) -> bool:
    top = content.data[:20_000]
    return b"Hugo_Symbol\t" in top and b"Tumor_Sample_Barcode" in top


def _read(content: Content, asked: Asked) -> Found:
    sheet = sheet_of(unpacked(content), needed=words().maf_needed)
    version = next((line.split()[-1] for line in sheet.comments if line.startswith("#version")), "")
    panel = read_panel(asked.panel, asked.knowledge)
    broken = broken_rows(sheet)
    children = []
    for name, rows in rows_by_sample(sheet, asked.knowledge).items():
        report = Report(
            sample=name,
            on=str(asked.specimen) if asked.specimen else None,
            assay=asked.assay or "sequencing, assay not told (MAF)",
            covers=panel.covers,
        )
        candidates, losses = gathered(report, [*rows, *(evolve(each, why="") for each in broken)])
        children.append(ChildFound(reference=name, candidates=candidates, losses=losses))
    return Found(
        origin=Origin(file=content.name, sha256=content.sha256, format="MAF", version=version),
        children=tuple(children),
        losses=(*grouped(broken), *panel.losses),
        seen={"row": len(sheet.rows) + len(sheet.broken), "sample": len(children)},
    )


def broken_rows(sheet: Sheet) -> list[Row]:
    """Rows of another width than the head, and those of no sample; they may lie in every gene."""
    why = f"the row has more cells than the head has columns ({len(sheet.columns)})"
    wide = [Row(line=n, said=text[:200], why=why, grade="refused", doubts=(EVERY,)) for n, text in sheet.broken]
    nobody = "the row names no sample"
    lost = [
        Row(line=each.line, said=_said(each), why=nobody, grade="refused", doubts=(EVERY,))
        for each in sheet.rows
        if not each.get(SAMPLE)
    ]
    return [*wide, *lost]


def rows_by_sample(sheet: Sheet, knowledge: Knowledge) -> dict[str, list[Row]]:
    """What each row says, by the sample that it names."""
    found: dict[str, list[Row]] = {}
    for cells in sheet.rows:
        if cells.get(SAMPLE):
            found.setdefault(cells.get(SAMPLE), []).append(_row(cells, knowledge))
    return found


def _said(cells: Cells) -> str:
    keys = ("Hugo_Symbol", "Variant_Classification", "HGVSp_Short", "HGVSp", "HGVSc", "Chromosome", "Start_Position")
    return " ".join(cells.get(key) for key in keys if cells.get(key)) or "an empty row"


def _row(cells: Cells, knowledge: Knowledge) -> Row:
    base = Row(line=cells.line, said=_said(cells))
    known = find_gene(cells.get("Hugo_Symbol"), knowledge)
    gene = known.id if known else cells.get("Hugo_Symbol")
    effect = _effect(cells, gene)
    failed = [each for each in cells.get("FILTER").replace(",", ";").split(";") if each not in ("", ".", "PASS")]
    if not gene or gene in BLANK:
        return evolve(base, why="the row names no gene", grade="refused", doubts=(EVERY,))
    if cells.get("Mutation_Status").upper() in NOT_THERE:
        return evolve(base, why="its status says that no mutation is there")
    if failed:
        return evolve(base, why=f"the laboratory's filter refused it: {', '.join(failed)}", doubts=(gene,))
    return _finding(cells, base, effect)


def _effect(cells: Cells, gene: str) -> Effect:
    protein, coding = cells.get("HGVSp_Short", "HGVSp"), cells.get("HGVSc")
    sequence, _, change = coding.rpartition(":")
    return Effect(
        gene=gene,
        transcript=cells.get("Transcript_ID") or sequence or None,
        hgvs_c=_stated(change),
        hgvs_p=_stated(protein.rpartition(":")[2]),
    )


def _stated(text: str) -> str | None:
    return None if text in BLANK else text or None


def _finding(cells: Cells, base: Row, effect: Effect) -> Row:
    kind = cells.get("Variant_Classification")
    if kind == "Fusion":
        partner = _stated(cells.get("Fusion_Partner"))
        return evolve(base, findings=(_made(cells, effect, "fusion", fusion_partner=partner),))
    if kind in words().maf_silent:
        return evolve(base, why="it changes no protein and no splice site by its class")
    if kind in words().maf_changing or effect.changes:
        return evolve(base, findings=(_made(cells, effect, "mutation"),))
    if effect.changes is False:
        return evolve(base, why="it changes no protein by its name")
    why = f'its class "{kind}" is not known here, and no name of the change tells what it does'
    return evolve(base, why=why, grade="not_understood", doubts=(effect.gene,))


def _made(cells: Cells, effect: Effect, alteration: str, **more: Any) -> dict[str, Any]:
    found: Mapping[str, Any] = {
        "gene": effect.gene,
        "alteration": alteration,
        "hgvs_p": effect.hgvs_p,
        "hgvs_c": effect.hgvs_c,
        "transcript": effect.transcript,
        "vaf": _vaf(cells),
        "origin": ORIGINS.get(cells.get("Mutation_Status").upper()),
        "text": _text(cells) or None,
        **more,
    }
    return {key: value for key, value in found.items() if value is not None}


def _vaf(cells: Cells) -> float | None:
    """The share of the tumour's reads with the allele."""
    told = cells.get("Tumor_VAF", "t_vaf")
    depth, alt, ref = (_count(cells.get(key)) for key in ("t_depth", "t_alt_count", "t_ref_count"))
    try:
        if told and 0 <= float(told) <= 1:
            return float(told)
    except ValueError:
        return None
    whole = depth if depth is not None else None if ref is None or alt is None else ref + alt
    return round(alt / whole, 9) if alt is not None and whole and alt <= whole else None


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _text(cells: Cells) -> str:
    """What a finding has no field for: the place, the build, the depth; or the text of our own export."""
    if cells.get("Comment"):
        return cells.get("Comment")
    place = ":".join(each for each in (cells.get("Chromosome"), cells.get("Start_Position")) if each)
    change = (
        f"{cells.get('Reference_Allele')[:60]}>{cells.get('Tumor_Seq_Allele2')[:60]}"
        if cells.get("Reference_Allele")
        else ""
    )
    build, depth = cells.get("NCBI_Build"), cells.get("t_depth")
    told = (
        f"{place} {change}".strip(),
        build or "genome build not told" if place else "",
        f"depth {depth}" if depth else "",
    )
    return "; ".join(each for each in told if each)


MAF = Format(name="maf", told="variants in MAF", looks=_looks, read=_read)
