"""Cases: opened, moved in a permitted order, never without a next step and its day, closed with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from rosette.kernel import BadInput, Problem, Problems
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.notices import tell
from rosette.server.store.models import Case, CaseEvent, Child, Comment, RecordRequest

MOVES: Mapping[str, tuple[str, ...]] = {
    "received": ("chasing", "ready", "closed"),
    "chasing": ("ready", "closed"),
    "ready": ("chasing", "listed", "closed"),
    "listed": ("ready", "decided", "closed"),
    "decided": ("letter_sent", "listed", "closed"),
    "letter_sent": ("plan_answered", "listed", "closed"),
    "plan_answered": ("handed_over", "listed", "closed"),
    "handed_over": ("closed", "listed"),
    "closed": (),
}
STATE_WORDS = dict(Case._meta.get_field("state").choices)


class CaseFault(BadInput):
    """The case cannot take this step."""


@transaction.atomic
def open_case(*, child: Child, kind: str, question: str, next_step: str, next_on: date, owner: Any, by: Any) -> Case:
    """Open a case with its first step."""
    refuse_unless(by, Act.ADD, Kind.CASE, child)
    _check_next(next_step, next_on)
    case = Case.objects.create(
        child=child,
        kind=kind,
        question=question,
        opened_on=clock.today(),
        owner=owner,
        next_step=next_step,
        next_on=next_on,
    )
    _note(case, by=by, words=question)
    audit.write(by=by, act="case.add", kind="case", thing=case.public_id, child=child, detail=kind)
    tell(
        users=[owner],
        child=child,
        key=f"case {case.public_id} opened",
        sentence=f"New case: {case.get_kind_display()}",
        urgency="today",
        link=f"/cases/{case.public_id}/",
    )
    return case


@transaction.atomic
def move_case(
    *,
    case: Case,
    state: str,
    words: str,
    by: Any,
    next_step: str = "",
    next_on: date | None = None,
    act: Act = Act.CHANGE,
) -> Case:
    """Take a permitted step; a case that stays open names its next step and day."""
    refuse_unless(by, act, Kind.CASE, case.child, thing_id=case.public_id)
    case = _locked(case)
    if state != case.state and state not in MOVES[case.state]:
        wanted = ", ".join(STATE_WORDS[each] for each in MOVES[case.state]) or "none: the case is closed"
        found = f'from "{STATE_WORDS[case.state]}" no step leads to "{STATE_WORDS.get(state, state)}"'
        raise CaseFault([Problem("state", found, wanted)], what="case")
    case.state = state
    if state == "closed":
        case.closed_on, case.closed_by, case.next_on, case.next_step = clock.today(), by, None, "closed"
    elif next_step or next_on:
        _check_next(next_step, next_on)
        case.next_step, case.next_on = next_step, next_on
    case.version += 1
    case.save()
    _note(case, by=by, words=words)
    audit.write(by=by, act="case.move", kind="case", thing=case.public_id, child=case.child, detail=state)
    return case


@transaction.atomic
def ask_for(*, case: Case, what: str, holder: str, due: date, by: Any) -> RecordRequest:
    """Ask a hospital for a missing record; the referring doctors see it."""
    refuse_unless(by, Act.ADD, Kind.RECORD_REQUEST, case.child)
    problems = Problems()
    if due < clock.today():
        problems.add("due", found=f"{due} is past", remedy="Give a day from today on.")
    problems.raise_as(CaseFault, what="request")
    made = RecordRequest.objects.create(
        case=case, what=what, holder=holder, asked_on=clock.today(), asked_by=by, due=due
    )
    audit.write(by=by, act="record_request.add", kind="record_request", thing=made.public_id, child=case.child)
    tell(
        users=_referring(case.child),
        child=case.child,
        key=f"request {made.public_id}",
        sentence=f"Please send: {what}, by {due}",
        urgency="soon",
        link=f"/cases/{case.public_id}/",
    )
    return made


@transaction.atomic
def settle_request(*, request: RecordRequest, state: str, note: str, by: Any) -> RecordRequest:
    """Say what became of a request: promised, received, or that it cannot be obtained and why."""
    child = request.case.child
    refuse_unless(by, Act.CHANGE, Kind.RECORD_REQUEST, child, thing_id=request.public_id)
    if state == "not_obtainable" and not note.strip():
        raise CaseFault(
            [Problem("note", "no reason is given", remedy="Say why it cannot be obtained.")], what="request"
        )
    request.state, request.note = state, note[:300]
    request.settled_on = clock.today() if state in ("received", "not_obtainable") else None
    request.save()
    audit.write(
        by=by, act="record_request.change", kind="record_request", thing=request.public_id, child=child, detail=state
    )
    return request


@transaction.atomic
def chase(*, request: RecordRequest, by: Any) -> RecordRequest:
    """Remind the home hospital of a request."""
    child = request.case.child
    refuse_unless(by, Act.ADD, Kind.RECORD_REQUEST, child, thing_id=request.public_id)
    request.chased, request.chased_on = request.chased + 1, clock.today()
    request.save()
    audit.write(by=by, act="record_request.chase", kind="record_request", thing=request.public_id, child=child)
    tell(
        users=_referring(child),
        child=child,
        key=f"request {request.public_id} {request.chased}",
        sentence=f"Reminder {request.chased}: please send {request.what}, due {request.due}",
        urgency="today",
        link=f"/cases/{request.case.public_id}/",
    )
    return request


@transaction.atomic
def comment(*, case: Case, words: str, by: Any) -> Comment:
    """Say something to the other side."""
    refuse_unless(by, Act.ADD, Kind.COMMENT, case.child)
    if not words.strip():
        raise CaseFault([Problem("words", "nothing is written")], what="comment")
    made = Comment.objects.create(case=case, by=by, at=clock.now(), words=words)
    audit.write(by=by, act="comment.add", kind="comment", thing=case.public_id, child=case.child)
    others = [user for user in (case.owner, *_referring(case.child)) if user.pk != by.pk]
    tell(
        users=others,
        child=case.child,
        key=f"comment {made.pk}",
        sentence=f"{by.name} wrote about the case",
        urgency="soon",
        link=f"/cases/{case.public_id}/",
    )
    return made


def _referring(child: Child) -> list[Any]:
    """The doctors who referred the child."""
    return [tie.user for tie in child.ties.current().filter(relation="referring").select_related("user")]


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("child", "owner").get(pk=case.pk)


def _check_next(step: str, on: date | None) -> None:
    problems = Problems()
    if not step.strip():
        problems.add("next_step", found="no next step", remedy="Say what happens next, and who does it.")
    if on is None:
        problems.add("next_on", found="no day for the next step", remedy="No case waits without a date.")
    elif on < clock.today():
        problems.add("next_on", found=f"{on} is past", remedy="Give a day from today on.")
    problems.raise_as(CaseFault, what="case")


def _note(case: Case, *, by: Any, words: str) -> None:
    CaseEvent.objects.create(case=case, at=clock.now(), by=by, state=case.state, words=words or "—")
