"""The curve of retention at its joints: before the first reading, between readings, and in the tail."""

from __future__ import annotations

import math

import attrs
import numpy as np
import pytest
from hypothesis import given, strategies as st

from rosette.kernel import NotComputable
from rosette.mibg.counts import Retention
from rosette.mibg.curves import LN2, Curve, Fit, Origin, Phase, Tail, fit_phases, joined_curve, starts_of

PHYSICAL_H = 192.6
TWO = Curve(phases=(Phase(share=0.75, half_life_h=12), Phase(share=0.25, half_life_h=48)), last_h=96.0)
LATE = attrs.evolve(TWO, start_h=6.0)
FALLING = Curve(start_h=2.0, knots_h=(2.0, 26.0, 50.0), knots=(1.0, 0.5, 0.25), last_h=50.0, tail_half_life_h=36.0)
RISING = Curve(start_h=0.0, knots_h=(0.0, 10.0, 20.0), knots=(1.0, 0.4, 0.6), last_h=20.0, tail_half_life_h=24.0)


def readings(hours, shares):
    share = np.array(shares, dtype=float)
    return Retention(readings=(), hours=np.array(hours, dtype=float), mean=share, share=share, warnings=())


def by_sum(curve, start, end, steps=20_000):
    hours = np.linspace(start, end, steps + 1)
    return float(np.trapezoid([curve.at(float(hour)) for hour in hours], hours))


# --- phases --------------------------------------------------------------------------------------------------


def test_before_its_start_a_curve_is_whole():
    assert (TWO.at(0), LATE.at(0), LATE.at(6)) == (1.0, 1.0, 1.0)
    assert LATE.at(18) == pytest.approx(0.375 + 0.25 * 2 ** (-0.25))
    assert LATE.area_h == pytest.approx(6 + TWO.area_h)
    assert LATE.area_after(2) == pytest.approx(4 + TWO.area_h)
    assert LATE.area_until(6) == pytest.approx(6)


def test_without_a_tail_the_phases_go_on():
    assert TWO.at(144) == pytest.approx(0.75 * 2**-12 + 0.25 * 2**-3)
    assert TWO.area_after(96) == pytest.approx((0.75 * 12 * 2**-8 + 0.25 * 48 * 2**-2) / LN2)


def test_a_physical_tail_begins_at_the_last_reading():
    longer = attrs.evolve(LATE, tail_half_life_h=PHYSICAL_H)
    last = LATE.at(96)
    assert (longer.at(95), longer.at(96)) == (LATE.at(95), last)
    assert longer.at(96 + PHYSICAL_H) == pytest.approx(last / 2)
    assert longer.area_after(96) == pytest.approx(last * PHYSICAL_H / LN2)
    assert longer.area_after(96 + PHYSICAL_H) == pytest.approx(last * PHYSICAL_H / LN2 / 2)
    assert longer.area_until(96) == pytest.approx(LATE.area_until(96))
    assert longer.area_after(50) == pytest.approx(by_sum(LATE, 50, 96) + last * PHYSICAL_H / LN2, rel=1e-6)
    assert longer.area_h == pytest.approx(LATE.area_until(96) + last * PHYSICAL_H / LN2)


# --- readings joined -----------------------------------------------------------------------------------------


def test_between_readings_that_fall_the_curve_halves_evenly():
    assert [FALLING.at(hour) for hour in (0, 2, 14, 26, 38, 50)] == pytest.approx([1, 1, 0.5**0.5, 0.5, 0.5**1.5, 0.25])
    assert FALLING.at(86) == pytest.approx(0.125)
    assert attrs.evolve(FALLING, tail_half_life_h=0.0).at(86) == 0.25


def test_between_readings_that_rise_the_curve_is_a_line():
    assert [RISING.at(hour) for hour in (10, 12.5, 15, 20)] == pytest.approx([0.4, 0.45, 0.5, 0.6])


@pytest.mark.parametrize("curve", [FALLING, RISING])
@pytest.mark.parametrize("hours", [0.0, 2.0, 5.0, 10.0, 13.0, 20.0])
def test_the_area_from_a_time_on_is_that_under_the_joined_curve(curve, hours):
    tail = curve.knots[-1] * curve.tail_half_life_h / LN2
    assert curve.area_after(hours) == pytest.approx(by_sum(curve, hours, curve.last_h) + tail, rel=1e-6)
    assert curve.area_until(hours) + curve.area_after(hours) == pytest.approx(curve.area_h)


def test_equal_readings_make_a_level_line():
    level = Curve(start_h=0.0, knots_h=(0.0, 10.0), knots=(1.0, 1.0), last_h=10.0, tail_half_life_h=LN2)
    assert level.at(5) == 1.0
    assert level.area_h == pytest.approx(11.0)


def test_joined_readings_keep_their_hours_their_shares_and_their_last_half_life():
    curve = joined_curve(readings([1, 13, 37], [1, 0.6, 0.3]), tail=Tail.EFFECTIVE, physical_half_life_h=PHYSICAL_H)
    assert (curve.start_h, curve.last_h) == (1, 37)
    assert (curve.knots_h, curve.knots) == ((1, 13, 37), (1, 0.6, 0.3))
    assert curve.tail_half_life_h == pytest.approx(24)
    assert curve.phases == ()


def test_a_tail_is_never_slower_than_decay():
    slow = readings([0, 24, 48], [1, 0.6, 0.59])
    effective = joined_curve(slow, tail=Tail.EFFECTIVE, physical_half_life_h=PHYSICAL_H)
    assert effective.tail_half_life_h == PHYSICAL_H
    fast = readings([0, 24, 48], [1, 0.6, 0.3])
    assert joined_curve(fast, tail=Tail.PHYSICAL, physical_half_life_h=PHYSICAL_H).tail_half_life_h == PHYSICAL_H


@pytest.mark.parametrize("last", [0.6, 0.7])
def test_readings_that_do_not_fall_give_no_half_life_but_decay_can_be_taken(last):
    level = readings([0, 24, 48], [1, 0.6, last])
    with pytest.raises(NotComputable, match=r"the readings at 24 h and 48 h do not fall: they give no half-life"):
        joined_curve(level, tail=Tail.EFFECTIVE, physical_half_life_h=PHYSICAL_H)
    physical = joined_curve(level, tail=Tail.PHYSICAL, physical_half_life_h=PHYSICAL_H)
    assert physical.area_after(48) == pytest.approx(last * PHYSICAL_H / LN2)


# --- times at which a share is reached -----------------------------------------------------------------------


@given(start=st.floats(0, 30), share=st.floats(1e-6, 0.999))
def test_a_late_curve_reaches_a_share_as_much_later(start, share):
    late = attrs.evolve(TWO, start_h=start)
    assert late.reaches(share) == pytest.approx(start + TWO.reaches(share), rel=1e-9)


def test_the_whole_is_reached_at_once_and_nothing_never():
    assert (LATE.reaches(1.0), LATE.reaches(3.0)) == (0.0, 0.0)
    for share in (0.0, -0.1):
        with pytest.raises(NotComputable, match="never reaches zero"):
            TWO.reaches(share)
    half = Curve(phases=(Phase(share=1.0, half_life_h=1.0),))
    assert (half.reaches(0.5), half.reaches(0.75)) == pytest.approx((1.0, math.log2(4 / 3)), rel=1e-12)


def test_readings_joined_without_a_tail_never_fall_below_the_last_of_them():
    level = attrs.evolve(FALLING, tail_half_life_h=0.0)
    assert level.reaches(0.5) == pytest.approx(26)
    assert level.reaches(0.25) == pytest.approx(50)
    with pytest.raises(NotComputable, match="stay at the last of them"):
        level.reaches(0.24)
    assert FALLING.reaches(0.125) == pytest.approx(86)


# --- fits ----------------------------------------------------------------------------------------------------


def test_the_search_walks_from_every_choice_of_half_lives_of_the_grid():
    one, two = starts_of(1, PHYSICAL_H), starts_of(2, PHYSICAL_H)
    assert (one.shape, two.shape) == ((14, 1), (91, 2))
    assert np.exp(one[[0, -1], 0]) == pytest.approx([0.5, PHYSICAL_H])
    assert (two[:, 0] < two[:, 1]).all()
    assert np.diff(one[:, 0]) == pytest.approx(math.log(PHYSICAL_H / 0.5) / 13)


@pytest.mark.parametrize("origin", list(Origin))
def test_a_fit_begins_at_its_origin_and_has_its_fast_phase_first(origin):
    hours = [1.0, 4.0, 8.0, 14.0, 24.0, 36.0, 60.0, 100.0]
    start = 1.0 if origin is Origin.FIRST else 0.0
    truth = attrs.evolve(TWO, start_h=start)
    found = fit_phases(
        readings(hours, [truth.at(hour) for hour in hours]), phases=2, physical_half_life_h=PHYSICAL_H, origin=origin
    )
    assert (found.start_h, found.last_h, found.tail_half_life_h) == (start, 100.0, 0.0)
    assert [each.half_life_h for each in found.phases] == pytest.approx([12, 48], rel=1e-3)
    assert [each.share for each in found.phases] == pytest.approx([0.75, 0.25], rel=1e-3)


def test_a_fit_starts_at_the_first_reading_unless_told_otherwise():
    found = fit_phases(readings([2, 14, 26], [1, 0.5, 0.25]), phases=1, physical_half_life_h=PHYSICAL_H)
    assert found.start_h == 2
    assert found.phases[0].half_life_h == pytest.approx(12, rel=1e-5)


def test_no_phase_is_slower_than_decay():
    found = fit_phases(readings([0, 24, 48, 72], [1, 0.99, 0.98, 0.97]), phases=1, physical_half_life_h=PHYSICAL_H)
    assert found.phases[0].half_life_h == pytest.approx(PHYSICAL_H, rel=1e-6)
    fast = fit_phases(readings([0, 1, 2, 3], [1, 1e-4, 1e-8, 1e-12]), phases=1, physical_half_life_h=PHYSICAL_H)
    assert fast.phases[0].half_life_h == pytest.approx(0.25, rel=1e-6)


def fit_of(*phases, faults=()):
    curve = Curve(phases=tuple(Phase(share=share, half_life_h=hours) for share, hours in phases))
    return Fit(curve=curve, squares=0.0, aicc=None, misfit=np.zeros(3), faults=faults, origin=Origin.FIRST)


def test_a_fit_says_its_phases_and_whether_it_is_good():
    one, two = fit_of((1.0, 16.0)), fit_of((0.75, 12.0), (0.25, 48.0), faults=("misses",))
    assert (one.words, one.phases, one.good) == ("1 phase: 1.000 with 16.00 h", 1, True)
    assert (two.words, two.phases, two.good) == ("2 phases: 0.750 with 12.00 h + 0.250 with 48.00 h", 2, False)
