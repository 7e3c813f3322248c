"""Release, contact at home and carers; agreement with another package is in tests/published/test_glowgreen.py."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs
import pytest
from hypothesis import given, strategies as st
from tests.support.mibg import EXAMPLES, SITE

from rosette.kernel import Activity, NotComputable
from rosette.knowledge import load_knowledge
from rosette.mibg.contacts import habit_dose, restriction_of
from rosette.mibg.counts import CountsFault
from rosette.mibg.curves import Curve, Phase
from rosette.mibg.files import read_rates
from rosette.mibg.home import going_home
from rosette.mibg.release import ExposureReading, curve_of, exposure_curve, limits_of, release_of
from rosette.mibg.rota import contact_for, rota_of
from rosette.mibg.site import Contact, OwnLimit, Pattern

KNOWLEDGE = load_knowledge()
ENDED = datetime(2026, 6, 15, 11, 30)
W8 = curve_of(
    40.0, Curve(phases=(Phase(share=0.75, half_life_h=12), Phase(share=0.25, half_life_h=48))), msv_per_mr=0.01
)


def test_the_rates_find_the_curve_that_made_them():
    readings = [ExposureReading(hours=h, mr_per_h=W8.rate(h)) for h in (0, 6, 12, 24, 36, 48, 72, 96)]
    found = exposure_curve(readings, KNOWLEDGE)
    assert found.reaches(7) == pytest.approx(47.317, rel=1e-3)
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([(0, 40)], "1 readings"),
        ([(0, 40), (6, 0), (12, 10)], "6 h: 0 mR/h"),
        ([(0, 40), (6, 20), (6, 19)], "two readings at one time"),
    ],
)
def test_rates_that_give_no_curve_are_refused(rows, said):
    with pytest.raises(CountsFault, match=said):
        exposure_curve([ExposureReading(hours=h, mr_per_h=r) for h, r in rows], KNOWLEDGE)


def test_a_rate_that_rises_is_flagged():
    rows = [(0, 40), (12, 20), (24, 11), (48, 12), (72, 4), (96, 2)]
    found = exposure_curve([ExposureReading(hours=h, mr_per_h=r) for h, r in rows], KNOWLEDGE)
    assert any("rises from 24 h to 48 h" in each for each in found.warnings)


def release(site=SITE, exposure=W8, ended=ENDED):
    return release_of(exposure, site=site, knowledge=KNOWLEDGE, ended=ended, activity=Activity(8880))


def test_nights_are_counted_by_midnights_up_to_the_full_hour_of_release():
    found = release()
    assert found.hours == pytest.approx(47.317, rel=1e-3)
    assert found.at == datetime(2026, 6, 17, 11)
    assert found.nights == 2
    assert release(ended=None).nights == 2


def test_the_site_s_stricter_rate_decides():
    found = release(site=attrs.evolve(SITE, release_rate=2.0))
    assert found.hours == pytest.approx(112.990, rel=1e-3)
    assert found.own_rate.rule == "2 mR/h at 1 m, the site's own rule"
    assert found.times[0].rule == "7 mR/h at 1 m"


def test_a_smaller_occupancy_needs_a_record_and_names_it():
    site = attrs.evolve(SITE, occupancy=0.125, occupancy_record="the family has a second flat")
    assert any("second flat" in line for line in release(site=site).record)
    assert release(site=site).exposure.dose_after(24, occupancy=0.125) == pytest.approx(
        W8.dose_after(24, occupancy=0.25) / 2
    )


@given(msv=st.floats(0.05, 5))
def test_after_the_safe_time_no_more_than_the_limit_is_received(msv):
    hours = W8.safe_from(msv, occupancy=0.25)
    assert W8.dose_after(hours, occupancy=0.25) <= msv * (1 + 1e-9)
    assert hours == 0 or W8.dose_after(hours * 0.999, occupancy=0.25) > msv


def test_limits_of_another_jurisdiction_come_from_the_site_file_or_not_at_all():
    with pytest.raises(NotComputable, match='jurisdiction "elsewhere"'):
        limits_of(attrs.evolve(SITE, jurisdiction="elsewhere"), KNOWLEDGE)
    own = tuple(OwnLimit(who=who, msv=1.0, source="rule") for who in ("release", "carer", "child", "public"))
    found = limits_of(attrs.evolve(SITE, jurisdiction="elsewhere", limits=own), KNOWLEDGE)
    assert {each.who for each in found} == {"release", "carer", "child", "public"}
    assert all(each.mr_per_h is None for each in found)


ALL_DAY = Pattern(who="always", limit="child", spans=((0.0, 24.0, 1.0),))


def test_a_habit_of_all_hours_at_one_metre_is_the_whole_area():
    dose = habit_dose(W8, ALL_DAY, ended=ENDED, after_h=30.0, distance_power=1.5)
    assert dose == pytest.approx(W8.dose_after(30.0, occupancy=1.0), rel=1e-12)


@given(after=st.floats(0, 200), later=st.floats(0, 50), metres=st.floats(0.3, 3))
def test_waiting_longer_or_further_away_never_gives_more(after, later, metres):
    pattern = Pattern(who="x", limit="child", spans=((7.0, 9.0, metres), (18.0, 20.5, metres)))
    far = attrs.evolve(pattern, spans=tuple((a, b, m * 1.5) for a, b, m in pattern.spans))
    first = habit_dose(W8, pattern, ended=ENDED, after_h=after, distance_power=1.5)
    assert habit_dose(W8, pattern, ended=ENDED, after_h=after + later, distance_power=1.5) <= first + 1e-12
    assert habit_dose(W8, far, ended=ENDED, after_h=after, distance_power=1.5) < first


def test_a_restriction_ends_at_the_first_full_hour_that_keeps_the_limit():
    found = restriction_of(W8, ALL_DAY, limit_msv=1.0, ended=ENDED, released_h=47.3, distance_power=1.5)
    assert found.dose_msv <= 1.0
    assert found.until.minute == 0
    an_hour_before = habit_dose(W8, ALL_DAY, ended=ENDED, after_h=found.hours - 1.0, distance_power=1.5)
    assert an_hour_before > 1.0
    with pytest.raises(NotComputable, match="above 0 mSv"):
        restriction_of(W8, ALL_DAY, limit_msv=0.0, ended=ENDED, released_h=47.3, distance_power=1.5)


def test_no_restriction_ends_before_release():
    found = restriction_of(W8, ALL_DAY, limit_msv=100.0, ended=ENDED, released_h=47.3, distance_power=1.5)
    assert found.until >= ENDED + timedelta(hours=47.3)


# --- carers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("age", "hours"), [(0, 4), (3, 4), (4, 2), (9, 2), (10, 0.5), (30, 0.5)])
def test_nearness_follows_the_age(age, hours):
    assert contact_for(SITE, age_years=age).hours == hours


def test_an_age_that_the_site_does_not_know_is_refused():
    with pytest.raises(NotComputable, match="31 years"):
        contact_for(SITE, age_years=31)


@given(hours=st.floats(0.2, 12), limit=st.floats(0.5, 10))
def test_no_carer_is_above_the_limit_and_the_hours_add_up(hours, limit):
    contact = Contact(under_years=4, hours=hours, metres=1.0)
    whole = W8.msv_per_mr * W8.first_mr_per_h * (W8.curve.area_after(0) - W8.curve.area_after(47.3)) * hours / 24
    if whole > 12 * limit:
        with pytest.raises(NotComputable, match="carers"):
            rota_of(W8, contact=contact, released_h=47.3, limit_msv=limit, distance_power=1.5)
        return
    rota = rota_of(W8, contact=contact, released_h=47.3, limit_msv=limit, distance_power=1.5)
    assert rota.each_msv <= limit * (1 + 1e-9)
    assert sum(day.hours_near for day in rota.days) == pytest.approx(47.3 * hours / 24)
    assert rota.whole_msv == pytest.approx(whole)


def test_everything_about_going_home_is_one_object():
    found = going_home(
        read_rates(EXAMPLES / "rates.csv"), site=SITE, knowledge=KNOWLEDGE, ended=ENDED, activity=Activity(8880),
        age_years=3,
    )  # fmt: skip
    assert [each.pattern.who for each in found.restrictions] == [each.who for each in SITE.patterns]
    assert found.rota is not None
    assert found.rota.carers == 1
    assert not going_home(read_rates(EXAMPLES / "rates.csv"), site=SITE, knowledge=KNOWLEDGE).restrictions


# --- what a hostile reading found ---------------------------------------------------------------------------


def test_a_laxer_rate_or_limit_of_the_site_never_shortens_the_stay():
    found = release(site=attrs.evolve(SITE, release_rate=30.0))
    assert found.hours == pytest.approx(47.317, rel=1e-3)
    lax = attrs.evolve(SITE, limits=(OwnLimit(who="release", msv=50.0, source="site"),))
    assert release(site=lax).hours == pytest.approx(47.317, rel=1e-3)
    tight = attrs.evolve(SITE, limits=(OwnLimit(who="child", msv=0.3, source="site"),))
    limits = {each.who: each for each in limits_of(tight, KNOWLEDGE)}
    assert (limits["child"].msv, limits["release"].mr_per_h) == (0.3, 7)


def test_a_habit_without_a_limit_is_refused_and_never_left_out():
    own = tuple(OwnLimit(who=who, msv=1.0, source="rule") for who in ("release", "carer", "child", "public"))
    site = attrs.evolve(SITE, jurisdiction="elsewhere", limits=own)
    with pytest.raises(NotComputable, match='no limit for an adult of the family is held for "a parent who shares'):
        going_home(read_rates(EXAMPLES / "rates.csv"), site=site, knowledge=KNOWLEDGE, ended=ENDED)


def test_what_a_carer_received_in_hospital_is_taken_off_the_limit_at_home():
    rates = read_rates(EXAMPLES / "rates.csv")
    with_rota = going_home(rates, site=SITE, knowledge=KNOWLEDGE, ended=ENDED, age_years=3)
    bed = with_rota.restrictions[0]
    assert bed.dose_msv + with_rota.rota.each_msv <= 5 + 1e-9
    without = going_home(rates, site=SITE, knowledge=KNOWLEDGE, ended=ENDED)
    assert without.restrictions[0].until < bed.until
    assert any("not counted: no age" in each for each in without.warnings)


def test_a_release_after_the_last_reading_or_a_late_first_one_is_flagged():
    short = [ExposureReading(hours=h, mr_per_h=W8.rate(h)) for h in (0.0, 4.0, 8.0)]
    found = going_home(short, site=SITE, knowledge=KNOWLEDGE, ended=ENDED)
    assert any("after the last reading (8 h): measure again" in each for each in found.warnings)
    late = [ExposureReading(hours=h, mr_per_h=W8.rate(h)) for h in (24.0, 36.0, 60.0, 90.0)]
    assert any("first rate was taken 24 h" in each for each in exposure_curve(late, KNOWLEDGE).warnings)


def test_no_carer_limit_no_rota():
    with pytest.raises(NotComputable, match="above 0 mSv"):
        rota_of(W8, contact=Contact(under_years=4, hours=1, metres=1), released_h=40, limit_msv=0, distance_power=1.5)
