"""Each figure of the response rules at its limit, just inside it and just outside it.

The figures are those of the cited rows inrc.*: residual below 10 mm (a node 10 or 15 mm), fall of 30 %, rise above 20 %
and at least 5 mm, bone score halved or at 1.2, marrow 5 % and 20 % and twofold.
"""

from __future__ import annotations

import pytest
from tests.support.response import RULES

from rosette.response import Code
from rosette.response.marrow import MarrowShares, judge_marrow
from rosette.response.metastatic import BoneScore, Metastases, NewLesion, SoftTissue, judge_metastatic
from rosette.response.overall import FROM_MINIMAL, FROM_MORE, FROM_NEGATIVE, marrow_before, overall
from rosette.response.primary import Primary, Uptake, judge_primary
from rosette.response.sizes import Diameters

PR_OR_SD = [("primary uptake not said", "PR", "SD")]


def gaps(found):
    return [(gap.id, gap.taken, gap.alternative) for gap in found.gaps]


def primary(base, now, uptake=Uptake.STABLE, smallest=None):
    size = Diameters(baseline=base, now=now, smallest=smallest)
    return judge_primary(Primary(involved=True, diameters=size, uptake=uptake), RULES)


def metastatic(**found):
    return judge_metastatic(Metastases(**found), RULES)


def scored(base, now, method="curie", **more):
    return metastatic(bone=BoneScore(method=method, baseline=base, now=now, **more))


def soft(base, now, **more):
    return SoftTissue(total=Diameters(baseline=base, now=now), **more)


@pytest.mark.parametrize(
    ("base", "now", "smallest", "code"),
    [
        (50, 35, None, Code.PR),
        (50, 35.1, None, Code.SD),
        (100, 120, None, Code.SD),
        (100, 120.1, None, Code.PD),
        (20, 24.9, None, Code.SD),
        (20, 25, None, Code.PD),
        (25, 30, None, Code.SD),
        (0, 5, None, Code.PD),
        (0, 4.9, None, Code.SD),
        (40, 48, 60, Code.SD),
        (40, 49, 60, Code.PD),
        (60, 48, 40, Code.SD),
        (60, 48.1, 40, Code.PD),
    ],
)
def test_a_primary_falls_by_30_per_cent_and_rises_by_more_than_20_per_cent_and_5_mm(base, now, smallest, code):
    assert primary(base, now, smallest=smallest).code is code


@pytest.mark.parametrize(
    ("base", "now", "uptake", "code"),
    [
        (40, 9.9, Uptake.RESOLVED, Code.CR),
        (40, 10, Uptake.RESOLVED, Code.PR),
        (10, 9, Uptake.NEVER, Code.CR),
        (9.9, 9, Uptake.NEVER, Code.NI),
        (9.9, 9, Uptake.RESOLVED, Code.CR),
        (40, 28, Uptake.WORSE, Code.SD),
        (40, 28, Uptake.IMPROVED, Code.PR),
        (40, 9, Uptake.IMPROVED, Code.PR),
    ],
)
def test_a_primary_below_10_mm_is_small_and_one_of_10_mm_is_not(base, now, uptake, code):
    assert primary(base, now, uptake).code is code


@pytest.mark.parametrize(
    ("base", "now", "uptake", "told"),
    [
        (50, 30, None, PR_OR_SD),
        (50, 9, None, [("primary uptake not said", "PR", "CR")]),
        (12, 9.5, None, [("primary uptake not said", "SD", "CR")]),
        (50, 30, Uptake.WORSE, [("primary uptake worse", "SD", "PR")]),
        (50, 9, Uptake.WORSE, [("primary uptake worse", "SD", "PR")]),
        (50, 30, Uptake.STABLE, []),
        (50, 9, Uptake.STABLE, []),
        (50, 45, Uptake.RESOLVED, [("G4", "SD", "CR")]),
        (50, 45, Uptake.STABLE, []),
        (50, 45, None, []),
    ],
)
def test_the_gaps_of_a_primary(base, now, uptake, told):
    found = primary(base, now, uptake)
    assert gaps(found) == told
    assert all(taken == found.code.value for _, taken, _ in told)


def test_a_primary_without_a_measure_is_asked_for_and_one_that_never_was_is_not():
    missing = judge_primary(Primary(involved=True), RULES)
    assert (missing.code, len(missing.asks)) == (Code.NE, 1)
    never = judge_primary(Primary(involved=False), RULES)
    assert (never.code, never.asks) == (Code.NI, ())


@pytest.mark.parametrize(
    ("base", "now", "method", "code"),
    [
        (8, 4, "curie", Code.PR),
        (9, 5, "curie", Code.SD),
        (10, 11, "curie", Code.SD),
        (10, 12, "curie", Code.PD),
        (10, 12, "pet", Code.SD),
        (4, 0, "pet", Code.CR),
        (0, 0, "curie", Code.NI),
        (0, 1, "curie", Code.PD),
        (0, 1, "pet", Code.SD),
        (8, None, "curie", Code.NE),
    ],
)
def test_a_bone_score_halves_or_rises_to_120_per_cent(base, now, method, code):
    assert scored(base, now, method).code is code


def test_a_relative_score_needs_a_scan_and_a_baseline_above_zero():
    made = [BoneScore(method="curie", baseline=base, now=now).relative for base, now in ((0, 3), (4, None), (4, 1))]
    assert made == [None, None, 0.25]


@pytest.mark.parametrize(
    ("score", "told"),
    [
        ({"base": 20, "now": 2}, []),
        ({"base": 30, "now": 2}, [("relative score below 0.1", "PR", "CR")]),
        ({"base": 20, "now": 0}, []),
        ({"base": 20, "now": 6, "smallest": 5}, [("score reference", "baseline", "PD")]),
        ({"base": 20, "now": 11, "smallest": 10}, []),
        ({"base": 20, "now": 6, "smallest": 5, "method": "pet"}, []),
        ({"base": 20, "now": 24, "smallest": 5}, []),
        ({"base": 20, "now": 5, "smallest": 0}, [("bone avid again", "PD", "the relative score alone")]),
        ({"base": 20, "now": 5, "smallest": 0, "method": "pet"}, []),
        ({"base": 20, "now": 15, "bone_only": False}, [("score with soft tissue", "the total", "the bone segments")]),
        ({"base": 0, "now": 3, "method": "pet"}, [("PET bone from none", "SD", "PD")]),
    ],
)
def test_the_gaps_of_a_bone_score(score, told):
    assert gaps(scored(score.pop("base"), score.pop("now"), **score)) == told


@pytest.mark.parametrize(
    ("tissue", "code", "told"),
    [
        (soft(30, 9, others_now_mm=(9,), resolved_uptake=True), Code.CR, []),
        (soft(30, 10, others_now_mm=(10,), resolved_uptake=True), Code.PR, []),
        (soft(30, 9, others_now_mm=(9,), resolved_uptake=None), Code.PR, []),
        (soft(30, 9, others_now_mm=(9,), resolved_uptake=False), Code.PR, []),
        (soft(30, 0, resolved_uptake=True), Code.CR, []),
        (soft(30, 12, resolved_uptake=True), Code.PR, []),
        (soft(30, 10, nodes_now_mm=(10,), resolved_uptake=True), Code.PR, [("node limit", "not resolved", "CR")]),
        (soft(30, 15, nodes_now_mm=(15,), resolved_uptake=True), Code.PR, []),
        (soft(30, 12, nodes_now_mm=(12,), resolved_uptake=False), Code.PR, []),
        (soft(40, 22, nodes_now_mm=(12,), others_now_mm=(10,), resolved_uptake=True), Code.PR, []),
        (soft(40, 18, nodes_now_mm=(9,), others_now_mm=(9,), resolved_uptake=True), Code.CR, []),
        (soft(40, 28), Code.PR, []),
        (soft(40, 28.1), Code.SD, []),
        (soft(40, 48), Code.SD, []),
        (soft(40, 48.1), Code.PD, []),
        (SoftTissue(total=None), Code.NE, []),
        (SoftTissue(total=None, targets=False), Code.NI, []),
    ],
)
def test_targets_of_soft_tissue(tissue, code, told):
    found = metastatic(soft=tissue)
    assert (found.code, gaps(found)) == (code, told)
    assert len(found.asks) == (1 if code is Code.NE else 0)


@pytest.mark.parametrize(
    ("others", "alone", "beside_resolved_bone"),
    [
        ("gone", Code.CR, Code.CR),
        ("stable", Code.SD, Code.PR),
        ("larger", Code.SD, Code.SD),
        ("unseen", Code.NE, Code.NE),
        (None, Code.NI, Code.CR),
    ],
)
def test_lesions_that_are_not_measured(others, alone, beside_resolved_bone):
    gone = BoneScore(method="curie", baseline=10, now=0)
    assert metastatic(non_targets=others).code is alone
    assert metastatic(non_targets=others, bone=gone).code is beside_resolved_bone


def test_one_part_that_stays_bars_response_and_one_that_is_missing_bars_a_code():
    fell, stays = soft(40, 20), BoneScore(method="curie", baseline=9, now=8)
    gone, unscored = BoneScore(method="curie", baseline=9, now=0), BoneScore(method="curie", baseline=9, now=None)
    assert metastatic(soft=fell, bone=stays).code is Code.SD
    assert metastatic(soft=fell, bone=gone).code is Code.PR
    assert metastatic(soft=fell, bone=unscored).code is Code.NE


def test_nobody_looked_is_not_none_found():
    assert metastatic(looked=False).code is Code.NE
    assert len(metastatic(looked=False).asks) == 1
    assert (metastatic().code, metastatic().asks) == (Code.NI, ())


def test_a_new_lesion_that_is_not_proven_bars_response_and_a_benign_one_does_not():
    gone = BoneScore(method="curie", baseline=9, now=0)
    unproven = NewLesion(site="neck", bone=False, avid=False)
    benign = NewLesion(site="neck", bone=False, avid=True, viable=False)
    assert metastatic(bone=gone, new=(unproven,)).code is Code.SD
    assert metastatic(bone=gone, new=(benign,)).code is Code.CR
    assert metastatic(bone=gone, new=(benign,)).asks == ()
    assert metastatic(new=(benign, unproven)).code is Code.SD
    assert gaps(metastatic(new=(unproven,))) == [("new lesion neck", "SD at best", "PD")]
    assert gaps(metastatic(new=(benign,))) == []


def test_a_free_segment_that_takes_up_tracer_is_progression_whatever_the_total_does():
    falls = BoneScore(method="curie", baseline=10, now=3)
    found = metastatic(bone=falls, new_segments=("skull",))
    assert (found.code, gaps(found)) == (Code.PD, [("new segment", "PD", "the relative score alone")])


@pytest.mark.parametrize(
    ("base", "lowest", "now", "code", "told"),
    [
        (0, None, 0, Code.NI, []),
        (40, None, 0, Code.CR, []),
        (40, None, 5, Code.MD, []),
        (40, None, 5.1, Code.SD, []),
        (0, None, 4.9, Code.MD, []),
        (0, None, 5, Code.MD, [("marrow at the limit", "MD", "PD")]),
        (0, None, 5.1, Code.PD, []),
        (1, None, 5, Code.MD, []),
        (9, None, 20, Code.SD, []),
        (9, None, 20.1, Code.PD, []),
        (15, None, 30, Code.SD, []),
        (15, None, 30.1, Code.PD, []),
        (5, None, 4, Code.MD, []),
        (5.1, None, 4, Code.MD, [("marrow fall from the middle", "MD", "SD")]),
        (20, None, 4, Code.MD, [("marrow fall from the middle", "MD", "SD")]),
        (20.1, None, 4, Code.MD, []),
        (30, 12, 25, Code.PD, [("marrow reference", "PD", "SD")]),
        (12, 30, 25, Code.PD, []),
        (None, None, 4, Code.NE, []),
        (None, 3, 4, Code.NE, []),
        (40, None, None, Code.NE, []),
    ],
)
def test_the_marrow_at_its_limits(base, lowest, now, code, told):
    found = judge_marrow(MarrowShares(baseline=base, now=now, lowest=lowest), RULES)
    assert (found.code, gaps(found)) == (code, told)
    assert len(found.asks) == (1 if code is Code.NE else 0)


@pytest.mark.parametrize(
    ("share", "before"),
    [(None, FROM_MORE), (0, FROM_NEGATIVE), (0.1, FROM_MINIMAL), (5, FROM_MINIMAL), (5.1, FROM_MORE)],
)
def test_what_the_marrow_was_before(share, before):
    assert marrow_before(share, RULES) == before


CR, PR, MD, MR, SD, PD, NI, NE = Code.CR, Code.PR, Code.MD, Code.MR, Code.SD, Code.PD, Code.NI, Code.NE


@pytest.mark.parametrize(
    ("codes", "before", "code", "told"),
    [
        ((CR, CR, CR), FROM_MORE, CR, []),
        ((NI, NI, CR), FROM_MORE, CR, []),
        ((CR, NI, SD), FROM_MORE, MR, []),
        ((PR, SD, NI), FROM_NEGATIVE, MR, []),
        ((SD, SD, CR), FROM_MORE, MR, []),
        ((SD, NI, NI), FROM_NEGATIVE, SD, []),
        ((SD, NI, SD), FROM_MORE, SD, []),
        ((PR, CR, CR), FROM_MORE, PR, []),
        ((SD, CR, MD), FROM_MORE, MR, []),
        ((SD, PR, MD), FROM_NEGATIVE, MR, []),
        ((SD, NI, MD), FROM_MORE, MR, [("G3", "MR", "SD")]),
        ((SD, NI, MD), FROM_MINIMAL, SD, [("G3", "SD", "MR")]),
        ((PR, NI, MD), FROM_MORE, PR, []),
        ((PR, NI, MD), FROM_MINIMAL, PR, []),
        ((PR, NI, MD), FROM_NEGATIVE, PR, [("G2", "PR", "SD")]),
        ((CR, NI, MD), FROM_MORE, PR, [("G1", "PR", "CR with minimal disease")]),
        ((CR, NI, MD), FROM_NEGATIVE, PR, [("G1", "PR", "CR with minimal disease"), ("G2", "PR", "SD")]),
        ((NI, NI, MD), FROM_MORE, PR, [("G2", "PR", "SD")]),
        ((NI, NI, MD), FROM_MINIMAL, SD, [("G2", "SD", "PR")]),
        ((PD, NE, NI), FROM_MORE, PD, []),
    ],
)
def test_the_whole_from_its_components(codes, before, code, told):
    found = overall(*codes, before=before)
    assert (found.code, gaps(found)) == (code, told)


@pytest.mark.parametrize(
    ("codes", "before", "best", "worst", "named"),
    [
        ((NE, CR, CR), FROM_MORE, CR, PD, "primary"),
        ((CR, NE, CR), FROM_MORE, CR, PD, "metastases"),
        ((CR, CR, NE), FROM_MORE, CR, PD, "marrow"),
        ((SD, SD, NE), FROM_MORE, MR, PD, "marrow"),
        ((NE, SD, SD), FROM_MORE, MR, PD, "primary"),
        ((NE, NE, SD), FROM_MORE, MR, PD, "primary, metastases"),
        ((PR, NI, NE), FROM_NEGATIVE, PR, PD, "marrow"),
    ],
)
def test_a_missing_component_bounds_the_whole(codes, before, best, worst, named):
    found = overall(*codes, before=before)
    assert (found.code, found.best, found.worst) == (NE, best, worst)
    assert found.why == f"not evaluable: {named}"
