"""Lesions of a record: the primary, targets, and what nobody called a target."""

from __future__ import annotations

import pytest
from tests.support.response import AFTER, BEFORE, ct, judged, mass, mibg

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


NECK = {"site": "neck", "longest_mm": 30, "primary": False, "bone": False}


def beside(before, now, *, complete=True):
    """The metastatic component where bone has resolved and a lesion of the neck is, or is not, seen again."""
    free = mibg("2026-04-11", [0] * 10)
    old, new = ct("2026-01-05", mass(60), before), ct("2026-04-10", mass(30), *now, complete=complete)
    return judged(old, *BEFORE[1:], new, free, AFTER[2]).metastatic


@pytest.mark.parametrize(("mm", "code"), [(0, Code.CR), (30, Code.PR), (35, Code.PR), (36, Code.PR), (36.1, Code.PD)])
def test_a_lesion_that_is_no_target_is_gone_stays_or_grows(mm, code):
    now = [{**NECK, "longest_mm": mm}] if mm else []
    assert beside(NECK, now).code is code


def test_a_lesion_that_is_no_target_and_is_not_shown_again_is_unseen():
    assert beside(NECK, [], complete=False).code is Code.NE
    assert beside(NECK, [NECK], complete=False).code is Code.PR


def test_nobody_measured_a_lesion_and_it_stays():
    unmeasured = {key: value for key, value in NECK.items() if key != "longest_mm"}
    assert beside(unmeasured, [unmeasured]).code is Code.PR


def test_a_target_is_resolved_only_with_its_uptake():
    target = {**NECK, "target": True}
    small = {**target, "longest_mm": 9}
    assert beside(target, [small]).code is Code.CR
    assert beside(target, [{**small, "avid": True}]).code is Code.PR
    assert beside(target, [{**small, "longest_mm": 10}]).code is Code.PR
    assert beside(target, []).code is Code.CR


def test_a_node_is_judged_by_its_short_axis():
    node = {"site": "neck", "short_axis_mm": 30, "longest_mm": 50, "node": True, "target": True}
    node |= {"primary": False, "bone": False}
    assert beside(node, [{**node, "short_axis_mm": 9, "longest_mm": 20}]).code is Code.CR
    between = beside(node, [{**node, "short_axis_mm": 12, "longest_mm": 40}])
    assert (between.code, [gap.id for gap in between.gaps]) == (Code.PR, ["node limit"])


def test_the_smallest_sum_is_of_the_days_between():
    middle, later = ct("2026-02-20", mass(20, avid=True)), ct("2026-04-10", mass(26, avid=True))
    found = judged(*BEFORE, middle, later, *AFTER[1:])
    assert found.primary.code is Code.PD
    assert "smallest 20 mm" in found.primary.why[0]
    target = {**NECK, "target": True}
    studies = [ct(day, mass(60), {**target, "longest_mm": mm}) for day, mm in (("2026-01-05", 60), ("2026-02-20", 20))]
    again = judged(*studies, *BEFORE[1:], ct("2026-04-10", mass(60), {**target, "longest_mm": 26}), *AFTER[1:])
    assert again.metastatic.code is Code.PD
    assert "sum of targets 60 to 26 mm" in again.metastatic.why[0]


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [
        (True, False, Code.CR),
        (False, False, Code.CR),
        (True, True, Code.PR),
        (False, True, Code.SD),
        (None, False, Code.PR),
        (True, None, Code.PR),
    ],
)
def test_a_small_primary_by_its_uptake_before_and_now(before, now, code):
    def seen(day, mm, avid):
        return ct(day, mass(mm) if avid is None else mass(mm, avid=avid))

    scans = ({"kind": "imaging", "on": day, "modality": "mibg", "siopen": 4} for day in ("2026-01-06", "2026-04-11"))
    found = judged(seen("2026-01-05", 60, before), seen("2026-04-10", 9, now), *scans, BEFORE[2], AFTER[2])
    assert found.primary.code is code


@pytest.mark.parametrize(
    ("scan", "code"),
    [
        ({"avid": False}, Code.CR),
        ({"avid": True}, Code.PR),
        ({"complete": True}, Code.PR),
        ({"sites": ["skull"]}, Code.PR),
        ({"complete": True, "sites": ["skull"]}, Code.CR),
        ({"complete": True, "sites": ["skull", "left_adrenal"]}, Code.PR),
    ],
)
def test_a_scan_answers_for_a_primary_that_it_does_not_name_only_when_it_shows_all_uptake(scan, code):
    late = {"kind": "imaging", "on": "2026-04-11", "modality": "mibg", **scan}
    found = judged(*BEFORE, ct("2026-04-10", mass(9)), late, AFTER[2])
    assert found.primary.code is code
