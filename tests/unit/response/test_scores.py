"""Curie and SIOPEN by segment."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from tests.support.response import AFTER, BEFORE, CURIE, KNOWLEDGE, ON, THERAPY, child

from rosette.kernel import NotComputable
from rosette.response.scored import scored_scan
from rosette.response.scores import Scores, ScoresError, cut_readings, responded, scale_of, segments_of


def test_a_score_without_all_segments_is_refused_with_each_of_them():
    with pytest.raises(ScoresError) as told:
        Scores.of({"head": 4, "chest": 1, "nose": 0}, KNOWLEDGE, scale="curie")
    assert len(told.value.problems) == 1 + 1 + 8
    with pytest.raises(ScoresError, match="no one scale"):
        Scores.of({"pelvis": 1}, KNOWLEDGE)


@given(points=st.lists(st.integers(0, 6), min_size=12, max_size=12))
def test_siopen_has_bone_alone_and_no_more_than_72(points):
    names = [row.segment for row in segments_of("siopen", KNOWLEDGE)]
    found = Scores.of(dict(zip(names, points, strict=True)), KNOWLEDGE)
    assert found.total == found.bone == sum(points) <= 72


def test_cuts_follow_mycn_and_say_the_series():
    amplified = cut_readings("curie", 1, use="after induction", mycn="amplified", knowledge=KNOWLEDGE)
    assert {each.cut.id: each.below for each in amplified} == {
        "curie.post_induction.amplified": False,
        "curie.post_induction.hrnbl1": True,
    }


def test_the_last_scan_is_relative_to_the_one_before_the_treatment():
    record = child(THERAPY, *BEFORE, *AFTER)
    found = scored_scan(record, "curie", on=ON, since=None, knowledge=KNOWLEDGE)
    assert (found.scores.total, found.scores.bone, found.before.bone) == (6, 6, 13)
    assert found.relative == pytest.approx(6 / 13)
    with pytest.raises(NotComputable, match="siopen"):
        scored_scan(record, "siopen", on=ON, since=None, knowledge=KNOWLEDGE)


@pytest.mark.parametrize(("points", "refused"), [(-1, True), (0, False), (3, False), (4, True)])
def test_a_segment_of_curie_has_0_to_3_points(points, refused):
    stated = dict.fromkeys(CURIE, 0) | {"pelvis": points}
    if refused:
        with pytest.raises(ScoresError, match=f"{points} points"):
            Scores.of(stated, KNOWLEDGE)
    else:
        assert Scores.of(stated, KNOWLEDGE).by_segment["pelvis"] == points


def test_soft_tissue_counts_in_the_total_of_curie_and_not_in_bone():
    found = Scores.of(dict.fromkeys(CURIE, 1), KNOWLEDGE)
    assert (found.scale, found.total, found.bone) == ("curie", 10, 9)


def test_a_segment_that_both_scales_may_mean_belongs_to_none():
    assert scale_of({"nose": 1}, KNOWLEDGE) is None
    assert scale_of({}, KNOWLEDGE) is None
    assert scale_of(dict.fromkeys(CURIE, 0), KNOWLEDGE) == "curie"


def test_a_total_at_a_cut_is_on_its_better_side():
    for cut in (each.cut for each in cut_readings("curie", 0, knowledge=KNOWLEDGE)):
        told = [cut_readings("curie", total, knowledge=KNOWLEDGE) for total in (cut.most, cut.most + 1)]
        at, over = (next(each for each in found if each.cut.id == cut.id) for found in told)
        assert (at.below, at.says, over.below, over.says) == (True, cut.better, False, cut.worse)


def test_without_a_use_or_a_status_every_cut_of_the_scale_is_read():
    every = cut_readings("curie", 1, knowledge=KNOWLEDGE)
    amplified = cut_readings("curie", 1, mycn="amplified", knowledge=KNOWLEDGE)
    induction = cut_readings("curie", 1, use="after induction", knowledge=KNOWLEDGE)
    assert {each.cut.mycn for each in amplified} == {"any", "amplified"}
    assert {each.cut.use for each in induction} == {"after induction"}
    assert set(amplified) < set(every)
    assert set(induction) < set(every)
    assert {each.cut.scale for each in every} == {"curie"}


def test_a_siopen_score_of_zero_before_cannot_respond():
    assert not responded(baseline=0, now=0, knowledge=KNOWLEDGE)
    assert responded(baseline=1, now=0, knowledge=KNOWLEDGE)
