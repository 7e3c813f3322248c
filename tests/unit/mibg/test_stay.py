"""Carers in isolation and habits at home, against sums that are made day by day."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs
import pytest
from hypothesis import given, strategies as st
from tests.support.mibg import SITE

from rosette.kernel import NotComputable
from rosette.mibg.contacts import habit_dose
from rosette.mibg.curves import LN2, Curve, Phase
from rosette.mibg.release import curve_of
from rosette.mibg.rota import contact_for, rota_of
from rosette.mibg.site import Contact, Pattern

ENDED = datetime(2026, 6, 15, 11, 30)
ALL_DAY = Pattern(who="always", limit="child", spans=((0.0, 24.0, 1.0),))


def one_phase(half_life_h: float = 24.0, start_h: float = 0.0):
    """40 mR/h at 1 m, so 0.4 mSv/h."""
    curve = Curve(start_h=start_h, phases=(Phase(share=1.0, half_life_h=half_life_h),))
    return curve_of(40.0, curve, msv_per_mr=0.01)


def rota(*, hours=6.0, metres=1.0, released_h=30.0, limit=5.0, power=1.5):
    contact = Contact(under_years=4, hours=hours, metres=metres)
    return rota_of(one_phase(), contact=contact, released_h=released_h, limit_msv=limit, distance_power=power)


# --- carers --------------------------------------------------------------------------------------------------


def test_each_day_of_the_stay_has_its_hours_and_its_dose():
    """A quarter of each day at 0.4 mSv/h that halve in a day: 0.1 x 24 / ln 2 x (1 - 1/2) on the first day."""
    first, second = rota().days
    assert (first.day, first.start_h, first.end_h, first.hours_near) == (1, 0, 24, 6)
    assert (second.day, second.start_h, second.end_h, second.hours_near) == (2, 24, 30, 1.5)
    assert first.dose_msv == pytest.approx(0.1 * 24 / LN2 / 2)
    assert second.dose_msv == pytest.approx(0.1 * 24 / LN2 * (0.5 - 2 ** (-30 / 24)))


def test_a_carer_further_away_receives_less_by_the_power_of_the_distance():
    assert rota(metres=4.0).whole_msv == pytest.approx(rota().whole_msv / 8)
    assert rota(metres=0.25).whole_msv == pytest.approx(rota().whole_msv * 8)


def test_a_limit_that_is_just_kept_needs_one_carer_and_half_of_it_two():
    whole = rota().whole_msv
    alone = rota(limit=whole)
    assert (alone.carers, alone.warnings, alone.limit_msv) == (1, (), whole)
    assert [day.each_hours for day in alone.days] == [6, 1.5]
    two = rota(limit=whole / 2)
    assert (two.carers, two.each_msv) == (2, pytest.approx(whole / 2))
    assert [day.each_hours for day in two.days] == [3, 0.75]
    assert two.contact == Contact(under_years=4, hours=6.0, metres=1.0)
    assert two.warnings == (f"One carer alone would receive {whole:.1f} mSv, above {whole / 2:g} mSv.",)


def test_a_dozen_carers_are_the_most():
    whole = rota().whole_msv
    assert rota(limit=whole / 12).carers == 12
    with pytest.raises(NotComputable, match=r"would need 13 carers at .* mSv: fewer hours, or more distance"):
        rota(limit=whole / 12.5)


def test_a_child_who_may_leave_at_once_needs_no_hours_of_carers():
    found = rota(released_h=0.0)
    assert (found.days, found.carers, found.each_msv) == ((), 1, 0)


def test_the_nearest_age_of_the_site_counts_in_whatever_order_it_is_written():
    turned = attrs.evolve(SITE, contacts=tuple(reversed(SITE.contacts)))
    assert [contact_for(turned, age_years=age).hours for age in (3, 4, 10)] == [4, 2, 0.5]


# --- habits at home ------------------------------------------------------------------------------------------


def day_by_day(exposure, pattern, *, ended, after_h, power):
    """The habit on each of two hundred days, from areas under the curve."""
    midnight = datetime(ended.year, ended.month, ended.day)
    total = 0.0
    for day in range(200):
        for start, end, metres in pattern.spans:
            begin, close = (
                (midnight + timedelta(days=day, hours=hour) - ended) / timedelta(hours=1) for hour in (start, end)
            )
            begin = max(begin, after_h)
            if close > begin:
                area = exposure.curve.area_after(begin) - exposure.curve.area_after(close)
                total += area / metres**power
    return exposure.msv_per_mr * exposure.first_mr_per_h * total


@given(
    seconds=st.integers(0, 86_399),
    after=st.floats(0.0, 100),
    half_life=st.floats(5, 40),
    start=st.floats(0, 23),
    hours=st.floats(0.5, 5),
)
def test_a_habit_is_the_sum_of_its_days(seconds, after, half_life, start, hours):
    exposure = one_phase(half_life)
    pattern = Pattern(who="x", limit="child", spans=((start, min(start + hours, 24), 0.5), (0.0, 0.25, 2.0)))
    ended = datetime(2026, 6, 15) + timedelta(seconds=seconds, milliseconds=400)
    found = habit_dose(exposure, pattern, ended=ended, after_h=after, distance_power=1.5)
    assert found == pytest.approx(day_by_day(exposure, pattern, ended=ended, after_h=after, power=1.5), rel=1e-8)


def test_a_habit_later_on_the_day_of_the_infusion_counts():
    noon = Pattern(who="x", limit="child", spans=((12.0, 13.0, 1.0),))
    hour = 24 / LN2 * (1 - 2 ** (-1 / 24))
    found = habit_dose(one_phase(), noon, ended=ENDED, after_h=0.0, distance_power=1.5)
    assert found == pytest.approx(0.4 * 2 ** (-0.5 / 24) * hour * 2)


def test_a_habit_follows_a_curve_that_begins_at_a_late_first_rate():
    late = one_phase(start_h=6.0)
    found = habit_dose(late, ALL_DAY, ended=ENDED, after_h=30.0, distance_power=1.5)
    assert found == pytest.approx(0.4 * 24 / LN2 / 2)
    assert found == pytest.approx(late.dose_after(30.0, occupancy=1.0))


def test_readings_that_are_only_joined_give_no_habit():
    joined = curve_of(40.0, Curve(knots_h=(0.0, 24.0), knots=(1.0, 0.5), last_h=24.0), msv_per_mr=0.01)
    with pytest.raises(NotComputable, match="a daily habit needs a curve of phases"):
        habit_dose(joined, ALL_DAY, ended=ENDED, after_h=0.0, distance_power=1.5)
