"""The children of a trial for people: status, days left, given against assigned, and the entries about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen
from django.urls import reverse

from rosette.designs.conduct import Child, Enrolled, Ledger, Status, Watch, children_on, given_share
from rosette.server.clinic.presenters.layout import Link
from rosette.server.clinic.presenters.tags import Tag
from rosette.server.clinic.presenters.trials.lines import LineRow, line_row
from rosette.server.services import clock
from rosette.server.store.models import Child as ProgrammeChild, RunningTrial

STATUS_TAGS: Mapping[Status, Tag] = {
    Status.NOT_TREATED: Tag("→", "Not treated yet", "later"),
    Status.OBSERVED: Tag("◔", "Under observation", "later"),
    Status.MISSING: Tag("?", "Follow-up missing: ask", "unknown"),
    Status.AWAITS_RESPONSE: Tag("?", "Response not known yet", "unknown"),
    Status.COMPLETE: Tag("✓", "Complete", "open"),
    Status.TOXICITY: Tag("!", "Toxicity", "closed"),
    Status.NOT_EVALUABLE: Tag("–", "Not evaluable", "quiet"),
    Status.INFEASIBLE: Tag("–", "Infeasible", "quiet"),
}
ACTS = (
    ("deliver", "Given"),
    ("follow", "Followed up"),
    ("observe", "Event"),
    ("respond", "Response"),
    ("not-evaluable", "Not evaluable"),
    ("infeasible", "Level could not be given"),
    ("note", "Note"),
)


@frozen(kw_only=True)
class ChildRow:
    """One child in the table of the trial."""

    number: str
    href: str
    programme: Link | None
    level: str
    assigned: str
    given: str
    differs: str
    tag: Tag
    days: Sequence[str]
    reason: str


@frozen(kw_only=True)
class EventRow:
    """One event as it is judged now; href: where it is judged anew."""

    what: str
    on: str
    criterion: str
    judged: str
    regraded: Sequence[str]
    href: str


@frozen(kw_only=True)
class TrialChildPage:
    """One child: what was given, its windows, its events, every entry about it, and what may be entered."""

    title: str
    row: ChildRow
    facts: Sequence[tuple[str, str]]
    windows: Sequence[Sequence[str]]
    events: Sequence[EventRow]
    acts: Sequence[Link]
    lines: Sequence[LineRow]

    @classmethod
    def of(cls, trial: RunningTrial, ledger: Ledger, child: Child, *, user: Any, enters: bool) -> TrialChildPage:
        """Say one child."""
        own = [
            line
            for line in ledger.lines
            if child.child in (getattr(line.entry, "child", ""), getattr(line.entry, "about", ""))
            or child.slot == getattr(line.entry, "slot", "")
        ]
        return cls(
            title=f"{child.child} in {trial.name}",
            row=child_row(trial, ledger, child, links_of(trial, ledger, user)),
            facts=tuple(_facts(ledger, child)),
            windows=tuple(_window(each) for each in child.windows),
            events=tuple(_event(trial, each, enters=enters) for each in child.events),
            acts=tuple(_acts(trial, ledger, child)) if enters else (),
            lines=tuple(line_row(line) for line in reversed(own)),
        )


def links_of(trial: RunningTrial, ledger: Ledger, user: Any) -> Mapping[str, Link]:
    """The programme's child behind each trial number, only for children that the person may see."""
    seen = ProgrammeChild.objects.visible_to(user, "child").filter(wrapped_key__isnull=False)
    rows = trial.slot_children.filter(child__in=seen).values_list("slot", "child__number", "child__public_id")
    by_slot = {slot: Link(text=number, href=reverse("child", args=[found])) for slot, number, found in rows}
    numbers = {each.child: by_slot[each.slot] for each in ledger.of(Enrolled) if each.slot in by_slot}
    return {**by_slot, **numbers}


def child_rows_of(trial: RunningTrial, ledger: Ledger, user: Any) -> tuple[ChildRow, ...]:
    """Every child, those under observation first."""
    links, children = links_of(trial, ledger, user), children_on(ledger, clock.today())
    order = sorted(children, key=lambda child: not child.status.pending)
    return tuple(child_row(trial, ledger, child, links) for child in order)


def child_row(trial: RunningTrial, ledger: Ledger, child: Child, links: Mapping[str, Link]) -> ChildRow:
    """One child in a row."""
    level = ledger.specification.levels[child.dose - 1]
    share = given_share(child, level)
    total = f", {child.total} in all" if child.total else ""
    return ChildRow(
        number=child.child,
        href=reverse("trial_child", args=[trial.public_id, child.child]),
        programme=links.get(child.child),
        level=f"{level.name}{', expansion' if child.expansion else ''}",
        assigned=str(level.dose),
        given="not given yet" if share is None else f"{child.given} ({share:.0%}){total}",
        differs=child.differs,
        tag=STATUS_TAGS[child.status],
        days=tuple(_left(watch) for watch in child.windows) if child.status.pending else (),
        reason=child.reason,
    )


def _left(watch: Watch) -> str:
    """How much of a window is left, in words."""
    if watch.ends is None:
        return f"{watch.criterion}: {watch.days} days from treatment on"
    if watch.missing:
        seen = f"told up to {watch.followed}" if watch.followed else "nobody has told anything"
        return f"{watch.criterion}: over since {watch.ends}, {seen}: ask"
    if watch.complete:
        return f"{watch.criterion}: followed to its end"
    return f"{watch.criterion}: {watch.left} days left, to {watch.ends}"


def _facts(ledger: Ledger, child: Child) -> list[tuple[str, str]]:
    level = ledger.specification.levels[child.dose - 1]
    enrolled = f"{child.enrolled} at level {level.name} by decision {child.decision}, slot {child.slot}"
    return [
        ("Enrolled", enrolled),
        ("Assigned", f"{level.dose}" + (f", at most {level.cap} in all" if level.cap else "")),
        ("First treated", str(child.treated or "not yet")),
        ("Given", f"{child.given or 'nothing yet'}" + (f", {child.total} in all" if child.total else "")),
        *([("It differs because", child.differs)] if child.differs else []),
    ]


def _window(watch: Watch) -> tuple[str, ...]:
    return (
        watch.criterion,
        f"{watch.days} days",
        str(watch.ends or "from treatment on"),
        str(watch.followed or "not told"),
        "complete" if watch.complete else "missing: ask" if watch.missing else f"{watch.left} days left",
    )


def _event(trial: RunningTrial, event: Any, *, enters: bool) -> EventRow:
    grade = f"grade {event.grade}, " if event.grade else ""
    return EventRow(
        what=event.what,
        on=str(event.on),
        criterion=event.criterion,
        judged=f"{grade}{'toxicity' if event.toxicity else 'no toxicity'}",
        regraded=event.regraded,
        href=f"{reverse('trial_enter', args=[trial.public_id, 'regrade'])}?event={event.line}" if enters else "",
    )


def _acts(trial: RunningTrial, ledger: Ledger, child: Child) -> list[Link]:
    return [
        Link(text=text, href=f"{reverse('trial_enter', args=[trial.public_id, what])}?child={child.child}")
        for what, text in ACTS
        if what != "respond" or ledger.plan.response
    ]
