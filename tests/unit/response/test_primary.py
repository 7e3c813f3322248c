"""The primary tumour by diameter and uptake."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from tests.support.response import ORDER, RULES

from rosette.response import Code
from rosette.response.primary import Primary, Uptake, judge_primary
from rosette.response.sizes import Diameters

sizes = st.floats(1, 200)


@given(base=sizes, now=sizes, nadir=sizes, lower=sizes, uptake=st.sampled_from([*Uptake, None]))
def test_a_lower_nadir_never_improves_the_primary(base, now, nadir, lower, uptake):
    one, two = (
        judge_primary(
            Primary(involved=True, diameters=Diameters(baseline=base, now=now, smallest=low), uptake=uptake), RULES
        )
        for low in (max(nadir, lower), min(nadir, lower))
    )
    assert ORDER[two.code] >= ORDER[one.code]


@pytest.mark.parametrize(
    ("uptake", "code"),
    [
        (Uptake.RESOLVED, Code.CR),
        (Uptake.NEVER, Code.CR),
        (Uptake.STABLE, Code.PR),
        (Uptake.WORSE, Code.SD),
        (None, Code.PR),
    ],
)
def test_a_small_primary_is_complete_only_when_uptake_is_known_to_be_gone(uptake, code):
    found = judge_primary(Primary(involved=True, diameters=Diameters(baseline=40, now=9.9), uptake=uptake), RULES)
    assert found.code is code
    assert bool(found.gaps) is (uptake in (None, Uptake.WORSE))


def test_a_mass_without_uptake_that_keeps_its_size_is_stable_and_flagged():
    found = judge_primary(Primary(involved=True, diameters=Diameters(baseline=30, now=29), uptake=Uptake.NEVER), RULES)
    assert (found.code, found.gaps[0].id) == (Code.SD, "G4")


@pytest.mark.parametrize(
    ("base", "now", "uptake", "code"),
    [
        (9, 9, Uptake.STABLE, Code.SD),
        (12, 9.5, Uptake.STABLE, Code.SD),
        (14, 9.5, Uptake.STABLE, Code.PR),
        (0, 0, Uptake.NEVER, Code.NI),
        (9, 0, Uptake.RESOLVED, Code.CR),
    ],
)
def test_a_small_primary_responds_only_when_it_fell(base, now, uptake, code):
    found = judge_primary(Primary(involved=True, diameters=Diameters(baseline=base, now=now), uptake=uptake), RULES)
    assert found.code is code
