"""Consents, people, emergency access and the audit for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from rosette.options.wording import day_text
from rosette.server.accounts.models import User
from rosette.server.clinic.presenters.tags import Tag
from rosette.server.services import clock
from rosette.server.services.consents import newest_texts
from rosette.server.store.models import AuditRow, BreakGlass, Child

AUDIT_HEAD = (
    "Row",
    "When (UTC)",
    "Who",
    "Role",
    "Act",
    "Thing",
    "Child",
    "Purpose",
    "Fields",
    "From",
    "Request",
    "Outcome",
    "Detail",
)
GIVEN, WITHDRAWN, NONE = Tag("✓", "Given", "open"), Tag("✗", "Withdrawn", "closed"), Tag("?", "Not asked", "unknown")


@frozen(kw_only=True)
class ConsentRow:
    """One purpose."""

    purpose: str
    title: str
    words: str
    tag: Tag
    said: str
    stands: bool


@frozen(kw_only=True)
class ConsentsPage:
    """Every purpose with the last word on it."""

    title: str
    rows: Sequence[ConsentRow]

    @classmethod
    def of(cls, child: Child) -> ConsentsPage:
        """Say the consents."""
        return cls(title="Consents", rows=tuple(_consent(child, text) for text in newest_texts()))


def _consent(child: Child, text: Any) -> ConsentRow:
    last = child.consents.filter(text__purpose=text.purpose).select_related("text").order_by("-recorded_at").first()
    common = {"purpose": text.purpose, "title": text.title, "words": text.words}
    if last is None:
        return ConsentRow(**common, tag=NONE, said="Nobody was asked yet.", stands=False)
    last.child = child
    signed = (
        f"{last.signed_by} ({last.get_relation_display().lower()}), {day_text(last.on)}, wording {last.text.version}"
    )
    said = f"{signed}; child: {last.get_assent_display().lower()}"
    if last.withdrawn_at is not None:
        return ConsentRow(**common, tag=WITHDRAWN, said=f"{said}; withdrawn {last.withdrawn_at:%Y-%m-%d}", stands=False)
    return ConsentRow(**common, tag=GIVEN, said=said, stands=True)


@frozen(kw_only=True)
class PeoplePage:
    """Accounts with their roles."""

    title: str
    rows: Sequence[tuple[str, str, str, str, Sequence[tuple[int, str]]]]

    @classmethod
    def of(cls, users: Iterable[User]) -> PeoplePage:
        """Say the people."""
        return cls(title="People", rows=tuple(_person(user) for user in users))


def _person(user: User) -> tuple[str, str, str, str, Sequence[tuple[int, str]]]:
    held = tuple((grant.pk, str(grant)) for grant in user.current_grants())
    return user.public_id, user.name, user.email, "active" if user.is_active else "closed", held


@frozen(kw_only=True)
class GlassPage:
    """Emergency accesses."""

    title: str
    rows: Sequence[tuple[str, str, str, str, Tag, str]]

    @classmethod
    def of(cls, rows: Iterable[BreakGlass]) -> GlassPage:
        """Say the accesses."""
        return cls(title="Emergency access", rows=tuple(_glass(row) for row in rows))


def _glass(row: BreakGlass) -> tuple[str, str, str, str, Tag, str]:
    late = row.reviewed_at is None and row.review_due < clock.today()
    tag = (
        Tag("✓", row.get_finding_display(), "open")
        if row.reviewed_at
        else Tag("!", "Review late", "closed")
        if late
        else Tag("◇", "To review", "judgement")
    )
    by = f"by {row.reviewed_by.name}" if row.reviewed_by else f"due {row.review_due}"
    return str(row.pk), f"{row.since:%Y-%m-%d %H:%M}", row.user.name, row.child.number, tag, by


@frozen(kw_only=True)
class AuditPage:
    """A page of audit rows."""

    title: str
    head: Sequence[str]
    rows: Sequence[tuple[Any, ...]]
    before: int
    after: int

    @classmethod
    def of(cls, shown: Any, *, title: str, names: Mapping[str, str] | None = None) -> AuditPage:
        """Say a page of rows."""
        known = names or {user.public_id: user.name for user in User.objects.all()}
        return cls(
            title=title,
            head=AUDIT_HEAD,
            rows=tuple(audit_row(row, known) for row in shown),
            before=shown.previous_page_number() if shown.has_previous() else 0,
            after=shown.next_page_number() if shown.has_next() else 0,
        )


def audit_row(row: AuditRow, names: Mapping[str, str]) -> tuple[Any, ...]:
    """One audit row as cells."""
    return (
        row.seq,
        f"{row.at:%Y-%m-%d %H:%M:%S}",
        names.get(row.actor, row.actor),
        row.role,
        row.act,
        f"{row.object_type} {row.object_id}".strip(),
        row.child,
        row.purpose,
        ", ".join(row.fields),
        row.origin,
        row.request,
        row.outcome,
        row.detail,
    )
