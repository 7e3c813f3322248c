"""The desk for people: what came through the front door, late first; one inquiry with everything that was said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen

from rosette.intake import all_steps, arrangements_for, day_of, ready_to_travel, refusals_for
from rosette.options.wording import day_text
from rosette.server.clinic.presenters.cases import COMING, DONE, LATE, TODAY
from rosette.server.clinic.presenters.tags import Tag
from rosette.server.services import clock
from rosette.server.services.inquiries import answers_of
from rosette.server.services.inquiry_files import held_files, record_in
from rosette.server.services.twins import children_like, inquiries_like
from rosette.server.store.models import Inquiry
from rosette.texts import texts_of

OPEN = ("received", "held", "reviewing", "asked", "appointment")


@frozen(kw_only=True)
class InquiryRow:
    """One inquiry in the list."""

    id: str
    number: str
    who: str
    door: str
    wish: str
    state: str
    tag: Tag
    next: str
    owner: str
    language: str
    age: str
    joined: str


def inquiry_row(inquiry: Inquiry) -> InquiryRow:
    """One inquiry; those joined to it are named in its row."""
    told = answers_of(inquiry)
    joined = [f"{each.number} ({each.get_door_display().lower()})" for each in inquiry.merged.all()]
    days = (clock.now() - inquiry.sent_at).days if inquiry.sent_at else 0
    return InquiryRow(
        id=inquiry.public_id,
        number=inquiry.number or "",
        who=f"{told.get('child_given') or ''} {told.get('child_family') or ''}".strip() or str(told.get("name") or ""),
        door=inquiry.get_door_display(),
        wish=inquiry.get_wish_display() if inquiry.wish else "",
        state=inquiry.get_state_display(),
        tag=_tag(inquiry),
        next=day_text(inquiry.next_on) if inquiry.next_on else "—",
        owner=inquiry.owner.name if inquiry.owner else "nobody yet",
        language=inquiry.language,
        age="today" if days == 0 else f"{days} day{'s' if days > 1 else ''}",
        joined=", ".join(joined),
    )


def _tag(inquiry: Inquiry) -> Tag:
    if inquiry.next_on is None:
        return DONE
    return LATE if inquiry.next_on < clock.today() else TODAY if inquiry.next_on == clock.today() else COMING


@frozen(kw_only=True)
class DeskPage:
    """The list."""

    title: str
    counts: str
    rows: Sequence[InquiryRow]
    held: int

    @classmethod
    def of(cls, rows: Iterable[Inquiry], *, total: int, held: int, title: str) -> DeskPage:
        """Say the list."""
        shown = tuple(inquiry_row(each) for each in rows)
        late = sum(row.tag is LATE for row in shown)
        return cls(title=title, counts=f"{total} open, {late} late on this page", rows=shown, held=held)


@frozen(kw_only=True)
class InquiryPage:
    """One inquiry."""

    title: str
    row: InquiryRow
    is_open: bool
    is_joined: bool
    answers: Sequence[tuple[str, str]]
    foreign: str
    files: Sequence[tuple[str, str, str, str]]
    events: Sequence[tuple[str, str, str, str]]
    arrangements: Sequence[tuple[int, str, str, str]]
    ready: bool
    needs_travel: bool
    like_inquiries: Sequence[tuple[str, str, str]]
    like_children: Sequence[tuple[str, str, str]]
    joined: Sequence[tuple[str, str]]
    refusals: Sequence[str]
    trials: Sequence[str]
    record: str
    outcome: str
    instead: str
    case: str
    main: str

    @classmethod
    def of(cls, inquiry: Inquiry) -> InquiryPage:
        """Say it: answers in the sender's words, labels in English."""
        told = answers_of(inquiry)
        record = record_in(inquiry)
        rows = list(inquiry.arrangements.all())
        return cls(
            title=f"{inquiry.number}: {inquiry.get_wish_display() if inquiry.wish else 'inquiry'}",
            row=inquiry_row(inquiry),
            is_open=inquiry.state in OPEN,
            is_joined=inquiry.state == "merged" and inquiry.case_id is None,
            answers=tuple(_answers(inquiry, told)),
            foreign="" if inquiry.language == "en" else inquiry.language,
            files=tuple((row.public_id, row.item, row.name, f"{row.size:,} bytes") for row in held_files(inquiry)),
            events=tuple(
                (f"{each.at:%Y-%m-%d %H:%M} UTC", each.what, each.words or "", each.by.name if each.by else "sender")
                for each in inquiry.events.select_related("by")
            ),
            arrangements=tuple((row.pk, row.item, row.get_state_display(), row.note) for row in rows),
            ready=ready_to_travel(row.state for row in rows),
            needs_travel=bool(arrangements_for(told)),
            like_inquiries=tuple(
                (o.public_id, f"{o.number}, {o.get_state_display().lower()}", s) for o, s in inquiries_like(inquiry)
            ),
            like_children=tuple(
                (child.public_id, child.number, strength) for child, strength in children_like(inquiry)
            ),
            joined=tuple(
                (each.public_id, f"{each.number}, {each.get_door_display().lower()}") for each in inquiry.merged.all()
            ),
            refusals=tuple(_refusals(inquiry, told)),
            trials=tuple(inquiry.trials),
            record=f"{len(record.facts)} facts, born {record.birth}" if record is not None else "",
            outcome=inquiry.outcome or "",
            instead=inquiry.instead or "",
            case=inquiry.case.public_id if inquiry.case else "",
            main=inquiry.merged_into.public_id if inquiry.merged_into else "",
        )


def _answers(inquiry: Inquiry, told: dict[str, Any]) -> Iterable[tuple[str, str]]:
    t = texts_of("en")
    for step in all_steps(inquiry.door):
        for each in step.fields:
            value = told.get(each.name)
            if value not in (None, "", [], {}):
                yield t(f"field.{each.name}"), _words(each, value)


def _words(each: Any, value: Any) -> str:
    t = texts_of("en")
    if each.kind == "day":
        found = day_of(value)
        return str(found) if found else " ".join(value.values())
    if each.kind == "documents":
        states = ((item, state) for item, state in value.items() if state)
        return "; ".join(
            f"{t(f'choice.documents.{item}')}: {t(f'choice.document_state.{state}')}" for item, state in states
        )
    if each.kind in ("one", "many"):
        return "; ".join(t(f"choice.{each.name}.{item}") for item in (value if isinstance(value, list) else [value]))
    return str(value)


def _refusals(inquiry: Inquiry, told: dict[str, Any]) -> Iterable[str]:
    place = {"country": str(told.get("country") or ""), "region": str(told.get("region") or "")}
    for each in refusals_for(**place, service=inquiry.wish, on=clock.today()):
        yield f"{each.why['en']} {each.instead['en']} (rule {each.id}, since {each.since})"
