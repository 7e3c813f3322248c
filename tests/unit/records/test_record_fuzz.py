"""Whatever stands in a file, the reader reads it or says what is wrong; nothing else happens."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.support.records import ON, raw_fact, raw_record, records

from rosette.kernel import Problem, RecordError
from rosette.knowledge import load_knowledge
from rosette.records import (
    KINDS,
    ChildRecord,
    RecordIndex,
    build_record,
    check_record,
    read_record,
    record_document,
    timeline_text,
    views,
    write_record,
)

KNOWLEDGE = load_knowledge()
SLOW = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def reads_or_explains(document: Any) -> None:
    """Read the document; a refusal must list problems, each with a sentence."""
    problems = problems_of(document)
    assert all(problem.sentence() for problem in problems)


def problems_of(document: Any) -> tuple[Problem, ...]:
    try:
        build_record(document, knowledge=KNOWLEDGE)
    except RecordError as error:
        return error.problems or (Problem("", ""),)
    return ()


@SLOW
@given(document=JSON)
def test_any_json_is_read_or_explained(document: Any) -> None:
    reads_or_explains(document)


@SLOW
@given(text=st.text(max_size=200))
def test_any_text_is_read_or_explained(text: str) -> None:
    with pytest.raises(RecordError):
        read_record(text, knowledge=KNOWLEDGE)


@SLOW
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_explained(content: bytes) -> None:
    with pytest.raises(RecordError):
        read_record(content, knowledge=KNOWLEDGE)


@SLOW
@given(
    kind=st.sampled_from(sorted(KINDS)), fields=st.dictionaries(st.text(max_size=8), JSON, max_size=3), data=st.data()
)
def test_any_value_in_any_field_is_read_or_explained(kind: str, fields: dict[str, Any], data: st.DataObject) -> None:
    keys = sorted({key for each in views_of(kind) for key in each})
    known = data.draw(st.dictionaries(st.sampled_from(keys), JSON, max_size=6))
    reads_or_explains(raw_record({**raw_fact(kind), **fields, **known}))


def views_of(kind: str) -> list[tuple[str, ...]]:
    from rosette.records.shapes import declared

    return [each.part.keys for each in declared(KINDS[kind])]


@SLOW
@given(record=records(KNOWLEDGE, most=8), data=st.data())
def test_a_record_with_one_value_changed_is_read_or_explained(record: ChildRecord, data: st.DataObject) -> None:
    document: Any = copy.deepcopy(record_document(record))
    place = document
    while isinstance(place, dict | list) and place:
        keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or data.draw(st.booleans()):
            place[key] = data.draw(JSON)
            break
        place = place[key]
    reads_or_explains(document)


@SLOW
@given(record=records(KNOWLEDGE), cut=st.floats(0, 0.999))
def test_a_file_that_was_cut_short_is_refused(record: ChildRecord, cut: float) -> None:
    text = write_record(record).rstrip()
    with pytest.raises(RecordError):
        read_record(text[: int(len(text) * cut)], knowledge=KNOWLEDGE)


@SLOW
@given(record=records(KNOWLEDGE))
def test_every_view_can_be_asked_of_every_record(record: ChildRecord) -> None:
    index = RecordIndex(record, KNOWLEDGE)
    on = ON.toordinal()
    for code in KNOWLEDGE.observations:
        assert all(reading.first <= reading.last for reading in views.readings(index, code))
    for code in KNOWLEDGE.coded:
        assert all(each.value in KNOWLEDGE.coded[code].values for each in views.coded(index, code))
    for name in KNOWLEDGE.attributes:
        assert all(value for value, _ in views.attribute(index, name, on))
    for name in views.COUNTS:
        found = views.count(index, name, on)
        assert 0 <= found.low <= found.high
    for group in KNOWLEDGE.cumulative_groups:
        assert views.cumulative(index, group, on).low >= 0
    assert views.molecular(index)
    assert views.conditions(index) is not None
    assert check_record(record, KNOWLEDGE) is not None
    assert len(timeline_text(record, KNOWLEDGE)) == len(record.active)


@SLOW
@given(record=records(KNOWLEDGE))
def test_the_bounds_of_an_exposure_are_in_order(record: ChildRecord) -> None:
    for exposure in views.exposures(RecordIndex(record, KNOWLEDGE)):
        if exposure.first is not None and exposure.first_latest is not None:
            assert exposure.first <= exposure.first_latest
        if exposure.last_earliest is not None and exposure.last_latest is not None:
            assert exposure.last_earliest <= exposure.last_latest
        assert exposure.ongoing is (exposure.last_latest is None)
        assert exposure.tags


@SLOW
@given(record=records(KNOWLEDGE), day=st.integers(ON.toordinal() - 60, ON.toordinal() + 40))
def test_what_is_sure_is_possible(record: ChildRecord, day: int) -> None:
    for exposure in views.exposures(RecordIndex(record, KNOWLEDGE)):
        assert exposure.possibly_on(day) or not exposure.surely_on(day)


@SLOW
@given(record=records(KNOWLEDGE))
def test_attributes_change_only_on_the_days_that_are_named(record: ChildRecord) -> None:
    index = RecordIndex(record, KNOWLEDGE)
    for name in ("disease_status", "best_response", "mycn", "country", "last_event"):
        turns = views.attribute_days(index, name)
        for day in range(ON.toordinal() - 20, ON.toordinal() + 40):
            if day not in turns:
                assert views.attribute(index, name, day) == views.attribute(index, name, day - 1)


@SLOW
@given(record=records(KNOWLEDGE))
def test_superseded_and_erroneous_facts_are_in_no_view(record: ChildRecord) -> None:
    bare = ChildRecord(id=record.id, birth=record.birth, sex=record.sex, facts=record.active)
    full, only = RecordIndex(record, KNOWLEDGE), RecordIndex(bare, KNOWLEDGE)
    bare_ids = {fact.id for fact in record.active}
    assert {e.fact.id for e in views.exposures(full)} <= bare_ids
    for code in ("platelets", "bsa", "measurable_lesion"):
        assert {r.fact.id for r in views.readings(full, code)} <= bare_ids
    if not bare.superseded:
        assert views.exposures(full) == views.exposures(only)


def test_a_document_is_plain_json() -> None:
    document = record_document(build_record(raw_record(), knowledge=KNOWLEDGE))
    assert json.loads(json.dumps(document)) == document
