"""The random records of the tests: they can be read, and they hold what makes judging hard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.support.records import ON, Maker, lab, make, raw_fact, records, table

from rosette.knowledge import load_knowledge
from rosette.records import (
    KINDS,
    LISTS,
    ChildRecord,
    Closure,
    RecordIndex,
    check_record,
    read_record,
    views,
    write_record,
)

KNOWLEDGE = load_knowledge()
SAMPLE = settings(
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
    max_examples=200,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
)


@pytest.fixture(scope="module")
def sample() -> list[ChildRecord]:
    """Two hundred random records."""
    found: list[ChildRecord] = []

    @SAMPLE
    @given(record=records(KNOWLEDGE))
    def collect(record: ChildRecord) -> None:
        found.append(record)

    collect()
    return found


def conflicting(record: ChildRecord) -> bool:
    return any(finding.sort == "conflict" for finding in check_record(record, KNOWLEDGE))


def partial(record: ChildRecord) -> bool:
    return any(fact.since is not None and not fact.since.exact for fact in record.facts)


def open_ended(record: ChildRecord) -> bool:
    return any(exposure.ongoing for exposure in views.exposures(RecordIndex(record, KNOWLEDGE)))


def closed(record: ChildRecord) -> bool:
    return any(set(closure.covers) == set(LISTS) for closure in record.of(Closure))


def recent(record: ChildRecord) -> bool:
    return any(fact.on is not None and 0 <= (ON - fact.on.earliest).days <= 7 for fact in record.facts)


def ahead(record: ChildRecord) -> bool:
    return any(fact.since is not None and fact.since.earliest > ON for fact in record.facts)


@pytest.mark.parametrize(
    "holds",
    [
        conflicting,
        partial,
        open_ended,
        closed,
        recent,
        ahead,
        lambda record: bool(record.superseded),
        lambda record: any(fact.status == "entered_in_error" for fact in record.facts),
        lambda record: not record.birth.exact,
        lambda record: record.sex is None,
        lambda record: not record.facts,
        lambda record: len(record.facts) >= 15,
    ],
    ids=[
        "conflict",
        "partial day",
        "open end",
        "all lists closed",
        "recent day",
        "day ahead",
        "replaced",
        "in error",
        "partial birth",
        "no sex",
        "nothing",
        "much",
    ],
)
def test_the_strategy_makes_what_makes_judging_hard(
    holds: Callable[[ChildRecord], bool], sample: list[ChildRecord]
) -> None:
    assert any(holds(record) for record in sample)


def test_the_strategy_makes_every_kind_of_fact(sample: list[ChildRecord]) -> None:
    assert {fact.kind for record in sample for fact in record.facts} == set(KINDS)


def test_most_days_are_exact_and_recent(sample: list[ChildRecord]) -> None:
    days = [fact.since for record in sample for fact in record.facts if fact.since is not None]
    recent_days = [each for each in days if each.exact and (ON - each.earliest).days <= 60]
    assert len(recent_days) > len(days) / 2


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(record=records(KNOWLEDGE))
def test_every_random_record_can_be_read(record: ChildRecord) -> None:
    assert read_record(write_record(record), knowledge=KNOWLEDGE) == record


def test_short_ways_to_write_facts() -> None:
    assert str(lab("anc", "1 10*9/L").quantity) == "1 10*9/L"
    assert make(Closure, on="2026-05-29", covers=("surgery",)).id == "closure-2026-05-29"
    assert raw_fact("therapy", start="2026", agent=None) == {
        "id": "therapy-1",
        "kind": "therapy",
        "source": {"type": "document", "name": "test chart"},
        "recorded_at": "2026-06-01T08:00:00Z",
        "recorded_by": "tester",
        "from": "2026",
    }
    assert Maker.__doc__


def test_a_drawn_table_is_read_row_by_row() -> None:
    drawn = """
    a   | b
    ----+----
    1   | x y
    2   |
    """
    assert table(drawn) == [["1", "x y"], ["2", ""]]
