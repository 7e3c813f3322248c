"""How many children a one-sample log-rank needs when each is followed for the same time, in one stage or in two."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from attrs import frozen

from rosette.designs.phase2.binomial import FloatArray
from rosette.designs.phase2.checks import Faults, number
from rosette.designs.phase2.survival import Exponential, normal_below
from rosette.kernel import NotComputable

WIDE = 8.5


@frozen(kw_only=True)
class SurvivalPlan:
    """A reference of constant hazard, the hazard ratio hoped for (below 1) and the follow-up of each child.

    Raises UsageError with every fault.
    """

    reference: Exponential
    hazard_ratio: float
    follow_up: float

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        faults.rate("hazard ratio", self.hazard_ratio)
        faults.above_zero("follow-up", self.follow_up)
        faults.refuse("no survival plan")

    def moments(self, *, ratio: float, seen: float | None = None) -> _Moments:
        """One child's part in the statistic at this hazard ratio; `seen`: looked at so long after the first entry."""
        end = self.follow_up if seen is None else min(self.follow_up, seen)
        times, weights = nodes(0.0, end)
        still = np.exp(-ratio * self.reference(times)) * (1.0 if seen is None else 1 - times / seen)
        hazard = self.reference.rate * weights
        expected = float(still @ hazard)
        second = float((still * self.reference(times)) @ hazard)
        apart = (1 - ratio) * expected
        return _Moments(expected=expected, apart=apart, variance=ratio * expected + 2 * (1 - ratio) * second - apart**2)


@frozen(kw_only=True)
class _Moments:
    """Of one child: events expected by the reference, those less the events that come, and the variance of that."""

    expected: float
    apart: float
    variance: float


@frozen(kw_only=True)
class TwoStageLogRank:
    """Two stages with bounds on (E - O)/sqrt(E), which is -z: stop at the first or below, promising above the last.

    entered: children in the trial at the interim look. stop, expected: probability of stopping there and children on
    average when the hazard ratio is 1. power, stop_hoped: at the hazard ratio hoped for. All by normal approximation.
    """

    n: int
    interim: float
    first: float
    last: float
    entered: int
    stop: float
    expected: float
    power: float
    stop_hoped: float


def single_stage_size(*, plan: SurvivalPlan, alpha: float, power: float) -> int:
    """Children that the classic test needs, by the exact variance at the hazard ratio hoped for.

    Raises UsageError with every fault.
    Source: [@wu-2015, size by exact variance] [@onearm2stage, single stage].  Worked example: tests/published/.
    """
    from scipy.special import ndtri

    faults = Faults()
    faults.rate("alpha", alpha)
    faults.rate("power", power)
    faults.refuse("no size")
    one = plan.moments(ratio=plan.hazard_ratio)
    root = math.sqrt(one.expected) * ndtri(1 - alpha) + math.sqrt(one.variance) * ndtri(power)
    return math.ceil(float(root / one.apart) ** 2)


def single_stage_power(*, plan: SurvivalPlan, n: int, alpha: float) -> float:
    """Power of the classic test in n children, at the hazard ratio hoped for, by the exact variance.

    Raises UsageError with every fault.
    Source: [@wu-2015, size by exact variance].
    """
    from scipy.special import ndtri

    faults = Faults()
    faults.count("n", n, least=1)
    faults.rate("alpha", alpha)
    faults.refuse("no power")
    one = plan.moments(ratio=plan.hazard_ratio)
    return normal_below(
        float((one.apart * math.sqrt(n) - math.sqrt(one.expected) * ndtri(1 - alpha)) / math.sqrt(one.variance))
    )


def two_stage_log_rank(
    *, plan: SurvivalPlan, n: int, accrual: float, interim: float, first: float, alpha: float
) -> TwoStageLogRank:
    """What two stages do: n children enter at an even pace, `accrual` by unit of time; the look is at `interim`.

    first: bound at the interim look. The last bound is the one that spends alpha.
    Raises UsageError with every fault, NotComputable when the first bound alone stops too often to spend alpha.
    Source: [@wu-2020, restricted follow-up] [@onearm2stage, vignette].  Power takes the drift at the interim
    look over the children that have entered; the package takes it over all of them and tells a power that is too low.
    Worked example: tests/published/.
    """
    _check(n, accrual, interim, first, alpha)
    entered, ratio = accrual * interim, plan.hazard_ratio
    last = _last_bound(first, _tie(plan, 1.0, n, entered, interim), alpha)
    stop = normal_below(first)
    hoped = _hoped(plan, n, entered, interim, (first, last))
    return TwoStageLogRank(
        n=n,
        interim=interim,
        first=first,
        last=last,
        entered=math.ceil(entered),
        stop=stop,
        expected=n - (n - entered) * stop,
        power=_both_above(*hoped, _tie(plan, ratio, n, entered, interim)),
        stop_hoped=normal_below(hoped[0]),
    )


def _hoped(
    plan: SurvivalPlan, n: int, entered: float, interim: float, bounds: tuple[float, float]
) -> tuple[float, float]:
    """Both bounds in standard errors around what is hoped for."""
    ratio = plan.hazard_ratio
    early, late = plan.moments(ratio=ratio, seen=interim), plan.moments(ratio=ratio)
    one, two = (
        (bound * math.sqrt(each.expected) - each.apart * math.sqrt(size)) / math.sqrt(each.variance)
        for bound, each, size in zip(bounds, (early, late), (entered, n), strict=True)
    )
    return one, two


def _tie(plan: SurvivalPlan, ratio: float, n: int, entered: float, interim: float) -> float:
    """Correlation of the statistic at the interim look with the last one: the root of the share of variance."""
    early, late = plan.moments(ratio=ratio, seen=interim), plan.moments(ratio=ratio)
    return math.sqrt(entered * early.variance / (n * late.variance))


def _last_bound(first: float, tie: float, alpha: float) -> float:
    low, high = -WIDE, WIDE
    if _both_above(first, low, tie) < alpha:
        raise NotComputable(f"the first bound {first} lets too few trials go on to spend {alpha}: lower it")
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _both_above(first, middle, tie) > alpha else (low, middle)
    return (low + high) / 2


def _both_above(one: float, two: float, tie: float) -> float:
    """Probability that two normals of this correlation are above their bounds."""
    z, weights = nodes(max(two, -WIDE), max(two, -WIDE) + 2 * WIDE)
    rest = math.sqrt(1 - tie**2)
    above = np.array([normal_below((tie * each - one) / rest) for each in z])
    return float(weights @ (np.exp(-z * z / 2) / math.sqrt(2 * math.pi) * above))


def nodes(low: float, high: float) -> tuple[FloatArray, FloatArray]:
    """Places and weights of a sum that stands for an integral from low to high."""
    places, weights = _legendre()
    half = (high - low) / 2
    return low + half * (places + 1), half * weights


@lru_cache(maxsize=1)
def _legendre() -> tuple[FloatArray, FloatArray]:
    return np.polynomial.legendre.leggauss(96)


def _check(n: int, accrual: float, interim: float, first: float, alpha: float) -> None:
    faults = Faults()
    whole = faults.count("n", n, least=2)
    faults.above_zero("accrual", accrual)
    faults.above_zero("interim", interim)
    faults.unless(number(first), f"first is {first}: give a finite bound")
    faults.rate("alpha", alpha)
    if whole and number(accrual) and number(interim) and accrual > 0:
        faults.unless(accrual * interim < n, f"all {n} children have entered at {interim}: look earlier")
    faults.refuse("no two-stage log-rank")
