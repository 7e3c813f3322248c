"""The marrow by shares of tumour cells, and from samples of a record."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from tests.support.response import AFTER, BEFORE, ORDER, RULES, ct, judged, marrow

from rosette.response import Code
from rosette.response.marrow import MarrowShares, judge_marrow

shares = st.floats(0, 100)


@given(base=shares, now=shares, nadir=shares, lower=shares)
def test_a_lower_nadir_never_improves_the_marrow(base, now, nadir, lower):
    one, two = (
        judge_marrow(MarrowShares(baseline=base, now=now, lowest=low), RULES)
        for low in (max(nadir, lower), min(nadir, lower))
    )
    assert ORDER[two.code] >= ORDER[one.code]


def test_exactly_five_per_cent_after_a_free_marrow_names_both_readings():
    found = judge_marrow(MarrowShares(baseline=0, now=5), RULES)
    assert found.code is Code.MD
    assert [(gap.taken, gap.alternative) for gap in found.gaps] == [("MD", "PD")]


def test_a_marrow_that_cleared_and_filled_again_is_progression_and_says_what_the_baseline_would_give():
    found = judge_marrow(MarrowShares(baseline=40, now=30, lowest=0), RULES)
    assert found.code is Code.PD
    assert found.gaps[0].alternative == "SD"


def test_a_marrow_free_on_one_side_only_is_not_free():
    found = judged(*BEFORE, *AFTER[:2], marrow("2026-04-12", 0, site="left"))
    assert found.marrow.code is Code.NE
    assert "free on left only" in found.marrow.why[0]
    both = judged(*BEFORE, *AFTER[:2], marrow("2026-04-12", 0, site="left"), marrow("2026-04-12", 0, site="right"))
    assert both.marrow.code is Code.CR


def test_the_highest_share_of_a_day_counts():
    found = judged(*BEFORE, *AFTER[:2], marrow("2026-04-12", 2, site="left"), marrow("2026-04-12", 30, site="right"))
    assert "40 % to 30 %" in found.marrow.why[0]


@pytest.mark.parametrize(
    "samples",
    [
        [
            marrow("2026-04-12", 3, site="left"),
            {"kind": "marrow", "on": "2026-04-12", "site": "right", "involved": True},
        ],
        [marrow("2026-04-12", 3, site="left")],
    ],
)
def test_one_side_does_not_stand_for_a_little_involved_marrow(samples):
    assert judged(*BEFORE, *AFTER[:2], *samples).marrow.code is Code.NE


def test_one_side_with_much_tumour_is_enough():
    assert judged(*BEFORE, *AFTER[:2], marrow("2026-04-12", 60, site="left")).marrow.code is not Code.NE


def test_a_marrow_that_was_free_on_study_and_shows_tumour_again_is_no_response():
    found = judged(
        ct("2026-01-05"),
        {**BEFORE[1], "segments": {}, "avid": False},
        BEFORE[2],
        ct("2026-04-10"),
        {"kind": "imaging", "on": "2026-04-11", "modality": "mibg", "avid": False},
        marrow("2026-03-01", 0),
        marrow("2026-04-12", 3),
    )
    assert (found.marrow.code, found.overall.code) == (Code.MD, Code.SD)
