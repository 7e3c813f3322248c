"""The record as rows by day, for lists and screens."""

from __future__ import annotations

import textwrap

from attrs import frozen

from rosette.knowledge import Knowledge
from rosette.records.facts import Fact
from rosette.records.presenting.describe import describe, when
from rosette.records.record import ChildRecord


@frozen
class TimelineRow:
    """One fact as a row: when, what kind, the sentence, the sentence in lines, and where it comes from."""

    fact_id: str
    when: str
    kind: str
    sentence: str
    lines: tuple[str, ...]
    source: str


def timeline_text(record: ChildRecord, knowledge: Knowledge, width: int = 80) -> tuple[TimelineRow, ...]:
    """The facts that count, in the order of their days, with sentences cut into lines of at most `width`."""
    return tuple(_row(fact, knowledge, width) for fact in record.active)


def _row(fact: Fact, knowledge: Knowledge, width: int) -> TimelineRow:
    sentence = describe(fact, knowledge)
    lines = tuple(textwrap.wrap(sentence, max(width, 20))) or ("",)
    return TimelineRow(fact.id, when(fact), fact.kind.replace("_", " "), sentence, lines, fact.source.name)
