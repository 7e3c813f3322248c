"""What new rules changed in plans of follow-up, for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen
from django.db.models import QuerySet

from rosette.knowledge import load_knowledge
from rosette.options.wording import day_text
from rosette.server.clinic.presenters.tags import Tag
from rosette.server.policy import Act, Kind
from rosette.server.services.access import may
from rosette.server.services.guards import may_somewhere
from rosette.server.services.survivors import rows_of
from rosette.server.store.models import Child, LastPlan, PlanChange

OPEN, DONE = Tag("!", "To look at", "judgement"), Tag("✓", "Looked at", "open")
HEAD = ("Check", "What", "Due before", "Due now", "How often before", "How often now", "Why")
WORDS = {"added": "new", "removed": "gone", "moved": "changed"}


@frozen(kw_only=True)
class ChangeRow:
    """One child whose plan new rules changed."""

    id: str
    tag: Tag
    child: str
    said: str
    looked: str


@frozen(kw_only=True)
class ChangesPage:
    """Every child whose plan new rules changed, what waits first, and how far the planning is."""

    title: str
    lede: str
    progress: str
    rows: Sequence[ChangeRow]
    may_plan: bool

    @classmethod
    def of(cls, user: Any, changes: Iterable[PlanChange], children: QuerySet[Child]) -> ChangesPage:
        """Say the changes."""
        rows = sorted((_row(change) for change in changes), key=lambda row: row.tag is DONE)
        waiting = sum(row.tag is OPEN for row in rows)
        return cls(
            title="Plans changed by new rules",
            lede=f"{len(rows)} plans changed, {waiting} to look at.",
            progress=_progress(children),
            rows=tuple(rows),
            may_plan=may_somewhere(user, Act.CHANGE, Kind.PLAN_CHANGE),
        )


def _progress(children: QuerySet[Child]) -> str:
    knowledge, every = load_knowledge(), children.count()
    rows = LastPlan.objects.filter(child__in=children)
    done, kept = rows.filter(digest=knowledge.digest).count(), rows.count()
    told = f"Rules in use: {knowledge.release}. {done} of {every} plans are made with them"
    return f"{told}; {kept - done} wait with earlier rules, {every - kept} wait for their first."


def _row(change: PlanChange) -> ChangeRow:
    looked = ""
    if change.reviewed_at is not None and change.reviewed_by is not None:
        looked = f"{change.reviewed_by.name}, {day_text(change.reviewed_at.date())}. {change.note or ''}".strip()
    return ChangeRow(
        id=change.public_id,
        tag=OPEN if change.reviewed_at is None else DONE,
        child=change.child.number,
        said=f"{change.count} rows, rules {change.earlier} to {change.later}, made {day_text(change.made_at.date())}",
        looked=looked,
    )


@frozen(kw_only=True)
class ChangePage:
    """What new rules changed in one plan, row by row."""

    title: str
    row: ChangeRow
    lede: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    may_review: bool

    @classmethod
    def of(cls, user: Any, change: PlanChange) -> ChangePage:
        """Say one change."""
        told = f"The rules {change.earlier} and {change.later} on the same record (version {change.record})"
        return cls(
            title=f"What new rules changed for {change.child.number}",
            row=_row(change),
            lede=f"{told}, as of {day_text(change.on)}. The plan informs the team; the team decides.",
            head=HEAD,
            rows=tuple(_cells(row) for row in rows_of(change)),
            may_review=change.reviewed_at is None and may(user, Act.CHANGE, Kind.PLAN_CHANGE, change.child),
        )


def _cells(row: Any) -> tuple[str, ...]:
    due, often = ([each or "none" for each in row[name]] for name in ("due", "interval"))
    return (f"{row['name']} ({row['code']})", WORDS[row["kind"]], *due, *often, "; ".join(row["why"]))
