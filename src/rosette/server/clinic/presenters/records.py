"""The record and its facts for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from attrs import frozen

from rosette.knowledge import Knowledge
from rosette.records import ChildRecord, Fact, Finding, describe, when
from rosette.server.store.models import Child, FactRow

HEAD = ("When", "Kind", "What", "Source")


@frozen(kw_only=True)
class FactRowPart:
    """One fact in the list."""

    id: str
    when: str
    kind: str
    text: str
    source: str


@frozen(kw_only=True)
class RecordPage:
    """Every fact that counts, newest first, and what the check found."""

    title: str
    rows: Sequence[FactRowPart]
    findings: Sequence[str]

    @classmethod
    def of(cls, record: ChildRecord, findings: Sequence[Finding], knowledge: Knowledge) -> RecordPage:
        """Say the record."""
        return cls(
            title="Record",
            rows=tuple(_row(fact, knowledge) for fact in reversed(record.active)),
            findings=tuple(finding.sentence for finding in findings),
        )


def _row(fact: Fact, knowledge: Knowledge) -> FactRowPart:
    return FactRowPart(
        id=fact.id,
        when=when(fact),
        kind=fact.kind.replace("_", " "),
        text=describe(fact, knowledge),
        source=fact.source.name,
    )


@frozen(kw_only=True)
class VersionPart:
    """One version of a fact."""

    id: str
    when: str
    text: str
    state: str
    source: str
    recorded: str


@frozen(kw_only=True)
class FactPage:
    """One fact with every version of it, newest first."""

    title: str
    id: str
    kind: str
    when: str
    text: str
    counts: bool
    versions: Sequence[VersionPart]

    @classmethod
    def of(cls, child: Child, record: ChildRecord, fact_id: str, knowledge: Knowledge) -> FactPage:
        """Say a fact."""
        fact = record.by_id[fact_id]
        rows = {row.fact_id: row for row in FactRow.objects.filter(child=child).select_related("entered_by")}
        history = sorted(record.history(fact_id), key=lambda each: rows[each.id].seq, reverse=True)
        active = {each.id for each in record.active}
        return cls(
            title=f"{fact.kind.replace('_', ' ').capitalize()} of {when(fact)}",
            id=fact_id,
            kind=fact.kind,
            when=when(fact),
            text=describe(fact, knowledge),
            counts=fact_id in active,
            versions=tuple(_version(each, rows[each.id], knowledge, active) for each in history),
        )


def _version(fact: Fact, row: FactRow, knowledge: Knowledge, active: set[str]) -> VersionPart:
    state = "counts" if fact.id in active else "entered in error" if fact.status != "active" else "replaced"
    who = row.entered_by.name if row.entered_by else fact.recorded_by
    return VersionPart(
        id=fact.id,
        when=when(fact),
        text=describe(fact, knowledge),
        state=state,
        source=fact.source.name,
        recorded=f"{_instant(row.recorded_at)} by {who}",
    )


def _instant(value: datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC"
