"""Curie and SIOPEN by segment."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from tests.support.response import AFTER, BEFORE, KNOWLEDGE, ON, THERAPY, child

from rosette.kernel import NotComputable
from rosette.response.scored import scored_scan
from rosette.response.scores import Scores, ScoresError, cut_readings, segments_of


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
