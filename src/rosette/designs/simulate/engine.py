"""Plays trials by answers that the rule gave before: over a graph without days, or through the loop with a clock."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from rosette.designs.design import Design
from rosette.designs.simulate.accrual import Accrual
from rosette.designs.simulate.asking import GRAPH, Answers
from rosette.designs.simulate.draws import MOST_TRIALS, checked_seed, scenario_key
from rosette.designs.simulate.result import Runs
from rosette.designs.states import FloatArray, IntArray, States, equal_rows
from rosette.kernel import NotComputable, UsageError

SPARE = 64


@frozen(kw_only=True)
class Order:
    """What to play: how many trials from which seed, with which clock (None: without), on how many threads."""

    trials: int
    seed: int
    accrual: Accrual | None = None
    threads: int = 1

    def __attrs_post_init__(self) -> None:
        checked_seed(self.seed)
        if not 1 <= self.trials <= MOST_TRIALS or self.threads < 1:
            raise UsageError(f"{self.trials} trials on {self.threads} threads: at least one of each")


def answered(answers: Answers, rates: FloatArray, order: Order, *, first: int, trials: int) -> Runs:
    """So many trials from number `first` on; raises NotComputable for a design that needs a clock and has none."""
    if order.accrual is not None:
        return _with_clock(answers, rates, order, order.accrual, first, trials)
    if answers.kind != GRAPH:
        raise NotComputable(f"{answers.design.name} decides while children are observed: say how they come ([accrual])")
    return _without_clock(answers, rates, order, first, trials)


def _without_clock(answers: Answers, rates: FloatArray, order: Order, first: int, trials: int) -> Runs:
    from rosette.designs.simulate.kernels import walk

    graph, ends = answers.graph, np.empty(trials, dtype=np.int64)
    if graph is None:  # the kind says that there is one
        raise AssertionError
    key = scenario_key(rates.tolist())
    walk(0, graph.dose, graph.size, graph.row, graph.child, rates, np.uint64(order.seed), key, first, ends)
    return Runs(selected=graph.chosen[ends], why=graph.why[ends], n=graph.n[ends], y=graph.y[ends])


def _with_clock(answers: Answers, rates: FloatArray, order: Order, accrual: Accrual, first: int, trials: int) -> Runs:
    return timed(answers, rates, accrual, seed=order.seed, first=first, trials=trials)[0]


def timed(
    answers: Answers, rates: FloatArray, accrual: Accrual, *, seed: int, first: int, trials: int
) -> tuple[Runs, tuple[IntArray, FloatArray]]:
    """Trials with a clock; and of the last of them, child by child: dose, toxicity, left, cohort; start, end.

    Raises NotComputable when so many children leave that a trial does not end.
    """
    from rosette.designs.simulate.timed_kernels import TOO_MANY, play

    places = 4 * int(min(answers.limits[1], 200)) + SPARE
    counts, ends = np.empty((2, trials, len(rates)), dtype=np.int64), np.empty((5, trials), dtype=np.int64)
    times, whole, day = np.empty((2, trials)), np.zeros((4, places), dtype=np.int64), np.zeros((2, places))
    clock, key = np.array(accrual.clock), scenario_key(rates.tolist())
    rule = (answers.kind, answers.limits, clock, *answers.rule)
    last = play(*rule, rates, np.uint64(seed), key, first, counts, ends, times, whole, day)
    if (ends[0] == TOO_MANY).any():
        raise NotComputable(f"a trial did not end within {places} children: too many leave without an answer")
    runs = Runs(
        selected=_recommended(answers.design, counts, ends[4])
        if answers.graph is None
        else answers.graph.chosen[ends[3]],
        why=ends[0],
        n=counts[0],
        y=counts[1],
        days=times[0],
        waited=times[1],
        away=ends[1],
        replaced=ends[2],
    )
    return runs, (whole[:, :last], day[:, :last])


def _recommended(design: Design, counts: IntArray, at: IntArray) -> IntArray:
    """What the design recommends for the last counts and dose of every trial; asked once for equal ones."""
    first, group = equal_rows(counts[0], counts[1], at)
    n, y, at = counts[0][first], counts[1][first], at[first]
    nobody = np.zeros_like(at)
    states = States(n=n, y=y, at=at, last_n=nobody, last_y=nobody, pending=np.zeros_like(n))
    return np.asarray(design.selection.select(states))[group]
