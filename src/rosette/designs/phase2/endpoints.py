"""Two endpoints of every child: how probable they are together, and the counts at which each fails."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from rosette.designs.phase2.binomial import IntArray
from rosette.designs.phase2.checks import Faults, number, whole

BoolArray = NDArray[np.bool_]
CLOSE = 1e-9


@frozen(kw_only=True)
class Cells:
    """Probabilities of having both endpoints, the first only, the second only, neither; they sum to 1.

    Raises UsageError with every fault.
    """

    both: float
    one: float
    two: float
    neither: float

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        values = (self.both, self.one, self.two, self.neither)
        for name, value in zip(("both", "one", "two", "neither"), values, strict=True):
            faults.rate(name, value, closed=True)
        known = all(number(value) for value in values)
        faults.unless(
            not known or abs(sum(values) - 1) < CLOSE, f"the cells sum to {sum(values) if known else '?'}, not 1"
        )
        faults.refuse("no probabilities of two endpoints")

    @classmethod
    def of(cls, *, one: float, two: float, both: float | None = None) -> Cells:
        """From the rate of each endpoint; independent of each other unless the probability of both is given."""
        if both is None:
            return cls(both=one * two, one=one * (1 - two), two=(1 - one) * two, neither=(1 - one) * (1 - two))
        neither = round(1 - one - two + both, 12)
        return cls(both=both, one=round(one - both, 12), two=round(two - both, 12), neither=neither)

    @property
    def rates(self) -> tuple[float, float]:
        """Probability of each endpoint."""
        return self.both + self.one, self.both + self.two


def _bounds(given: Iterable[int | None]) -> tuple[int | None, ...]:
    return tuple(given)


@frozen(kw_only=True)
class Limits:
    """One endpoint of a pair: what is counted, and at each look the count at which it fails, None for never.

    good: it fails with so many or fewer (a response); else with so many or more (a toxicity).
    """

    name: str
    good: bool
    bounds: tuple[int | None, ...] = field(converter=_bounds)

    def fails(self, counts: IntArray, at: int) -> BoolArray:
        """For each count, whether the endpoint fails at that look."""
        bound = self.bounds[at]
        if bound is None:
            return np.zeros(len(counts), dtype=np.bool_)
        return np.asarray(counts <= bound if self.good else counts >= bound)

    def failed(self, count: int, later: int, at: int) -> bool:
        """Whether it surely failed at that look, `later` children before a count."""
        bound = self.bounds[at]
        if bound is None:
            return False
        return count <= bound if self.good else count - later >= bound

    def told(self, at: int) -> str:
        """The bound in words."""
        bound = self.bounds[at]
        return "no bound" if bound is None else f"{bound} or {'fewer' if self.good else 'more'} {self.name}"


def check_limits(faults: Faults, each: Limits, looks: tuple[int, ...]) -> None:
    """One bound a look, each a count that can be seen then."""
    faults.unless(len(each.bounds) == len(looks), f"{len(looks)} looks, {len(each.bounds)} bounds on {each.name}")
    for look, bound in zip(looks, each.bounds, strict=False):
        if bound is not None:
            inside = whole(bound) and (0 <= bound < look if each.good else 0 < bound <= look)
            ends = f"0 to {look - 1}" if each.good else f"1 to {look}"
            faults.unless(inside, f"the bound on {each.name} is {bound} at {look} children: give {ends}, or None")
