"""Which day and which study of a record counts: before, on study, in one re-staging, by method and tracer."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.response import AFTER, BEFORE, KNOWLEDGE, ON, THERAPY, child, ct, judged, marrow, mass, mibg, pet

from rosette.kernel import NotComputable
from rosette.records import RecordIndex
from rosette.response import Code, assess
from rosette.response.reading import bone_score, marrow_shares, new_lesions, new_segments, period_of, staging, tracer_of
from rosette.response.scored import scored_scan
from rosette.response.scores import segments_of

SINCE = date(2026, 1, 10)
COLD = {"kind": "imaging", "modality": "mibg", "avid": False}


def index(*facts):
    return RecordIndex(child(*facts), KNOWLEDGE)


def period(*facts, on=ON, since=None):
    return period_of(index(*facts), since=since, on=on)


def line(number, day, agent="irinotecan"):
    return {"kind": "therapy", "from": day, "to": "2026-07-01", "agent": agent, "line": number}


def scan(day, **more):
    return {"kind": "imaging", "on": day, "modality": "mibg", **more}


def test_a_line_counts_from_the_day_after_it_began():
    assert period(THERAPY, on=date(2026, 1, 11)).since == SINCE
    with pytest.raises(NotComputable, match="names no line"):
        period(THERAPY, on=SINCE)
    assert period(since=date(2026, 4, 30)).since == date(2026, 4, 30)
    with pytest.raises(NotComputable, match="cannot be judged"):
        period(since=ON)


def test_the_last_line_is_judged_from_the_first_day_of_any_of_its_agents():
    lines = (line(3, "2026-01-12", "temozolomide"), line(3, "2026-01-10"), line(2, "2025-06-01"), line(4, "2026-06-01"))
    assert (period(*lines).since, period(*lines).why) == (SINCE, "first day of line 3")


def test_a_study_of_the_first_day_is_the_baseline_and_one_of_the_next_day_is_on_study():
    facts = (ct("2026-01-10", mass(60)), ct("2026-01-11", mass(30)))
    found = staging(index(THERAPY, *facts), ("ct",), period(THERAPY))
    assert [str(study.on) for study in found.before] == ["2026-01-10"]
    assert [str(day) for day, _ in found.during] == ["2026-01-11"]


def test_a_study_of_the_day_of_the_judgement_counts_and_one_of_the_next_day_does_not():
    facts = (ct("2026-05-01", mass(30)), ct("2026-05-02", mass(90)))
    found = staging(index(THERAPY, *facts), ("ct",), period(THERAPY))
    assert [str(study.on) for study in found.now] == ["2026-05-01"]


@pytest.mark.parametrize(("apart", "together"), [("2026-03-15", True), ("2026-03-14", False)])
def test_studies_of_less_than_28_days_are_one_re_staging_on_study(apart, together):
    found = staging(index(THERAPY, ct(apart), ct("2026-04-11")), ("ct",), period(THERAPY))
    assert (len(found.now), len(found.earlier)) == ((2, 0) if together else (1, 1))


@pytest.mark.parametrize(("apart", "together"), [("2025-12-10", True), ("2025-12-09", False)])
def test_studies_of_less_than_28_days_are_one_re_staging_before(apart, together):
    found = staging(index(THERAPY, ct(apart), ct("2026-01-06")), ("ct",), period(THERAPY))
    assert len(found.before) == (2 if together else 1)


def test_the_tracer_is_fdg_only_where_mibg_was_not_taken_up():
    cold, lit = {**COLD, "on": "2026-01-06"}, BEFORE[1]
    avid = pet("2026-01-06", 3)
    for facts, tracer in (((cold, avid), "fdg_pet"), ((lit, avid), "mibg"), ((cold,), "mibg"), ((), "mibg")):
        assert tracer_of(index(THERAPY, *facts), period(THERAPY)) == tracer


@pytest.mark.parametrize(
    ("samples", "percent"),
    [
        ((marrow("2026-04-12", 20, "left"),), None),
        ((marrow("2026-04-12", 20.1, "left"),), 20.1),
        ((marrow("2026-04-12", 20, "left"), marrow("2026-04-12", 4, "right")), 20),
        ((marrow("2026-04-12", 3),), 3),
        (({"kind": "marrow", "on": "2026-04-12", "site": "bilateral", "involved": True},), None),
        (({"kind": "marrow", "on": "2026-04-12", "site": "bilateral", "involved": False},), 0),
        (({**marrow("2026-04-12", 3), "involved": True},), 3),
        ((marrow("2026-04-12", 3), {"kind": "marrow", "on": "2026-04-12", "site": "left", "involved": True}), None),
        ((marrow("2026-04-12", 30), {"kind": "marrow", "on": "2026-04-12", "site": "left", "involved": True}), 30),
    ],
)
def test_the_share_of_a_day_of_marrow(samples, percent):
    assert [day.percent for day in marrow_shares(index(*samples), ON)] == [percent]


def test_a_marrow_of_the_first_day_is_the_baseline_and_one_of_the_last_day_counts():
    early = (marrow("2026-01-07", 10), marrow("2026-01-10", 40))
    found = judged(*BEFORE[:2], *AFTER[:2], *early, marrow("2026-05-01", 30), marrow("2026-05-02", 0))
    assert (found.marrow.code, found.marrow.why) == (Code.SD, ("40 % to 30 %",))
    assert found.marrow.evidence == ("marrow of 2026-01-10", "marrow of 2026-05-01")


def test_the_lowest_marrow_is_of_the_days_between():
    days = (marrow("2026-02-10", 12), marrow("2026-03-10", 8), marrow("2026-04-12", 25))
    found = judged(*BEFORE, *AFTER[:2], *days)
    assert (found.marrow.code, found.marrow.why) == (Code.PD, ("40 % to 25 %, lowest 8 %",))


def test_the_lowest_score_is_of_the_scans_between():
    scans = (scan("2026-01-06", siopen=20), scan("2026-02-10", siopen=9), scan("2026-03-10", siopen=4))
    facts = (THERAPY, *scans, scan("2026-04-11", siopen=6))
    found = bone_score(index(*facts), period(THERAPY), "mibg")
    assert (found.method, found.baseline, found.smallest, found.now) == ("siopen", 20, 4, 6)
    assert found.bone_only


def test_a_total_of_curie_holds_soft_tissue_and_is_not_compared_with_bone_segments():
    totals = (scan("2026-01-06", curie=14), scan("2026-04-11", curie=6))
    found = bone_score(index(THERAPY, *totals), period(THERAPY), "mibg")
    assert (found.baseline, found.now, found.bone_only) == (14, 6, False)
    mixed = bone_score(index(THERAPY, totals[0], AFTER[1]), period(THERAPY), "mibg")
    assert (mixed.baseline, mixed.now) == (14, None)
    free = bone_score(index(THERAPY, totals[0], scan("2026-04-11", avid=False)), period(THERAPY), "mibg")
    assert (free.baseline, free.now) == (14, 0)


def test_the_method_is_one_that_both_times_were_scored_by():
    both = {"curie": 8, "siopen": 20}
    found = bone_score(
        index(THERAPY, scan("2026-01-06", **both), scan("2026-04-11", siopen=9)), period(THERAPY), "mibg"
    )
    assert (found.method, found.baseline, found.now) == ("siopen", 20, 9)
    first = bone_score(index(THERAPY, scan("2026-01-06", **both)), period(THERAPY), "mibg")
    assert (first.method, first.now) == ("curie", None)
    assert bone_score(index(THERAPY, scan("2026-04-11", siopen=9)), period(THERAPY), "mibg") is None


def test_a_scan_of_the_first_day_is_before_and_one_of_the_day_of_the_judgement_counts():
    early, late = scan("2026-01-10", siopen=8), scan("2026-05-01", siopen=4)
    found = bone_score(index(THERAPY, early, late, scan("2026-05-02", siopen=0)), period(THERAPY), "mibg")
    assert (found.baseline, found.now, found.smallest) == (8, 4, None)


def test_pet_counts_avid_bone_on_complete_studies_alone():
    partial = {**pet("2026-03-10", 1), "complete": False}
    seen = pet("2026-01-06", 4)
    seen["lesions"] += [{"site": "neck", "bone": False, "avid": True}, {"site": "rib", "bone": True, "avid": False}]
    found = bone_score(index(THERAPY, seen, partial, pet("2026-04-11", 2)), period(THERAPY), "fdg_pet")
    assert (found.baseline, found.now, found.smallest) == (4, 2, None)


def read_new(*studies):
    kept = staging(index(THERAPY, *studies), ("ct", "mri", "mibg", "fdg_pet"), period(THERAPY))
    return [(each.site, each.avid, each.viable, each.by_pet, each.seen_on_ct) for each in new_lesions(kept.all)]


def test_what_all_studies_say_of_a_new_lesion_is_put_together():
    skull = {"site": "skull", "bone": True, "new": True}
    on_pet = {**pet("2026-04-11", 0), "lesions": [{**skull, "avid": True}]}
    assert read_new(on_pet) == [("skull", True, None, True, None)]
    assert read_new(on_pet, ct("2026-04-12", skull)) == [("skull", True, None, False, True)]
    assert read_new(ct("2026-04-12", skull)) == [("skull", None, None, False, True)]
    assert read_new(scan("2026-04-11", lesions=[skull])) == [("skull", True, None, False, None)]
    assert read_new(scan("2026-04-11", lesions=[{**skull, "avid": False}])) == [("skull", False, None, False, None)]
    proven = ct("2026-04-10", {**skull, "biopsy": "viable_tumour"})
    assert read_new(proven, on_pet) == [("skull", True, True, False, True)]
    assert read_new(ct("2026-04-10", mass(20, new=True))) == []


@pytest.mark.parametrize(("on", "told"), [(date(2026, 4, 29), True), (date(2026, 4, 30), False)])
def test_4s_is_named_up_to_the_first_birthday(on, told):
    facts = (ct("2026-01-05", mass(20, avid=True)), *BEFORE[1:], ct("2026-04-10", mass(40, avid=True)), *AFTER[1:])
    found = assess(child(THERAPY, *facts, birth="2025-04-30"), on=on, knowledge=KNOWLEDGE)
    assert found.overall.code is Code.PD
    assert any("4S" in note for note in found.notes) is told


@pytest.mark.parametrize(("on", "told"), [(date(2026, 5, 8), False), (date(2026, 5, 9), True)])
def test_a_study_of_more_than_28_days_is_told_with_its_age(on, told):
    assert any("CT judged now is 29 days old" in note for note in judged(*BEFORE, *AFTER, on=on).notes) is told


@pytest.mark.parametrize(
    ("day", "told"), [("2026-01-10", False), ("2026-01-11", True), ("2026-05-01", True), ("2026-05-02", False)]
)
def test_recorded_progression_is_told_when_it_lies_on_study(day, told):
    event = {"kind": "disease_event", "on": day, "event": "relapse"}
    assert any("The record holds relapse" in note for note in judged(*BEFORE, *AFTER, event).notes) is told


def test_a_scored_scan_of_the_first_day_is_before_and_one_of_the_judged_day_counts():
    scans = (mibg("2026-01-10", [1] * 10), mibg("2026-05-01", [0] * 9 + [3]), mibg("2026-05-02", [3] * 10))
    found = scored_scan(child(THERAPY, *scans), "curie", on=ON, since=None, knowledge=KNOWLEDGE)
    assert (found.on, found.before_on, found.scores.total, found.relative) == (ON, SINCE, 3, pytest.approx(0))
    alone = scored_scan(child(THERAPY, scans[0]), "curie", on=ON, since=None, knowledge=KNOWLEDGE)
    assert (alone.before, alone.before_on, alone.relative) == (None, None, None)
    free = scored_scan(
        child(THERAPY, mibg("2026-01-09", [0] * 10), scans[1]), "curie", on=ON, since=None, knowledge=KNOWLEDGE
    )
    assert (free.before_on, free.relative) == (date(2026, 1, 9), None)


def test_free_segments_are_looked_for_between_scans_of_one_scale_alone():
    siopen = [row.segment for row in segments_of("siopen", KNOWLEDGE)]
    free = mibg("2026-01-06", [0] * 10)
    lit = scan("2026-04-11", segments=dict.fromkeys(siopen, 1))
    assert new_segments(index(THERAPY, free, lit), period(THERAPY)) == ()
    again = mibg("2026-04-11", [1] * 10)
    assert len(new_segments(index(THERAPY, free, again), period(THERAPY))) == 9
    assert new_segments(index(THERAPY, free), period(THERAPY)) == ()
    assert new_segments(index(THERAPY, again), period(THERAPY)) == ()


def test_the_last_scan_before_and_the_last_scan_since_are_compared_by_segment():
    before = (mibg("2025-12-20", [1] * 10), mibg("2026-01-06", [0] * 10))
    since = (mibg("2026-04-01", [0] * 10), mibg("2026-04-11", [1] + [0] * 9))
    assert len(new_segments(index(THERAPY, *before, *since), period(THERAPY))) == 1
    assert new_segments(index(THERAPY, before[0], *since), period(THERAPY)) == ()
