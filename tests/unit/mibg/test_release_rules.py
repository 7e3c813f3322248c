"""The rules of release one by one: their hours, their source, and whose limit decides."""

from __future__ import annotations

from datetime import datetime

import attrs
import pytest
from tests.support.mibg import EXAMPLES, SITE

from rosette.kernel import Activity, NotComputable
from rosette.knowledge import load_knowledge
from rosette.mibg.contacts import habit_dose, restriction_of
from rosette.mibg.counts import CountsFault
from rosette.mibg.curves import Curve, Origin, Phase
from rosette.mibg.files import read_rates
from rosette.mibg.home import going_home
from rosette.mibg.release import ExposureReading, curve_of, exposure_curve, limits_of, next_hour, release_of
from rosette.mibg.site import OwnLimit, Pattern

KNOWLEDGE = load_knowledge()
ENDED = datetime(2026, 6, 15, 11, 30)
GIVEN = Activity(8880)
ALL_DAY = Pattern(who="always", limit="child", spans=((0.0, 24.0, 1.0),))


def two_phases(first: float = 40.0, msv_per_mr: float = 0.01):
    phases = (Phase(share=0.75, half_life_h=12), Phase(share=0.25, half_life_h=48))
    return curve_of(first, Curve(phases=phases), msv_per_mr=msv_per_mr)


def one_phase(half_life_h: float = 24.0):
    return curve_of(40.0, Curve(phases=(Phase(share=1.0, half_life_h=half_life_h),)), msv_per_mr=0.01)


def release(site=SITE, exposure=None, ended=ENDED, activity=GIVEN):
    exposure = two_phases() if exposure is None else exposure
    return release_of(exposure, site=site, knowledge=KNOWLEDGE, ended=ended, activity=activity)


def rates(*rows):
    return [ExposureReading(hours=hours, mr_per_h=rate) for hours, rate in rows]


# --- the curve of rates --------------------------------------------------------------------------------------


def test_a_curve_from_known_phases_has_no_fits_and_keeps_its_warnings():
    made = two_phases()
    assert (made.fits, made.warnings, made.msv_per_mr) == ((), (), 0.01)
    assert curve_of(1.0, made.curve, msv_per_mr=0.01, warnings=("late",)).warnings == ("late",)


def test_one_mr_counts_as_a_hundredth_of_a_msv():
    found = exposure_curve(rates((0, 40), (12, 20), (24, 10), (36, 5)), KNOWLEDGE)
    assert found.msv_per_mr == 0.01
    assert found.fits[0].curve is found.curve
    assert found.dose_after(0, occupancy=1.0) == pytest.approx(0.01 * 40 * 12 / 0.693147, rel=1e-4)


def test_until_a_late_first_rate_the_rate_is_taken_as_no_higher():
    found = exposure_curve(rates((6, 40), (18, 20), (30, 10), (42, 5)), KNOWLEDGE)
    assert found.fits[0].origin is Origin.FIRST
    assert found.curve.start_h == 6
    assert (found.rate(0), found.rate(6), found.rate(18)) == pytest.approx((40, 40, 20), rel=1e-4)


def test_two_rates_are_read_but_hold_no_phase():
    with pytest.raises(NotComputable, match="2 readings hold no phase"):
        exposure_curve(rates((0, 40), (24, 10)), KNOWLEDGE)


@pytest.mark.parametrize(
    "row", [(12, -1.0), (12, 0.0), (12, float("nan")), (12, float("inf")), (-1.0, 10.0), (float("inf"), 10.0)]
)
def test_a_rate_or_a_time_that_cannot_be_is_refused(row):
    with pytest.raises(CountsFault, match="expected a rate above zero"):
        exposure_curve(rates((0, 40), row, (24, 10), (36, 5)), KNOWLEDGE)


def test_faults_of_rates_say_what_is_wanted_and_how_to_go_on():
    with pytest.raises(CountsFault) as told:
        exposure_curve(rates((0, 40)), KNOWLEDGE)
    assert str(told.value) == "readings:\n  1 readings; expected two at least, three for each phase"
    with pytest.raises(CountsFault) as told:
        exposure_curve(rates((0, 40), (6, 20), (6, 19), (24, 5)), KNOWLEDGE)
    assert str(told.value) == "readings:\n  6 h: two readings at one time. Keep the one that was meant."


def test_a_rate_below_one_mr_per_h_is_taken():
    assert exposure_curve(rates((0, 4), (12, 2), (24, 1), (36, 0.5)), KNOWLEDGE).rate(36) == pytest.approx(0.5)


def test_the_first_hour_is_not_late_and_equal_rates_do_not_rise():
    found = exposure_curve(rates((1.0, 40), (12, 20), (24, 20), (36, 5), (48, 2.5), (60, 1.3)), KNOWLEDGE)
    assert not any("first rate was taken" in each or "rises" in each for each in found.warnings)
    late = exposure_curve(rates((1.1, 40), (12, 20), (24, 10), (36, 5)), KNOWLEDGE)
    assert any("first rate was taken 1.1 h after" in each for each in late.warnings)


# --- the rules -----------------------------------------------------------------------------------------------


def test_each_rule_of_the_jurisdiction_has_its_own_time():
    exposure = two_phases()
    found = release(exposure=exposure)
    assert [each.rule for each in found.times] == [
        "7 mR/h at 1 m",
        "5 mSv to any other person, at 1 m for 25% of the time",
        "33 mCi in the body, by the rate",
    ]
    assert [each.rule for each in found.instructions] == [
        "2 mR/h at 1 m",
        "1 mSv to any other person, without written instructions, at 1 m for 25% of the time",
        "7 mCi in the body, by the rate",
    ]
    rate, dose, body = (each.hours for each in found.instructions)
    assert exposure.rate(rate) == pytest.approx(2)
    assert exposure.dose_after(dose, occupancy=0.25) == pytest.approx(1)
    assert exposure.curve.at(body) * 240 == pytest.approx(7)
    assert exposure.curve.at(found.times[2].hours) * 240 == pytest.approx(33)
    assert found.times[1].hours == 0.0
    assert all(each.source == found.times[0].source for each in found.times)
    assert "nrc" in found.times[0].source


def test_an_activity_below_the_limit_of_the_body_is_met_at_once():
    assert release(activity=Activity(1000)).times[2].hours == 0.0


def test_without_an_activity_there_is_no_rule_by_activity():
    found = release(activity=None)
    assert [len(found.times), len(found.instructions)] == [2, 2]


def test_the_usual_occupancy_needs_no_record_of_its_own():
    found = release()
    assert found.occupancy == 0.25
    assert len(found.record) == 1
    assert found.site is SITE


def test_a_full_hour_stays_and_a_minute_more_is_the_next():
    assert next_hour(datetime(2026, 6, 15, 11)) == datetime(2026, 6, 15, 11)
    assert next_hour(datetime(2026, 6, 15, 11, 0, 0, 1)) == datetime(2026, 6, 15, 12)
    assert next_hour(datetime(2026, 6, 15, 23, 1)) == datetime(2026, 6, 16)


def test_the_site_s_own_rate_names_the_file_it_stands_in():
    found = release(site=attrs.evolve(SITE, release_rate=2.0))
    assert found.own_rate.source == f"site file {SITE.version}"


# --- whose limit ---------------------------------------------------------------------------------------------


def limits(*own, **changes):
    site = attrs.evolve(SITE, limits=tuple(OwnLimit(who=who, msv=msv, source="site") for who, msv in own), **changes)
    return {each.who: each for each in limits_of(site, KNOWLEDGE)}


def test_the_limits_of_the_jurisdiction_come_with_rate_activity_and_source():
    held = limits()
    assert [(each.msv, each.mr_per_h, each.mci) for each in (held["release"], held["instructions"])] == [
        (5, 7, 33),
        (1, 2, 7),
    ]
    assert all("nrc" in each.source for each in held.values())
    assert {who: each.msv for who, each in held.items()} == {
        "release": 5, "instructions": 1, "carer": 5, "adult": 5, "child": 1, "public": 1,
    }  # fmt: skip


@pytest.mark.parametrize("msv", [5.0, 50.0])
def test_a_limit_of_the_site_that_is_not_tighter_changes_nothing(msv):
    assert limits(("release", msv), ("adult", msv)) == limits()


def test_a_tighter_limit_of_the_site_stands_with_both_sources():
    found = limits(("child", 0.3))["child"]
    assert found.msv == 0.3
    assert found.source == f"site; {limits()['child'].source}"


def test_a_jurisdiction_that_only_the_site_knows_has_the_site_s_dose_and_source():
    names = ("release", "carer", "child", "public")
    found = limits(*((who, 0.5) for who in names), jurisdiction="elsewhere")
    assert {(each.msv, each.source) for each in found.values()} == {(0.5, "site")}
    site = attrs.evolve(
        SITE, jurisdiction="elsewhere", limits=tuple(OwnLimit(who=who, msv=0.5, source="site") for who in names)
    )
    exposure = two_phases()
    assert exposure.dose_after(release(site=site).hours, occupancy=0.25) == pytest.approx(0.5)


def test_a_tighter_dose_of_the_site_delays_release_though_the_rate_is_met():
    """7 mR/h stand for 5 mSv, not for the tenth of it that the site allows."""
    exposure = two_phases()
    site = attrs.evolve(SITE, limits=(OwnLimit(who="release", msv=0.5, source="site"),))
    found = release(site=site)
    assert found.times[0].hours == pytest.approx(47.317, rel=1e-3)
    assert exposure.dose_after(found.hours, occupancy=0.25) == pytest.approx(0.5)
    assert found.hours > found.times[0].hours
    assert any(each.startswith("0.5 mSv") and "measure again" in each for each in found.warnings)


def test_a_tighter_dose_of_the_site_never_shortens_the_stay():
    site = attrs.evolve(SITE, limits=(OwnLimit(who="release", msv=4.9, source="site"),))
    found = release(site=site)
    assert found.times[1].hours == 0.0
    assert found.hours == release().hours


# --- habits at home ------------------------------------------------------------------------------------------


def test_the_hours_of_a_restriction_lead_to_its_clock_time():
    found = restriction_of(two_phases(), ALL_DAY, limit_msv=1.0, ended=ENDED, released_h=47.3, distance_power=1.5)
    assert found.limit_msv == 1.0
    assert found.pattern is ALL_DAY
    assert (found.until - ENDED).total_seconds() == found.hours * 3600
    assert found.hours == 134.5


def test_a_habit_at_a_distance_falls_by_the_power_of_the_distance():
    far = Pattern(who="x", limit="child", spans=((0.0, 24.0, 4.0),))
    near, there = (
        habit_dose(two_phases(), each, ended=ENDED, after_h=10.0, distance_power=1.5) for each in (ALL_DAY, far)
    )
    assert near / there == pytest.approx(8.0)


def test_an_evening_habit_of_one_phase_is_a_sum_by_hand():
    """One hour a day at 1 m from 12:00, half-life a day, taken up at 11:30 next day: 40 mR/h, halved each day."""
    noon = Pattern(who="x", limit="child", spans=((12.0, 13.0, 1.0),))
    hour = 24 / 0.6931471805599453 * (1 - 2 ** (-1 / 24))
    first = 2 ** (-24.5 / 24) * hour
    dose = habit_dose(one_phase(), noon, ended=ENDED, after_h=24.0, distance_power=1.5)
    assert dose == pytest.approx(0.01 * 40 * first * 2)
    already_over = habit_dose(one_phase(), noon, ended=ENDED, after_h=25.5, distance_power=1.5)
    assert already_over == pytest.approx(0.01 * 40 * first)


# --- going home ----------------------------------------------------------------------------------------------

RATES = read_rates(EXAMPLES / "rates.csv")


def home(site=SITE, **more):
    return going_home(RATES, site=site, knowledge=KNOWLEDGE, **more)


def test_clock_activity_and_age_reach_every_part():
    found = home(ended=ENDED, activity=GIVEN, age_years=3)
    assert (found.readings, found.age_years, found.release.ended) == (tuple(RATES), 3, ENDED)
    assert found.release.times[2].rule == "33 mCi in the body, by the rate"
    assert len(home(ended=ENDED).release.times) == 2
    assert found.rota.limit_msv == 5


def test_without_a_rota_the_whole_limit_is_left_for_home():
    assert [each.limit_msv for each in home(ended=ENDED).restrictions] == [5, 1, 1]
    with_rota = home(ended=ENDED, age_years=3)
    assert [each.limit_msv for each in with_rota.restrictions] == pytest.approx([5 - with_rota.rota.each_msv, 1, 1])


def test_carers_who_spend_the_whole_limit_in_hospital_leave_none_for_home():
    site = attrs.evolve(SITE, limits=(OwnLimit(who="adult", msv=0.01, source="site"),))
    with pytest.raises(NotComputable, match=r"carers spend the whole 0\.01 mSv in hospital"):
        home(site=site, ended=ENDED, age_years=3)


def test_carers_without_a_dose_limit_have_no_rota(monkeypatch):
    held = limits_of(SITE, KNOWLEDGE)
    open_ended = tuple(attrs.evolve(each, msv=None) if each.who == "carer" else each for each in held)
    monkeypatch.setattr("rosette.mibg.home.limits_of", lambda site, knowledge: open_ended)
    with pytest.raises(NotComputable, match="above 0 mSv is needed for carers"):
        home(ended=ENDED, age_years=3)
