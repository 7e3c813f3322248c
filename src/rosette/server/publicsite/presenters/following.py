"""The status of an inquiry as its sender may see it: nothing that another sender said or did."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import frozen

from rosette.intake import DOCUMENTS, ready_to_travel
from rosette.server.services.inquiries import OPEN_STATES, answers_of
from rosette.server.services.inquiry_files import held_files
from rosette.server.store.models import Inquiry
from rosette.texts import Texts

SHOWN = (
    "sent",
    "taken",
    "asked",
    "note",
    "file",
    "accepted",
    "appointment",
    "answered",
    "declined",
    "arranged",
    "withdrawn",
)
WITH_WORDS = ("asked", "note", "file", "appointment")


@frozen(kw_only=True)
class StatusView:
    """The page."""

    number: str
    state: str
    owner: str
    next_on: date | None
    sent_on: Any
    events: tuple[tuple[str, str, str], ...]
    documents: tuple[tuple[str, str, str], ...]
    arrangements: tuple[tuple[str, str, str], ...]
    ready: bool
    appointment_on: date | None
    outcome: str
    instead: str
    open: bool

    @classmethod
    def of(cls, t: Texts, inquiry: Inquiry) -> StatusView:
        """Make it; one that was joined to another stands where the other stands, and tells nothing of it."""
        main = inquiry.merged_into or inquiry
        rows = list(inquiry.arrangements.all())
        return cls(
            number=inquiry.number or "",
            state=t(f"state.{'reviewing' if main.state == 'merged' else main.state}"),
            owner=main.owner.name if main.owner else t("sent.no_one"),
            next_on=main.next_on,
            sent_on=inquiry.sent_at,
            events=tuple(_events(t, inquiry)),
            documents=_documents(t, inquiry),
            arrangements=tuple((t(f"arrangement.{row.item}"), t(f"arrangement.{row.state}"), row.note) for row in rows),
            ready=ready_to_travel(row.state for row in rows),
            appointment_on=inquiry.appointment_on,
            outcome=inquiry.outcome or "",
            instead=inquiry.instead or "",
            open=main.state in OPEN_STATES,
        )


def _events(t: Texts, inquiry: Inquiry) -> list[tuple[str, str, str]]:
    found = []
    for event in inquiry.events.select_related("by"):
        if event.what in SHOWN:
            name = event.by.name if event.by else ""
            words = event.words or "" if event.what in WITH_WORDS else ""
            found.append((t.day(event.at), t(f"event.{event.what}", name=name), words))
    return found


def _documents(t: Texts, inquiry: Inquiry) -> tuple[tuple[str, str, str], ...]:
    """Every document with its state, and the names of its files."""
    said = answers_of(inquiry).get("documents") or {}
    held = held_files(inquiry)
    found = []
    for item in (*DOCUMENTS, "record"):
        names = [row.name for row in held if row.item == item]
        state = (
            "received"
            if names
            else {"follow": "waiting", "upload": "waiting", "none": "none"}.get(said.get(item, ""), "")
        )
        if state:
            label = t("field.record") if item == "record" else t(f"choice.documents.{item}")
            found.append((label, t(f"choice.document_state.{state}"), ", ".join(names)))
    return tuple(found)
