"""Plays the trials of a design in a scenario, block by block: the same answer whatever the blocks and threads are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import numpy as np
from attrs import frozen

from rosette.designs.design import Design
from rosette.designs.exact import rates_of
from rosette.designs.simulate.accrual import Accrual
from rosette.designs.simulate.asking import GRAPH, Answers, answers_of
from rosette.designs.simulate.draws import MOST_TRIALS, checked_seed, scenario_key
from rosette.designs.simulate.result import Runs, Simulated, joined, summary
from rosette.designs.states import FloatArray, IntArray, States, equal_rows
from rosette.kernel import NotComputable, UsageError

BLOCK = 10_000
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


def simulate(
    design: Design,
    scenario: Sequence[float],
    order: Order,
    *,
    answers: Answers | None = None,
    told: Callable[[int], object] | None = None,
) -> Simulated:
    """What the design does in so many trials of the scenario; told: called with the trials of each block when done.

    Raises UsageError for impossible probabilities, NotComputable for a design that needs a clock or cannot be played.
    """
    runs = played(design, scenario, order, answers=answers, told=told)
    return summary(runs, scenario=scenario, seed=order.seed)


def played(
    design: Design,
    scenario: Sequence[float],
    order: Order,
    *,
    answers: Answers | None = None,
    told: Callable[[int], object] | None = None,
) -> Runs:
    """The trials one by one; the same for any number of threads and any blocks."""
    rates = rates_of(design, scenario)
    known = answers or answers_of(design)
    starts = range(0, order.trials, BLOCK)
    with ThreadPoolExecutor(order.threads) as pool:
        parts = []
        for part in pool.map(block, repeat(known), repeat(rates), repeat(order), starts):
            parts.append(part)
            if told is not None:
                told(len(part.why))
    return joined(parts)


def block(answers: Answers, rates: FloatArray, order: Order, first: int) -> Runs:
    """One block of trials from number `first` on."""
    trials = min(BLOCK, order.trials - first)
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
    counts, ends = np.empty((2, trials, len(rates)), dtype=np.int64), np.empty((4, trials), dtype=np.int64)
    times, whole, day = np.empty((2, trials)), np.zeros((4, places), dtype=np.int64), np.zeros((2, places))
    clock, key = np.array(accrual.clock), scenario_key(rates.tolist())
    rule = (answers.kind, answers.limits, clock, *answers.rule)
    last = play(*rule, rates, np.uint64(seed), key, first, counts, ends, times, whole, day)
    if (ends[0] == TOO_MANY).any():
        raise NotComputable(f"a trial did not end within {places} children: too many leave without an answer")
    runs = Runs(
        selected=_recommended(answers.design, *counts) if answers.graph is None else answers.graph.chosen[ends[3]],
        why=ends[0],
        n=counts[0],
        y=counts[1],
        days=times[0],
        waited=times[1],
        away=ends[1],
        replaced=ends[2],
    )
    return runs, (whole[:, :last], day[:, :last])


def _recommended(design: Design, n: IntArray, y: IntArray) -> IntArray:
    """What the design recommends for the last counts of every trial; asked once for equal counts."""
    first, group = equal_rows(n, y)
    n, y = n[first], y[first]
    tried = np.where(n > 0, np.arange(1, n.shape[1] + 1), 0).max(axis=1)
    nobody = np.zeros_like(tried)
    states = States(n=n, y=y, at=np.maximum(tried, 1), last_n=nobody, last_y=nobody, pending=np.zeros_like(n))
    return np.asarray(design.selection.select(states))[group]
