"""The frame of every page: the menu that a person's roles open, the bell, the demo notice, emergency access."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_bidi

from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.guards import may_somewhere

MENU = (
    ("Today", "home", None),
    ("Children", "children", Kind.CHILD),
    ("Survivors", "survivors", Kind.SURVEILLANCE),
    ("Inquiries", "inquiries", Kind.INQUIRY),
    ("Consultation", "queue", Kind.CASE),
    ("Meetings", "meetings", Kind.MEETING),
    ("Trial office", "office", Kind.SLOT),
    ("Running trials", "running_trials", Kind.RUNNING_TRIAL),
    ("Changed plans", "plan_changes", Kind.PLAN_CHANGE),
    ("Funnel", "funnel", Kind.FUNNEL),
    ("Site file", "site_file", Kind.SITE_FILE),
    ("Audit", "audit", Kind.AUDIT),
    ("People", "people", Kind.ACCOUNT),
    ("Website", "website", Kind.PAGE),
)


@frozen(kw_only=True)
class Link:
    """A place to go."""

    text: str
    href: str
    current: bool = False


@frozen(kw_only=True)
class Layout:
    """What stands around every page."""

    direction: str
    language: str
    person: str
    roles: str
    menu: Sequence[Link]
    unread: int
    demo: str
    glass: Sequence[str]
    nonce: Any

    @classmethod
    def of(cls, request: HttpRequest) -> Layout:
        """The frame for a request."""
        user = getattr(request, "user", None)
        known = user is not None and user.is_authenticated
        return cls(
            direction=_direction(request),
            language=getattr(request, "LANGUAGE_CODE", "en"),
            person=user.name if known else "",
            roles=", ".join(user.role_titles()) if known else "",
            menu=_menu(request) if known else (),
            unread=user.notices.filter(read_at__isnull=True).count() if known else 0,
            demo=f"Demo: invented children. The day is held at {clock.today():%-d %B %Y}." if clock.is_demo() else "",
            glass=_glass(user) if known else (),
            nonce=getattr(request, "csp_nonce", ""),
        )


def _direction(request: HttpRequest) -> str:
    if request.GET.get("dir") in ("rtl", "ltr"):
        return str(request.GET["dir"])
    return "rtl" if get_language_bidi() else "ltr"


def _menu(request: HttpRequest) -> tuple[Link, ...]:
    return tuple(
        Link(text=text, href=reverse(name), current=request.path.startswith(reverse(name)) and name != "home")
        for text, name, kind in MENU
        if _exists(name) and (kind is None or may_somewhere(request.user, Act.VIEW, kind))
    )


def _exists(name: str, *args: str) -> bool:
    from django.urls import NoReverseMatch

    try:
        reverse(name, args=args or None)
    except NoReverseMatch:
        return False
    return True


def _glass(user: Any) -> tuple[str, ...]:
    rows = user.glass.filter(until__gt=clock.now()).select_related("child")
    return tuple(f"Emergency access to {row.child.number} until {row.until:%H:%M} UTC" for row in rows)
