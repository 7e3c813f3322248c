"""Simulated trials of any design that decides when a cohort is observed in full: the rule itself is asked each time."""

from __future__ import annotations

from functools import partial

import numpy as np
from attrs import define, field, frozen

from rosette.designs.design import Design
from rosette.designs.simulate.draws import Purpose, scenario_key, uniforms
from rosette.designs.simulate.result import Runs
from rosette.designs.states import STOP, FloatArray, IntArray, States
from rosette.kernel import UsageError


@frozen(kw_only=True)
class Assumed:
    """What is assumed true: probabilities of toxicity and of efficacy by dose, and how the two go together.

    association: the odds ratio of efficacy and toxicity in one child; 1: independent. Raises UsageError with every
    fault.
    """

    toxicity: tuple[float, ...]
    efficacy: tuple[float, ...] | None = None
    association: float = 1.0

    def __attrs_post_init__(self) -> None:
        rates = (*self.toxicity, *(self.efficacy or ()))
        faults = [f"{rate:g} is no probability" for rate in rates if not 0 <= rate <= 1]
        if self.efficacy is not None and len(self.efficacy) != len(self.toxicity):
            faults.append(f"{len(self.efficacy)} probabilities of efficacy, {len(self.toxicity)} of toxicity")
        if not 0 < self.association < np.inf:
            faults.append(f"an odds ratio of {self.association:g} is not above 0")
        if faults:
            raise UsageError("; ".join(faults))

    def efficacy_after(self, toxic: bool) -> FloatArray:
        """The probability of efficacy in a child with, or without, toxicity; shape (doses,)."""
        toxicity, efficacy = np.array(self.toxicity), np.array(self.efficacy or [0.0] * len(self.toxicity))
        both = joint(toxicity, efficacy, self.association)
        part, whole = (both, toxicity) if toxic else (efficacy - both, 1 - toxicity)
        return np.asarray(np.clip(np.divide(part, whole, out=efficacy.copy(), where=whole > 0), 0, 1))


def joint(one: FloatArray, two: FloatArray, odds_ratio: float) -> FloatArray:
    """The probability of both of two events with these probabilities and this odds ratio.

    Source: [@plackett1965, the class of bivariate distributions]."""
    if odds_ratio == 1:
        return np.asarray(one * two)
    sums = 1 + (one + two) * (odds_ratio - 1)
    root = np.sqrt(sums**2 - 4 * odds_ratio * (odds_ratio - 1) * one * two)
    return np.asarray((sums - root) / (2 * (odds_ratio - 1)))


@define(kw_only=True)
class _Trials:
    """Trials of a block while they run; one row each. toxic, effect, tie: their uniform numbers, child by child.

    at, last: dose of the last cohort, and its children and toxicities; next: the dose to come, 0 once it ended.
    """

    at: IntArray
    last: IntArray
    n: IntArray
    y: IntArray
    eff: IntArray
    both: IntArray
    next: IntArray
    why: IntArray
    toxic: FloatArray
    effect: FloatArray | None
    tie: FloatArray | None
    going: IntArray = field()

    @going.default
    def _all(self) -> IntArray:
        return np.arange(len(self.next))


def asked(design: Design, assumed: Assumed, *, rows: IntArray, seed: int) -> Runs:
    """The trials with these numbers; one seed gives one answer, whatever trials are played together.

    The design and what is assumed fit each other, as `jobs.job_of` holds them to.
    """
    trials = _fresh(design, assumed, rows, seed)
    with_toxicity, without = assumed.efficacy_after(True), assumed.efficacy_after(False)
    while len(trials.going):
        states = _cohort(design, trials, np.array(assumed.toxicity), with_toxicity, without)
        wishes = design.wishes(states)
        trials.next[trials.going], trials.why[trials.going] = wishes.dose, wishes.why
        trials.going = trials.going[wishes.dose != STOP]
    last = _states(design, trials, np.arange(len(rows)))
    eff = trials.eff if assumed.efficacy is not None else None
    return Runs(selected=design.selection.select(last), why=trials.why, n=trials.n, y=trials.y, eff=eff)


def _fresh(design: Design, assumed: Assumed, rows: IntArray, seed: int) -> _Trials:
    key = scenario_key(assumed.toxicity)
    draw = partial(uniforms, seed=seed, scenario=key, trials=rows, children=design.most)
    effect = draw(purpose=Purpose.EFFICACY) if assumed.efficacy is not None else None
    tie = draw(purpose=Purpose.TIE) if design.lots else None
    shape = (len(rows), design.doses)
    n, y, eff, both = (np.zeros(shape, dtype=np.int64) for _ in range(4))
    start = np.full(len(rows), design.start, dtype=np.int64)
    why = np.zeros(len(rows), dtype=np.int64)
    counts = {"n": n, "y": y, "eff": eff, "both": both, "last": np.zeros((len(rows), 2), dtype=np.int64)}
    return _Trials(
        **counts,
        at=start,
        next=start.copy(),
        why=why,
        toxic=draw(purpose=Purpose.TOXICITY),
        effect=effect,
        tie=tie,
    )


def _cohort(design: Design, trials: _Trials, toxicity: FloatArray, hot: FloatArray, cool: FloatArray) -> States:
    """Every running trial treats its next cohort; the states after it."""
    rows = trials.going
    place, before = trials.next[rows] - 1, trials.n[rows].sum(axis=1)
    size = np.minimum(design.cohort, design.most - before)
    child = before[:, None] + np.arange(design.cohort)
    real = np.arange(design.cohort) < size[:, None]
    child = np.where(real, child, 0)
    toxic = (trials.toxic[rows[:, None], child] < toxicity[place][:, None]) & real
    chance = np.where(toxic, hot[place][:, None], cool[place][:, None])
    effect = np.zeros_like(toxic)
    if trials.effect is not None:
        effect = (trials.effect[rows[:, None], child] < chance) & real
    for counts, seen in ((trials.n, real), (trials.y, toxic), (trials.eff, effect), (trials.both, toxic & effect)):
        counts[rows, place] += seen.sum(axis=1)
    trials.at[rows], trials.last[rows] = place + 1, np.column_stack((size, toxic.sum(axis=1)))
    return _states(design, trials, rows)


def _states(design: Design, trials: _Trials, rows: IntArray) -> States:
    n = trials.n[rows]
    return States(
        n=n,
        y=trials.y[rows],
        at=trials.at[rows],
        last_n=trials.last[rows, 0],
        last_y=trials.last[rows, 1],
        pending=np.zeros_like(n),
        eff=trials.eff[rows] if design.efficacy else None,
        both=trials.both[rows] if design.efficacy else None,
        chance=None if trials.tie is None else trials.tie[rows, n.sum(axis=1) - 1],
    )
