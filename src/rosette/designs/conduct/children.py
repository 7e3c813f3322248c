"""Each child of the trial as the ledger knows it on a day: treated, watched, counted or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from typing import TypeVar

from attrs import frozen

from rosette.designs.conduct.entry import Entry
from rosette.designs.conduct.facts import Delivered, Enrolled, Infeasible, NotEvaluable, Responded
from rosette.designs.conduct.ledger import Ledger, Line
from rosette.designs.conduct.watching import Event, Watch, common_share, events_of, watch_of
from rosette.designs.plan import ConductPlan
from rosette.kernel import Quantity

E = TypeVar("E", bound=Entry)


class Status(Enum):
    """What a child is to the next decision."""

    NOT_TREATED = "enrolled, not treated yet"
    OBSERVED = "under observation"
    MISSING = "follow-up missing: ask"
    AWAITS_RESPONSE = "response not known yet"
    COMPLETE = "complete without toxicity"
    TOXICITY = "toxicity"
    NOT_EVALUABLE = "not evaluable"
    INFEASIBLE = "infeasible"

    @property
    def counts(self) -> bool:
        """Whether the child is among the evaluable."""
        return self in (Status.COMPLETE, Status.TOXICITY)

    @property
    def pending(self) -> bool:
        """Whether the outcome is still open."""
        return self in (Status.NOT_TREATED, Status.OBSERVED, Status.MISSING, Status.AWAITS_RESPONSE)


@frozen(kw_only=True)
class Child:
    """One child on a day; share: of the longest window, how much was followed by every criterion."""

    child: str
    slot: str
    dose: int
    enrolled: date
    decision: int
    expansion: bool
    treated: date | None
    given: Quantity | None
    total: Quantity | None
    differs: str
    status: Status
    reason: str
    windows: tuple[Watch, ...]
    events: tuple[Event, ...]
    response: bool | None
    share: float

    @property
    def toxicities(self) -> tuple[Event, ...]:
        """The events that limit the dose, as they are judged now."""
        return tuple(event for event in self.events if event.toxicity)

    @property
    def left(self) -> int:
        """Days until the last open window is over."""
        return max((watch.left for watch in self.windows if not watch.complete), default=0)


def children_on(ledger: Ledger, day: date) -> tuple[Child, ...]:
    """Every enrolled child as known at the end of a day, in the order of enrolment.

    Raises UsageError when the design does not say how it is conducted.
    """
    known = ledger.until(day)
    return children_of(known.lines, known.plan, day)


def children_of(lines: Sequence[Line], plan: ConductPlan, day: date) -> tuple[Child, ...]:
    """The children of these lines, seen on a day."""
    own: dict[str, list[Line]] = {}
    for line in lines:
        if (child := getattr(line.entry, "child", None)) is not None:
            own.setdefault(child, []).append(line)
    return tuple(_child(found, plan, day) for found in own.values() if isinstance(found[0].entry, Enrolled))


def _child(lines: list[Line], plan: ConductPlan, day: date) -> Child:
    entries = [line.entry for line in lines]
    enrolled, given, responded = entries[0], _last(entries, Delivered), _last(entries, Responded)
    assert isinstance(enrolled, Enrolled)
    treated = given.on if given else None
    events = events_of(lines)
    windows = tuple(watch_of(window, treated, entries, day) for window in plan.windows)
    response = responded.response if responded else None
    status, reason = _status(entries, events, windows, looks=bool(plan.response) and response is None)
    return Child(
        child=enrolled.child,
        slot=enrolled.slot,
        dose=enrolled.dose,
        enrolled=enrolled.day,
        decision=enrolled.decision,
        expansion=enrolled.expansion,
        treated=treated,
        given=given.given if given else None,
        total=given.total if given else None,
        differs=given.reason if given else "",
        status=status,
        reason=reason,
        windows=windows,
        events=events,
        response=response,
        share=common_share(windows, plan.longest),
    )


def _last(entries: Iterable[Entry], kind: type[E]) -> E | None:
    found = [each for each in entries if isinstance(each, kind)]
    return found[-1] if found else None


def _status(
    entries: Sequence[Entry], events: Sequence[Event], windows: Sequence[Watch], *, looks: bool
) -> tuple[Status, str]:
    """A child who could not get the level never counts at it; else a toxicity counts, whatever else was said."""
    infeasible, left_out = _last(entries, Infeasible), _last(entries, NotEvaluable)
    if infeasible:
        return Status.INFEASIBLE, infeasible.reason
    if toxic := [event.what for event in events if event.toxicity]:
        return Status.TOXICITY, "; ".join(toxic)
    if left_out:
        return Status.NOT_EVALUABLE, left_out.reason
    if any(watch.ends is None for watch in windows):
        return Status.NOT_TREATED, ""
    if any(watch.missing for watch in windows):
        return Status.MISSING, ", ".join(watch.criterion for watch in windows if watch.missing)
    if all(watch.complete for watch in windows):
        return (Status.AWAITS_RESPONSE if looks else Status.COMPLETE), ""
    return Status.OBSERVED, ""


def unanswered(children: Sequence[Child], plan: ConductPlan) -> tuple[str, ...]:
    """Children with toxicity, counted, whose response is not known where the design looks at it: as none so far."""
    if not plan.response:
        return ()
    toxic = (child for child in children if child.status is Status.TOXICITY and not child.expansion)
    return tuple(child.child for child in toxic if child.response is None)
