"""Scores, sizes and marrow over time."""

from __future__ import annotations

from tests.support.response import AFTER, BEFORE, KNOWLEDGE, ON, THERAPY, child, ct, mass, mibg

from rosette.response import Code, series_of


def test_the_series_holds_every_day_with_its_response():
    days = series_of(child(THERAPY, *BEFORE, *AFTER), on=ON, knowledge=KNOWLEDGE)
    assert [(str(day.on), day.curie, day.marrow) for day in days][1:3] == [
        ("2026-01-06", 14, None),
        ("2026-01-07", None, 40),
    ]
    assert days[-1].response.overall.code is Code.PR
    assert days[0].response is None


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


def test_the_series_ends_on_the_day_that_is_asked_for_and_leaves_out_what_has_no_exact_day():
    facts = (
        ct("2026-05-01", mass(30, target=True)),
        ct("2026-05-02", mass(20, target=True)),
        {**ct("2026-04"), "on": "2026-04"},
        {"kind": "disease_event", "on": "2026-04-20", "event": "progression"},
        {"kind": "disease_event", "on": "2026-05-02", "event": "relapse"},
        {"kind": "disease_event", "on": "2026-03", "event": "relapse"},
    )
    days = series_of(child(THERAPY, *facts), on=ON, knowledge=KNOWLEDGE)
    assert [(str(day.on), day.targets_mm, day.event) for day in days] == [
        ("2026-04-20", None, "progression"),
        ("2026-05-01", 30, ""),
    ]
    assert days[0].response is None
    assert days[1].response is not None


def test_a_total_as_reported_stands_where_no_segments_do():
    scan = {"kind": "imaging", "on": "2026-04-11", "modality": "mibg", "curie": 7, "siopen": 9}
    (day,) = series_of(child(THERAPY, scan), on=ON, knowledge=KNOWLEDGE)
    assert (day.curie, day.siopen) == (7, 9)
    (scored,) = series_of(child(THERAPY, AFTER[1]), on=ON, knowledge=KNOWLEDGE)
    assert (scored.curie, scored.siopen) == (6, None)
