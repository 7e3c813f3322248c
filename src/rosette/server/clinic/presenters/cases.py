"""The queue and the case for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen

from rosette.options.wording import day_text
from rosette.server.clinic.presenters.tags import Tag
from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.access import may
from rosette.server.store.models import Case, RecordRequest

LATE = Tag("!", "Late", "closed")
TODAY = Tag("◇", "Today", "judgement")
COMING = Tag("→", "Coming", "later")
DONE = Tag("✓", "Closed", "quiet")


@frozen(kw_only=True)
class CaseRow:
    """One case in the queue."""

    id: str
    child: str
    who: str
    kind: str
    state: str
    age: str
    tag: Tag
    next: str
    owner: str
    missing: str


@frozen(kw_only=True)
class QueuePage:
    """The queue: what is late first."""

    title: str
    rows: Sequence[CaseRow]
    counts: str

    @classmethod
    def of(cls, user: Any, cases: Iterable[Case]) -> QueuePage:
        """Say the queue."""
        rows = tuple(case_row(user, case) for case in cases)
        late = sum(row.tag is LATE for row in rows)
        return cls(title="Consultation queue", rows=rows, counts=f"{len(rows)} open cases, {late} late")


def case_row(user: Any, case: Case) -> CaseRow:
    """One case."""
    missing = [each for each in case.requests.all() if each.state in ("asked", "promised")]
    late = [each for each in missing if each.due < clock.today()]
    return CaseRow(
        id=case.public_id,
        child=case.child.number,
        who=case.child.initials or "" if not may(user, Act.VIEW, Kind.IDENTITY, case.child) else case.child.name or "",
        kind=case.get_kind_display(),
        state=case.get_state_display(),
        age=_days((clock.today() - case.opened_on).days),
        tag=next_tag(case),
        next=f"{day_text(case.next_on)}: {case.next_step}" if case.next_on else "—",
        owner=case.owner.name,
        missing=f"{len(missing)} missing{f', {len(late)} late' if late else ''}" if missing else "—",
    )


def next_tag(case: Case) -> Tag:
    """Whether the next step is late, due today, or to come."""
    if case.next_on is None:
        return DONE
    today = clock.today()
    return LATE if case.next_on < today else TODAY if case.next_on == today else COMING


def _days(count: int) -> str:
    return "today" if count == 0 else "1 day" if count == 1 else f"{count} days"


@frozen(kw_only=True)
class RequestRow:
    """One missing record."""

    id: str
    what: str
    holder: str
    state: str
    tag: Tag
    asked: str
    due: str
    chased: str
    note: str
    open: bool


def request_row(request: RecordRequest) -> RequestRow:
    """One missing record."""
    waiting = request.state in ("asked", "promised")
    late = waiting and request.due < clock.today()
    tag = (
        LATE
        if late
        else COMING
        if waiting
        else DONE
        if request.state == "received"
        else Tag("✗", "Not to be had", "closed")
    )
    chased = f"{request.chased} times, last {day_text(request.chased_on)}" if request.chased else "not yet"
    return RequestRow(
        id=request.public_id,
        what=request.what,
        holder=request.holder,
        state=request.get_state_display(),
        tag=tag,
        asked=day_text(request.asked_on),
        due=day_text(request.due),
        chased=chased,
        note=request.note,
        open=waiting,
    )


@frozen(kw_only=True)
class CasePage:
    """A case with everything that hangs on it."""

    title: str
    id: str
    row: CaseRow
    question: str
    events: Sequence[tuple[str, str, str, str]]
    requests: Sequence[RequestRow]
    comments: Sequence[tuple[str, str, str]]
    letters: Sequence[tuple[str, str, str]]
    plans: Sequence[tuple[str, str, str]]
    items: Sequence[tuple[str, str, str]]
    is_open: bool

    @classmethod
    def of(cls, user: Any, case: Case) -> CasePage:
        """Say a case; letters and plans only as far as the person may see them."""
        letters = [
            each for each in case.letters.order_by("-drafted_at") if _shown(user, Kind.LETTER, case, each.sent_at)
        ]
        plans = [each for each in case.plans.order_by("-proposed_at") if _shown(user, Kind.PLAN, case, True)]
        knows = may(user, Act.VIEW, Kind.AGENDA_ITEM, case.child)
        return cls(
            title=f"{case.get_kind_display()} of {day_text(case.opened_on)}",
            id=case.public_id,
            row=case_row(user, case),
            question=case.question,
            events=tuple((f"{e.at:%Y-%m-%d %H:%M}", e.get_state_display(), e.words, e.by.name) for e in _events(case)),
            requests=tuple(request_row(each) for each in case.requests.all()),
            comments=tuple((f"{e.at:%Y-%m-%d %H:%M}", e.by.name, e.words) for e in _with(case, case.comments)),
            letters=tuple((e.public_id, e.number, _sent(e)) for e in letters),
            plans=tuple((e.public_id, e.title, e.get_state_display()) for e in plans),
            items=tuple(
                (e.public_id, f"{e.meeting.title}, {day_text(e.meeting.on)}", e.get_decision_display() or "open")
                for e in case.items.select_related("meeting")
            )
            if knows
            else (),
            is_open=case.closed_on is None,
        )


def _events(case: Case) -> list[Any]:
    return _with(case, case.events)


def _with(case: Case, rows: Any) -> list[Any]:
    found = list(rows.select_related("by"))
    for row in found:
        row.case = case
    return found


def _shown(user: Any, kind: Kind, case: Case, out: Any) -> bool:
    return may(user, Act.VIEW, kind, case.child, released=bool(out))


def _sent(letter: Any) -> str:
    if letter.sent_at is None:
        return "draft, not sent"
    read = f", read {letter.read_at:%Y-%m-%d}" if letter.read_at else ", not read yet"
    return f"sent {letter.sent_at:%Y-%m-%d}{read}"
