"""Screening many children gives the verdicts of their boards."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.support.records import ON, child, lab
from tests.unit.options.samples import (
    ASKED,
    COUNT,
    HELD_BACK,
    MET,
    REAL,
    TOO_OLD,
    WASHOUT,
    offer,
    portfolio_of,
    programme_of,
    real_children,
    slot,
)

from rosette.eligibility.screening import Table
from rosette.kernel import UsageError
from rosette.knowledge import Knowledge, load_knowledge
from rosette.options import make_board
from rosette.options.screening import ScreenReport, screen_portfolio, verdict_codes
from rosette.portfolio import VERDICTS, Portfolio, load_portfolio, load_programme
from rosette.records import Fact

DAYS = (ON, ON.replace(month=11, day=25))


@functools.cache
def screened(day: int) -> ScreenReport:
    return screen_portfolio(real_children(), on=DAYS[day], portfolio=load_portfolio(), knowledge=load_knowledge())


@pytest.mark.parametrize("day", range(len(DAYS)), ids=[str(day) for day in DAYS])
@pytest.mark.parametrize("number", range(len(REAL)), ids=[path.stem for path in REAL])
def test_a_child_is_screened_as_its_board_says(number: int, day: int) -> None:
    record = real_children()[number]
    board = make_board(
        record,
        on=DAYS[day],
        portfolio=load_portfolio(),
        programme=load_programme(),
        knowledge=load_knowledge(),
    )
    report = screened(day)
    found = {place: report.verdict(number, place_number) for place_number, place in enumerate(report.places)}
    assert found == {option.id: option.verdict for option in board.options}
    assert report.records[number] == record.id


def test_every_place_of_the_portfolio_is_screened() -> None:
    places = [place for trial in load_portfolio().trials.values() for place, _ in trial.places()]
    assert list(screened(0).places) == places


# --- small --------------------------------------------------------------------------------------------

TRIALS = portfolio_of(
    offer("T1", MET, COUNT),
    offer("T2", ASKED, MET),
    offer("T3", HELD_BACK, ASKED),
    offer("T4", TOO_OLD, HELD_BACK, ASKED),
    offer("T5", arms="ab"),
)
RECORDS = [
    child(lab("platelets", "80000 /uL")),
    child(lab("platelets", "20000 /uL")),
    child(),
    child(birth="2025-06-01"),
]


def screen(portfolio: Portfolio = TRIALS, **more: object) -> ScreenReport:
    return screen_portfolio(RECORDS, on=ON, portfolio=portfolio, knowledge=load_knowledge(), **more)  # type: ignore[arg-type]


def column(report: ScreenReport, place: str) -> list[str]:
    number = report.places.index(place)
    return [report.verdict(row, number) for row in range(len(report.records))]


def test_a_column_has_the_verdict_of_every_child() -> None:
    assert column(screen(), "T1/a") == ["eligible", "not_eligible", "unknown", "unknown"]
    assert column(screen(), "T2/a") == ["needs_judgement"] * 4
    assert column(screen(), "T3/a") == ["unknown"] * 4
    assert column(screen(), "T4/a") == ["not_eligible"] * 3 + ["unknown"]
    assert column(screen(), "T5/b") == ["eligible"] * 4


def test_the_counts_of_a_place_are_of_all_children() -> None:
    report = screen()
    assert report.counts(0) == {"eligible": 1, "needs_judgement": 0, "unknown": 2, "not_eligible": 1}
    assert all(sum(report.counts(number).values()) == len(RECORDS) for number in range(len(report.places)))
    assert list(report.counts(0)) == list(VERDICTS)


def test_only_the_places_of_the_programme_are_screened() -> None:
    here = programme_of(slot("T5/b"), slot("T2/a", status="closed"))
    assert screen(programme=here).places == ("T2/a", "T5/b")


def test_only_the_trials_asked_for_are_screened() -> None:
    assert screen(trials=("made up T2", "T5")).places == ("T2/a", "T5/a", "T5/b")
    with pytest.raises(UsageError, match='did you mean "T5"'):
        screen(trials=("T55",))


def test_no_children_give_an_empty_report() -> None:
    report = screen_portfolio([], on=ON, portfolio=TRIALS, knowledge=load_knowledge())
    assert report.codes.shape == (0, 6)
    assert report.counts(0) == dict.fromkeys(VERDICTS, 0)
    assert report.as_dict()["children"] == []


def test_no_places_give_an_empty_report() -> None:
    report = screen(programme=programme_of())
    assert report.codes.shape == (4, 0)
    assert [row["verdicts"] for row in report.as_dict()["children"]] == [{}, {}, {}, {}]


def test_the_report_is_plain_data() -> None:
    found = screen(trials=("T1",)).as_dict()
    assert found["on"] == "2026-06-01"
    assert found["portfolio"] == "made-up"
    assert found["places"] == [
        {
            "id": "T1/a",
            "title": "made up T1: Arm a",
            "counts": {"eligible": 1, "needs_judgement": 0, "unknown": 2, "not_eligible": 1},
        }
    ]
    assert found["children"][0] == {"record": "test-child", "verdicts": {"T1/a": "eligible"}}


def test_the_work_is_told_place_by_place() -> None:
    steps: list[tuple[int, int]] = []
    screen(progress=lambda done, total: steps.append((done, total)))
    assert steps == [(number, 6) for number in range(1, 7)]


def test_the_codes_are_those_of_the_verdicts(knowledge: Knowledge) -> None:
    codes = verdict_codes(TRIALS.trials["T1"].arms[0], Table(RECORDS, knowledge, ON))
    assert codes.dtype == np.int8
    assert [VERDICTS[code] for code in codes] == column(screen(), "T1/a")


CRITERIA = [
    MET,
    TOO_OLD,
    COUNT,
    ASKED,
    HELD_BACK,
    WASHOUT,
    f"any of ({ASKED}; {COUNT})",
    f"if {COUNT} then {HELD_BACK}",
]
counts = st.sampled_from([None, "20000 /uL", "80000 /uL"])


@given(st.lists(st.sampled_from(CRITERIA), max_size=4), st.lists(counts, min_size=1, max_size=3))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_random_arms_are_screened_as_they_are_judged(criteria: list[str], values: list[str | None]) -> None:
    facts: list[list[Fact]] = [[] if value is None else [lab("platelets", value)] for value in values]
    records = [child(*some) for some in facts]
    portfolio = portfolio_of(offer("T1", *criteria))
    report = screen_portfolio(records, on=ON, portfolio=portfolio, knowledge=load_knowledge())
    boards = [
        make_board(record, on=ON, portfolio=portfolio, programme=programme_of(), knowledge=load_knowledge())
        for record in records
    ]
    assert column(report, "T1/a") == [board.options[0].verdict for board in boards]
