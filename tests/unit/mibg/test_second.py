"""The second activity as commands and pages ask for it."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from tests.support.mibg import SITE

from rosette.kernel import AbsorbedDose, Activity, BodyMass, NotComputable
from rosette.knowledge import load_knowledge
from rosette.mibg.second import FirstDose, achieved
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
