"""What the effects of an allele make: findings, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve

from rosette.interchange.variants.effects import Effect
from rosette.interchange.variants.gathering import Row
from rosette.interchange.variants.words import words

BY_HAND = "Read the report, and enter by hand what counts."
SYMBOLS = {"DEL": "loss", "DUP": "gain", "AMP": "amplification"}


def small(base: Row, effects: Sequence[Effect], shared: Mapping[str, Any], genes: tuple[str, ...]) -> Row:
    """A change of bases: a finding in each gene whose protein or splicing it changes."""
    changed = [each for each in effects if each.gene and each.changes and not each.benign]
    unsure = tuple(each.gene for each in effects if each.changes is None)
    names = ", ".join(each for each in genes if each) or "no gene"
    if changed:
        return evolve(base, findings=tuple(_finding(each, "mutation", shared) for each in changed), doubts=unsure)
    if unsure:
        why = "what it does to the protein is not told"
        return evolve(base, said=f"{base.said} {names}", why=why, remedy=BY_HAND, grade="not_understood", doubts=unsure)
    if any(each.changes and each.benign for each in effects):
        return evolve(base, said=f"{base.said} {names}", why="its annotation calls it benign")
    return evolve(base, said=f"{base.said} {names}", why="it changes no protein and no splice site by its annotation")


def _finding(effect: Effect, alteration: str, shared: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    made = {
        "gene": effect.gene,
        "alteration": alteration,
        "hgvs_p": effect.hgvs_p,
        "hgvs_c": effect.hgvs_c,
        "transcript": effect.transcript,
        **shared,
        **more,
    }
    return {key: value for key, value in made.items() if value is not None}


def structural(base: Row, raw: str, copies: float | None, effects: Sequence[Effect], shared: Mapping[str, Any]) -> Row:
    """A symbolic allele or a break: a copy number that its symbol tells, or a fusion that its annotation tells."""
    pairs = [each.gene.split("&") for each in effects if each.consequence & words().fused and "&" in each.gene]
    if pairs:
        both = [pair for one, other, *_ in pairs for pair in ((one, other), (other, one))]
        made = [_finding(Effect(gene=one), "fusion", shared, fusion_partner=other) for one, other in both]
        return evolve(base, findings=tuple(made))
    genes = tuple(dict.fromkeys(each.gene for each in effects))
    symbol = raw.strip("<>").split(":")[0]
    alteration = SYMBOLS.get(symbol) or ("loss" if symbol == "CNV" and copies == 0 else None)
    if alteration is None or not raw.startswith("<"):
        why = "a break is no fusion, and a change of copies is no gain, unless the file says so"
        said = f"{base.said} {', '.join(genes)}"
        return evolve(base, said=said, why=why, remedy=BY_HAND, grade="not_understood", doubts=genes)
    made = [_finding(Effect(gene=each.gene), alteration, shared, copies=copies) for each in effects if each.gene]
    return evolve(base, findings=tuple(made))
