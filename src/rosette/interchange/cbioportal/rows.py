"""Findings of a record as rows of the tables of a study, and what of each finding no table holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from rosette.interchange.cbioportal.copies import ONE_WAY
from rosette.interchange.losing import Lost
from rosette.interchange.variants.effects import Effect
from rosette.interchange.variants.maf import BLANK
from rosette.kernel import BadInput
from rosette.molecular import parse_variant
from rosette.records.facts import Finding

ATTRIBUTES = ("hgvs_p", "hgvs_c", "transcript", "copies", "vaf", "fusion_partner", "origin", "text")
KEPT: Mapping[str, tuple[str, ...]] = {
    "mutation": ("hgvs_p", "hgvs_c", "transcript", "vaf", "origin", "text"),
    "amplification": (),
    "loss": ("copies",),
    "fusion": ("fusion_partner", "origin", "text"),
}
MAF_COLUMNS = {
    "hgvs_p": "HGVSp_Short",
    "hgvs_c": "HGVSc",
    "transcript": "Transcript_ID",
    "vaf": "Tumor_VAF",
    "text": "Comment",
}


@define(kw_only=True)
class Tables:
    """The tables as they are filled: rows of mutations and of fusions, copies by gene and sample."""

    mutations: list[dict[str, str]] = field(factory=list)
    fusions: list[dict[str, str]] = field(factory=list)
    copies: dict[str, dict[str, str]] = field(factory=dict)
    lost: list[Lost] = field(factory=list)


def place(finding: Finding, number: int, fact: str, sample: str, tables: Tables) -> bool:
    """Put one finding into its table, and say whether it is there; what no table holds is listed as lost."""
    what = f"findings[{number}]"
    made = _row(finding, sample, tables)
    if isinstance(made, str):
        tables.lost.append(Lost(fact=fact, what=what, why=made))
        return False
    kept = KEPT[finding.alteration]
    for name in ATTRIBUTES:
        value = getattr(finding, name)
        if value is not None and (name not in kept or not _writable(name, value)):
            why = "the table has no column for it" if name not in kept else "the table cannot hold this text"
            tables.lost.append(Lost(fact=fact, what=f"{what}.{name}", why=why))
    return True


def _row(finding: Finding, sample: str, tables: Tables) -> str | None:
    """Write the row, or say why there is none."""
    if not _plain(finding.gene):
        return "the gene is no symbol that a table can hold"
    if finding.alteration == "mutation":
        return _mutation(finding, sample, tables)
    if finding.alteration == "fusion":
        return _fusion(finding, sample, tables)
    if finding.alteration == "amplification" or (finding.alteration == "loss" and finding.copies == 0):
        return _copies(finding, sample, tables)
    return "a table of discrete copy numbers holds amplifications and losses of both copies only"


def _plain(text: str) -> bool:
    return (
        text.isprintable() and text == text.strip() and text not in BLANK and not text.startswith("#") and text != "NA"
    )


def _writable(name: str, value: Any) -> bool:
    if name in ("copies", "origin", "vaf"):
        return name != "vaf" or round(value, 9) == value
    return _plain(value) and (":" not in value or name in ("text", "fusion_partner", "transcript"))


def _mutation(finding: Finding, sample: str, tables: Tables) -> str | None:
    written = {name: getattr(finding, name) for name in MAF_COLUMNS}
    told = {name: value for name, value in written.items() if value is not None and _writable(name, value)}
    kind = _class(told.get("hgvs_p"), told.get("hgvs_c"))
    effect = Effect(gene=finding.gene, hgvs_p=told.get("hgvs_p"), hgvs_c=told.get("hgvs_c"))
    if kind is None and effect.changes is not True:
        return "no name of the change tells its class, which a table of mutations needs"
    row = {"Hugo_Symbol": finding.gene, "Variant_Classification": kind or "Unknown", "Tumor_Sample_Barcode": sample}
    row |= {MAF_COLUMNS[name]: str(value) for name, value in told.items()}
    tables.mutations.append(row | ({"Mutation_Status": finding.origin.upper()} if finding.origin else {}))
    return None


def _class(protein: str | None, coding: str | None) -> str | None:
    """The class of a change by its HGVS names, where they tell it."""
    try:
        variant = parse_variant(protein) if protein else None
    except BadInput:
        return None
    if variant is None:
        return None
    if variant.kind == "substitution":
        return "Nonsense_Mutation" if variant.new == "*" else "Missense_Mutation"
    if variant.kind == "frameshift":
        signs = {"ins": "Frame_Shift_Ins", "dup": "Frame_Shift_Ins", "del": "Frame_Shift_Del"}
        found = {name for sign, name in signs.items() if sign in (coding or "")}
        return found.pop() if len(found) == 1 else None
    return {"deletion": "In_Frame_Del", "insertion": "In_Frame_Ins", "duplication": "In_Frame_Ins"}.get(variant.kind)


def _fusion(finding: Finding, sample: str, tables: Tables) -> str | None:
    partner = finding.fusion_partner
    if not partner or not _plain(partner) or partner == finding.gene:
        return "a table of structural variants needs both genes"
    row = {
        "Sample_Id": sample,
        "SV_Status": (finding.origin or "").upper(),
        "Site1_Hugo_Symbol": finding.gene,
        "Site2_Hugo_Symbol": partner,
        "Class": "FUSION",
        "Event_Info": f"{finding.gene}-{partner} Fusion",
        "Comments": finding.text if finding.text and _writable("text", finding.text) else "",
        ONE_WAY: "yes",
    }
    tables.fusions.append(row)
    return None


def _copies(finding: Finding, sample: str, tables: Tables) -> str | None:
    row = tables.copies.setdefault(finding.gene, {})
    if sample in row:
        return "the table holds one value for a gene"
    row[sample] = "2" if finding.alteration == "amplification" else "-2"
    return None
