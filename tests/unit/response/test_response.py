"""Response from a record, laws of the components, stages, risk groups, scores and grades."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given, strategies as st

from rosette.kernel import NotComputable, PartialDate, UsageError
from rosette.knowledge import RiskGroup, load_knowledge
from rosette.records import build_record
from rosette.response import Code, assess, features_of, grade, risk_group, rule_set, series_of
from rosette.response.codes import RANKS
from rosette.response.marrow import MarrowShares, judge_marrow
from rosette.response.metastatic import BoneScore, Metastases, NewLesion, SoftTissue, judge_metastatic
from rosette.response.overall import FROM_MINIMAL, FROM_MORE, FROM_NEGATIVE, overall
from rosette.response.primary import Primary, Uptake, judge_primary
from rosette.response.rules import NAMED
from rosette.response.scored import scored_scan
from rosette.response.scores import Scores, ScoresError, cut_readings, segments_of
from rosette.response.sizes import Diameters
from rosette.response.staged import staged
from rosette.response.staging import Extent, RiskFeatures, inrgss, inss

KNOWLEDGE = load_knowledge()
RULES = rule_set("INRC2017", KNOWLEDGE)
ORDER = {code: place for place, code in enumerate((Code.CR, Code.NI, Code.PR, Code.MD, Code.MR, Code.SD, Code.PD))}

# --- rules by name -----------------------------------------------------------------------------------------


def test_rules_whose_text_was_not_read_are_named_and_not_applied():
    for name in NAMED[1:]:
        with pytest.raises(NotComputable, match="named and not shipped"):
            rule_set(name, KNOWLEDGE)
    with pytest.raises(UsageError, match="INRC2017"):
        rule_set("INRC2018", KNOWLEDGE)


# --- laws --------------------------------------------------------------------------------------------------

sizes = st.floats(1, 200)
shares = st.floats(0, 100)


@given(base=sizes, now=sizes, nadir=sizes, lower=sizes, uptake=st.sampled_from([*Uptake, None]))
def test_a_lower_nadir_never_improves_the_primary(base, now, nadir, lower, uptake):
    one, two = (
        judge_primary(
            Primary(involved=True, diameters=Diameters(baseline=base, now=now, smallest=low), uptake=uptake), RULES
        )
        for low in (max(nadir, lower), min(nadir, lower))
    )
    assert ORDER[two.code] >= ORDER[one.code]


@given(base=shares, now=shares, nadir=shares, lower=shares)
def test_a_lower_nadir_never_improves_the_marrow(base, now, nadir, lower):
    one, two = (
        judge_marrow(MarrowShares(baseline=base, now=now, lowest=low), RULES)
        for low in (max(nadir, lower), min(nadir, lower))
    )
    assert ORDER[two.code] >= ORDER[one.code]


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


PARTS = (Code.CR, Code.PR, Code.SD, Code.PD, Code.NI, Code.NE)
MARROWS = (Code.CR, Code.MD, Code.SD, Code.PD, Code.NI, Code.NE)
EVERY = list(itertools.product(PARTS, PARTS, MARROWS, (FROM_MORE, FROM_MINIMAL, FROM_NEGATIVE)))


def test_every_combination_of_components_has_an_answer():
    for primary, metastatic, marrow, before in EVERY:
        found = overall(primary, metastatic, marrow, before=before)
        assert found.code is None or found.code in (*RANKS, Code.NE)
        assert (found.code is Code.PD) is (Code.PD in (primary, metastatic, marrow))


def test_primary_and_metastases_are_alike_to_the_whole():
    for primary, metastatic, marrow, before in EVERY:
        one, two = (
            overall(primary, metastatic, marrow, before=before),
            overall(metastatic, primary, marrow, before=before),
        )
        assert (one.code, one.best, one.worst) == (two.code, two.best, two.worst)


def test_a_worse_component_never_improves_the_whole():
    for primary, metastatic, marrow, before in EVERY:
        codes = (primary, metastatic, marrow)
        if Code.NE in codes or Code.NI in codes or overall(*codes, before=before).code is None:
            continue
        for worse in (Code.PR, Code.SD, Code.PD):
            if ORDER[worse] > ORDER[primary]:
                later = overall(worse, metastatic, marrow, before=before).code
                assert RANKS.index(later) >= RANKS.index(overall(*codes, before=before).code)


def test_not_evaluable_and_not_involved_are_apart():
    assert overall(Code.NI, Code.NI, Code.NI, before=FROM_NEGATIVE).code is None
    missing = overall(Code.NE, Code.NI, Code.NI, before=FROM_NEGATIVE)
    assert (missing.code, missing.best, missing.worst) == (Code.NE, Code.CR, Code.PD)


# --- gaps --------------------------------------------------------------------------------------------------


def test_exactly_five_per_cent_after_a_free_marrow_names_both_readings():
    found = judge_marrow(MarrowShares(baseline=0, now=5), RULES)
    assert found.code is Code.MD
    assert [(gap.taken, gap.alternative) for gap in found.gaps] == [("MD", "PD")]


def test_a_marrow_that_cleared_and_filled_again_is_progression_and_says_what_the_baseline_would_give():
    found = judge_marrow(MarrowShares(baseline=40, now=30, lowest=0), RULES)
    assert found.code is Code.PD
    assert found.gaps[0].alternative == "SD"


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


# --- from a record -----------------------------------------------------------------------------------------

ENVELOPE = {
    "source": {"type": "document", "name": "invented"},
    "recorded_at": "2026-05-01T10:00:00",
    "recorded_by": "test",
}
CURIE = [row.segment for row in segments_of("curie", KNOWLEDGE)]


def child(*facts, birth="2019-03-02"):
    rows = [{"id": f"fact-{n}", **ENVELOPE, **fact} for n, fact in enumerate(facts)]
    return build_record(
        {"format": "rosette-record/1", "id": "invented", "birth_date": birth, "sex": "male", "facts": rows}
    )


def mibg(day, points, **more):
    return {"kind": "imaging", "on": day, "modality": "mibg", "segments": dict(zip(CURIE, points, strict=True)), **more}


def ct(day, *lesions, complete=True):
    return {"kind": "imaging", "on": day, "modality": "ct", "complete": complete, "lesions": list(lesions)}


def mass(mm, **more):
    return {"site": "left_adrenal", "longest_mm": mm, "primary": True, "bone": False, "node": False, **more}


def marrow(day, percent, site="bilateral"):
    return {"kind": "marrow", "on": day, "site": site, "percent": percent}


THERAPY = {"kind": "therapy", "from": "2026-01-10", "to": "2026-04-01", "agent": "irinotecan", "line": 2}
BEFORE = (
    ct("2026-01-05", mass(60, avid=True)),
    mibg("2026-01-06", [2, 2, 1, 2, 2, 1, 0, 3, 0, 1]),
    marrow("2026-01-07", 40),
)
AFTER = (
    ct("2026-04-10", mass(30, avid=True)),
    mibg("2026-04-11", [1, 1, 0, 1, 1, 0, 0, 2, 0, 0]),
    marrow("2026-04-12", 3),
)
ON = date(2026, 5, 1)


def judged(*facts, on=ON, **more):
    return assess(child(THERAPY, *facts), on=on, knowledge=KNOWLEDGE, **more)


def test_a_whole_staging_is_judged_from_the_last_line():
    found = judged(*BEFORE, *AFTER)
    assert [part.code for part in found.components] == [Code.PR, Code.PR, Code.MD]
    assert (found.overall.code, str(found.period.since), found.period.why) == (
        Code.PR,
        "2026-01-10",
        "first day of line 2",
    )
    assert "CT of 2026-01-05" in found.primary.evidence


def test_the_order_of_facts_is_irrelevant():
    expected = judged(*BEFORE, *AFTER)
    for facts in itertools.islice(itertools.permutations((*BEFORE, *AFTER)), 0, 720, 40):
        found = judged(*facts)
        assert [part.code for part in found.components] == [part.code for part in expected.components]
        assert found.overall == expected.overall


def test_what_is_missing_is_not_evaluable_with_what_to_order():
    found = judged(*BEFORE)
    assert [part.code for part in found.components] == [Code.NE] * 3
    assert len(found.asks) == 3
    assert (found.overall.best, found.overall.worst) == (Code.CR, Code.PD)


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


def test_a_marrow_free_on_one_side_only_is_not_free():
    found = judged(*BEFORE, *AFTER[:2], marrow("2026-04-12", 0, site="left"))
    assert found.marrow.code is Code.NE
    assert "free on left only" in found.marrow.why[0]
    both = judged(*BEFORE, *AFTER[:2], marrow("2026-04-12", 0, site="left"), marrow("2026-04-12", 0, site="right"))
    assert both.marrow.code is Code.CR


def test_the_highest_share_of_a_day_counts():
    found = judged(*BEFORE, *AFTER[:2], marrow("2026-04-12", 2, site="left"), marrow("2026-04-12", 30, site="right"))
    assert "40 % to 30 %" in found.marrow.why[0]


def test_a_site_that_takes_up_tracer_now_and_did_not_before_is_named_even_when_nobody_calls_it_new():
    before, after = {**BEFORE[1], "sites": ["pelvis"]}, {**AFTER[1], "sites": ["pelvis", "skull"]}
    found = judged(BEFORE[0], before, BEFORE[2], AFTER[0], after, AFTER[2])
    assert [(gap.id, gap.alternative) for gap in found.metastatic.gaps] == [("uptake at skull", "PD")]


def test_a_scan_scored_otherwise_than_the_one_before_is_no_comparison():
    other = {"kind": "imaging", "on": "2026-04-11", "modality": "mibg", "siopen": 9}
    found = judged(*BEFORE, AFTER[0], other, AFTER[2])
    assert found.metastatic.code is Code.NE


def test_a_record_without_a_line_asks_since_when():
    with pytest.raises(NotComputable, match="names no line of treatment"):
        assess(child(*BEFORE), on=ON, knowledge=KNOWLEDGE)
    assert assess(child(*BEFORE, *AFTER), on=ON, since=date(2026, 1, 10), knowledge=KNOWLEDGE).overall.code is Code.PR
    with pytest.raises(NotComputable, match="cannot be judged on"):
        assess(child(*BEFORE), on=ON, since=ON, knowledge=KNOWLEDGE)


def test_an_infant_s_progression_is_flagged_for_4s():
    facts = (ct("2026-01-05", mass(20, avid=True)), *BEFORE[1:], ct("2026-04-10", mass(40, avid=True)), *AFTER[1:])
    found = assess(child(THERAPY, *facts, birth="2025-09-01"), on=ON, knowledge=KNOWLEDGE)
    assert found.overall.code is Code.PD
    assert any("4S" in note for note in found.notes)


def test_the_series_holds_every_day_with_its_response():
    days = series_of(child(THERAPY, *BEFORE, *AFTER), on=ON, knowledge=KNOWLEDGE)
    assert [(str(day.on), day.curie, day.marrow) for day in days][1:3] == [
        ("2026-01-06", 14, None),
        ("2026-01-07", None, 40),
    ]
    assert days[-1].response.overall.code is Code.PR
    assert days[0].response is None


def test_a_site_whose_segment_had_points_before_is_not_unlisted():
    before, after = BEFORE[1] | {"sites": ["skull"]}, AFTER[1] | {"sites": ["skull", "pelvis"]}
    scored = judged(BEFORE[0], before, BEFORE[2], AFTER[0], after, AFTER[2])
    assert not any("pelvis" in gap.id for gap in scored.gaps)
    free = mibg("2026-01-06", [2, 2, 1, 2, 0, 1, 0, 3, 0, 1]) | {"sites": ["skull"]}
    later = mibg("2026-04-11", [1, 1, 0, 1, 0, 0, 0, 2, 0, 0]) | {"sites": ["skull", "pelvis"]}
    listed = judged(BEFORE[0], free, BEFORE[2], AFTER[0], later, AFTER[2])
    assert any(gap.id == "uptake at pelvis" for gap in listed.gaps)


def test_a_sum_of_targets_is_drawn_only_where_every_target_is_known():
    other = {"site": "liver", "longest_mm": 20, "target": True, "bone": False, "node": False}
    facts = (
        ct("2026-01-05", mass(60, target=True), other),
        ct("2026-02-20", mass(40, target=True), complete=False),
        ct("2026-03-20", mass(30, target=True)),
        ct("2026-04-10"),
        mibg("2026-04-11", [0] * 10),
    )
    days = series_of(child(THERAPY, *facts), on=ON, knowledge=KNOWLEDGE)
    assert [day.targets_mm for day in days] == [80, None, 30, 0, None]


# --- scores ------------------------------------------------------------------------------------------------


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


ONE_SIDE = {"distant": (), "across_midline": False, "nodes_other_side": False}
FINE = {"inpc": "favourable", "segmental": "no", "ploidy": "hyperdiploid"}


# --- stages and risk ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extent", "months", "stages"),
    [
        (Extent(), 10, ("L1", "L2", "M", "MS")),
        (Extent(distant=(), risk_factors=()), 10, ("L1",)),
        (Extent(distant=(), risk_factors=("intraspinal",)), 10, ("L2",)),
        (Extent(distant=()), 10, ("L1", "L2")),
        (Extent(distant=("bone",)), 10, ("M",)),
        (Extent(distant=("skin", "liver")), 17, ("MS",)),
        (Extent(distant=("skin", "liver")), 18, ("M",)),
        (Extent(distant=("marrow",), marrow=9.9), 10, ("MS",)),
        (Extent(distant=("marrow",), marrow=10), 10, ("M",)),
        (Extent(distant=("marrow",)), 10, ("M", "MS")),
        (Extent(distant=("liver",)), None, ("M", "MS")),
    ],
)
def test_inrgss(extent, months, stages):
    assert inrgss(extent, months=months, knowledge=KNOWLEDGE).stages == stages


@pytest.mark.parametrize(
    ("extent", "months", "stages"),
    [
        (Extent(distant=("liver",)), 11, ("4S",)),
        (Extent(distant=("liver",)), 12, ("4",)),
        (Extent(distant=("bone",)), 5, ("4",)),
        (Extent(distant=(), across_midline=True), 30, ("3",)),
        (Extent(**ONE_SIDE, nodes_same_side=False, excised=True), 30, ("1",)),
        (Extent(**ONE_SIDE, nodes_same_side=False, excised=False), 30, ("2A",)),
        (Extent(**ONE_SIDE, nodes_same_side=True), 30, ("2B",)),
        (Extent(distant=()), 30, ("1", "2A", "2B", "3")),
    ],
)  # fmt: skip
def test_inss(extent, months, stages):
    assert inss(extent, months=months, knowledge=KNOWLEDGE).stages == stages


BORN = {"birth": PartialDate.parse("2024-01-15")}
AT = {6: date(2024, 7, 15), 11: date(2025, 1, 14), 12: date(2025, 1, 15), 17: date(2025, 7, 14), 18: date(2025, 7, 15)}


@pytest.mark.parametrize(
    ("stage", "months", "features", "group"),
    [
        ("L1", 18, {"histology": "maturing"}, "A"),
        ("L1", 18, {"histology": "other", "mycn": "not_amplified"}, "B"),
        ("L1", 6, {"histology": "other", "mycn": "amplified"}, "K"),
        ("L2", 17, {"histology": "other", "mycn": "not_amplified", "eleven_q": "no"}, "D"),
        ("L2", 17, {"histology": "other", "mycn": "not_amplified", "eleven_q": "yes"}, "G"),
        (
            "L2",
            18,
            {"histology": "other", "mycn": "not_amplified", "eleven_q": "no", "differentiation": "differentiating"},
            "E",
        ),
        ("L2", 18, {"histology": "other", "mycn": "not_amplified", "differentiation": "poor"}, "H"),
        ("L2", 18, {"histology": "other", "mycn": "amplified"}, "N"),
        ("M", 17, {"mycn": "not_amplified", "ploidy": "hyperdiploid"}, "F"),
        ("M", 11, {"mycn": "not_amplified", "ploidy": "diploid"}, "I"),
        ("M", 12, {"mycn": "not_amplified", "ploidy": "diploid"}, "J"),
        ("M", 17, {"mycn": "amplified"}, "O"),
        ("M", 18, {}, "P"),
        ("MS", 6, {"mycn": "not_amplified", "eleven_q": "no"}, "C"),
        ("MS", 6, {"mycn": "not_amplified", "eleven_q": "yes"}, "Q"),
        ("MS", 6, {"mycn": "amplified"}, "R"),
    ],
)
def test_inrg_groups(stage, months, features, group):
    found = risk_group("INRG", RiskFeatures(stage=stage, diagnosed=AT[months], **BORN, **features), KNOWLEDGE)
    assert [row.group for row in found.rows] == [group]
    assert len(found.risks) == 1


@pytest.mark.parametrize(
    ("stage", "months", "features", "risks"),
    [
        ("M", 18, {}, ("high",)),
        ("M", 17, {"mycn": "not_amplified", "ploidy": "diploid"}, ("high",)),
        ("M", 17, {"mycn": "not_amplified", **FINE}, ("intermediate",)),
        ("M", 11, {"mycn": "not_amplified"}, ("intermediate",)),
        ("L1", 6, {"mycn": "not_amplified"}, ("low",)),
        ("L1", 6, {"mycn": "amplified", "resected": "incomplete"}, ("high",)),
        ("L1", 6, {"mycn": "amplified", "resected": "complete"}, ("low",)),
        ("L2", 18, {"mycn": "not_amplified", "inpc": "favourable"}, ("intermediate",)),
        ("L2", 18, {"mycn": "not_amplified"}, ("high", "intermediate")),
        ("MS", 6, {"mycn": "not_amplified", **FINE, "symptoms": "no"}, ("low",)),
        ("MS", 6, {"mycn": "not_amplified", **FINE, "symptoms": "yes"}, ("intermediate",)),
    ],
)  # fmt: skip
def test_cog_version_2(stage, months, features, risks):
    found = risk_group("COG", RiskFeatures(stage=stage, diagnosed=AT[months], **BORN, **features), KNOWLEDGE)
    assert found.risks == risks


def test_what_is_not_known_leaves_groups_open_and_says_what_would_decide():
    found = risk_group("INRG", RiskFeatures(stage="M", diagnosed=AT[6], **BORN), KNOWLEDGE)
    assert {row.group for row in found.rows} == {"F", "I", "O"}
    assert set(found.asks) == {"MYCN", "ploidy"}
    assert "not decided" in found.sentence


@given(
    stage=st.sampled_from(["L1", "L2", "M", "MS"]),
    months=st.sampled_from(sorted(AT)),
    features=st.fixed_dictionaries(
        {
            "histology": st.just("other"),
            "differentiation": st.sampled_from(["differentiating", "poor"]),
            "mycn": st.sampled_from(["amplified", "not_amplified"]),
            "eleven_q": st.sampled_from(["yes", "no"]),
            "ploidy": st.sampled_from(["diploid", "hyperdiploid"]),
        }
    ),
)
def test_learning_a_feature_only_narrows_the_groups(stage, months, features):
    whole = RiskFeatures(stage=stage, diagnosed=AT[months], **BORN, **features)
    known = {row.group for row in risk_group("INRG", whole, KNOWLEDGE).rows}
    for name in features:
        less = {key: value for key, value in features.items() if key != name}
        wider = risk_group("INRG", RiskFeatures(stage=stage, diagnosed=AT[months], **BORN, **less), KNOWLEDGE)
        assert known <= {row.group for row in wider.rows}
    outside = stage == "MS" and months == 18
    assert len(known) == (0 if outside else 1)


def test_a_record_gives_its_features_and_what_is_said_goes_before_them():
    diagnosis = {"kind": "diagnosis", "on": "2020-01-02", "inrgss": "M", "mycn": "gain", "ploidy": "diploid"}
    record = child(diagnosis, birth="2019-03-02")
    features = features_of(record, KNOWLEDGE)
    assert (features.stage, features.mycn, features.ploidy, features.eleven_q) == (
        "M",
        "not_amplified",
        "diploid",
        None,
    )
    found = staged(record, knowledge=KNOWLEDGE, distant=["skin"])
    assert found.stages[0].stages == ("MS",)
    assert {row.group for row in found.risks[0].rows} == {"C", "Q"}
    with pytest.raises(UsageError, match="intraspinal"):
        staged(record, knowledge=KNOWLEDGE, distant=["none"], risk_factors=["intraspinale"])


def test_every_row_of_the_tables_is_reached_by_some_child():
    reached = set()
    for row in KNOWLEDGE.table(RiskGroup).values():
        fields = (
            "histology",
            "differentiation",
            "mycn",
            "eleven_q",
            "ploidy",
            "inpc",
            "segmental",
            "resected",
            "symptoms",
        )
        stated = {name: getattr(row, name)[0] for name in fields if getattr(row, name)}
        for months, day in AT.items():
            features = RiskFeatures(stage=row.stage[0], diagnosed=day, **BORN, **stated)
            found = risk_group(row.system, features, KNOWLEDGE)
            reached |= {each.id for each in found.rows if months}
    assert reached == set(KNOWLEDGE.table(RiskGroup))


# --- grades ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "value", "version", "limits", "expected"),
    [
        ("anc", 300, "5.0", {}, 4),
        ("anc", 300, "6.0", {}, 3),
        ("anc", 1200, "5.0", {}, 2),
        ("anc", 1200, "6.0", {}, 1),
        ("platelets", 20_000, "5.0", {}, 4),
        ("platelets", 20_000, "6.0", {}, 3),
        ("anc", 1000, "5.0", {}, 2),
        ("anc", 500, "5.0", {}, 3),
        ("platelets", 25_000, "5.0", {}, 3),
        ("platelets", 75_000, "5.0", {"lln": 150_000}, 1),
        ("platelets", 150_000, "5.0", {"lln": 150_000}, 0),
        ("haemoglobin", 7.9, "5.0", {}, 3),
        ("alt", 121, "5.0", {"uln": 40}, 2),
        ("alt", 120, "5.0", {"uln": 40}, 1),
        ("alt", 40, "5.0", {"uln": 40}, 0),
        ("alt", 801, "5.0", {"uln": 40}, 4),
        ("alt", 150, "5.0", {"baseline": 100, "uln": 40}, 1),
        ("alt", 149, "5.0", {"baseline": 100, "uln": 40}, 0),
        ("alt", 301, "5.0", {"baseline": 100, "uln": 40}, 2),
        ("alt", 201, "6.0", {"baseline": 100, "uln": 40}, 3),
    ],
)
def test_a_grade_and_its_version(code, value, version, limits, expected):
    found = grade(code, value, version=version, knowledge=KNOWLEDGE, **limits)
    assert (found.value, found.row.version) == (expected, version)
    assert (found.row.unverified is not None) is (version == "6.0")


def test_without_the_limit_of_normal_a_mild_value_has_no_grade():
    with pytest.raises(NotComputable, match="grade 0 or 1"):
        grade("anc", 1600, version="5.0", knowledge=KNOWLEDGE)
    with pytest.raises(NotComputable, match="upper limit of normal"):
        grade("ast", 100, version="5.0", knowledge=KNOWLEDGE)
    with pytest.raises(UsageError, match="version 4"):
        grade("anc", 100, version="4.0", knowledge=KNOWLEDGE)
    with pytest.raises(UsageError, match="did you mean"):
        grade("ancc", 100, version="5.0", knowledge=KNOWLEDGE)


@given(one=st.floats(0, 200_000), other=st.floats(0, 200_000))
def test_a_lower_count_never_has_a_milder_grade(one, other):
    low, high = sorted((one, other))
    grades = [grade("platelets", v, version="5.0", knowledge=KNOWLEDGE, lln=150_000).value for v in (low, high)]
    assert grades[0] >= grades[1]


# --- what a hostile reading found ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "expected"), [({"baseline": 20, "uln": 40}, 1), ({"baseline": 41, "uln": 40}, 1), ({"uln": 40}, 1)]
)
def test_a_normal_baseline_is_graded_by_the_upper_limit_of_normal(limits, expected):
    assert grade("alt", 110, version="5.0", knowledge=KNOWLEDGE, **limits).value == expected


def test_a_baseline_without_the_upper_limit_is_not_guessed_to_be_abnormal():
    with pytest.raises(NotComputable, match="hangs on the upper limit"):
        grade("alt", 110, version="5.0", knowledge=KNOWLEDGE, baseline=100)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0])
def test_what_is_no_number_has_no_grade(value):
    with pytest.raises(NotComputable, match="no number"):
        grade("anc", value, version="5.0", knowledge=KNOWLEDGE, lln=1500)


@pytest.mark.parametrize(
    ("distant", "marrow", "said"),
    [
        (["liver"], 40.0, "marrow is not among the sites"),
        (["none"], 12.0, "marrow is not among the sites"),
        (["marrow"], float("nan"), "no share"),
        (["Liver"], None, "no site"),
        (["none", "bone"], None, "beside other sites"),
    ],
)
def test_contradictory_sites_have_no_stage(distant, marrow, said):
    with pytest.raises(UsageError, match=said):
        staged(child(birth="2019-03-02"), knowledge=KNOWLEDGE, distant=distant, marrow=marrow)


def test_a_primary_across_the_midline_is_no_4s():
    assert inss(Extent(distant=("liver",), across_midline=True), months=5, knowledge=KNOWLEDGE).stages == ("4",)


def test_unfavourable_l2_from_18_months_is_high_whatever_mycn():
    found = risk_group("COG", RiskFeatures(stage="L2", diagnosed=AT[18], inpc="unfavourable", **BORN), KNOWLEDGE)
    assert found.risks == ("high",)


# a re-staging of several days


def test_a_study_of_another_region_two_days_later_does_not_hide_a_mass():
    head = {"kind": "imaging", "on": "2026-04-12", "modality": "mri", "complete": True, "lesions": []}
    grown = ct("2026-04-10", mass(90, avid=True))
    found = judged(*BEFORE, grown, head, *AFTER[1:])
    assert (found.primary.code, found.overall.code) == (Code.PD, Code.PD)
    orbit = ct("2026-01-07", {"site": "orbit", "longest_mm": 9, "primary": False, "bone": False})
    assert judged(*BEFORE, orbit, grown, *AFTER[1:]).primary.code is Code.PD


@pytest.mark.parametrize("late", [{"modality": "fdg_pet", "avid": False}, {"modality": "mri", "lesions": []}])
def test_a_new_lesion_of_an_earlier_day_of_study_stays_new(late):
    new = {"site": "skull", "bone": True, "avid": True, "new": True}
    scan = {**AFTER[1], "lesions": [new]}
    other = {"kind": "imaging", "on": "2026-04-13", **late}
    assert judged(*BEFORE, AFTER[0], scan, other, AFTER[2]).metastatic.code is Code.PD


# scores that begin or return at zero


def test_uptake_where_there_was_none_is_a_new_site():
    zero = BoneScore(method="curie", baseline=0, now=5)
    assert judge_metastatic(Metastases(bone=zero), RULES).code is Code.PD
    again = judge_metastatic(Metastases(bone=BoneScore(method="curie", baseline=13, now=4, smallest=0)), RULES)
    assert (again.code, again.gaps[0].id) == (Code.PD, "bone avid again")
    pet = judge_metastatic(Metastases(bone=BoneScore(method="pet", baseline=0, now=2)), RULES)
    assert (pet.code, pet.gaps[0].alternative) == (Code.SD, "PD")


def test_a_free_segment_that_takes_up_tracer_holds_a_new_site():
    fewer = mibg("2026-04-11", [1, 1, 0, 1, 1, 0, 0, 0, 1, 0])
    found = judged(*BEFORE, AFTER[0], fewer, AFTER[2])
    assert found.metastatic.code is Code.PD
    assert "free: lower legs and feet" in found.metastatic.why[0]
    assert ("new segment", "the relative score alone") in [(gap.id, gap.alternative) for gap in found.metastatic.gaps]


def test_sites_after_a_scan_without_uptake_are_named():
    free = {"kind": "imaging", "on": "2026-01-06", "modality": "mibg", "avid": False}
    later = {"kind": "imaging", "on": "2026-04-11", "modality": "mibg", "avid": True, "sites": ["femur"], "curie": 6}
    found = judged(BEFORE[0], free, BEFORE[2], AFTER[0], later, AFTER[2])
    assert found.metastatic.code is Code.PD
    assert "uptake at femur" in [gap.id for gap in found.metastatic.gaps]


# tracers


def pet(day, bones, **more):
    lesions = [{"site": f"bone_{n}", "bone": True, "avid": True} for n in range(bones)]
    return {"kind": "imaging", "on": day, "modality": "fdg_pet", "complete": True, "lesions": lesions, **more}


def test_fdg_counts_only_where_mibg_is_not_taken_up_and_then_counts():
    cold = {"kind": "imaging", "modality": "mibg", "avid": False}
    found = judged(
        BEFORE[0], {**cold, "on": "2026-01-06"}, pet("2026-01-06", 7), BEFORE[2],
        AFTER[0], {**cold, "on": "2026-04-11"}, pet("2026-04-11", 3), AFTER[2],
    )  # fmt: skip
    assert "pet bone 7 to 3" in " ".join(found.metastatic.why)
    avid = judged(
        *BEFORE, ct("2026-04-10", mass(8)), {**AFTER[1], "sites": ["left_adrenal"]}, pet("2026-04-13", 0), AFTER[2]
    )
    assert avid.primary.code is not Code.CR


# what nobody looked at


def test_no_scan_since_is_not_no_disease():
    quiet = (ct("2026-01-05"), {"kind": "imaging", "on": "2026-01-06", "modality": "mibg", "avid": False})
    found = judged(*quiet, marrow("2026-01-07", 0), marrow("2026-04-12", 0))
    assert found.metastatic.code is Code.NE
    assert found.overall.code is Code.NE
    other = {"site": "liver", "longest_mm": 20, "primary": False, "bone": False, "target": False}
    unseen = judged(ct("2026-01-05", mass(60), other), *BEFORE[1:], AFTER[1], AFTER[2])
    assert unseen.metastatic.code is Code.NE


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


@pytest.mark.parametrize("lesion", [{"bone": True}, {"bone": True, "avid": False}])
def test_a_new_bone_lesion_without_uptake_asks_for_a_biopsy(lesion):
    found = judge_metastatic(Metastases(new=(NewLesion(site="skull", **lesion),)), RULES)
    assert (found.code, found.gaps[0].alternative) == (Code.SD, "PD")
    assert "Biopsy of skull" in found.asks[0]


# what is told


def test_undated_studies_recorded_progression_and_old_studies_are_told():
    blurred = {**ct("2026-04", mass(90)), "on": "2026-04"}
    event = {"kind": "disease_event", "on": "2026-04-20", "event": "progression"}
    notes = " ".join(judged(*BEFORE, *AFTER, blurred, event).notes)
    assert "Not used, its day is not exact: CT of 2026-04" in notes
    assert "The record holds progression on 2026-04-20" in notes
    late = " ".join(judged(*BEFORE, *AFTER, on=date(2028, 5, 1)).notes)
    assert "judged now is 752 days old" in late


def test_a_line_that_began_on_no_exact_day_asks_since_when():
    blurred = {**THERAPY, "from": "2026-01"}
    with pytest.raises(NotComputable, match="no exact day"):
        assess(child(blurred, *BEFORE, *AFTER), on=ON, knowledge=KNOWLEDGE)


# marrow and primary


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
