"""The second activity as commands and pages ask for it."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from tests.support.mibg import SITE

from rosette.kernel import AbsorbedDose, Activity, ActivityPerMass, BodyMass, NotComputable
from rosette.knowledge import load_knowledge
from rosette.mibg.second import FirstDose, achieved, second_activity
from rosette.mibg.working import second_of

KNOWLEDGE = load_knowledge()


def second(gy: float, *, mass: float = 20.0, u: float = 0.05):
    first = FirstDose(dose=AbsorbedDose(gy), uncertainty=AbsorbedDose(u), activity=Activity(8880), mass=BodyMass(20))
    return second_of(first, mass=BodyMass(mass), site=SITE, knowledge=KNOWLEDGE)


@pytest.mark.parametrize("gy", [0.6, 0.0185])
def test_an_activity_above_every_published_level_is_refused_as_a_slip(gy: float) -> None:
    with pytest.raises(NotComputable, match="above the highest published level"):
        second(gy)


def test_a_first_dose_outside_the_published_band_is_flagged() -> None:
    assert any("First dose: 3.90 Gy" in each or "outside" in each for each in second(3.8).warnings) is False
    low = FirstDose(dose=AbsorbedDose(2.0), uncertainty=AbsorbedDose(0.1), activity=Activity(30_000), mass=BodyMass(20))
    with pytest.raises(NotComputable):
        second_of(low, mass=BodyMass(20), site=SITE, knowledge=KNOWLEDGE)
    high = FirstDose(dose=AbsorbedDose(3.0), uncertainty=AbsorbedDose(0.1), activity=Activity(3000), mass=BodyMass(20))
    assert any(
        "First dose" in each and "check units" in each
        for each in second_of(high, mass=BodyMass(20), site=SITE, knowledge=KNOWLEDGE).warnings
    )


def test_a_body_mass_that_changed_by_a_fifth_is_flagged() -> None:
    assert any("changed from 20 to 24.1 kg" in each for each in second(2.5, mass=24.1).warnings)
    assert not any("changed from" in each for each in second(2.5, mass=23.9).warnings)


@pytest.mark.parametrize("mass", [4.0, 120.0])
def test_a_mass_outside_the_relation_is_refused(mass: float) -> None:
    with pytest.raises(NotComputable, match="outside 5 to 100 kg"):
        second(2.0, mass=mass)


@given(gy=st.floats(1.6, 3.8), mass=st.floats(16, 26))
def test_both_doses_reach_the_target_unless_the_site_holds_it(gy: float, mass: float) -> None:
    found = second(gy, mass=mass)
    assert found.total.gy == pytest.approx(4.0)
    assert found.total_sd == pytest.approx(4.0 * 0.05 / gy)
    assert found.relative == pytest.approx(0.05 / gy * 4.0 / (4.0 - gy))


def test_achieved_against_planned() -> None:
    done = achieved(second(1.85, u=0.1), second=AbsorbedDose(2.0), uncertainty=AbsorbedDose(0.1))
    assert done.achieved.gy == pytest.approx(3.85)
    assert done.sd == pytest.approx(0.1414, rel=1e-3)
    assert "-0.15 Gy" in done.sentence


# --- the arithmetic itself ----------------------------------------------------------------------------------


def bare(gy: float = 2.0, *, first_kg: float = 20.0, kg: float = 20.0, u: float = 0.1, mbq: float = 8880, **more):
    first = FirstDose(
        dose=AbsorbedDose(gy), uncertainty=AbsorbedDose(u), activity=Activity(mbq), mass=BodyMass(first_kg)
    )
    rules = {"maximum": Activity(1e6), "power": -0.9, "mass_change": 0.125, "stop_at": 2.0}
    return second_activity(first, mass=BodyMass(kg), target=AbsorbedDose(4.0), **{**rules, **more})


@pytest.mark.parametrize("change", [{"gy": 0.0}, {"mbq": 0.0}, {"first_kg": 0.0}, {"kg": 0.0}])
def test_each_figure_of_the_first_administration_is_needed(change: dict) -> None:
    with pytest.raises(NotComputable, match="a first dose, its activity and both body masses above zero"):
        bare(**change)


def test_small_figures_above_zero_are_taken() -> None:
    assert bare(mbq=0.5).planned.mbq == pytest.approx(0.5)
    assert bare(first_kg=0.9, kg=0.9).planned.mbq == pytest.approx(8880)


@pytest.mark.parametrize(("kg", "corrected"), [(20, False), (22.25, False), (22.5, True), (17.75, False), (17.5, True)])
def test_a_change_of_mass_is_corrected_from_the_rule_s_share_on(kg: float, corrected: bool) -> None:
    found = bare(kg=kg)
    assert found.corrected is corrected
    factor = (kg / 20) ** -0.9 if corrected else 1.0
    assert found.planned.mbq == pytest.approx(8880 / factor)
    assert found.simple.mbq == pytest.approx(8880)


def test_a_heavier_child_needs_more_and_a_lighter_one_less() -> None:
    assert bare(kg=17.5).planned.mbq < 8880 < bare(kg=22.5).planned.mbq


def test_the_site_s_largest_activity_leaves_the_target_unreached_and_says_so() -> None:
    found = bare(maximum=Activity(4440))
    assert (found.wanted.mbq, found.planned.mbq, found.target.gy) == pytest.approx((8880, 4440, 4.0))
    assert found.total.gy == pytest.approx(3.0)
    assert found.total_sd == pytest.approx(3.0 * 0.05)
    assert any("holds it to 4440 MBq" in each and "not reached" in each for each in found.warnings)
    assert not any("not reached" in each for each in bare(maximum=Activity(8880)).warnings)


def test_a_remainder_of_just_so_many_uncertainties_is_enough() -> None:
    assert bare(3.0, u=0.5).relative == pytest.approx(0.5 / 3 * 4)
    with pytest.raises(NotComputable, match="less than 2 times the uncertainty"):
        bare(3.0, u=0.51)


def test_a_target_that_is_reached_gives_nothing_more_whatever_the_uncertainty() -> None:
    found = bare(4.0, u=3.0)
    assert (found.planned.mbq, found.relative, found.reached) == (0.0, 0.0, True)
    assert found.warnings == ("The target is reached by the first administration: no second activity.",)


def test_what_is_assumed_and_what_is_not_known_is_said() -> None:
    (assumed,) = bare().warnings
    assert "kinetics are taken to be the same again" in assumed
    unsure = bare(u=0.0).warnings
    assert any("No uncertainty of the first dose was given" in each for each in unsure)
    assert not any("No uncertainty" in each for each in bare().warnings)


def test_the_highest_published_level_itself_is_allowed() -> None:
    assert bare(highest=ActivityPerMass(444)).per_mass.mbq_per_kg == pytest.approx(444)
    with pytest.raises(NotComputable, match="above the highest published level"):
        bare(highest=ActivityPerMass(443.9))


def test_a_mass_that_changed_by_just_the_rule_s_share_is_no_warning() -> None:
    assert not any("changed from" in each for each in bare(kg=25, mass_apart=0.25).warnings)
    assert any("changed from 20 to 25 kg" in each for each in bare(kg=25, mass_apart=0.24).warnings)
    assert any("changed from 20 to 50 kg" in each for each in bare(kg=50).warnings)
