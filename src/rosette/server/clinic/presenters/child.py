"""The frame of a child's pages: who it is, as far as the person may know, and the rooms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from django.http import HttpRequest
from django.urls import reverse

from rosette.kernel import age_text
from rosette.server.clinic.presenters.layout import Link
from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.access import may
from rosette.server.store.models import Child
from rosette.server.store.records import header_of, record_version

ROOMS = (
    ("Timeline", "child", Kind.FACT),
    ("Record", "record", Kind.FACT),
    ("Options", "board", Kind.BOARD),
    ("Calendar", "calendar", Kind.BOARD),
    ("Weighed", "weighed", Kind.BOARD),
    ("Sequences", "sequences", Kind.BOARD),
    ("Molecular", "molecular", Kind.BOARD),
    ("Response", "response", Kind.BOARD),
    ("131I-MIBG", "therapy", Kind.WORKSHEET),
    ("Late effects", "late_effects", Kind.SURVEILLANCE),
    ("Follow-up papers", "releases", Kind.RELEASED_PLAN),
    ("Consultation", "child_cases", Kind.CASE),
    ("Files", "uploads", Kind.UPLOAD),
    ("Consents", "consents", Kind.CONSENT),
    ("People", "child_people", Kind.TIE),
    ("Who opened", "opened", Kind.AUDIT),
    ("Apps", "child_apps", Kind.CHILD),
)
# Rooms that show nothing but what went out.
OUT = frozenset({Kind.RELEASED_PLAN})


@frozen(kw_only=True)
class ChildHead:
    """Who the child is: initials or name as the person may know, age, sex, sites, number."""

    public_id: str
    number: str
    name: str
    who: str
    sites: str
    version: str
    rooms: Sequence[Link]

    @classmethod
    def of(cls, request: HttpRequest, child: Child, *, room: str = "") -> ChildHead:
        """The frame for a person."""
        record = header_of(child)
        knows = may(request.user, Act.VIEW, Kind.IDENTITY, child)
        sex = record.sex or "sex not stated"
        return cls(
            public_id=child.public_id,
            number=child.number,
            name=(child.name or "") if knows else (child.initials or child.number),
            who=f"{age_text(record.birth, clock.today())} old, born {record.birth}, {sex}"
            if knows
            else f"{age_text(record.birth, clock.today())} old, {sex}",
            sites=f"{child.referring_site.name}; programme: {child.programme_site.name}",
            version=record_version(child),
            rooms=rooms_of(request.user, child, room),
        )


def rooms_of(user: Any, child: Child, room: str = "") -> tuple[Link, ...]:
    """The rooms of a child that a person may enter."""
    from rosette.server.clinic.presenters.layout import _exists

    return tuple(
        Link(text=text, href=reverse(name, args=[child.public_id]), current=name == room)
        for text, name, kind in ROOMS
        if _exists(name, child.public_id) and may(user, Act.VIEW, kind, child, released=kind in OUT)
    )
