"""The response from a record: periods, baselines, what is missing, what is told."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from tests.support.response import AFTER, BEFORE, KNOWLEDGE, ON, THERAPY, child, ct, judged, marrow, mass

from rosette.kernel import NotComputable
from rosette.response import Code, assess


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


def test_a_study_of_another_region_two_days_later_does_not_hide_a_mass():
    head = {"kind": "imaging", "on": "2026-04-12", "modality": "mri", "complete": True, "lesions": []}
    grown = ct("2026-04-10", mass(90, avid=True))
    found = judged(*BEFORE, grown, head, *AFTER[1:])
    assert (found.primary.code, found.overall.code) == (Code.PD, Code.PD)
    orbit = ct("2026-01-07", {"site": "orbit", "longest_mm": 9, "primary": False, "bone": False})
    assert judged(*BEFORE, orbit, grown, *AFTER[1:]).primary.code is Code.PD


def test_no_scan_since_is_not_no_disease():
    quiet = (ct("2026-01-05"), {"kind": "imaging", "on": "2026-01-06", "modality": "mibg", "avid": False})
    found = judged(*quiet, marrow("2026-01-07", 0), marrow("2026-04-12", 0))
    assert found.metastatic.code is Code.NE
    assert found.overall.code is Code.NE
    other = {"site": "liver", "longest_mm": 20, "primary": False, "bone": False, "target": False}
    unseen = judged(ct("2026-01-05", mass(60), other), *BEFORE[1:], AFTER[1], AFTER[2])
    assert unseen.metastatic.code is Code.NE


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
