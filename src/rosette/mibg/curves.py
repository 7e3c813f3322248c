"""The curve of retention: one to three phases, or the readings joined, and what is assumed after the last one."""

from __future__ import annotations

import itertools
import math
from enum import Enum
from functools import cached_property

import numpy as np
from attrs import frozen

from rosette.kernel import NotComputable
from rosette.mibg.counts import FloatArray, Retention

SHORTEST_H = 0.25
GRID = 14
WALKS = 4
LN2 = math.log(2)


class Tail(Enum):
    """What happens after the last reading."""

    EFFECTIVE = "as the last phase went on"
    PHYSICAL = "physical decay only"


class Origin(Enum):
    """Where the shares of the phases are together one."""

    FIRST = "at the first reading"
    INJECTION = "at the end of the infusion"


@frozen(kw_only=True)
class Phase:
    """One phase: its share at the origin, and its effective half-life in h."""

    share: float
    half_life_h: float


@frozen(kw_only=True)
class Curve:
    """Share of the activity given that is in the body, by hours after the infusion: 1 up to `start_h`, then phases.

    A curve of joined readings has no phases and keeps its knots. After `last_h` it falls by `tail_half_life_h`, or,
    when that is zero, as its phases go on.
    """

    start_h: float = 0.0
    phases: tuple[Phase, ...] = ()
    knots_h: tuple[float, ...] = ()
    knots: tuple[float, ...] = ()
    tail_half_life_h: float = 0.0
    last_h: float = 0.0

    @cached_property
    def area_h(self) -> float:
        """Area under the curve to infinity, in h: the time-integrated activity for each MBq given."""
        return self.area_until(self.last_h) + self.area_after(self.last_h)

    def at(self, hours: float) -> float:
        """The share at a time."""
        if hours <= self.start_h:
            return 1.0
        if self.tail_half_life_h and hours > self.last_h:
            return self.at(self.last_h) * float(2 ** (-(hours - self.last_h) / self.tail_half_life_h))
        if self.phases:
            return sum(each.share * 2 ** (-(hours - self.start_h) / each.half_life_h) for each in self.phases)
        if hours >= self.knots_h[-1]:
            return self.knots[-1]
        place = int(np.searchsorted(self.knots_h, hours, side="right"))
        one, two = self.knots[place - 1], self.knots[place]
        part = (hours - self.knots_h[place - 1]) / (self.knots_h[place] - self.knots_h[place - 1])
        return float(one ** (1 - part) * two**part) if one > two else one + (two - one) * part

    def area_after(self, hours: float) -> float:
        """Area from a time on, in h."""
        if hours < self.start_h:
            return self.start_h - hours + self.area_after(self.start_h)
        if self.tail_half_life_h and hours >= self.last_h:
            return self.at(hours) * self.tail_half_life_h / LN2
        if self.phases:
            tail = self.tail_half_life_h and self.area_after(self.last_h) - self._phases_after(self.last_h)
            return self._phases_after(hours) + tail
        cut = [(hours, self.at(hours)), *((t, v) for t, v in zip(self.knots_h, self.knots, strict=True) if t > hours)]
        return _joined(cut) + self.knots[-1] * self.tail_half_life_h / LN2

    def _phases_after(self, hours: float) -> float:
        return sum(
            each.share * each.half_life_h / LN2 * 2 ** (-(hours - self.start_h) / each.half_life_h)
            for each in self.phases
        )

    def area_until(self, hours: float) -> float:
        """Area from the end of the infusion up to a time, in h."""
        return self.area_after(0.0) - self.area_after(hours)

    def reaches(self, share: float) -> float:
        """The first time (h) from which the share stays at or below this; raises NotComputable when it never does."""
        if share <= 0:
            raise NotComputable("a curve that falls by halves never reaches zero")
        if share >= 1.0:
            return 0.0
        if not self.phases and not self.tail_half_life_h and self.knots[-1] > share:
            raise NotComputable("readings that are joined without a tail stay at the last of them")
        low, high = self.start_h, self.start_h + 1.0
        while self.at(high) > share:
            low, high = high, high * 2
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if self.at(middle) > share else (low, middle)
        return high


def _joined(points: list[tuple[float, float]]) -> float:
    total = 0.0
    for (t1, r1), (t2, r2) in itertools.pairwise(points):
        total += (t2 - t1) * (r1 - r2) / math.log(r1 / r2) if r1 > r2 else (t2 - t1) * (r1 + r2) / 2
    return total


def joined_curve(found: Retention, *, tail: Tail, physical_half_life_h: float) -> Curve:
    """The readings joined by falling exponentials (straight lines where they rise), with an explicit tail.

    Raises NotComputable when the last two readings do not fall and the tail was to go on like them.
    """
    hours, share = found.hours, found.share
    half_life = physical_half_life_h
    if tail is Tail.EFFECTIVE:
        if share[-1] >= share[-2]:
            raise NotComputable(
                f"the readings at {hours[-2]:g} h and {hours[-1]:g} h do not fall: they give no half-life. "
                "Measure again later, or take physical decay."
            )
        half_life = min(float((hours[-1] - hours[-2]) * LN2 / math.log(share[-2] / share[-1])), physical_half_life_h)
    return Curve(
        start_h=float(hours[0]),
        knots_h=tuple(map(float, hours)),
        knots=tuple(map(float, share)),
        tail_half_life_h=half_life,
        last_h=float(hours[-1]),
    )


@frozen(kw_only=True)
class Fit:
    """One fitted curve with what speaks for and against it; misfit is (fit - reading) / reading, shape (n,)."""

    curve: Curve
    squares: float
    aicc: float | None
    misfit: FloatArray
    faults: tuple[str, ...]
    origin: Origin

    @property
    def phases(self) -> int:
        """How many."""
        return len(self.curve.phases)

    @property
    def words(self) -> str:
        """The phases in words."""
        told = " + ".join(f"{each.share:.3f} with {each.half_life_h:.2f} h" for each in self.curve.phases)
        return f"{self.phases} phase{'s' if self.phases > 1 else ''}: {told}"

    @property
    def good(self) -> bool:
        """Whether no check failed."""
        return not self.faults


def starts_of(phases: int, physical_half_life_h: float) -> FloatArray:
    """Log half-lives from which the search walks, shape (m, phases)."""
    grid = np.log(np.geomspace(0.5, physical_half_life_h, GRID))
    return np.array(list(itertools.combinations(grid, phases)))


def fit_phases(found: Retention, *, phases: int, physical_half_life_h: float, origin: Origin = Origin.FIRST) -> Curve:
    """Least squares, unweighted, of `phases` falling exponentials with shares >= 0 that are together 1 at the origin.

    Half-lives are at most the physical one. Many starts, the best end. Source: [@eanm-sop-mibg, preamble].
    """
    from rosette.mibg.kernels import best_of

    start = float(found.hours[0]) if origin is Origin.FIRST else 0.0
    share, half_life = np.empty(phases), np.empty(phases)
    best_of(
        starts_of(phases, physical_half_life_h),
        found.hours - start,
        found.share,
        np.ones(len(found.hours)),
        math.log(SHORTEST_H),
        math.log(physical_half_life_h),
        WALKS,
        share,
        half_life,
    )
    order = np.argsort(half_life)
    return Curve(
        start_h=start,
        phases=tuple(Phase(share=float(share[n]), half_life_h=float(half_life[n])) for n in order),
        last_h=float(found.hours[-1]),
    )
