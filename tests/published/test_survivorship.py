"""The fourteen worked cases of the surveillance rules: effects, first due days to the day, and intervals.

The histories are invented; what they lead to was derived from the rules of IGHG and PanCare before the engine was
written, in a table of its own (survivors/expected.json): code, first due day, interval, day of a repeat.
Advice rows are left out of that table for length and may appear.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import attrs
import pytest

from rosette.knowledge import load_knowledge
from rosette.survivorship import Dose, Exposures, Plan, load_history, plan_of, rules_of
from rosette.survivorship.totals import ced, group_of, side_by_side_sets

HERE = Path(__file__).parent / "survivors"
EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
KNOWLEDGE = load_knowledge()
BOOK = rules_of(KNOWLEDGE)
ON = date(2026, 11, 30)
ALSO = {"case-12": {"HEP-C"}}  # named in the words of the case, not in its table


def history(case: str) -> Exposures:
    return load_history(HERE / f"{case}.toml", KNOWLEDGE)


def plan(case: str) -> Plan:
    return plan_of(history(case), BOOK, on=ON)


@pytest.mark.parametrize("case", EXPECTED)
def test_every_row_of_a_worked_case_is_there_to_the_day(case: str) -> None:
    found = [
        [
            item.code,
            str(item.first_due) if item.first_due else None,
            item.words,
            str(item.again) if item.again else None,
        ]
        for item in plan(case).items
    ]
    assert [row for row in EXPECTED[case] if row not in found] == []


@pytest.mark.parametrize("case", EXPECTED)
def test_nothing_but_advice_stands_beside_the_rows_of_a_worked_case(case: str) -> None:
    named = {row[0] for row in EXPECTED[case]} | ALSO.get(case, set())
    assert {item.code for item in plan(case).items if item.form != "advice"} - named == set()


@pytest.mark.parametrize(
    ("case", "doxorubicin", "cyclophosphamide"),
    [
        ("case-01", 150, 70_600),
        ("case-02", 0, 14_035),
        ("case-03", 100, 4_000),
        ("case-04", 250, 10_000),
        ("case-05", 120, 6_200),
        ("case-06", 0, 8_000),
        ("case-07", 60, 10_600),
        ("case-08", 0, 11_200),
        ("case-09", 75, 64_200),
        ("case-10", 180, 7_320),
        ("case-11", 0, 0),
        ("case-13", 150, 52_100),
        ("case-14", 180, 3_000),
    ],
)
def test_the_totals_of_a_worked_case(case: str, doxorubicin: float, cyclophosphamide: float) -> None:
    exposures = history(case)
    total = ced(exposures, BOOK)
    assert (side_by_side_sets(exposures, BOOK)[0].value, round(total.value)) == (doxorubicin, cyclophosphamide)
    assert total.complete


def test_without_doses_the_totals_are_unknown_and_the_plan_says_where_it_was_strict() -> None:
    exposures, found = history("case-12"), plan("case-12").item("CARD-1")
    assert str(ced(exposures, BOOK)) == "dose unknown"
    assert found is not None
    assert found.rules[0].id == "CARD-1H"
    assert any(flag.startswith("strictest reading: anthracycline dose unknown") for flag in found.flags)


def test_mitoxantrone_gives_three_totals_and_one_group() -> None:
    totals = {each.name: each for each in side_by_side_sets(history("case-14"), BOOK)}
    assert {name: round(each.value, 1) for name, each in totals.items()} == {
        "PanCare/SurPass factors": 180.0,
        "IGHG 2025 panel factors": 186.0,
        "Feijen 2019 mean ratios": 186.0,
        "one to one": 60.0,
        "COG follow-up guideline, version 5": 108.0,
        "COG follow-up guideline, version 6": 180.0,
    }
    assert {group_of(each) for each in totals.values() if each.complete} == {"moderate"}
    assert plan("case-14").warnings == ()


def test_mitoxantrone_of_nine_lets_the_sets_disagree_and_the_plan_warns() -> None:
    exposures = history("case-14")
    less = tuple(
        attrs.evolve(each, dose=Dose(value=9.0)) if each.name == "mitoxantrone" else each for each in exposures.given
    )
    found = plan_of(attrs.evolve(exposures, given=less), BOOK, on=ON)
    assert any("do not agree on the group" in warning for warning in found.warnings)


def test_the_rows_that_rest_on_general_knowledge_are_flagged_and_do_not_act() -> None:
    unverified = {item.code for item in plan("case-01").items if not item.acts and item.form == "test"}
    assert unverified == {"PSY-1", "DEN-1"}


def test_the_source_rule_that_is_known_to_be_wrong_in_print_is_right_here() -> None:
    """Testosterone from 12 Gy to the testes, not from a heart dose; no tubular panel after TBI alone."""
    assert plan("case-07").item("GON-M2") is not None
    assert plan("case-08").item("REN-2") is None
