"""Doses that are worked out, in histories and in records: flagged, and a lower bound where a part is missing."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.survivorship.test_records import gathered, therapy

from rosette.knowledge import Knowledge
from rosette.survivorship import HistoryError, RuleBook, history_of, summary_of
from rosette.survivorship.per_cycle import per_kg_of

HEAD = 'format = "rosette-history/1"\nid = "a"\nsex = "male"\nbirth = 2015-01-01\nend_of_therapy = 2020-01-01\n'


def dose(value: float, unit: str) -> dict[str, Any]:
    return {"dose": {"value": value, "unit": unit}}


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (dose(30, "mg/m2/{cycle}") | {"cycles": 5}, "150 mg/m2 (computed)"),
        (dose(30, "mg/m2/{cycle}"), "30 mg/m2 (incomplete)"),
        (dose(30, "mg/m2/{cycle}") | {"cycles": 0}, "dose unknown"),
        (dose(30, "mg/m2") | {"cycles": 5}, "150 mg/m2 (incomplete)"),
        (dose(30, "mg/m2/d") | {"cycles": 5}, "150 mg/m2 (incomplete)"),
        (dose(30, "mg/{cycle}") | {"cycles": 5}, "dose unknown"),
        (dose(30, "mg/kg/{cycle}") | {"cycles": 5}, "dose unknown"),
        ({"cycles": 5}, "dose unknown"),
        (
            dose(30, "mg/m2/{cycle}") | {"cycles": 5, "cumulative": {"value": 120, "unit": "mg/m2"}},
            "120 mg/m2",
        ),
        (dose(30, "mg/m2/{cycle}") | {"cycles": 5, "to": None, "ongoing": True}, "150 mg/m2 (incomplete)"),
    ],
)
def test_a_record_gives_a_total_by_its_cycles(fact: dict[str, Any], told: str, knowledge: Knowledge) -> None:
    whole = {key: value for key, value in therapy("doxorubicin", **fact).items() if value is not None}
    assert str(gathered(knowledge, whole).given[0].dose) == told


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        ('per_cycle = "30 mg/m2", cycles = 5', "150 mg/m2 (computed)"),
        ('per_cycle = "30 mg/m2 (estimated)", cycles = 5', "150 mg/m2 (computed)"),
        ('per_cycle = "30 mg/m2 (incomplete)", cycles = 5', "150 mg/m2 (incomplete)"),
        ('per_cycle = "30 mg/m2"', "30 mg/m2 (incomplete)"),
        ('dose = "120 mg/m2", per_cycle = "30 mg/m2", cycles = 5', "120 mg/m2"),
        ("cycles = 5", "dose unknown"),
    ],
)
def test_a_history_gives_a_total_by_its_cycles(agent: str, told: str, knowledge: Knowledge) -> None:
    found = history_of(f'{HEAD}agent = [{{ name = "doxorubicin", {agent} }}]', knowledge)
    assert str(found.given[0].dose) == told


def test_a_total_with_a_computed_part_says_so(knowledge: Knowledge, book: RuleBook) -> None:
    agents = '{ name = "doxorubicin", per_cycle = "30 mg/m2", cycles = 3 }, { name = "doxorubicin", dose = "30 mg/m2" }'
    found = summary_of(history_of(f"{HEAD}agent = [{agents}]", knowledge), book)
    assert (str(found.anthracyclines[0]), found.group) == ("120 mg/m2 (computed)", "moderate")


@pytest.mark.parametrize("cycles", ["-1", "true", '"five"'])
def test_cycles_are_a_whole_number(cycles: str, knowledge: Knowledge) -> None:
    with pytest.raises(HistoryError, match="is not a number of cycles"):
        history_of(f'{HEAD}agent = [{{ name = "cisplatin", per_cycle = "80 mg/m2", cycles = {cycles} }}]', knowledge)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('activity = "13320 MBq", weight = "20 kg"', "666 MBq/kg (computed)"),
        ('activity = "13.32 GBq", weight = "20 kg"', "666 MBq/kg (computed)"),
        ('activity = "360 mCi", weight = "20 kg"', "666 MBq/kg (computed)"),
        ('activity = "13320 MBq"', "dose unknown"),
        ('dose = "18 mCi/kg", activity = "1 MBq", weight = "20 kg"', "666 MBq/kg"),
    ],
)
def test_an_activity_needs_a_body_mass(more: str, told: str, knowledge: Knowledge) -> None:
    found = history_of(f'{HEAD}agent = [{{ name = "mibg_131i", last = 2019-01-01, {more} }}]', knowledge)
    assert str(found.given[0].dose) == told


def infusion(value: float, unit: str) -> dict[str, Any]:
    activity = {"value": value, "unit": unit}
    return {"kind": "radiopharmaceutical", "on": "2019-09-09", "agent": "mibg_131i", "activity": activity}


def weight(on: str) -> dict[str, Any]:
    return {"kind": "measurement", "on": on, "code": "weight", "value": 20, "unit": "kg"}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ([infusion(666, "MBq/kg")], "666 MBq/kg"),
        ([infusion(13320, "MBq"), weight("2019-09-01")], "666 MBq/kg (computed)"),
        ([infusion(13320, "MBq"), weight("2019-12-08")], "666 MBq/kg (computed)"),
        ([infusion(13320, "MBq"), weight("2019-12-09")], "dose unknown"),
        ([infusion(13320, "MBq")], "dose unknown"),
    ],
)
def test_a_record_divides_an_activity_by_a_weight_of_its_days_or_asks_for_one(
    facts: list[dict[str, Any]], told: str, knowledge: Knowledge, book: RuleBook
) -> None:
    exposures = gathered(knowledge, *facts)
    assert str(exposures.given[0].dose) == told
    note = "131I-MIBG of 2019-09-09: MBq/kg is not known. Record its activity, and a weight within 90 days of it."
    assert (note in exposures.notes) == (told == "dose unknown")


def test_nothing_is_guessed_from_nothing() -> None:
    assert per_kg_of(None, 20.0).value is None
