"""Lesions of a record: the primary, targets, and what nobody called a target."""

from __future__ import annotations

import pytest
from tests.support.response import AFTER, BEFORE, ct, judged, mass

from rosette.response import Code


def test_a_primary_that_nobody_named_is_asked_about_and_not_guessed():
    unnamed = ct("2026-01-05", {"site": "left_adrenal", "longest_mm": 60, "bone": False})
    found = judged(unnamed, *BEFORE[1:], *AFTER)
    assert found.primary.code is Code.NE
    assert "whether it is the primary" in found.asks[0]


def test_lesions_that_are_said_not_to_be_the_primary_leave_it_uninvolved():
    other = {"site": "neck", "longest_mm": 20, "primary": False, "bone": False, "node": False, "target": True}
    found = judged(
        ct("2026-01-05", other), BEFORE[1], BEFORE[2], ct("2026-04-10", {**other, "longest_mm": 13}), *AFTER[1:]
    )
    assert found.primary.code is Code.NI
    assert found.metastatic.code is Code.PR


def test_a_target_that_a_study_does_not_show_is_gone_only_when_the_study_is_complete():
    seen = judged(*BEFORE, ct("2026-04-10"), *AFTER[1:])
    assert seen.primary.code in (Code.CR, Code.PR)
    unseen = judged(*BEFORE, ct("2026-04-10", complete=False), *AFTER[1:])
    assert unseen.primary.code is Code.NE


def test_no_points_for_soft_tissue_mean_no_uptake_in_the_primary():
    found = judged(ct("2026-01-05", mass(60)), *BEFORE[1:], ct("2026-04-10"), *AFTER[1:])
    assert found.primary.code is Code.PR
    named = {**BEFORE[1], "sites": ["left_adrenal"]}
    assert judged(BEFORE[0], named, BEFORE[2], ct("2026-04-10"), *AFTER[1:]).primary.code is Code.CR


@pytest.mark.parametrize("late", [{"modality": "fdg_pet", "avid": False}, {"modality": "mri", "lesions": []}])
def test_a_new_lesion_of_an_earlier_day_of_study_stays_new(late):
    new = {"site": "skull", "bone": True, "avid": True, "new": True}
    scan = {**AFTER[1], "lesions": [new]}
    other = {"kind": "imaging", "on": "2026-04-13", **late}
    assert judged(*BEFORE, AFTER[0], scan, other, AFTER[2]).metastatic.code is Code.PD


def test_a_lesion_that_nobody_called_a_target_still_progresses():
    for target in ({}, {"target": False}, {"target": True}):
        lesion = {"site": "neck", "longest_mm": 30, "primary": False, "bone": False, **target}
        found = judged(
            ct("2026-01-05", mass(60), lesion),
            *BEFORE[1:],
            ct("2026-04-10", mass(30), {**lesion, "longest_mm": 80}),
            *AFTER[1:],
        )
        assert found.metastatic.code is Code.PD


def test_of_two_lesions_of_one_name_the_larger_counts():
    liver = {"site": "liver", "longest_mm": 20, "primary": False, "bone": False, "target": True}
    found = judged(
        ct("2026-01-05", mass(60), liver), *BEFORE[1:],
        ct("2026-04-10", mass(30), {**liver, "longest_mm": 12}, {**liver, "longest_mm": 60}), *AFTER[1:],
    )  # fmt: skip
    assert found.metastatic.code is Code.PD
