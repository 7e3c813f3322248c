"""The JSON Schema agrees with the reader, judged by a validator of another maker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from tests.support.records import raw_fact, raw_record, records

from rosette.knowledge import Knowledge, load_knowledge
from rosette.records import KINDS, ChildRecord, record_schema, write_record

BASE = Path(__file__).parents[3] / "src" / "rosette" / "portfolio" / "data" / "examples" / "base.json"
KNOWLEDGE = load_knowledge()
VALIDATOR = Draft202012Validator(record_schema(knowledge=KNOWLEDGE))


def lab(**fields: Any) -> dict[str, Any]:
    return raw_fact("laboratory", **{"on": "2026-05-29", "code": "platelets", "value": 75000, "unit": "/uL", **fields})


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(record_schema(knowledge=KNOWLEDGE))


def test_the_schema_can_be_printed(knowledge: Knowledge) -> None:
    assert json.loads(json.dumps(record_schema(knowledge=knowledge))) == record_schema(knowledge=knowledge)


def test_the_default_knowledge_is_the_release_that_is_installed(knowledge: Knowledge) -> None:
    assert record_schema() == record_schema(knowledge=knowledge)


def test_every_kind_has_a_definition_that_says_what_it_is() -> None:
    definitions = record_schema(knowledge=KNOWLEDGE)["$defs"]
    assert set(definitions) == set(KINDS)
    assert all(definition["description"].endswith(".") for definition in definitions.values())


def test_the_common_example_child_is_valid() -> None:
    assert [error.message for error in VALIDATOR.iter_errors(json.loads(BASE.read_text()))] == []


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(record=records(KNOWLEDGE))
def test_what_is_written_is_valid(record: ChildRecord) -> None:
    assert list(VALIDATOR.iter_errors(json.loads(write_record(record)))) == []


@pytest.mark.parametrize(
    "document",
    [
        {},
        raw_record(format="rosette-record/2"),
        raw_record(birth_date=None),
        raw_record(birth_date="10.03.2019"),
        raw_record(sex="f"),
        raw_record(sexx="female"),
        raw_record(lab(code="platlets")),
        raw_record(lab(value="75000")),
        raw_record(lab(value=-1)),
        raw_record(lab(on=None)),
        raw_record(lab(start="2026-05-29")),
        raw_record(lab(unti="/uL")),
        raw_record(lab(recorded_at="2026-05-29")),
        raw_record(lab(source={"type": "doc", "name": "x"})),
        raw_record({"kind": "labratory"}),
        raw_record(raw_fact("therapy", agent="irinotecan", on="2026-01-01")),
        raw_record(raw_fact("therapy", agent="irinotecan", start="2026-01-01", dose=50)),
        raw_record(raw_fact("therapy", agent="irinotecan", start="2026-01-01", dose={"value": 50})),
        raw_record(raw_fact("therapy", agent="irinotecan", start="2026-01-01", cycles=2.5)),
        raw_record(raw_fact("imaging", on="2026-05-20", modality="ct", lesions=[{"longest_mm": 8}])),
        raw_record(raw_fact("molecular", on="2026-01-20", assay="x", covers={"ALK": ["fusions"]})),
        raw_record(raw_fact("closure", on="2026-05-29", covers=["therapy"])),
        raw_record(raw_fact("home", start="2026-05-29", country="USA")),
    ],
    ids=lambda document: json.dumps(document)[-40:],
)
def test_what_the_reader_refuses_by_its_form_is_invalid(document: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(document)
