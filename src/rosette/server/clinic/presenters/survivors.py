"""Survivors said for templates: the list, and two profiles of rules side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from django.core.paginator import Page
from django.urls import reverse

from rosette.documents.survivorship.clinical import next_words
from rosette.server.clinic.presenters.layout import Link
from rosette.server.policy import Act, Kind
from rosette.server.services.access import may
from rosette.server.store.models import PlanRow
from rosette.survivorship import Compared, Item

SHOW_WORDS = {
    "overdue": "Overdue",
    "soon": "Overdue or due in 3 months",
    "asks": "Needing a clinician",
    "all": "All",
}


@frozen(kw_only=True)
class SurvivorRow:
    """One child in the list."""

    href: str
    number: str
    who: str
    state: str
    overdue: int
    soon: int
    asks: int
    next_on: str
    as_of: str


@frozen(kw_only=True)
class SurvivorsPage:
    """A page of the list."""

    title: str
    shows: Sequence[Link]
    count: str
    behind: str
    rows: Sequence[SurvivorRow]
    before: str
    after: str

    @classmethod
    def of(cls, user: Any, shown: Page[PlanRow], *, show: str, behind: int) -> SurvivorsPage:
        """Say a page of the list; behind: how many plans are of an earlier day or not made yet."""
        total = shown.paginator.count
        left = "plan is" if behind == 1 else "plans are"
        return cls(
            title="Survivors",
            shows=tuple(Link(text=text, href=_href(word), current=word == show) for word, text in SHOW_WORDS.items()),
            count=f"{total} {'child' if total == 1 else 'children'}, the next day first",
            behind=f"{behind} {left} being made again in the background: the counts are not whole yet."
            if behind
            else "",
            rows=tuple(_row(user, row) for row in shown),
            before=_href(show, shown.previous_page_number()) if shown.has_previous() else "",
            after=_href(show, shown.next_page_number()) if shown.has_next() else "",
        )


def _href(show: str, page: int = 1) -> str:
    return f"{reverse('survivors')}?show={show}" + (f"&page={page}" if page > 1 else "")


def _row(user: Any, row: PlanRow) -> SurvivorRow:
    child = row.child
    knows = may(user, Act.VIEW, Kind.IDENTITY, child)
    return SurvivorRow(
        href=reverse("late_effects", args=[child.public_id]),
        number=child.number,
        who=(child.name or child.initials or "") if knows else (child.initials or ""),
        state=f"treatment ended on {row.ended_on}" if row.ended_on else "treatment goes on",
        overdue=row.overdue,
        soon=row.soon,
        asks=row.asks,
        next_on=str(row.next_on) if row.next_on else "no day yet",
        as_of=str(row.on),
    )


def compared_rows(found: Sequence[Compared]) -> tuple[tuple[str, ...], ...]:
    """Two profiles row by row: the row, what each asks for, whether they agree."""
    return tuple((each.code, *(_side(item) for item in each.items), "yes" if each.same else "no") for each in found)


def _side(item: Item | None) -> str:
    if item is None:
        return "not asked for"
    if item.form == "none":
        return f"{item.test.name}: no routine"
    mark = "" if item.acts else " (does not act until signed)"
    return f"{item.test.name}: {item.words}, {next_words(item)}{mark}"
