"""Today, notices and sessions for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen
from django.http import HttpRequest

from rosette.server.clinic.presenters.cases import CaseRow, case_row
from rosette.server.clinic.presenters.child import rooms_of
from rosette.server.clinic.presenters.layout import Link
from rosette.server.clinic.presenters.tags import Tag
from rosette.server.services import clock
from rosette.server.services.editing import WARN_BEFORE, may_edit, pages_due
from rosette.server.services.inquiry_guard import sites_of
from rosette.server.store.models import Case, Inquiry, Notice

URGENCY = {
    "today": Tag("!", "Today", "closed"),
    "soon": Tag("◇", "Soon", "judgement"),
    "later": Tag("→", "Later", "later"),
}


@frozen(kw_only=True)
class NoticeRow:
    """One notice."""

    id: str
    tag: Tag
    child: str
    sentence: str
    why: str
    link: str
    at: str
    read: bool


def notice_row(notice: Notice) -> NoticeRow:
    """One notice."""
    return NoticeRow(
        id=notice.public_id,
        tag=URGENCY.get(notice.urgency, URGENCY["later"]),
        child=notice.child.number if notice.child else notice.about,
        sentence=notice.sentence,
        why=notice.why or "",
        link=notice.link,
        at=f"{notice.made_at:%Y-%m-%d %H:%M} UTC",
        read=notice.read_at is not None,
    )


@frozen(kw_only=True)
class TodayPage:
    """What waits today."""

    title: str
    greeting: str
    notices: Sequence[NoticeRow]
    cases: Sequence[CaseRow]
    own: Sequence[tuple[str, Sequence[Link]]]
    waiting: str
    due: str

    @classmethod
    def of(cls, user: Any) -> TodayPage:
        """Say today."""
        unread = user.notices.filter(read_at__isnull=True).select_related("child")[:10]
        cases = Case.objects.filter(owner=user, closed_on__isnull=True).select_related(
            "child__referring_site", "child__programme_site", "owner"
        )
        return cls(
            title="Today",
            greeting=f"{user.name}, {', '.join(user.role_titles()) or 'no role'}",
            notices=tuple(notice_row(each) for each in unread),
            own=tuple(_own(user)),
            waiting=_waiting(user),
            due=_due(user),
            cases=tuple(case_row(user, each) for each in cases.prefetch_related("requests").order_by("next_on")[:10]),
        )


def _waiting(user: Any) -> str:
    """How many inquiries wait, for those who answer them."""
    sites = sites_of(user)
    if not sites:
        return ""
    rows = Inquiry.objects.filter(site__code__in=sites, state__in=["received", "reviewing", "asked", "appointment"])
    late = rows.filter(next_on__lte=clock.today()).count()
    return f"{rows.count()} inquiries are open, {late} of them due today or late"


def _due(user: Any) -> str:
    """How many public pages must be checked soon, for those who edit them."""
    if not may_edit(user):
        return ""
    count = len(pages_due(clock.today() + WARN_BEFORE))
    return f"{count} public pages must be checked again" if count else ""


def _own(user: Any) -> Iterator[tuple[str, Sequence[Link]]]:
    """The rooms of the children that a family member or young person is tied to: they have no list of children."""
    if not user.has_role("family_proxy", "young_person", "survivor_adult"):
        return
    ties = user.ties.current().select_related("child__referring_site", "child__programme_site")
    for tie in ties:
        yield f"{tie.child.initials or ''} {tie.child.number}", rooms_of(user, tie.child)


@frozen(kw_only=True)
class NoticesPage:
    """Own notices, newest first."""

    title: str
    rows: Sequence[NoticeRow]

    @classmethod
    def of(cls, user: Any) -> NoticesPage:
        """Say the notices."""
        return cls(title="Notices", rows=tuple(notice_row(each) for each in user.notices.select_related("child")[:100]))


@frozen(kw_only=True)
class SessionsPage:
    """Own account and sessions."""

    title: str
    roles: Sequence[str]
    second_factor: str
    sessions: Sequence[tuple[str, str, str]]

    @classmethod
    def of(cls, request: HttpRequest) -> SessionsPage:
        """Say the account."""
        from allauth.mfa.utils import is_mfa_enabled
        from allauth.usersessions.models import UserSession

        rows = UserSession.objects.purge_and_list(request.user)
        here = request.session.session_key
        return cls(
            title="Your account",
            roles=tuple(str(grant) for grant in request.user.current_grants()),
            second_factor="A second factor is set up."
            if is_mfa_enabled(request.user)
            else "No second factor is set up.",
            sessions=tuple(
                (
                    f"{row.created_at:%Y-%m-%d %H:%M} UTC",
                    row.user_agent[:80],
                    "this one" if row.session_key == here else "",
                )
                for row in rows
            ),
        )
