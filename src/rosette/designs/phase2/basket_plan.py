"""What a trial of several baskets does: every table of responses that it can end with, weighed by true rates."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from rosette.designs.phase2.baskets import grid_of
from rosette.designs.phase2.binomial import FloatArray, binomial
from rosette.designs.phase2.borrowing import Basket, Borrowing, check_baskets
from rosette.designs.phase2.checks import Faults
from rosette.kernel import NotComputable

Told = Callable[[int, int], None]
BoolArray = NDArray[np.bool_]
MOST_WORK = 2e11  # products; about ten seconds
BLOCK = 64


@frozen(kw_only=True)
class BasketsCharacteristics:
    """At true rates: probability that each basket is called promising, and that any is whose rate is not above p0."""

    rates: tuple[float, ...]
    promising: tuple[float, ...]
    wrong: float


@frozen(kw_only=True)
class _Half:
    """Some of the baskets: likelihoods of each of their tables over the grid, and the same above p0 of each basket."""

    likely: FloatArray
    above: tuple[FloatArray, ...]
    chances: FloatArray  # by scenario and table


def basket_characteristics(
    *,
    baskets: Sequence[Basket],
    borrowing: Borrowing,
    cut: float,
    rates: Sequence[Sequence[float]],
    told: Told = lambda done, total: None,
) -> tuple[BasketsCharacteristics, ...]:
    """What the final analysis of all baskets does at each set of true rates, exact but for the grid of the model.

    baskets: with their planned children; responses are not looked at. A basket is promising when P(p > p0) > cut.
    told: called with blocks done and in all.
    Raises UsageError with every fault, NotComputable when there are too many tables to go through.
    Source: [@berry-2013, decision by basket] [@neuenschwander-2016, EXNEX].
    """
    empty = [evolve(each, responses=0) for each in baskets]
    check_baskets(empty, borrowing)
    _check(baskets, cut, rates)
    _refuse_work(baskets, borrowing)
    place = (len(baskets) + 1) // 2
    root = np.sqrt(grid_of(empty[:1], borrowing).prior.reshape(-1))
    one, two = (
        _half(part, borrowing, root, [each[low:high] for each in rates])
        for part, low, high in ((empty[:place], 0, place), (empty[place:], place, len(baskets)))
    )
    nulls = np.array([[p <= each.p0 for p, each in zip(row, baskets, strict=True)] for row in rates])
    promising, wrong = np.zeros((len(rates), len(baskets))), np.zeros(len(rates))
    starts = range(0, len(one.likely), BLOCK)
    for done, start in enumerate(starts, start=1):
        called = np.stack(list(_called(one, two, slice(start, start + BLOCK), cut)))
        for scenario, null in enumerate(nulls):
            left, right = one.chances[scenario, start : start + BLOCK], two.chances[scenario]
            promising[scenario] += [float(left @ each @ right) for each in called]
            wrong[scenario] += float(left @ called[null].any(axis=0) @ right)
        told(done, len(starts))
    return tuple(
        BasketsCharacteristics(rates=tuple(row), promising=tuple(map(float, found)), wrong=float(any_))
        for row, found, any_ in zip(rates, promising, wrong, strict=True)
    )


def _called(one: _Half, two: _Half, rows: slice, cut: float) -> Iterator[BoolArray]:
    """For each basket and each pair of tables, whether it is called promising."""
    likely = one.likely[rows] @ two.likely.T
    for above in one.above:
        yield above[rows] @ two.likely.T > cut * likely
    for above in two.above:
        yield one.likely[rows] @ above.T > cut * likely


def _half(baskets: Sequence[Basket], borrowing: Borrowing, root: FloatArray, rates: Sequence[Sequence[float]]) -> _Half:
    """The tables of some baskets; `root`: of the prior, so that two halves have it once."""
    likely, chances = root[None, :], np.ones((len(rates), 1))
    above: list[FloatArray] = []
    for place, basket in enumerate(baskets):
        own, beyond = _tables(basket, borrowing)
        above = [_product(each, own) for each in above] + [_product(likely, beyond)]
        likely = _product(likely, own)
        mass = np.stack([binomial(n=basket.n, p=row[place]) for row in rates])
        chances = (chances[:, :, None] * mass[:, None, :]).reshape(len(rates), -1)
    return _Half(likely=likely, above=tuple(above), chances=chances)


@lru_cache(maxsize=16)
def _tables(basket: Basket, borrowing: Borrowing) -> tuple[FloatArray, FloatArray]:
    """Likelihood of each number of responses, and the same above p0; shape (n + 1, grid)."""
    sums = grid_of([evolve(basket, responses=y) for y in range(basket.n + 1)], borrowing).sums
    flat = sums.reshape(-1, 3, basket.n + 1)
    return flat[:, 0].T.copy(), flat[:, 2].T.copy()


def _product(one: FloatArray, two: FloatArray) -> FloatArray:
    return (one[:, None, :] * two[None, :, :]).reshape(-1, one.shape[1])


def _refuse_work(baskets: Sequence[Basket], borrowing: Borrowing) -> None:
    tables = math.prod(each.n + 1 for each in baskets)
    grid = borrowing.points * (2 * math.ceil(5 * borrowing.mu.sd / 0.12) + 1)
    if tables * grid * (len(baskets) + 1) > MOST_WORK:
        raise NotComputable(f"{tables} tables of responses are too many to go through: plan fewer baskets or children")


def _check(baskets: Sequence[Basket], cut: float, rates: Sequence[Sequence[float]]) -> None:
    faults = Faults()
    faults.rate("cut", cut)
    for row in rates:
        faults.unless(len(row) == len(baskets), f"{len(row)} rates for {len(baskets)} baskets: give one each")
        for rate in row:
            faults.rate("rate", rate, closed=True)
    faults.refuse("nothing is known of these baskets beforehand")
