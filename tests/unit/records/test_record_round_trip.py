"""Reading what was written gives an equal record."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from tests.support.records import records

from rosette.knowledge import load_knowledge
from rosette.records import ChildRecord, read_record, write_record

KNOWLEDGE = load_knowledge()
SLOW = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@SLOW
@given(record=records(KNOWLEDGE))
def test_reading_what_was_written_gives_an_equal_record(record: ChildRecord) -> None:
    assert read_record(write_record(record), knowledge=KNOWLEDGE) == record


@SLOW
@given(record=records(KNOWLEDGE))
def test_writing_is_stable(record: ChildRecord) -> None:
    text = write_record(record)
    assert write_record(read_record(text, knowledge=KNOWLEDGE)) == text
