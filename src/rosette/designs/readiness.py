"""The sweep before a trial begins: every reachable state against the laws of a safe rule."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from rosette.designs.design import Design
from rosette.designs.exact import Chain, Layer, chain_of
from rosette.designs.states import STOP, WAIT, IntArray, Reason


@frozen(kw_only=True)
class Finding:
    """One fault of a rule, with the state that shows it in words."""

    law: str
    state: str


@frozen(kw_only=True)
class Readiness:
    """How many states were looked at, what was found, and for every reason in how many states it was given."""

    states: int
    findings: tuple[Finding, ...]
    reasons: dict[Reason, int]

    @property
    def ready(self) -> bool:
        """Whether no law is broken."""
        return not self.findings


def sweep(design: Design, *, chain: Chain | None = None) -> Readiness:
    """Every state that the design can reach, against the laws of a safe rule.

    The laws: a decision exists; a dose that is given is admissible; no untried dose is skipped; one toxicity more never
    leads to a higher dose; a trial without admissible dose ends.
    """
    whole = chain or chain_of(design)
    findings = [found for layer in whole.layers for found in _look(design, layer)]
    reasons: dict[Reason, int] = {}
    for layer in whole.layers:
        for why, count in zip(*np.unique(layer.why, return_counts=True), strict=True):
            reasons[Reason(int(why))] = reasons.get(Reason(int(why)), 0) + int(count)
    return Readiness(states=sum(len(layer.next) for layer in whole.layers), findings=tuple(findings), reasons=reasons)


def _look(design: Design, layer: Layer) -> list[Finding]:
    states, dose = layer.states, layer.next
    mask = design.admissible(states)
    given = (dose > STOP) & (dose <= design.doses)
    allowed = mask[np.arange(len(dose)), np.where(given, dose, 1) - 1]
    faults = {
        "the decision is no dose of the design": (dose > design.doses) | (dose < WAIT),
        "it waits although nobody is under observation": dose == WAIT,
        "the dose is not admissible": given & ~allowed,
        "an untried dose is skipped": given & design.layout.skipped(states.n, np.where(given, dose, 1)),
        "it goes on although no dose is admissible": ~mask.any(axis=1) & (dose != STOP),
    }
    told = [_finding(law, layer, row) for law, rows in faults.items() for row in np.flatnonzero(rows)[:3]]
    return [*told, *(_finding(RISES, layer, row) for row in _rising(design, layer)[:3])]


RISES = "one toxicity more leads to a higher dose"


def _rising(design: Design, layer: Layer) -> IntArray:
    """States whose dose is higher than after the same cohort with one toxicity less; ends are left aside."""
    order = np.lexsort((layer.toxic, layer.parent))
    parent, after = layer.parent[order], layer.next[layer.child[order]]
    same = (parent[1:] == parent[:-1]) & (after[1:] > STOP) & (after[:-1] > STOP)
    one, two = np.maximum(after[:-1], 1), np.maximum(after[1:], 1)
    worse = np.flatnonzero(same & design.layout.above(one, two)) + 1
    return np.asarray(layer.child[order][worse])


def _finding(law: str, layer: Layer, row: int) -> Finding:
    counts = zip(layer.states.y[row], layer.states.n[row], strict=True)
    seen = ", ".join(f"{y}/{n}" for y, n in counts)
    return Finding(law=law, state=f"{seen} after dose {layer.states.at[row]}; next {layer.next[row]}")
