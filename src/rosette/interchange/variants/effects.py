"""What a row says that a variant does: annotations of SnpEff (ANN) and VEP (CSQ), or plain columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from rosette.interchange.variants.words import words
from rosette.kernel import BadInput
from rosette.molecular import parse_variant

ANN_FIELDS = (
    "Allele | Annotation | Annotation_Impact | Gene_Name | Gene_ID | Feature_Type | Feature_ID | Transcript_BioType"
    " | Rank | HGVS.c | HGVS.p"
)
_NAMES: Mapping[str, tuple[str, ...]] = {
    "gene": ("SYMBOL", "GENE_NAME"),
    "consequence": ("CONSEQUENCE", "ANNOTATION"),
    "impact": ("IMPACT", "ANNOTATION_IMPACT"),
    "transcript": ("FEATURE", "FEATURE_ID"),
    "hgvs_c": ("HGVSC", "HGVS.C"),
    "hgvs_p": ("HGVSP", "HGVS.P"),
    "significance": ("CLIN_SIG",),
}
_RANKS = (("PICK", "1"), ("MANE_SELECT", None), ("CANONICAL", "YES"))


@frozen(kw_only=True)
class Effect:
    """What a variant does to one transcript of a gene. of: how many transcripts of the gene are annotated."""

    gene: str = ""
    consequence: frozenset[str] = field(factory=frozenset)
    impact: str = ""
    transcript: str | None = None
    hgvs_c: str | None = None
    hgvs_p: str | None = None
    significance: frozenset[str] = field(factory=frozenset)
    rank: int = 0

    @property
    def changes(self) -> bool | None:
        """Whether it changes a protein or its splicing; None when that is not told."""
        known = words()
        if self.impact:
            return self.impact.upper() in known.impacts
        if self.consequence:
            return bool(self.consequence & known.changing)
        return _named(self.hgvs_p) if self.hgvs_p else _named(self.hgvs_c)

    @property
    def benign(self) -> bool:
        """Whether every word on its significance calls it benign."""
        return bool(self.significance) and self.significance <= words().benign


def _named(name: str | None) -> bool | None:
    """Whether an HGVS name is that of a change; None when it cannot be read, or lies outside the coding sequence."""
    if name is None:
        return None
    try:
        variant = parse_variant(name)
    except BadInput:
        return None
    if variant.kind in ("identity", "unknown"):
        return False if variant.kind == "identity" else None
    return True if variant.coordinates == "p" or _coding(str(variant.start)) else None


def _coding(place: str) -> bool:
    return place.isdecimal()


def fields_of(description: str | None, *, fallback: str = "") -> tuple[str, ...]:
    """The names of the parts of an annotation, as its header lists them; none when it does not."""
    told = description or ""
    listed = told.rpartition("Format:")[2] if "Format:" in told else told.partition("'")[2]
    names = tuple(each.strip(" '\">").upper() for each in (listed if "|" in listed else fallback).split("|"))
    return names if len(names) > 1 else ()


def annotated(values: Iterable[str], names: Sequence[str], alt: str, number: int, alone: bool) -> list[Effect]:
    """The effects of one allele, the chosen transcript of each gene; rank: how it was chosen."""
    rows = [dict(zip(names, (part.strip() for part in value.split("|")), strict=False)) for value in values]
    effects: dict[str, Effect] = {}
    for row in rows:
        if alone or _is_of(row, alt, number):
            effect = _effect(row)
            if effect.gene not in effects or _weight(effect) > _weight(effects[effect.gene]):
                effects[effect.gene] = effect
    return list(effects.values())


def _weight(effect: Effect) -> tuple[int, int]:
    """Which transcript of a gene speaks: the chosen one; where none was chosen, one that a change is told of."""
    return effect.rank, {True: 2, None: 1, False: 0}[effect.changes]


def _is_of(row: Mapping[str, str], alt: str, number: int) -> bool:
    if row.get("ALLELE_NUM", "").isdecimal():
        return int(row["ALLELE_NUM"]) == number
    return row.get("ALLELE", "") in (alt, alt[1:] or "-")


def _effect(row: Mapping[str, str]) -> Effect:
    told = {key: next((row[name] for name in names if row.get(name)), "") for key, names in _NAMES.items()}
    chosen = [len(_RANKS) - n for n, (key, value) in enumerate(_RANKS) if row.get(key) and value in (None, row[key])]
    named = _names(told["transcript"], told["hgvs_c"], told["hgvs_p"])
    consequence, significance = _split(told["consequence"]), _split(told["significance"])
    more = {"impact": told["impact"], "rank": max(chosen, default=0)}
    return _effect_of(told["gene"], consequence, significance, named, **more)


def _split(text: str) -> frozenset[str]:
    return frozenset(each.strip().lower() for each in re.split(r"[&,|]", text) if each.strip())


def _names(transcript: str, coding: str, protein: str) -> dict[str, str | None]:
    sequence, _, change = coding.rpartition(":")
    protein = protein.rpartition(":")[2].replace("%3D", "=")
    return {"transcript": sequence or transcript or None, "hgvs_c": change or None, "hgvs_p": protein or None}


def plain(columns: Mapping[str, str]) -> list[Effect]:
    """The effect that plain columns tell; none without a gene. columns: by their names in capitals."""
    told = {
        key: next((columns[name] for name in names if columns.get(name)), "") for key, names in words().info.items()
    }
    gene = re.split(r"[:|,]", told["gene"])[0].strip()
    if not gene:
        return []
    named = _names(told["transcript"], told["hgvs_c"], told["hgvs_p"])
    significance = _split(told["significance"])
    return [_effect_of(gene, _split(told["consequence"]), significance, named)]


def _effect_of(
    gene: str, consequence: frozenset[str], significance: frozenset[str], named: Mapping[str, str | None], **more: Any
) -> Effect:
    names: dict[str, Any] = dict(named)
    return Effect(gene=gene, consequence=consequence, significance=significance, **names, **more)
