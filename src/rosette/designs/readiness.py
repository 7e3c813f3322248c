"""The sweep before a trial begins: every reachable state against the laws of a safe rule."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from rosette.designs.design import Design
from rosette.designs.exact import Chain, Layer, chain_of
from rosette.designs.states import STOP, WAIT, IntArray, Reason, States


@frozen(kw_only=True)
class Finding:
    """One fault of a rule, with the state that shows it in words."""

    law: str
    state: str


@frozen(kw_only=True)
class Readiness:
    """How many states were looked at, what was found, and for every reason in how many states it was given.

    watched: places with children under observation that were looked at; note: which those were, in words.
    """

    states: int
    findings: tuple[Finding, ...]
    reasons: dict[Reason, int]
    watched: int = 0
    note: str = ""

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
    told = broken(design, layer.states, layer.next)
    return [*told, *(finding(RISES, layer.states, layer.next, row) for row in _rising(design, layer)[:3])]


def broken(design: Design, states: States, dose: IntArray) -> list[Finding]:
    """The laws that these decisions break, the first three states of each; monotony is looked at elsewhere."""
    mask = design.admissible(states)
    given = (dose > STOP) & (dose <= design.doses)
    allowed = mask[np.arange(len(dose)), np.where(given, dose, 1) - 1]
    faults = {
        "the decision is no dose of the design": (dose > design.doses) | (dose < WAIT),
        "it waits although nobody is under observation": (dose == WAIT) & (states.pending.sum(axis=1) == 0),
        "the dose is not admissible": given & ~allowed,
        "an untried dose is skipped": given
        & design.layout.skipped(states.n + states.pending, np.where(given, dose, 1)),
        "it goes on although no dose is admissible": ~mask.any(axis=1) & (dose != STOP),
    }
    return [finding(law, states, dose, row) for law, rows in faults.items() for row in np.flatnonzero(rows)[:3]]


RISES = "one toxicity more leads to a higher dose"


def _rising(design: Design, layer: Layer) -> IntArray:
    """States whose dose is higher than after the same cohort with one toxicity less; ends are left aside."""
    order = np.lexsort((layer.toxic, layer.parent))
    parent, after = layer.parent[order], layer.next[layer.child[order]]
    same = (parent[1:] == parent[:-1]) & (after[1:] > STOP) & (after[:-1] > STOP)
    one, two = (np.clip(each, 1, design.doses) for each in (after[:-1], after[1:]))
    worse = np.flatnonzero(same & design.layout.above(one, two)) + 1
    return np.asarray(layer.child[order][worse])


def finding(law: str, states: States, dose: IntArray, row: int) -> Finding:
    """One fault with its state in words: toxicities of children, with those under observation where there are any."""
    counts = zip(states.y[row], states.n[row], states.pending[row], strict=True)
    seen = ", ".join(f"{y}/{n}{f' and {c} under observation' if c else ''}" for y, n, c in counts)
    return Finding(law=law, state=f"{seen} after dose {states.at[row]}; next {dose[row]}")
