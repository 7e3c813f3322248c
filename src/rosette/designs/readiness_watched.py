"""The sweep of designs that decide while children are under observation: the same laws, with follow-up."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import evolve

from rosette.designs.design import Design
from rosette.designs.exact import Chain
from rosette.designs.readiness import RISES, Finding, Readiness, broken, finding, sweep
from rosette.designs.simulate.accrual import Accrual
from rosette.designs.simulate.asked import Assumed
from rosette.designs.simulate.asking import answers_before, witnesses
from rosette.designs.simulate.clocked import play_all
from rosette.designs.states import STOP, States

MANY, TRIALS, SEED = 10**6, 100, 1
BUSY = Accrual(gap=1, window=4, late=0.6, not_evaluable=0.05)
EVERY = "every place with children under observation: what is known at a level, what is too toxic below, its follow-up"
MET = f"the states with children under observation that were met in {TRIALS} played trials of each rate, not all"
RATES = (0.05, 0.2, 0.4)


def readiness(design: Design, *, chain: Chain | None = None) -> Readiness:
    """The sweep of every state with complete cohorts, and of states with children under observation where it decides.

    Places are gone through one by one where a decision depends on one level and what is too toxic below; else the
    states that are met in played trials are looked at, and the note says so. Raises NotComputable as `sweep` does.
    """
    found = sweep(design, chain=chain)
    if not design.observes:
        return found
    local = answers_before(design) and design.safety is not None
    endless = evolve(design, most=MANY)
    looked = [_looked(endless, states) for states in (witnesses(design) if local else _met(design))]
    faults = [fault for each, _ in looked for fault in each]
    watched = sum(count for _, count in looked)
    return evolve(found, findings=(*found.findings, *_few(faults)), watched=watched, note=EVERY if local else MET)


def _few(faults: list[Finding]) -> list[Finding]:
    """The first three of each law."""
    laws = dict.fromkeys(fault.law for fault in faults)
    return [fault for law in laws for fault in [each for each in faults if each.law == law][:3]]


def _looked(design: Design, states: States) -> tuple[list[Finding], int]:
    dose = design.wishes(states).dose
    return [*broken(design, states, dose), *_rises(design, states)], len(dose)


def _rises(design: Design, states: States) -> list[Finding]:
    """States in which one toxicity more at the dose in use, all else the same, leads to a higher dose."""
    rows = np.flatnonzero(states.here(states.y) < states.here(states.n))
    less, more = states.rows(rows), states.rows(rows)
    toxic = more.y.copy()
    toxic[np.arange(len(rows)), more.at - 1] += 1
    more = evolve(more, y=toxic, last_y=np.minimum(more.last_y + 1, more.last_n))
    one, two = design.wishes(less).dose, design.wishes(more).dose
    both = (one > STOP) & (two > STOP)
    worse = both & design.layout.above(np.maximum(one, 1), np.maximum(two, 1))
    return [finding(RISES, more, two, int(row)) for row in np.flatnonzero(worse)[:3]]


def _met(design: Design) -> Iterator[States]:
    """The states with a child in them on which somebody could be enrolled, in trials with rising rates."""
    for rate in RATES:
        met: list[States] = []
        rising = tuple(min(0.9, rate * (1 + step)) for step in range(design.doses))
        play_all(design, Assumed(toxicity=rising), BUSY, rows=np.arange(TRIALS), seed=SEED, met=met.append)
        yield from (states.rows(np.flatnonzero(states.total > 0)) for states in met)
