"""A plan kept as a compact row: what a later release makes of it is what the comparison of whole plans tells."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import attrs
import pytest
from tests.unit.survivorship.samples import agent, course, history

from rosette.survivorship import RuleBook, changes_as_json, changes_since, diff, kept_plan, plan_of

ON = date(2026, 11, 30)
TOLD = ("code", "kind", "due", "interval", "why")
CHILDREN = (
    history(agent("doxorubicin", 150), agent("cisplatin", 400), id="moderate"),
    history(agent("doxorubicin", 300), course("chest_radiation", 25), id="high"),
    history(id="nothing"),
)


def later(book: RuleBook, how: str) -> RuleBook:
    """The rules of a release that moves, adds, takes away, or only writes otherwise."""
    high = next(rule for rule in book.rules if rule.id == "CARD-1H")
    changed = {
        "moved": [attrs.evolve(rule, interval=high.interval) if rule.id == "CARD-1M" else rule for rule in book.rules],
        "removed": [rule for rule in book.rules if rule.series != high.series],
        "written": [attrs.evolve(rule, note="Other words.") for rule in book.rules],
    }
    return book.with_rules(*changed[how], release="next")


def kept(child: Any, book: RuleBook) -> dict[str, Any]:
    """The row as it comes back from where it was stored."""
    found: dict[str, Any] = json.loads(json.dumps(kept_plan(plan_of(child, book, on=ON))))
    return found


@pytest.mark.parametrize("how", ["moved", "removed"])
@pytest.mark.parametrize("child", CHILDREN, ids=lambda each: each.id)
@pytest.mark.parametrize("back", [False, True], ids=["forward", "back"])
def test_the_row_tells_the_change_of_rules_as_the_whole_plans_do(
    book: RuleBook, child: Any, how: str, back: bool
) -> None:
    old, new = (later(book, how), book) if back else (book, later(book, how))
    whole = changes_as_json(diff(plan_of(child, old, on=ON), plan_of(child, new, on=ON)))["rows"]
    found = changes_since(kept(child, old), plan_of(child, new, on=ON))
    assert [{key: row[key] for key in TOLD} for row in found] == whole
    if child.id != "nothing" and how == "removed":
        assert {row["kind"] for row in found} == {"added" if back else "removed"}


def test_the_same_rules_and_other_words_change_no_day(book: RuleBook) -> None:
    for child in CHILDREN:
        for rules in (book, later(book, "written")):
            assert changes_since(kept(child, book), plan_of(child, rules, on=ON)) == []


def test_a_day_that_no_rule_moved_is_told_as_a_table_that_the_rule_reads(book: RuleBook) -> None:
    row = kept(CHILDREN[0], book)
    row["items"]["CARD-1"]["due"] = "2001-01-01"
    (found,) = changes_since(row, plan_of(CHILDREN[0], book, on=ON))
    assert found["why"] == ["a table that the rule reads"]
    assert found["due"][0] == "2001-01-01"


def test_the_row_names_release_day_and_profile_and_says_no_dose(book: RuleBook) -> None:
    row = kept(CHILDREN[0], book)
    assert (row["release"], row["digest"], row["profile"], row["on"]) == (
        book.release,
        book.digest,
        book.profile.id,
        str(ON),
    )
    assert "doxorubicin" not in json.dumps(row)
