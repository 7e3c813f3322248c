"""Agreement with glowgreen 0.1.1 on clearance and close contact, after Cormack and Shearer 1998."""

from __future__ import annotations

from datetime import datetime

import pytest

from rosette.mibg.contacts import habit_dose, restriction_of
from rosette.mibg.curves import Curve, Phase
from rosette.mibg.release import curve_of
from rosette.mibg.site import Pattern

glowgreen = pytest.importorskip("glowgreen")
ENDED = datetime(2026, 6, 15, 11, 0)
POWER = 1.5
SHARE, FAST, SLOW, FIRST = 0.75, 12.0, 48.0, 40.0  # first rate in mR/h, which counts as 10 uSv/h each
PATTERNS = {
    "one hour": ([8.0], [1.0], [1.0]),
    "morning and night": ([0.0, 8.0, 20.0], [7.0, 1.0, 4.0], [0.3, 1.0, 0.6]),
    "school": ([8.0], [5.0], [1.0]),
    "travel": ([7.0, 16.0], [1.0, 1.0], [0.5, 0.5]),
}


def ours(two: bool):
    phases = (Phase(share=SHARE, half_life_h=FAST), Phase(share=1 - SHARE, half_life_h=SLOW))
    curve = Curve(phases=phases if two else (Phase(share=1.0, half_life_h=16.0),))
    return curve_of(FIRST, curve, msv_per_mr=0.01)


def theirs(two: bool):
    if two:
        return glowgreen.Clearance_1m("biexponential", [FIRST * 10, SHARE, FAST, SLOW], 1.0)
    return glowgreen.Clearance_1m("exponential", [FIRST * 10, 16.0], 1.0)


def pattern(name: str) -> Pattern:
    starts, lengths, metres = PATTERNS[name]
    spans = tuple((start, start + length, far) for start, length, far in zip(starts, lengths, metres, strict=True))
    return Pattern(who=name, limit="child", spans=spans)


def their_pattern(name: str):
    return glowgreen.ContactPatternRepeating(*PATTERNS[name])


@pytest.mark.parametrize("two", [True, False])
@pytest.mark.parametrize("rate", [20.0, 7.0, 2.0, 0.2])
def test_time_to_a_rate(two, rate):
    assert ours(two).reaches(rate) == pytest.approx(theirs(two).get_timedelta(rate * 10), rel=1e-6)


@pytest.mark.parametrize("two", [True, False])
def test_rate_at_a_time_and_area(two):
    for hours in (0.0, 5.0, 47.3, 200.0):
        assert ours(two).rate(hours) * 10 == pytest.approx(theirs(two).at_timedelta(hours), rel=1e-12)
    assert ours(two).curve.area_h == pytest.approx(theirs(two).residence_time(), rel=1e-12)


@pytest.mark.parametrize("two", [True, False])
@pytest.mark.parametrize("name", list(PATTERNS))
@pytest.mark.parametrize("after", [0, 13, 24, 40, 61, 120])
def test_dose_of_a_daily_habit(two, name, after):
    """The other package drops the rest of an element that has begun; times here lie on its hours or outside."""
    dose, shifted = their_pattern(name).get_dose(theirs(two), float(after), ENDED)
    assert shifted == after
    found = habit_dose(ours(two), pattern(name), ended=ENDED, after_h=float(after), distance_power=POWER)
    assert found == pytest.approx(dose, rel=1e-9)


@pytest.mark.parametrize("two", [True, False])
@pytest.mark.parametrize("name", list(PATTERNS))
@pytest.mark.parametrize("limit", [0.3, 1.0, 3.0])
def test_restriction_of_a_daily_habit(two, name, limit):
    """The other package walks by whole hours: it is never earlier than ours, and at most an hour and a bit later."""
    their_hours, dose, _ = their_pattern(name).get_restriction(theirs(two), limit, ENDED, next_element=False)
    found = restriction_of(ours(two), pattern(name), limit_msv=limit, ended=ENDED, released_h=0.0, distance_power=POWER)
    assert dose <= limit
    assert found.dose_msv <= limit * (1 + 1e-9)
    free = 24.0 - sum(end - start for start, end, _ in pattern(name).spans)
    assert found.hours - 1.0 <= their_hours <= found.hours + max(free, 2.0)
