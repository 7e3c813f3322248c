"""Close contact at home: what a daily habit near the child gives from a time on, and when it may begin again."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import frozen

from rosette.kernel import NotComputable
from rosette.mibg.curves import LN2
from rosette.mibg.release import ExposureCurve, next_hour
from rosette.mibg.site import Pattern

DAY_H = 24.0


def habit_dose(
    exposure: ExposureCurve, pattern: Pattern, *, ended: datetime, after_h: float, distance_power: float
) -> float:
    """mSv from a daily habit that is taken up `after_h` hours after the end of the infusion, and never dropped.

    The rate at a distance is the rate at 1 m over the distance to `distance_power`.
    Raises NotComputable for a curve without phases. Source: [@glowgreen, close_contact]; sums are exact.
    """
    if not exposure.curve.phases:
        raise NotComputable("a daily habit needs a curve of phases")
    midnight = _hours_to_midnight(ended)
    first_day = int((after_h - midnight) // DAY_H)  # day 0 begins at the first midnight after the infusion
    return (
        exposure.msv_per_mr
        * exposure.first_mr_per_h
        * sum(_element(exposure, span, after_h, midnight, first_day, distance_power) for span in pattern.spans)
    )


def _hours_to_midnight(ended: datetime) -> float:
    midnight = (ended + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - ended).total_seconds() / 3600


def _element(
    exposure: ExposureCurve, span: tuple[float, float, float], after_h: float, midnight: float, day: int, power: float
) -> float:
    start, end, metres = span
    near = float(metres**-power)
    total = near * _between(exposure, max(midnight + DAY_H * day + start, after_h), midnight + DAY_H * day + end)
    whole = midnight + DAY_H * (day + 1)
    for each in exposure.curve.phases:
        one_day = _phase_between(exposure, each.share, each.half_life_h, whole + start, whole + end)
        total += near * one_day / (1 - 2 ** (-DAY_H / each.half_life_h))
    return total


def _between(exposure: ExposureCurve, start: float, end: float) -> float:
    if end <= start:
        return 0.0
    return sum(_phase_between(exposure, p.share, p.half_life_h, start, end) for p in exposure.curve.phases)


def _phase_between(exposure: ExposureCurve, share: float, half_life: float, start: float, end: float) -> float:
    since = exposure.curve.start_h
    return float(share * half_life / LN2 * (2 ** (-(start - since) / half_life) - 2 ** (-(end - since) / half_life)))


@frozen(kw_only=True)
class Restriction:
    """From when a habit may be taken up again so that it gives at most the limit."""

    pattern: Pattern
    limit_msv: float
    hours: float
    until: datetime
    dose_msv: float


def restriction_of(
    exposure: ExposureCurve,
    pattern: Pattern,
    *,
    limit_msv: float,
    ended: datetime,
    released_h: float,
    distance_power: float,
) -> Restriction:
    """The earliest time after release from which a habit gives at most `limit_msv`, up to the next full hour.

    Raises NotComputable for a limit of zero.
    """
    if limit_msv <= 0:
        raise NotComputable("a limit above 0 mSv is needed")

    def dose(hours: float) -> float:
        return habit_dose(exposure, pattern, ended=ended, after_h=hours, distance_power=distance_power)

    low, high = released_h, released_h + DAY_H
    if dose(low) > limit_msv:
        while dose(high) > limit_msv:
            low, high = high, high + DAY_H
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if dose(middle) > limit_msv else (low, middle)
    else:
        high = low
    until = next_hour(ended + timedelta(hours=high))
    hours = (until - ended).total_seconds() / 3600
    return Restriction(pattern=pattern, limit_msv=limit_msv, hours=hours, until=until, dose_msv=dose(hours))
