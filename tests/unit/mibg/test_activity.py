"""The activity of one child: what it asks for, what the site allows, and in which words."""

from __future__ import annotations

import pytest

from rosette.kernel import Activity, ActivityPerMass, BodyMass, NotComputable
from rosette.mibg import prescribe


def prescribed(level=666.0, kg=20.0, maximum=44_400.0):
    return prescribe(level=ActivityPerMass(level), mass=BodyMass(kg), maximum=Activity(maximum))


@pytest.mark.parametrize("change", [{"kg": 0.0}, {"level": 0.0}])
def test_a_level_and_a_mass_above_zero_are_needed(change):
    with pytest.raises(NotComputable, match="a level and a body mass above zero are needed"):
        prescribed(**change)


def test_a_small_mass_and_a_small_level_are_taken():
    assert prescribed(kg=0.5, level=0.5).planned.mbq == 0.25


def test_the_site_s_largest_activity_holds_a_heavy_child_below_the_level():
    found = prescribed(kg=80.0)
    assert (found.wanted.mbq, found.planned.mbq, found.maximum.mbq) == (53_280, 44_400, 44_400)
    assert found.capped
    assert found.per_mass.mbq_per_kg == 555
    assert "; held to 44400 MBq" in found.sentence
    assert "15 mCi/kg" in found.sentence


def test_the_largest_activity_itself_is_not_held():
    found = prescribed(maximum=13_320.0)
    assert (found.planned, found.capped) == (found.wanted, False)
    assert "held" not in found.sentence
    assert "for 20 kg" in found.sentence
