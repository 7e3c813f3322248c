"""One-sample log-rank: events seen against events that a reference curve expects, with its size and two stages."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from attrs import frozen

from rosette.designs.phase2.binomial import FloatArray
from rosette.designs.phase2.checks import Faults, number

Hazard = Callable[[FloatArray], FloatArray]


@frozen(kw_only=True)
class Exponential:
    """A reference curve of constant hazard, in the unit of time of the follow-up; call it for the hazard so far."""

    rate: float

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        faults.above_zero("rate", self.rate)
        faults.refuse("no reference curve")

    @classmethod
    def through(cls, *, survival: float, at: float) -> Exponential:
        """The curve with this share (0 to 1) free of an event at this time."""
        faults = Faults()
        faults.rate("survival", survival)
        faults.above_zero("at", at)
        faults.refuse("no reference curve")
        return cls(rate=-math.log(survival) / at)

    def __call__(self, times: FloatArray) -> FloatArray:
        """Cumulative hazard at times, same shape."""
        return self.rate * times


@frozen(kw_only=True)
class LogRank:
    """Events seen and expected, with both statistics; low z, and p near 0, mean fewer events than the reference."""

    observed: int
    expected: float
    z: float
    z_modified: float

    @property
    def p(self) -> float:
        """One-sided, classic; conservative in small trials."""
        return normal_below(self.z)

    @property
    def p_modified(self) -> float:
        """One-sided, modified; nearer to its level in small trials."""
        return normal_below(self.z_modified)


def one_sample_log_rank(*, follow_up: Sequence[float], events: Sequence[bool], reference: Hazard) -> LogRank:
    """Compare the events of one arm with those that the reference expects over the same follow-up.

    follow_up: time to event or to last seen, one a child, all >= 0. events: whether the event was seen.
    reference: cumulative hazard at times, shape (n,) to shape (n,). It is taken as known: one that was itself
    estimated from few children makes the type I error larger than said.
    Raises UsageError with every fault.
    Source: [@finkelstein-2003, statistic] [@wu-2014, modified statistic] [@arxiv-2109-02315, reference taken as known].
    """
    times = np.asarray(follow_up, dtype=np.float64)
    _check_times(times, events)
    hazards = np.asarray(reference(times), dtype=np.float64)
    faults = Faults()
    good = hazards.shape == times.shape and bool(np.all(np.isfinite(hazards) & (hazards >= 0)))
    faults.unless(good, "the reference is no cumulative hazard: give a finite one, 0 or more, at each time")
    faults.unless(not good or hazards.sum() > 0, "no event is expected: follow children for longer")
    faults.refuse("no log-rank test")
    seen, expected = sum(map(bool, events)), float(hazards.sum())
    apart = seen - expected
    return LogRank(
        observed=seen,
        expected=expected,
        z=apart / math.sqrt(expected),
        z_modified=apart / math.sqrt((seen + expected) / 2),
    )


def normal_below(z: float) -> float:
    """Probability that a standard normal lies below z."""
    return math.erfc(-z / math.sqrt(2)) / 2


def _check_times(times: FloatArray, events: Sequence[bool]) -> None:
    faults = Faults()
    faults.unless(times.ndim == 1 and times.size, "there is no follow-up: give one time or more")
    good = bool(np.all(np.isfinite(times) & (times >= 0)))
    faults.unless(good, "a time of follow-up is below 0 or not a number: mend it")
    faults.unless(times.size == len(events), f"{times.size} times, {len(events)} events: give one of each a child")
    known = all(number(each) or isinstance(each, bool | np.bool_) for each in events)
    faults.unless(known and all(each in (0, 1) for each in events), "an event is neither yes nor no: give those")
    faults.refuse("no log-rank test")
