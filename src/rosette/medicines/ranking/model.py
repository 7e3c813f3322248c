"""What a ranking weighs: criteria with their ranges, and how a level becomes a value between 0 and 1."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from rosette.kernel import NotComputable
from rosette.knowledge import Knowledge, RankingCriterion

Numbers = NDArray[np.float64]
Shape = Callable[[Numbers], Numbers]


def linear(z: Numbers) -> Numbers:
    """Every step of the range is worth the same."""
    return z


def exponential(c: float) -> Shape:
    """First steps worth more when c > 0, less when c < 0; c near 0 is linear."""
    return linear if abs(c) < 1e-9 else lambda z: np.asarray((1 - np.exp(-c * z)) / (1 - math.exp(-c)))


def piecewise(points: Sequence[tuple[float, float]]) -> Shape:
    """Straight lines through (place in the range, value), both from 0 to 1 and rising, as bisection asks for them.

    Raises NotComputable when they do not rise from (0, 0) to (1, 1).
    """
    places, values = zip(*sorted(points), strict=True) if points else ((), ())
    rising = all(a < b for each in (places, values) for a, b in itertools.pairwise(each))
    if not points or (places[0], values[0], places[-1], values[-1]) != (0, 0, 1, 1) or not rising:
        raise NotComputable("a value function rises from (0, 0) to (1, 1)")
    return lambda z: np.interp(z, places, values)


@frozen(kw_only=True)
class Criterion:
    """One criterion over its range; `shape` turns the place in the range into a value."""

    id: str
    name: str
    unit: str
    worst: float
    best: float
    kind: str = "benefit"
    shape: Shape = field(default=linear, eq=False, repr=False)

    @classmethod
    def of(cls, row: RankingCriterion) -> Criterion:
        """The criterion of a cited row."""
        return cls(id=row.id, name=row.name, unit=row.unit, worst=row.worst, best=row.best, kind=row.kind)

    def value(self, level: float | Numbers) -> Numbers:
        """Value of a level: 0 at the worst end and beyond it, 1 at the best end and beyond it."""
        z = (np.asarray(level, dtype=np.float64) - self.worst) / (self.best - self.worst)
        return self.shape(np.clip(z, 0, 1))

    @property
    def span(self) -> str:
        """The range in words."""
        return f"{self.worst:g} to {self.best:g} {self.unit}"


def criteria_of(knowledge: Knowledge) -> tuple[Criterion, ...]:
    """The criteria that knowledge holds, in file order."""
    return tuple(Criterion.of(row) for row in knowledge.table(RankingCriterion).values())


def additive(values: Numbers, weights: Numbers) -> float:
    """Additive value of one option: sum of weight times value."""
    return float(np.dot(values, weights))


def product(values: Numbers, weights: Numbers) -> float:
    """Product value of one option: 0 as soon as one weighed criterion is worth nothing."""
    weighed = weights > 0
    with np.errstate(divide="ignore"):
        return float(np.exp(np.sum(weights[weighed] * np.log(values[weighed]))))
