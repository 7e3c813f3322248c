"""The page of the record format agrees with the code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import attrs
import pytest

from rosette.knowledge import Knowledge
from rosette.records import KINDS, LISTS, Fact, Lesion, MolecularFinding, RecordIndex, check_record, read_record, views
from rosette.records.reading.jsontext import MOST_BYTES
from rosette.records.shapes import MOST_PROBLEMS, declared

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "record-format.md").read_text()
ENVELOPE = {"id", "on", "from", "to", "ongoing", "source", "recorded_at", "recorded_by", "supersedes", "status"}


def example() -> str:
    found = re.search(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)
    assert found
    return found[1]


def row(kind: str) -> list[str]:
    (found,) = [line for line in PAGE.splitlines() if line.startswith(f"| {kind} |")]
    return [cell.strip() for cell in found.strip("|").split("|")]


def keys(kind: type[Fact]) -> dict[str, bool]:
    """The keys of a kind besides its envelope, and whether they must be there."""
    parts = [each.part for each in declared(kind)]
    return {key: part.required for part in parts for key in part.keys if key not in ENVELOPE}


def test_the_example_can_be_read(knowledge: Knowledge) -> None:
    record = read_record(example(), knowledge=knowledge)
    assert len(record.facts) == 5
    assert [finding.severity for finding in check_record(record, knowledge)] == []


def test_the_example_says_what_the_page_says(knowledge: Knowledge) -> None:
    record = read_record(example(), knowledge=knowledge)
    index = RecordIndex(record, knowledge)
    assert record.superseded == {"f3"}
    assert [reading.value for reading in views.readings(index, "platelets")] == [75000]
    assert set(views.closures(index)) == {"therapies", "medications"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_key_of_a_kind_stands_in_its_row(kind: str) -> None:
    written = dict.fromkeys(re.findall(r"`(\w+)`(?!\*)", row(kind)[2]), False)
    written |= dict.fromkeys(re.findall(r"`(\w+)`\*", row(kind)[2]), True)
    assert written == keys(KINDS[kind])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_days_of_a_kind_stand_in_its_row(kind: str) -> None:
    words = set(re.findall(r"\b(on|from|to|ongoing)\b", row(kind)[1]))
    assert words == {key for each in declared(KINDS[kind]) for key in each.part.keys} & {"on", "from", "to", "ongoing"}


@pytest.mark.parametrize("part", [Lesion, MolecularFinding])
def test_every_key_of_a_nested_entry_is_named(part: type[Any]) -> None:
    for field in attrs.fields(part):
        assert f"`{field.name}`" in PAGE


def test_every_list_that_can_be_closed_is_named() -> None:
    section = PAGE.split("## Lists that can be closed")[1].split("##")[0]
    assert all(name in section for name in LISTS)


def test_the_envelope_is_explained() -> None:
    section = PAGE.split("## What every fact has")[1].split("##")[0]
    assert all(f"`{key}`" in section for key in ENVELOPE)


def test_the_limits_are_those_of_the_code(knowledge: Knowledge) -> None:
    assert f"{MOST_BYTES // 1_000_000} MB a child" in PAGE
    assert f"up to {MOST_PROBLEMS}" in PAGE
    assert f"within\n  {knowledge.constants['body.pairing_days'].value.value:.0f} days" in PAGE


def test_the_page_prints_as_json_what_it_shows() -> None:
    assert json.loads(example())["format"] == "rosette-record/1"
