"""The list of children."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from django.core.paginator import Page
from django.urls import reverse

from rosette.kernel import age_text
from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.access import may
from rosette.server.services.guards import may_somewhere
from rosette.server.store.models import Child
from rosette.server.store.records import header_of, list_versions

HEAD = ("Number", "Who", "Age", "Home hospital")


@frozen(kw_only=True)
class ChildRow:
    """One child in the list."""

    href: str
    number: str
    who: str
    age: str
    site: str


@frozen(kw_only=True)
class ChildrenPage:
    """A page of the list."""

    title: str
    wanted: str
    count: str
    rows: Sequence[ChildRow]
    before: str
    after: str
    may_add: bool
    may_break: bool

    @classmethod
    def of(cls, user: Any, shown: Page[Child], *, wanted: str) -> ChildrenPage:
        """Say a page of the list."""
        total = shown.paginator.count
        list_versions(shown)
        return cls(
            title="Children",
            wanted=wanted,
            count=f"{total} {'child' if total == 1 else 'children'}" + (f' found for "{wanted}"' if wanted else ""),
            rows=tuple(_row(user, child) for child in shown),
            before=_link(wanted, shown.previous_page_number()) if shown.has_previous() else "",
            after=_link(wanted, shown.next_page_number()) if shown.has_next() else "",
            may_add=may_somewhere(user, Act.ADD, Kind.CHILD),
            may_break=may_somewhere(user, Act.ADD, Kind.BREAK_GLASS),
        )


def _row(user: Any, child: Child) -> ChildRow:
    knows = may(user, Act.VIEW, Kind.IDENTITY, child)
    return ChildRow(
        href=reverse("child", args=[child.public_id]),
        number=child.number,
        who=(child.name or child.initials or "") if knows else (child.initials or ""),
        age=age_text(header_of(child).birth, clock.today()),
        site=child.referring_site.name,
    )


def _link(wanted: str, number: int) -> str:
    from urllib.parse import urlencode

    return f"{reverse('children')}?{urlencode({'find': wanted, 'page': number} if wanted else {'page': number})}"
