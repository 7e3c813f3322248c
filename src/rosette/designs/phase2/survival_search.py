"""The two-stage one-sample log-rank with fewest children on average: a search by size and time of the look."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from attrs import frozen

from rosette.designs.phase2.binomial import FloatArray
from rosette.designs.phase2.checks import Faults
from rosette.designs.phase2.survival_plan import (
    SurvivalPlan,
    TwoStageLogRank,
    nodes,
    single_stage_size,
    two_stage_log_rank,
)
from rosette.kernel import NotComputable

Told = Callable[[int, int], None]
TIMES, ROUNDS = 24, 3  # times of the look that are tried at once, and how often the best of them is looked at closer
HALVINGS, HALVINGS_LAST = 17, 22  # of the first bound, good to 0.0001, and of the last
WIDE = 5.0  # no first bound lies beyond so many standard errors
ENOUGH = 6  # sizes in a row that are no better end the search


@frozen(kw_only=True)
class _Grid:
    """Moments at many times of the look, for one size; arrays of one length."""

    tie_null: FloatArray
    tie: FloatArray
    root: FloatArray
    drift: FloatArray
    sd: FloatArray


def optimal_log_rank(
    *,
    plan: SurvivalPlan,
    accrual: float,
    alpha: float,
    power: float,
    most: int = 300,
    told: Told = lambda done, total: None,
) -> TwoStageLogRank:
    """Of the two-stage log-rank designs that hold alpha and power, the one with fewest children on average at ratio 1.

    accrual: children by unit of time, at an even pace. Sizes are tried from that of a single stage on until the average
    rises; at each the time of the look is cut ever finer, and the first bound is the highest that leaves the power.
    told: called with sizes tried and in all.
    Raises UsageError with every fault, NotComputable when no size is enough.
    Source: [@wu-2020, optimal two-stage design] [@onearm2stage, vignette]; power as `two_stage_log_rank` has it.
    Worked example: tests/published/.
    """
    faults = Faults()
    faults.above_zero("accrual", accrual)
    faults.rate("alpha", alpha)
    faults.rate("power", power)
    faults.refuse("no two-stage log-rank can be sought")
    least = single_stage_size(plan=plan, alpha=alpha, power=power)
    best: tuple[float, int, float, float] | None = None
    since = 0
    for n in range(least, most + 1):
        found = _best_look(plan, n, accrual, alpha, power)
        told(n - least + 1, most - least + 1)
        better = found is not None and (best is None or found[0] < best[0])
        best, since = ((found[0], n, *found[1:]), 0) if better and found else (best, since + 1)
        if best is not None and since >= ENOUGH:
            break
    if best is None:
        raise NotComputable(f"no two stages of {most} children or fewer have this power: allow more or follow longer")
    _, n, interim, first = best
    return two_stage_log_rank(plan=plan, n=n, accrual=accrual, interim=interim, first=first, alpha=alpha)


def _best_look(
    plan: SurvivalPlan, n: int, accrual: float, alpha: float, power: float
) -> tuple[float, float, float] | None:
    """Children on average, time of the look and first bound best at this size; None when none has the power."""
    last = n / accrual
    low, high = last / (TIMES + 1), last * TIMES / (TIMES + 1)
    found: tuple[float, float, float] | None = None
    for _ in range(ROUNDS):
        times = np.linspace(low, high, TIMES)
        firsts = _firsts(_grid(plan, n, accrual, times), alpha, power)
        averages = n - (n - accrual * times) * _below(firsts)
        place = int(np.argmin(np.where(np.isfinite(firsts), averages, np.inf)))
        if not np.isfinite(firsts[place]):
            return found
        if found is None or averages[place] < found[0]:
            found = float(averages[place]), float(times[place]), float(firsts[place])
        apart = times[1] - times[0]
        low, high = max(times[place] - apart, low), min(times[place] + apart, high)
    return found


def _grid(plan: SurvivalPlan, n: int, accrual: float, times: FloatArray) -> _Grid:
    null = [plan.moments(ratio=1.0, seen=float(each)) for each in times]
    early = [plan.moments(ratio=plan.hazard_ratio, seen=float(each)) for each in times]
    share = accrual * times / n
    whole_null, whole = plan.moments(ratio=1.0), plan.moments(ratio=plan.hazard_ratio)
    variance = np.array([each.variance for each in early])
    return _Grid(
        tie_null=np.sqrt(share * np.array([each.variance for each in null]) / whole_null.variance),
        tie=np.sqrt(share * variance / whole.variance),
        root=np.sqrt(np.array([[each.expected for each in early], [whole.expected] * len(times)])),
        drift=np.array(
            [[each.apart for each in early] * np.sqrt(accrual * times), [whole.apart * math.sqrt(n)] * len(times)]
        ),
        sd=np.sqrt(np.array([variance, [whole.variance] * len(times)])),
    )


def _firsts(grid: _Grid, alpha: float, power: float) -> FloatArray:
    """The highest first bound at each time that leaves the power; -inf where none does."""
    low, high = np.full(len(grid.tie), -WIDE), np.full(len(grid.tie), WIDE)
    enough = _power(grid, low, alpha) >= power
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        good = _power(grid, middle, alpha) >= power
        low, high = np.where(good, middle, low), np.where(good, high, middle)
    return np.where(enough, low, -np.inf)


def _power(grid: _Grid, firsts: FloatArray, alpha: float) -> FloatArray:
    """Power at each time with these first bounds; 0 where the last bound cannot spend alpha."""
    low, high = np.full(len(firsts), -8.5), np.full(len(firsts), 8.5)
    spends = _both_above(firsts, low, grid.tie_null) >= alpha
    for _ in range(HALVINGS_LAST):
        middle = (low + high) / 2
        above = _both_above(firsts, middle, grid.tie_null) > alpha
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    one, two = (np.stack([firsts, high]) * grid.root - grid.drift) / grid.sd
    return np.where(spends, _both_above(one, two, grid.tie), 0.0)


def _both_above(one: FloatArray, two: FloatArray, tie: FloatArray) -> FloatArray:
    """Probability that two normals of this correlation are above their bounds, for each of many."""
    start = np.clip(two, -8.5, 8.5)
    unit, weights = nodes(0.0, 17.0)
    z = start[:, None] + unit[None, :]
    above = _below((tie[:, None] * z - one[:, None]) / np.sqrt(1 - tie[:, None] ** 2))
    return np.asarray((np.exp(-z * z / 2) / math.sqrt(2 * math.pi) * above) @ weights)


def _below(z: FloatArray) -> FloatArray:
    from scipy.special import ndtr

    return np.asarray(ndtr(z))
