"""Meetings and agenda items for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen

from rosette.options import Board
from rosette.options.wording import board_counts, day_text
from rosette.server.clinic.presenters.board import SectionPart, section_part
from rosette.server.policy import Act, Kind
from rosette.server.services.access import may
from rosette.server.services.meetings import signatures_of
from rosette.server.store.models import AgendaItem, Meeting

TOLD = ("OPEN", "JUDGEMENT", "OPENS", "ONE_TEST", "COMFORT")


@frozen(kw_only=True)
class MeetingsPage:
    """The list of meetings."""

    title: str
    rows: Sequence[tuple[str, str, str, str, str]]

    @classmethod
    def of(cls, meetings: Iterable[Meeting]) -> MeetingsPage:
        """Say the list."""
        rows = tuple(
            (m.public_id, day_text(m.on), m.title, m.get_state_display(), str(m.items.count())) for m in meetings
        )
        return cls(title="Meetings", rows=rows)


@frozen(kw_only=True)
class MeetingPage:
    """One meeting with its agenda."""

    title: str
    id: str
    when: str
    place: str
    state: str
    attendees: str
    items: Sequence[tuple[str, str, str, str]]

    @classmethod
    def of(cls, user: Any, meeting: Meeting, items: Iterable[AgendaItem]) -> MeetingPage:
        """Say the agenda."""
        return cls(
            title=meeting.title,
            id=meeting.public_id,
            when=day_text(meeting.on),
            place=meeting.place,
            state=meeting.get_state_display(),
            attendees=", ".join(each.name for each in meeting.attendees.order_by("name")) or "nobody yet",
            items=tuple((i.public_id, _who(user, i), i.case.get_kind_display(), _state(i)) for i in items),
        )


def _who(user: Any, item: AgendaItem) -> str:
    child = item.case.child
    name = child.name if may(user, Act.VIEW, Kind.IDENTITY, child) else child.initials
    return f"{child.number} {name or ''}"


def _state(item: AgendaItem) -> str:
    signed = signatures_of(item)
    if signed:
        return f"{item.get_decision_display()}, signed by {', '.join(each.name for each in signed)}"
    return f"{item.get_decision_display()}, not signed" if item.decision else "open"


@frozen(kw_only=True)
class ItemPage:
    """One case in the meeting."""

    title: str
    id: str
    case: str
    meeting: str
    meeting_title: str
    question: str
    counts: str
    sections: Sequence[SectionPart]
    decision: str
    recommendation: str
    minutes: str
    dissent: str
    options: Sequence[str]
    review: str
    signatures: Sequence[tuple[str, str, str, str]]
    letters: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, item: AgendaItem, board: Board) -> ItemPage:
        """Say one item beside the board as it is now."""
        from rosette.options import Section

        titles = {option.id: option.title for option in board.options}
        return cls(
            title=f"{item.case.get_kind_display()}: {item.case.child.number}",
            id=item.public_id,
            case=item.case.public_id,
            meeting=item.meeting.public_id,
            meeting_title=f"{item.meeting.title}, {day_text(item.meeting.on)}",
            question=item.case.question,
            counts=board_counts(board),
            sections=tuple(section_part(board, each) for each in Section if each.name in TOLD and board.section(each)),
            decision=item.get_decision_display(),
            recommendation=item.recommendation or "",
            minutes=item.minutes or "",
            dissent=item.dissent or "",
            options=tuple(titles.get(each, each) for each in item.options),
            review=day_text(item.review_on) if item.review_on else "",
            signatures=tuple((s.name, s.role, s.meaning, f"{s.at:%Y-%m-%d %H:%M} UTC") for s in signatures_of(item)),
            letters=tuple((each.public_id, each.number) for each in item.letters.order_by("drafted_at")),
        )
