"""The whole-body dose as one object: figures, ways side by side, doubts at their limits, and a lesion."""

from __future__ import annotations

from types import SimpleNamespace

import attrs
import numpy as np
import pytest
from tests.support.mibg import SITE, W5

from rosette.kernel import AbsorbedDose, Activity, ActivityPerMass, BodyMass, NotComputable
from rosette.knowledge import load_knowledge
from rosette.mibg.counts import Retention, retention
from rosette.mibg.curves import LN2, Curve, Origin, Phase, Tail, joined_curve
from rosette.mibg.dosimetry import (
    Way,
    constant,
    fit_rules,
    hours_of,
    lesion_dose,
    number,
    out_of_band,
    refuse_mass,
    whole_body_dose,
    with_tail,
)
from rosette.mibg.uncertainty import Given

KNOWLEDGE = load_knowledge()
CHILD = Given(activity=Activity(8880), mass=BodyMass(20))
PHYSICAL_H = 8.0252 * 24
EIGHT = (0, 3, 8, 20, 30, 44, 68, 92)


def two_phases(hours=EIGHT, slow=0.25):
    curve = Curve(phases=(Phase(share=1 - slow, half_life_h=12), Phase(share=slow, half_life_h=48)))
    share = np.array([curve.at(float(hour)) for hour in hours])
    return Retention(readings=(), hours=np.array(hours, dtype=float), mean=share, share=share, warnings=("by hand",))


def dose(found=None, *, given=CHILD, site=SITE, **more):
    found = two_phases() if found is None else found
    return whole_body_dose(found, given=given, site=site, knowledge=KNOWLEDGE, **{"draws": 100, **more})


# --- constants -----------------------------------------------------------------------------------------------


def test_constants_come_in_their_unit_and_percent_as_a_share():
    assert hours_of(constant(KNOWLEDGE, "i131.half_life.dorn")) == pytest.approx(PHYSICAL_H)
    assert (number(KNOWLEDGE, "wb.tail_share"), number(KNOWLEDGE, "mibg.second_target")) == (0.2, 4)
    rules = fit_rules(KNOWLEDGE)
    assert (rules.readings_per_phase, rules.largest_miss) == (3, 0.1)


def test_a_constant_that_is_not_verified_gives_no_number():
    row = attrs.evolve(KNOWLEDGE.constants["wb.misfit"], unverified="its page was not read")
    with pytest.raises(NotComputable, match=r"wb\.misfit is not verified: its page was not read"):
        number(SimpleNamespace(constants={"wb.misfit": row}), "wb.misfit")


@pytest.mark.parametrize("kg", [5, 100])
def test_the_ends_of_the_range_of_mass_are_inside(kg):
    refuse_mass(BodyMass(kg), KNOWLEDGE)
    assert dose(given=Given(activity=Activity(100 * kg), mass=BodyMass(kg))).s_value == SITE.whole_body.s_value(kg)


# --- the dose ------------------------------------------------------------------------------------------------


def test_the_dose_is_activity_times_area_times_the_relation_of_the_site():
    found = dose()
    area = (0.75 * 12 + 0.25 * 48) / LN2
    assert found.area_h == pytest.approx(area, rel=1e-3)
    assert found.integrated == pytest.approx(8880 * area, rel=1e-3)
    assert found.s_value == SITE.whole_body.s_value(20)
    assert found.dose.gy == pytest.approx(found.s_value * found.integrated)
    assert found.curve is found.fits[0].curve
    assert found.extrapolated == pytest.approx(0.25 * 48 / LN2 * 2 ** (-92 / 48) / area, rel=2e-2)
    assert found.warnings == ("by hand",)


def test_what_is_left_after_a_time_and_on_the_day_of_the_cells():
    found = dose()
    assert found.residual(0).gy == pytest.approx(found.dose.gy)
    assert found.residual(48).gy == pytest.approx(found.s_value * 8880 * found.curve.area_after(48))
    assert SITE.cells.after_days == 14
    assert found.at_cells.gy == found.residual(14 * 24).gy


def test_everything_that_the_dose_rests_on_is_kept():
    readings = two_phases()
    found = dose(readings, way=Way.JOINED, tail=Tail.PHYSICAL, seed=7)
    assert (found.given, found.retention, found.site) == (CHILD, readings, SITE)
    assert (found.way, found.tail, found.lesion) == (Way.JOINED, Tail.PHYSICAL, None)
    assert found.curve == joined_curve(readings, tail=Tail.PHYSICAL, physical_half_life_h=PHYSICAL_H)
    assert (found.spread.draws, found.spread.seed) == (100, 7)
    assert found.half_life.id == "i131.half_life.dorn"
    assert dose().way is Way.FIT
    assert dose().tail is Tail.EFFECTIVE


def test_two_thousand_draws_with_a_fixed_seed_unless_told_otherwise():
    found = whole_body_dose(two_phases(), given=CHILD, site=SITE, knowledge=KNOWLEDGE, way=Way.JOINED)
    assert (found.spread.draws, found.spread.seed) == (2000, 20260601)
    assert "counting statistics" in found.spread.included
    assert "counting statistics" not in dose(counting=False).spread.included


def test_another_half_life_is_used_for_tail_and_printed():
    found = dose(tail=Tail.PHYSICAL, half_life="i131.half_life.release")
    assert found.half_life.id == "i131.half_life.release"
    assert found.curve.tail_half_life_h == pytest.approx(8.04 * 24)
    assert found.others[-1].area_h == pytest.approx(
        joined_curve(two_phases(), tail=Tail.PHYSICAL, physical_half_life_h=8.04 * 24).area_h
    )


@pytest.mark.parametrize("origin", list(Origin))
def test_every_fit_has_its_origin_as_it_was_asked_for(origin):
    found = dose(retention(W5), origin=origin)
    assert {fit.origin for fit in found.fits} == {origin}
    assert found.curve.start_h == (0.25 if origin is Origin.FIRST else 0.0)


def test_fits_start_at_the_first_reading_unless_told_otherwise():
    assert dose(retention(W5)).curve.start_h == 0.25


def test_two_readings_are_joined_though_they_hold_no_phase():
    two = two_phases(hours=(0, 24))
    found = dose(two, way=Way.JOINED)
    assert found.fits == ()
    assert [each.name for each in found.others] == [
        "readings joined; then as the last phase went on",
        "readings joined; then physical decay only",
    ]
    with pytest.raises(NotComputable, match="2 readings hold no phase"):
        dose(two)


def test_a_physical_tail_changes_a_curve_after_its_last_reading_only():
    curve = dose().curve
    assert with_tail(curve, Tail.EFFECTIVE, PHYSICAL_H) is curve
    longer = with_tail(curve, Tail.PHYSICAL, PHYSICAL_H)
    assert longer == attrs.evolve(curve, tail_half_life_h=PHYSICAL_H)
    assert dose(tail=Tail.PHYSICAL).curve == longer
    assert dose(tail=Tail.PHYSICAL).dose.gy > dose().dose.gy


@pytest.mark.parametrize("tail", list(Tail))
@pytest.mark.parametrize("way", list(Way))
def test_the_spread_lies_around_the_dose_of_its_own_way_and_tail(way, tail):
    found = dose(retention(W5), way=way, tail=tail, draws=400)
    assert found.spread.mean == pytest.approx(found.dose.gy, rel=0.03)
    assert found.spread.low < found.dose.gy < found.spread.high


# --- ways side by side ---------------------------------------------------------------------------------------


def test_every_way_stands_beside_the_one_that_was_taken():
    found = dose()
    two, one, decay, effective, physical = found.others
    assert [each.name for each in found.others] == [
        found.fits[0].words,
        found.fits[1].words,
        f"{found.fits[0].words}; then physical decay",
        "readings joined; then as the last phase went on",
        "readings joined; then physical decay only",
    ]
    assert two.area_h == found.area_h
    assert decay.area_h == with_tail(found.curve, Tail.PHYSICAL, PHYSICAL_H).area_h
    assert (two.faults, decay.faults, effective.faults) == ((), (), ())
    assert one.faults == found.fits[1].faults != ()
    assert effective.area_h < physical.area_h
    for each in found.others:
        assert each.dose.gy == pytest.approx(found.s_value * 8880 * each.area_h)


def test_a_way_that_has_no_half_life_is_left_out_and_the_next_one_stays():
    level = attrs.evolve(two_phases(), share=np.array([1, 0.7, 0.5, 0.3, 0.2, 0.15, 0.1, 0.1]))
    names = [each.name for each in dose(level).others]
    assert "readings joined; then physical decay only" in names
    assert "readings joined; then as the last phase went on" not in names


# --- doubts --------------------------------------------------------------------------------------------------


def test_a_share_beyond_the_last_reading_above_a_fifth_is_doubted():
    early = dose(two_phases(hours=(0, 6, 12, 20, 28, 36, 44)))
    assert early.extrapolated > 0.2
    assert f"{early.extrapolated:.0%} of the area lies after the last reading (more than 20%)" in early.warnings[1]
    assert not any("lies after the last reading" in each for each in dose().warnings)


@pytest.mark.parametrize(("shares", "apart"), [((1, 0.68, 0.53), "21%"), ((1, 0.70, 0.55), "")])
def test_ways_that_pass_their_checks_but_lie_more_than_a_fifth_apart_are_doubted(shares, apart):
    """The physical tails, which lie seven times apart, are no such ways."""
    share = np.array(shares)
    found = dose(attrs.evolve(two_phases(hours=(0, 6, 12)), share=share, mean=share))
    told = [each for each in found.warnings if "lie" in each and "apart" in each]
    assert told == ([f"Ways that pass their checks lie {apart} apart."] if apart else [])


def test_a_fit_that_failed_a_check_is_doubted_only_where_it_was_taken():
    bad = retention(W5[:5])
    assert any("The fit is bad" in each for each in dose(bad).warnings)
    assert not any("The fit is bad" in each for each in dose(bad, way=Way.JOINED).warnings)


def test_the_site_s_limit_for_cells_is_kept_when_it_is_just_reached():
    left = dose().at_cells.gy

    def told(residual):
        site = attrs.evolve(SITE, cells=attrs.evolve(SITE.cells, residual_gy=residual))
        return [each for each in dose(site=site).warnings if "Cells on day 14" in each]

    assert told(None) == told(left) == told(left * 1.01) == []
    (warning,) = told(left * 0.99)
    assert f"would still receive {left:.3f} Gy" in warning


@pytest.mark.parametrize(("gy", "warned"), [(1.951, True), (1.952, False), (9.760, False), (9.761, True)])
def test_the_band_of_published_doses_at_one_gbq_per_kg(gy, warned):
    told = out_of_band(gy, ActivityPerMass(1000), KNOWLEDGE)
    assert bool(told) is warned
    if warned:
        assert f"{gy:.2f} Gy at 1000 MBq/kg is outside 1.95 to 9.76 Gy" in told[0]


def test_the_band_is_that_of_the_activity_by_mass():
    assert out_of_band(1.4, ActivityPerMass(666), KNOWLEDGE) == out_of_band(0.7, ActivityPerMass(333), KNOWLEDGE) == []
    far = dose(given=Given(activity=Activity(8880), mass=BodyMass(80)))
    assert far.warnings == ("by hand", *out_of_band(far.dose.gy, ActivityPerMass(111), KNOWLEDGE))


# --- a lesion ------------------------------------------------------------------------------------------------


def lesion(mass_g=20.0, activity_mbq=10.0, half_life_h=60.0):
    return lesion_dose(mass_g=mass_g, activity_mbq=activity_mbq, half_life_h=half_life_h, knowledge=KNOWLEDGE)


@pytest.mark.parametrize("change", [{"mass_g": 0.0}, {"mass_g": -1.0}, {"half_life_h": 0.0}, {"activity_mbq": -0.1}])
def test_a_lesion_needs_a_mass_a_half_life_and_no_negative_activity(change):
    with pytest.raises(NotComputable, match="a lesion needs a mass and a half-life above zero"):
        lesion(**change)


def test_a_lesion_without_uptake_receives_nothing_and_one_that_keeps_all_decays():
    assert lesion(activity_mbq=0.0).dose == AbsorbedDose(0.0)
    physical = hours_of(constant(KNOWLEDGE, "i131.half_life.dorn"))
    assert lesion(half_life_h=physical).integrated == pytest.approx(10 * physical / LN2)


def test_a_small_lesion_is_computed_and_its_figures_are_kept():
    found = lesion(mass_g=0.5, half_life_h=0.5)
    assert (found.mass_g, found.activity_mbq, found.half_life_h) == (0.5, 10.0, 0.5)
    assert found.dose.gy == pytest.approx(10 * 0.5 / LN2 * 0.191848 * 5.76784e-4 / 0.0005)
    assert lesion(mass_g=40.0).dose.gy == pytest.approx(lesion().dose.gy / 2)
    assert "lesion of 20 g, 10 MBq at first, half-life 60 h" in lesion().sentence
