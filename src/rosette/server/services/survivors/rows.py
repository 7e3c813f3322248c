"""The list of survivors: a short row a child, made again when what it was made from changed, never all at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from attrs import frozen
from django.db import transaction
from django.db.models import F, Q, QuerySet

from rosette.kernel import Span
from rosette.knowledge import load_knowledge
from rosette.server.accounts.models import Site
from rosette.server.services import clock
from rosette.server.services.survivors.planned import followed
from rosette.server.services.survivors.practice import practice_digest, practice_of_site
from rosette.server.services.survivors.replanning import keep_last
from rosette.server.store.models import Child, PlanRow
from rosette.server.store.records import list_versions, record_version
from rosette.survivorship import Plan, Practice, merged, visits
from rosette.version import SOFTWARE

SOON = Span(3, "month")
MOST_AT_ONCE = 8
SHOWS = {"overdue": Q(overdue__gt=0), "soon": Q(soon__gt=0) | Q(overdue__gt=0), "asks": Q(asks__gt=0), "all": Q()}


@frozen(kw_only=True)
class Counts:
    """A plan in numbers: tests overdue, tests due within three months, rows that ask a clinician, the next day."""

    overdue: int
    soon: int
    asks: int
    next_on: date | None


def counts_of(plan: Plan) -> Counts:
    """The numbers of a plan, one row a test."""
    items = merged(plan).items
    acting = [item for item in items if item.acts and item.form != "none" and item.due is not None]
    late = [item for item in acting if item.state == "overdue"]
    horizon, days = SOON.after(plan.on), visits(plan)
    return Counts(
        overdue=len(late),
        soon=sum(item.due is not None and item not in late and item.due <= horizon for item in acting),
        asks=sum(not item.acts for item in items),
        next_on=days[0].on if days else None,
    )


def replan(child: Child, *, practice: Practice | None = None) -> PlanRow:
    """The row of a child, made again when anything that it was made from changed, and what new rules changed kept."""
    held = practice or practice_of_site(child.programme_site)
    key = row_key(child, held)
    row = PlanRow.objects.filter(child=child).first()
    return row if row is not None and row.key == key else _kept(child, key, held)


def row_key(child: Child, practice: Practice) -> str:
    """Record version, practice with its signatures, day, knowledge and software."""
    told = (record_version(child), practice_digest(practice), clock.today(), load_knowledge().digest, SOFTWARE)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _kept(child: Child, key: str, practice: Practice) -> PlanRow:
    found = followed(child, practice=practice)
    counts, end = counts_of(found.plan), found.exposures.end_of_therapy
    fields = {
        "key": key,
        "on": found.plan.on,
        "listed": bool(found.exposures.given) and (end is not None or counts.next_on is not None),
        "overdue": counts.overdue,
        "soon": counts.soon,
        "asks": counts.asks,
        "next_on": counts.next_on,
        "ended_on": end,
        "made_at": clock.now(),
    }
    with transaction.atomic():
        keep_last(child, found)
        return PlanRow.objects.update_or_create(child=child, defaults=fields)[0]


# --- the list ----------------------------------------------------------------------------------------------


def survivors(user: Any, *, show: str = "all") -> QuerySet[PlanRow]:
    """The rows that a person may see, the next day first; show: overdue, soon, asks or all."""
    rows = PlanRow.objects.filter(SHOWS[show], child__in=_visible(user), listed=True)
    rows = rows.select_related("child__programme_site", "child__referring_site")
    return rows.order_by(F("next_on").asc(nulls_last=True), "child__number")


def make_some(user: Any) -> int:
    """Make a few of the rows that are missing or of an earlier day; gives how many are left to the background."""
    behind = _visible(user).filter(~Q(plan_row__on=clock.today()) | Q(plan_row__isnull=True))
    children = behind.select_related("programme_site", "referring_site").order_by("number")
    _replanned(children[:MOST_AT_ONCE])
    return behind.count()


def make_again(rows: Iterable[PlanRow]) -> int:
    """Make those of a page again whose record changed since, a few at most; gives how many were made."""
    children = [row.child for row in rows]
    list_versions(children)
    kept = {row.child_id: row.key for row in rows}
    practices = _practices(children)
    stale = [child for child in children if kept[child.pk] != row_key(child, practices[child.programme_site])]
    return _replanned(stale[:MOST_AT_ONCE])


def _replanned(children: Iterable[Child]) -> int:
    listed = list(children)
    practices = _practices(listed)
    for child in listed:
        replan(child, practice=practices[child.programme_site])
    return len(listed)


def _practices(children: Iterable[Child]) -> dict[Site, Practice]:
    return {site: practice_of_site(site) for site in {child.programme_site for child in children}}


def _visible(user: Any) -> QuerySet[Child]:
    return Child.objects.visible_to(user, "surveillance").filter(wrapped_key__isnull=False)
