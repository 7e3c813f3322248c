"""The team meeting: agenda, minutes, dissent, decision, signature; what is signed is fixed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from rosette.kernel import BadInput, Problem, Problems
from rosette.options import board_json
from rosette.server.accounts.models import Site
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.boards import board_of
from rosette.server.services.cases import move_case
from rosette.server.store.models import AgendaItem, Case, Meeting, Signature
from rosette.server.store.records import record_version
from rosette.version import SOFTWARE

MEANINGS = (
    ("decision", "This is the decision of the meeting as I heard it"),
    ("responsible", "I am responsible for this recommendation"),
    ("dissent", "I took part and dissent, as recorded"),
)


class MeetingFault(BadInput):
    """The meeting cannot take this."""


class Overtaken(MeetingFault):
    """Somebody else wrote into the item meanwhile."""


@transaction.atomic
def plan_meeting(*, site: Site, on: date, title: str, place: str, attendees: Sequence[Any], by: Any) -> Meeting:
    """Call a meeting."""
    refuse_unless(by, Act.ADD, Kind.MEETING, sites=frozenset({site.code}))
    if on < clock.today():
        raise MeetingFault([Problem("on", f"{on} is past", remedy="Give a day from today on.")], what="meeting")
    meeting = Meeting.objects.create(site=site, on=on, title=title, place=place, called_by=by)
    meeting.attendees.set(attendees)
    audit.write(by=by, act="meeting.add", kind="meeting", thing=meeting.public_id)
    return meeting


@transaction.atomic
def list_case(*, meeting: Meeting, case: Case, by: Any) -> AgendaItem:
    """Put a case on the agenda."""
    refuse_unless(by, Act.ADD, Kind.AGENDA_ITEM, case.child)
    if meeting.state != "planned":
        raise MeetingFault(
            [Problem("meeting", "the meeting was held already", remedy="Choose another.")], what="agenda"
        )
    if AgendaItem.objects.filter(meeting=meeting, case=case).exists():
        raise MeetingFault([Problem("case", "the case is on this agenda already")], what="agenda")
    place = meeting.items.count() + 1
    item = AgendaItem.objects.create(meeting=meeting, case=case, place=place)
    move_case(
        case=case,
        state="listed",
        words=f"On the agenda of {meeting.on}",
        by=by,
        next_step=f"Meeting: {meeting.title}",
        next_on=meeting.on,
    )
    audit.write(by=by, act="agenda_item.add", kind="agenda_item", thing=item.public_id, child=case.child)
    return item


@transaction.atomic
def write_item(
    *,
    item: AgendaItem,
    seen: int,
    minutes: str,
    dissent: str,
    decision: str,
    recommendation: str,
    options: Sequence[str],
    review_on: date | None,
    by: Any,
) -> AgendaItem:
    """Write minutes, dissent and decision; raises Overtaken when the item was changed since `seen`."""
    refuse_unless(by, Act.CHANGE, Kind.AGENDA_ITEM, item.case.child, thing_id=item.public_id)
    item = _locked(item)
    _refuse_signed(item)
    if item.version != seen:
        found = "somebody else wrote into this item while you had it open"
        raise Overtaken([Problem("", found, remedy="Compare both texts below and send the right one.")], what="item")
    item.minutes, item.dissent, item.decision = minutes, dissent, decision
    item.recommendation, item.options, item.review_on = recommendation, list(options), review_on
    item.version += 1
    item.save()
    audit.write(
        by=by,
        act="agenda_item.change",
        kind="agenda_item",
        thing=item.public_id,
        child=item.case.child,
        fields=("minutes", "dissent", "decision", "recommendation", "options", "review_on"),
    )
    return item


@transaction.atomic
def sign_item(*, item: AgendaItem, meaning: str, by: Any) -> Signature:
    """Sign the decision: the board as it stands is kept with it, and nothing of the item changes afterwards."""
    refuse_unless(by, Act.SIGN, Kind.AGENDA_ITEM, item.case.child, thing_id=item.public_id)
    item = _locked(item)
    _refuse_unfinished(item, meaning)
    if item.board is None:
        item.board = json.dumps(board_json(board_of(item.case.child), software=SOFTWARE), ensure_ascii=False)
        item.record_version = record_version(item.case.child)
        item.save()
    signature = Signature.objects.create(
        child=item.case.child,
        kind="agenda_item",
        thing=item.public_id,
        meaning=dict(MEANINGS)[meaning],
        digest=item_digest(item),
        by=by,
        name=by.name,
        role=", ".join(by.role_titles()),
        at=clock.now(),
    )
    if item.case.state == "listed":
        move_case(
            case=item.case,
            state="decided",
            words=item.get_decision_display(),
            by=by,
            act=Act.SIGN,
            next_step="Write and send the letter",
            next_on=clock.today(),
        )
    audit.write(
        by=by,
        act="agenda_item.sign",
        kind="agenda_item",
        thing=item.public_id,
        child=item.case.child,
        detail=signature.digest,
    )
    return signature


def item_digest(item: AgendaItem) -> str:
    """The digest of everything that a signature on an item is bound to."""
    body = [
        str(item.meeting.on),
        item.case.public_id,
        item.minutes or "",
        item.dissent or "",
        item.decision,
        item.recommendation or "",
        item.options,
        str(item.review_on),
        item.record_version,
        item.board or "",
    ]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False).encode()).hexdigest()


def signatures_of(item: AgendaItem) -> list[Signature]:
    """The signatures on an item, oldest first."""
    return list(Signature.objects.filter(kind="agenda_item", thing=item.public_id).order_by("at"))


@transaction.atomic
def hold_meeting(*, meeting: Meeting, by: Any) -> Meeting:
    """Close the meeting; items without a signature stay open and are named."""
    refuse_unless(by, Act.CHANGE, Kind.MEETING, sites=frozenset({meeting.site.code}))
    meeting.state = "held"
    meeting.save()
    audit.write(by=by, act="meeting.hold", kind="meeting", thing=meeting.public_id)
    return meeting


def _locked(item: AgendaItem) -> AgendaItem:
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related(
        "case__child__referring_site", "case__child__programme_site", "meeting__site"
    )
    return rows.get(pk=item.pk)


def _refuse_signed(item: AgendaItem) -> None:
    if signatures_of(item):
        remedy = "List the case on another meeting to decide anew."
        raise MeetingFault([Problem("", "the decision is signed and fixed", remedy=remedy)], what="item")


def _refuse_unfinished(item: AgendaItem, meaning: str) -> None:
    problems = Problems()
    if not item.decision:
        problems.add("decision", found="no decision is written", remedy="Write the decision first.")
    if not (item.minutes or "").strip():
        problems.add("minutes", found="no minutes are written", remedy="Write at least who said what was decided.")
    if item.decision == "recommend" and not item.options:
        problems.add("options", found="no option is named", remedy="Tick the options that are recommended.")
    if meaning not in dict(MEANINGS):
        problems.add("meaning", found="the signature has no meaning", remedy="Choose what you sign for.")
    problems.raise_as(MeetingFault, what="signature")
