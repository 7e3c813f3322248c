"""Versions of facts that do not form one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rosette.knowledge import Knowledge
from rosette.records.checking.finding import Finding
from rosette.records.checking.places import warning
from rosette.records.facts import Fact
from rosette.records.record import ChildRecord


def versions(record: ChildRecord, knowledge: Knowledge) -> Iterator[Finding]:
    """Facts that replace one of another kind, one recorded later, or one that another fact replaces too."""
    replaced = Counter(fact.supersedes for fact in record.facts if fact.supersedes is not None)
    for fact in record.facts:
        older = record.by_id.get(fact.supersedes) if fact.supersedes is not None else None
        if older is not None:
            for sentence in _faults(fact, older, twice=replaced[older.id] > 1):
                yield warning(record, "history", (older, fact), sentence, key="supersedes")


def _faults(fact: Fact, older: Fact, *, twice: bool) -> Iterator[str]:
    if older.kind != fact.kind:
        yield f'"{fact.id}", a {fact.kind}, replaces "{older.id}", a {older.kind}'
    if older.recorded_at > fact.recorded_at:
        yield f'"{fact.id}" replaces "{older.id}", which was recorded later'
    if twice:
        yield f'"{older.id}" is replaced by more than one fact'
