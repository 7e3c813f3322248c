"""Checks a record as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rosette.knowledge import Knowledge
from rosette.records.checking.conflicts import conflicts
from rosette.records.checking.finding import Finding
from rosette.records.checking.gaps import gaps
from rosette.records.checking.overlaps import overlaps
from rosette.records.checking.versions import versions
from rosette.records.reading.rules import check_fact
from rosette.records.reading.whole import check_ids, check_supersession
from rosette.records.record import ChildRecord
from rosette.records.shapes import Desk

Check = Callable[[ChildRecord, Knowledge], Iterator[Finding]]


def check_record(record: ChildRecord, knowledge: Knowledge) -> tuple[Finding, ...]:
    """Every error and warning of a record, errors first, each in the order of the facts."""
    found = [*_errors(record, knowledge)]
    for check in (conflicts, overlaps, gaps, versions):
        found += check(record, knowledge)
    return tuple(found)


def _errors(record: ChildRecord, knowledge: Knowledge) -> Iterator[Finding]:
    """What reading the record from a file would refuse."""
    desk = Desk(knowledge)
    placed = [(f"facts[{place}]", fact) for place, fact in enumerate(record.facts)]
    for at, fact in placed:
        check_fact(fact, at, desk, birth=record.birth)
    check_ids(placed, desk)
    check_supersession(placed, desk, known=[fact.id for fact in record.facts])
    at_id = {at: fact.id for at, fact in placed}
    for problem in desk.problems.found:
        ids = tuple(name for at, name in at_id.items() if problem.path == at or problem.path.startswith(f"{at}."))
        yield Finding("error", "rule", problem.path, problem.sentence(), ids)
