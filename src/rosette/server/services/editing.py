"""Who edits the public site: the roles of the policy as groups of the editor, followed at every request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from attrs import frozen
from django.apps import apps
from django.contrib.auth.models import Group

from rosette.server.policy import Act, Kind
from rosette.server.services.guards import may_somewhere

EDITORS, REVIEWERS, PUBLISHERS = "Website editors", "Clinical reviewers", "Website publishers"
NEEDS: Mapping[str, Act] = {EDITORS: Act.ADD, REVIEWERS: Act.SIGN, PUBLISHERS: Act.EXPORT}
EDITOR_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "frame-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'self'"],
}


WARN_BEFORE = timedelta(days=30)


@frozen(kw_only=True)
class PageDue:
    """A public page and the day by which it must be checked again; None when nobody checked it."""

    id: int
    title: str
    language: str
    live: bool
    reviewed_by: str
    reviewed_on: date | None
    due: date | None


def pages_due(until: date) -> tuple[PageDue, ...]:
    """The public pages that nobody checked or that must be checked again until a day, the earliest first."""
    return tuple(each for each in all_pages() if each.due is None or each.due <= until)


def all_pages() -> tuple[PageDue, ...]:
    """Every public page with its review, the earliest due first."""
    rows = [row for name in ("InfoPage", "NewsPage") for row in _rows(apps.get_model("publicsite", name))]
    return tuple(sorted(rows, key=lambda row: (row.due or date.min, row.language, row.title)))


def _rows(model: Any) -> list[PageDue]:
    return [
        PageDue(
            id=page.pk,
            title=page.title,
            language=page.locale.language_code,
            live=page.live,
            reviewed_by=page.reviewed_by,
            reviewed_on=page.reviewed_on,
            due=page.review_due,
        )
        for page in model.objects.select_related("locale")
    ]


def may_edit(user: Any) -> bool:
    """Whether any role of the person opens the editor."""
    return may_somewhere(user, Act.VIEW, Kind.PAGE)


def follow_roles(user: Any) -> frozenset[str]:
    """Put the person into the groups of their roles, and out of the others; gives the groups' names."""
    wanted = {name for name, act in NEEDS.items() if may_somewhere(user, act, Kind.PAGE)}
    held = set(user.groups.filter(name__in=NEEDS).values_list("name", flat=True))
    if wanted != held:
        user.groups.remove(*Group.objects.filter(name__in=held - wanted))
        user.groups.add(*Group.objects.filter(name__in=wanted - held))
    return frozenset(wanted)
