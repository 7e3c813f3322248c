"""Puberty and the end of growth out of a record, and what depends on them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.unit.survivorship.samples import agent, course, history
from tests.unit.survivorship.test_records import gathered

from rosette.knowledge import Knowledge
from rosette.survivorship import Exposures, RuleBook, plan_of

ON = date(2026, 11, 30)


def seen(code: str, result: str, on: str = "2025-03-01") -> dict[str, Any]:
    return {"kind": "assessment", "on": on, "code": code, "result": result}


@pytest.mark.parametrize(
    ("facts", "puberty", "since", "growth"),
    [
        ([], None, None, None),
        ([seen("tanner_stage", "4")], "before", None, None),
        ([seen("tanner_stage", "5")], "past", date(2025, 3, 1), None),
        ([seen("tanner_stage", "5", "2025-03")], "past", date(2025, 3, 31), None),
        ([seen("tanner_stage", "5"), seen("tanner_stage", "5", "2024-03-01")], "past", date(2024, 3, 1), None),
        ([seen("tanner_stage", "5", "2027-03-01")], None, None, None),
        ([seen("menarche", "yes")], "past", date(2025, 3, 1), None),
        ([seen("menarche", "no")], "before", None, None),
        ([seen("growth_ended", "no")], None, None, None),
        ([seen("growth_ended", "yes")], None, None, date(2025, 3, 1)),
        ([seen("hearing", "impaired")], None, None, None),
    ],
)
def test_what_was_seen_last_of_growing_up(
    facts: list[dict[str, Any]], puberty: str | None, since: date | None, growth: date | None, knowledge: Knowledge
) -> None:
    found = gathered(knowledge, *facts)
    assert (found.puberty, found.puberty_past_on, found.growth_ended) == (puberty, since, growth)


def brain(**more: Any) -> Exposures:
    return history(course("brain_radiation", date(2019, 3, 1), 20, hypothalamus_pituitary=6), **more)


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, "overdue"),
        ({"puberty": "before"}, "overdue"),
        ({"puberty": "past"}, "overdue"),  # since when is not known: it goes on
        ({"puberty": "past", "puberty_past_on": date(2026, 1, 1)}, "ended"),
    ],
)
def test_growth_is_watched_until_puberty_is_past(more: dict[str, Any], state: str, book: RuleBook) -> None:
    item = plan_of(brain(**more), book, on=ON).item("HP-2")
    assert item is not None
    assert item.state == state


@pytest.mark.parametrize(("ended", "state"), [(None, "overdue"), (date(2026, 1, 1), "ended")])
def test_limbs_and_spine_are_watched_until_growth_ends(ended: date | None, state: str, book: RuleBook) -> None:
    plan = plan_of(
        history(
            agent("isotretinoin", last=date(2020, 3, 1)),
            course("abdominal_radiation", date(2019, 3, 1), 21, spine=21),
            growth_ended=ended,
        ),
        book,
        on=ON,
    )
    assert [item.state for code in ("NB-RA", "SPI-1") if (item := plan.item(code))] == [state, state]


def test_a_girl_past_puberty_is_asked_for_her_cycles(book: RuleBook) -> None:
    girl = history(agent("cyclophosphamide", 8000), sex="female", puberty="past")
    assert {item.code for item in plan_of(girl, book, on=ON).items if item.code.startswith("GON")} == {"GON-F2"}
