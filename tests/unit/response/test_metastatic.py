"""Metastases in soft tissue and bone: sums of targets, relative scores, new lesions."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from tests.support.response import ORDER, RULES

from rosette.response import Code
from rosette.response.metastatic import BoneScore, Metastases, NewLesion, SoftTissue, judge_metastatic
from rosette.response.sizes import Diameters

sizes = st.floats(1, 200)


@given(base=sizes, now=sizes, nadir=sizes, lower=sizes, score=st.integers(0, 30), before=st.integers(1, 30))
def test_a_lower_nadir_never_improves_metastases(base, now, nadir, lower, score, before):
    found = [
        judge_metastatic(
            Metastases(
                soft=SoftTissue(total=Diameters(baseline=base, now=now, smallest=low), others_now_mm=(now,)),
                bone=BoneScore(method="curie", baseline=before, now=score),
            ),
            RULES,
        ).code
        for low in (max(nadir, lower), min(nadir, lower))
    ]
    assert ORDER[found[1]] >= ORDER[found[0]]


def test_a_score_that_fell_far_and_rose_a_little_names_the_other_reading():
    found = judge_metastatic(Metastases(bone=BoneScore(method="curie", baseline=20, now=3, smallest=2)), RULES)
    assert found.code is Code.PR
    assert ("score reference", "PD") in [(gap.id, gap.alternative) for gap in found.gaps]


@pytest.mark.parametrize(("mm", "code", "gap"), [(9, Code.CR, False), (12, Code.PR, True), (16, Code.PR, False)])
def test_a_node_between_ten_and_fifteen_mm_names_both_limits(mm, code, gap):
    soft = SoftTissue(total=Diameters(baseline=30, now=mm), nodes_now_mm=(mm,), resolved_uptake=True)
    found = judge_metastatic(Metastases(soft=soft), RULES)
    assert found.code is code
    assert ("node limit" in [each.id for each in found.gaps]) is gap


@pytest.mark.parametrize(
    ("lesion", "code"),
    [
        ({"bone": False, "avid": True}, Code.PD),
        ({"bone": False, "avid": False, "viable": True}, Code.PD),
        ({"bone": False, "avid": False, "viable": False}, Code.NI),
        ({"bone": False}, Code.SD),
        ({"bone": True, "avid": True}, Code.PD),
        ({"bone": True, "avid": True, "by_pet": True}, Code.SD),
        ({"bone": True, "avid": True, "by_pet": True, "seen_on_ct": True}, Code.PD),
    ],
)
def test_a_new_lesion(lesion, code):
    assert judge_metastatic(Metastases(new=(NewLesion(site="x", **lesion),)), RULES).code is code


def test_one_target_may_progress_inside_a_stable_sum():
    soft = SoftTissue(
        total=Diameters(baseline=60, now=62),
        single=(Diameters(baseline=20, now=30), Diameters(baseline=40, now=32)),
        others_now_mm=(30, 32),
    )
    found = judge_metastatic(Metastases(soft=soft), RULES)
    assert found.code is Code.PD
    assert "one target" in found.why[0]


def test_other_lesions_that_stay_bar_complete_response_and_make_no_partial_one():
    gone = BoneScore(method="curie", baseline=10, now=0)
    assert judge_metastatic(Metastases(bone=gone, non_targets="stable"), RULES).code is Code.PR
    assert judge_metastatic(Metastases(bone=gone, non_targets="gone"), RULES).code is Code.CR
    assert judge_metastatic(Metastases(non_targets="stable"), RULES).code is Code.SD


def test_uptake_where_there_was_none_is_a_new_site():
    zero = BoneScore(method="curie", baseline=0, now=5)
    assert judge_metastatic(Metastases(bone=zero), RULES).code is Code.PD
    again = judge_metastatic(Metastases(bone=BoneScore(method="curie", baseline=13, now=4, smallest=0)), RULES)
    assert (again.code, again.gaps[0].id) == (Code.PD, "bone avid again")
    pet = judge_metastatic(Metastases(bone=BoneScore(method="pet", baseline=0, now=2)), RULES)
    assert (pet.code, pet.gaps[0].alternative) == (Code.SD, "PD")


@pytest.mark.parametrize("lesion", [{"bone": True}, {"bone": True, "avid": False}])
def test_a_new_bone_lesion_without_uptake_asks_for_a_biopsy(lesion):
    found = judge_metastatic(Metastases(new=(NewLesion(site="skull", **lesion),)), RULES)
    assert (found.code, found.gaps[0].alternative) == (Code.SD, "PD")
    assert "Biopsy of skull" in found.asks[0]
