"""Which fit is taken: every number of phases that the readings can hold, checked, then compared by AICc."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from attrs import frozen

from rosette.kernel import NotComputable
from rosette.mibg.counts import FloatArray, Retention
from rosette.mibg.curves import SHORTEST_H, Curve, Fit, Origin, fit_phases

MOST_PHASES = 3
FLOOR = 1e-20


@frozen(kw_only=True)
class FitRules:
    """Conventions of a good fit: readings for each phase, largest miss of a reading (0 to 1), share of a real phase."""

    readings_per_phase: int
    largest_miss: float
    smallest_share: float = 0.01


def fit_all(
    found: Retention, *, rules: FitRules, physical_half_life_h: float, origin: Origin = Origin.FIRST
) -> tuple[Fit, ...]:
    """Every fit that the readings can hold, the one to take first: checks passed before AICc.

    AICc alone takes one phase for six readings of two, and misses the slow phase with its dose: a fit that fails a
    check never goes before one that passes. Raises NotComputable with too few readings for one phase.
    """
    most = min(MOST_PHASES, len(found.hours) // rules.readings_per_phase)
    if most < 1:
        raise NotComputable(
            f"{len(found.hours)} readings hold no phase: {rules.readings_per_phase} are needed for each. "
            "Join the readings instead, with a tail rule."
        )
    fits = [
        judged(found, fit_phases(found, phases=n, physical_half_life_h=physical_half_life_h, origin=origin),
               rules=rules, physical_half_life_h=physical_half_life_h, origin=origin)
        for n in range(1, most + 1)
    ]  # fmt: skip
    return tuple(sorted(fits, key=lambda fit: (not fit.good, math.inf if fit.aicc is None else fit.aicc)))


def judged(found: Retention, curve: Curve, *, rules: FitRules, physical_half_life_h: float, origin: Origin) -> Fit:
    """A curve with its misfit, AICc and the checks that it fails."""
    fitted = np.array([curve.at(float(hour)) for hour in found.hours])
    squares = float(np.sum((fitted - found.share) ** 2))
    misfit = (fitted - found.share) / found.share
    return Fit(
        curve=curve,
        squares=squares,
        aicc=corrected_criterion(len(fitted), 2 * len(curve.phases), squares),
        misfit=misfit,
        faults=(*_missed(found, misfit, rules), *_in_runs(misfit), *_phases(curve, rules, physical_half_life_h)),
        origin=origin,
    )


def corrected_criterion(n: int, parameters: int, squares: float) -> float | None:
    """Akaike's criterion corrected for few readings, the variance counted; None when there are too few for it."""
    free = n - parameters - 1
    if free <= 0:
        return None
    correction = 2 * parameters * (parameters + 1) / free
    return n * math.log(max(squares / n, FLOOR)) + 2 * parameters + correction


def _missed(found: Retention, misfit: FloatArray, rules: FitRules) -> list[str]:
    return [
        f"misses the reading at {hour:g} h by {miss:+.0%}"
        for hour, miss in zip(found.hours, misfit, strict=True)
        if abs(miss) > rules.largest_miss
    ]


def _in_runs(misfit: FloatArray) -> list[str]:
    """Residuals that keep their sign too long to be chance (runs test, exact, one-sided 5 %)."""
    signs = [miss > 0 for miss in misfit if abs(miss) > 1e-3]
    runs = 1 + sum(one != two for one, two in itertools.pairwise(signs)) if signs else 0
    up, down = sum(signs), len(signs) - sum(signs)
    if min(up, down) < 2 or few_runs(runs, up, down) >= 0.05:
        return []
    return [f"residuals lie on one side of the curve for long ({runs} runs in {len(signs)} readings)"]


def few_runs(runs: int, up: int, down: int) -> float:
    """Probability of so few runs of signs, or fewer, when `up` and `down` signs fall in any order."""
    total = math.comb(up + down, up)
    return sum(_with_runs(n, up, down) for n in range(2, runs + 1)) / total


def _with_runs(runs: int, up: int, down: int) -> int:
    half, odd = divmod(runs, 2)
    if not odd:
        return 2 * math.comb(up - 1, half - 1) * math.comb(down - 1, half - 1)
    return math.comb(up - 1, half) * math.comb(down - 1, half - 1) + math.comb(up - 1, half - 1) * math.comb(
        down - 1, half
    )


def _phases(curve: Curve, rules: FitRules, physical_half_life_h: float) -> list[str]:
    told = []
    for each in curve.phases:
        if each.half_life_h >= physical_half_life_h * 0.999 and each.share > rules.smallest_share:
            told.append("its slow phase runs into the physical half-life: the readings do not hold it")
        if each.half_life_h <= SHORTEST_H * 1.001 and each.share > rules.smallest_share:
            told.append("its fast phase is faster than the readings can show")
        if len(curve.phases) > 1 and each.share < rules.smallest_share:
            told.append(f"a phase has a share of {each.share:.1%}: there are fewer phases than fitted")
    for one, two in itertools.pairwise(curve.phases):
        if two.half_life_h / one.half_life_h < 1.2:
            told.append("two of its phases have nearly one half-life: there are fewer phases than fitted")
    return told


def spread(areas: Sequence[float]) -> float:
    """How far ways to the same area lie apart, as a share of the smallest."""
    return max(areas) / min(areas) - 1
