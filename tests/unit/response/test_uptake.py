"""Uptake of a record: sites, segments and tracers by time."""

from __future__ import annotations

from tests.support.response import AFTER, BEFORE, ct, judged, mass, mibg, pet

from rosette.response import Code


def test_a_site_that_takes_up_tracer_now_and_did_not_before_is_named_even_when_nobody_calls_it_new():
    before, after = {**BEFORE[1], "sites": ["pelvis"]}, {**AFTER[1], "sites": ["pelvis", "skull"]}
    found = judged(BEFORE[0], before, BEFORE[2], AFTER[0], after, AFTER[2])
    assert [(gap.id, gap.alternative) for gap in found.metastatic.gaps] == [("uptake at skull", "PD")]


def test_a_scan_scored_otherwise_than_the_one_before_is_no_comparison():
    other = {"kind": "imaging", "on": "2026-04-11", "modality": "mibg", "siopen": 9}
    found = judged(*BEFORE, AFTER[0], other, AFTER[2])
    assert found.metastatic.code is Code.NE


def test_a_site_whose_segment_had_points_before_is_not_unlisted():
    before, after = BEFORE[1] | {"sites": ["skull"]}, AFTER[1] | {"sites": ["skull", "pelvis"]}
    scored = judged(BEFORE[0], before, BEFORE[2], AFTER[0], after, AFTER[2])
    assert not any("pelvis" in gap.id for gap in scored.gaps)
    free = mibg("2026-01-06", [2, 2, 1, 2, 0, 1, 0, 3, 0, 1]) | {"sites": ["skull"]}
    later = mibg("2026-04-11", [1, 1, 0, 1, 0, 0, 0, 2, 0, 0]) | {"sites": ["skull", "pelvis"]}
    listed = judged(BEFORE[0], free, BEFORE[2], AFTER[0], later, AFTER[2])
    assert any(gap.id == "uptake at pelvis" for gap in listed.gaps)


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
