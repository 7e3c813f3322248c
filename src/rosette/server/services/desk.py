"""An inquiry from the team's side: taken, asked about, answered, declined with another way, joined, made a case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from rosette.intake import ready_to_travel
from rosette.intake.answers import day_of
from rosette.kernel import BadInput, Problem, Problems
from rosette.records import FORMAT, ChildRecord, build_record
from rosette.server.accounts.models import Site
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.cases import open_case
from rosette.server.services.children import import_record, take_in
from rosette.server.services.inquiries import answers_of, note
from rosette.server.services.inquiry_files import record_in, take_over
from rosette.server.store.models import Arrangement, Case, Child, Inquiry

OPEN = ("received", "held", "reviewing", "asked", "appointment")


class DeskFault(BadInput):
    """The inquiry cannot take this step."""


@transaction.atomic
def take(*, inquiry: Inquiry, next_on: date, by: Any) -> Inquiry:
    """Become its owner, with the day of the next contact; a held one is released by this."""
    row = _open(inquiry, by)
    row.owner, row.state, row.next_on = by, "reviewing", _day(next_on, "next_on")
    return _done(row, "taken", by=by)


@transaction.atomic
def ask_sender(*, inquiry: Inquiry, words: str, next_on: date, by: Any) -> Inquiry:
    """Ask the sender for something; they see it on their status page."""
    row = _open(inquiry, by)
    row.state, row.next_on = "asked", _day(next_on, "next_on")
    return _done(row, "asked", by=by, words=_said(words, "words"))


@transaction.atomic
def appoint(*, inquiry: Inquiry, on: date, words: str, by: Any) -> Inquiry:
    """Make an appointment; from afar only when everything that travel needs is arranged."""
    row = _open(inquiry, by)
    if not ready_to_travel(row.arrangements.values_list("state", flat=True)):
        left = ", ".join(row.arrangements.exclude(state__in=["done", "not_needed"]).values_list("item", flat=True))
        raise DeskFault(
            [
                Problem(
                    "on", f"not arranged yet: {left}", remedy="Arrange these first, or say that they are not needed."
                )
            ],
            what="inquiry",
        )
    row.state, row.appointment_on, row.next_on = "appointment", _day(on, "on"), on
    return _done(row, "appointment", by=by, words=words)


@transaction.atomic
def answer(*, inquiry: Inquiry, words: str, by: Any) -> Inquiry:
    """Answer; the sender reads it on their status page. One that was joined to another stays joined."""
    row = _open(inquiry, by, joined=True)
    row.outcome = _said(words, "words")
    if row.state != "merged":
        row.state, row.next_on = "answered", None
    return _done(row, "answered", by=by)


@transaction.atomic
def decline(*, inquiry: Inquiry, reason: str, instead: str, by: Any) -> Inquiry:
    """Decline, with the reason and another way."""
    row = _open(inquiry, by)
    problems = Problems()
    for name, words in (("reason", reason), ("instead", instead)):
        if not words.strip():
            problems.add(
                name, found="nothing is written", remedy="A family that is declined needs the reason and another way."
            )
    problems.raise_as(DeskFault, what="inquiry")
    row.state, row.next_on, row.outcome, row.instead = "declined", None, reason.strip(), instead.strip()
    return _done(row, "declined", by=by)


@transaction.atomic
def merge(*, inquiry: Inquiry, into: Inquiry, by: Any) -> Inquiry:
    """Join two inquiries about one child; the older stays in the queue."""
    row, main = _open(inquiry, by), _open(into, by)
    if row.pk == main.pk or main.merged_into_id:
        raise DeskFault(
            [Problem("into", "it cannot be joined with this one", remedy="Join it with one that is open.")],
            what="inquiry",
        )
    row.merged.update(merged_into=main)
    row.state, row.merged_into, row.next_on = "merged", main, None
    note(main, "joined", by=by, words=f"{row.number} is about the same child.")
    return _done(row, "merged", by=by)


@transaction.atomic
def part(*, inquiry: Inquiry, by: Any) -> Inquiry:
    """Take two inquiries apart that were joined by mistake."""
    row = _locked(inquiry)
    _may(row, by)
    if row.state != "merged" or row.case_id:
        raise DeskFault([Problem("", "it is not joined, or a case was made of it")], what="inquiry")
    main = row.merged_into
    row.state, row.merged_into = "received", None
    row.next_on = row.next_on or clock.today()
    note(main, "parted", by=by, words=f"{row.number} is about another child.")
    return _done(row, "parted", by=by)


@transaction.atomic
def arrange(*, arrangement: Arrangement, state: str, remark: str, by: Any) -> Arrangement:
    """Say how far one thing to arrange is."""
    row = _open(arrangement.inquiry, by)
    arrangement.state, arrangement.note, arrangement.by, arrangement.at = state, remark[:200], by, clock.now()
    arrangement.save()
    _done(row, "arranged", by=by)
    return arrangement


@transaction.atomic
def accept(
    *,
    inquiry: Inquiry,
    child: Child | None,
    referring_site: Site,
    next_step: str,
    next_on: date,
    by: Any,
    use_record: bool = False,
) -> Case:
    """Make a case of it and of those joined to it: a known child, or a new one taken in; the files come along."""
    row = _open(inquiry, by)
    group = [row, *row.merged.select_for_update()]
    record = next((found for each in group if (found := record_in(each)) is not None), None) if use_record else None
    if child is None:
        child = _new_child(group, record, referring_site, by=by)
    elif record is not None:
        import_record(child=child, record=record, by=by)
    case = open_case(
        child=child,
        kind="second_opinion" if row.wish == "second_opinion" else "referral",
        question=_question(group),
        next_step=next_step,
        next_on=next_on,
        owner=row.owner or by,
        by=by,
    )
    for each in group:
        take_over(each, child=child, case=case, by=by)
        each.child, each.case = child, case
        each.state, each.next_on = ("accepted", None) if each.pk == row.pk else (each.state, None)
        _done(each, "accepted", by=by)
    return case


def _new_child(group: list[Inquiry], record: ChildRecord | None, site: Site, *, by: Any) -> Child:
    told = [answers_of(each) for each in group]
    best = max(told, key=lambda answers: bool(answers.get("hospital_number")))
    birth = next((found for each in told if (found := day_of(each.get("birth"))) is not None), None)
    if birth is None:
        raise DeskFault([Problem("child", "no birth date was given", remedy="Ask the sender for it.")], what="inquiry")
    name = f"{best.get('child_given') or ''} {best.get('child_family') or ''}".strip()
    return take_in(
        record=record or _bare(birth, next((each.get("sex") for each in told if each.get("sex")), None)),
        name=name,
        initials="".join(word[0] for word in name.split())[:6].upper(),
        mrn=str(best.get("hospital_number") or ""),
        referring_site=site,
        programme_site=group[0].site,
        by=by,
    )


def _bare(birth: date, sex: Any) -> ChildRecord:
    known = {"sex": sex} if sex in ("female", "male") else {}
    return build_record(
        {"format": FORMAT, "id": "new", "birth_date": birth.isoformat(), "facts": [], **known}, what="inquiry"
    )


def _question(group: list[Inquiry]) -> str:
    asked = [(each, answers_of(each).get("question") or "") for each in group]
    return "\n\n".join(f"{each.number} ({each.get_door_display()}): {words}" for each, words in asked if words)


def _open(inquiry: Inquiry, by: Any, *, joined: bool = False) -> Inquiry:
    row = _locked(inquiry)
    _may(row, by)
    if row.state not in OPEN and not (joined and row.state == "merged"):
        raise DeskFault(
            [Problem("", f"it is {row.get_state_display().lower()}: nothing can be done with it")], what="inquiry"
        )
    return row


def _locked(inquiry: Inquiry) -> Inquiry:
    return Inquiry.objects.select_for_update(of=("self",)).select_related("site").get(pk=inquiry.pk)


def _may(row: Inquiry, by: Any) -> None:
    refuse_unless(by, Act.CHANGE, Kind.INQUIRY, sites=frozenset({row.site.code}), thing_id=row.public_id)


def _done(row: Inquiry, what: str, *, by: Any, words: str = "") -> Inquiry:
    row.version += 1
    row.touched_at = clock.now()
    row.save()
    note(row, what, by=by, words=words)
    audit.write(by=by, act=f"inquiry.{what}", kind="inquiry", thing=row.public_id, detail=row.state)
    return row


def _said(words: str, name: str) -> str:
    if not words.strip():
        raise DeskFault([Problem(name, "nothing is written")], what="inquiry")
    return words.strip()


def _day(day: date, name: str) -> date:
    if day < clock.today():
        raise DeskFault([Problem(name, f"{day} is past", remedy="Give a day from today on.")], what="inquiry")
    return day
