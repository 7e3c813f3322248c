"""What the trial office enters: each kind of entry made from what was typed, on the ledger as it is now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from rosette.designs.conduct import (
    Delivered,
    Enrolled,
    Entry,
    Followed,
    Infeasible,
    Ledger,
    Line,
    Noted,
    NotEvaluable,
    Observed,
    Regraded,
    Responded,
    Resumed,
    SlotReleased,
    SlotReserved,
    Suspended,
    children_on,
    expansion_status,
    in_force,
    queue_on,
)
from rosette.kernel import Quantity
from rosette.portfolio import load_portfolio
from rosette.server.policy import Act, Kind
from rosette.server.services import clock
from rosette.server.services.trials.ledgers import refused, write
from rosette.server.store.models import Child, RunningTrial, SlotChild

Typed = Mapping[str, Any]


def enter(*, trial: RunningTrial, what: str, typed: Typed, by: Any, seen: str | None = None) -> Line:
    """Enter one thing; raises TrialFault with every reason for which the ledger refuses it."""
    maker = MAKERS[what]

    def made(ledger: Ledger, day: date, name: str) -> Entry:
        return maker(ledger, typed, {"day": day, "by": name})

    return write(trial=trial, make=made, kind=Kind.TRIAL_ENTRY, act=Act.ADD, by=by, seen=seen)


@transaction.atomic
def reserve_slot(
    *,
    trial: RunningTrial,
    cohort: str,
    by: Any,
    until: date | None = None,
    child: Child | None = None,
    seen: str | None = None,
) -> Line:
    """Reserve the next slot for a cohort of the portfolio; child: of the programme, kept apart from the ledger."""
    known = load_portfolio().trials[trial.portfolio]
    if cohort not in [arm.place for arm in known.arms]:
        raise refused(f'"{cohort}" is no cohort of {known.short} in the portfolio')
    line = enter(
        trial=trial, what="reserve", typed={"trial": trial, "cohort": cohort, "until": until}, by=by, seen=seen
    )
    assert isinstance(line.entry, SlotReserved)
    if child is not None:
        _refuse_second_slot(trial, child)
        SlotChild.objects.create(trial=trial, slot=line.entry.slot, child=child, made_at=clock.now(), made_by=by)
    return line


def _refuse_second_slot(trial: RunningTrial, child: Child) -> None:
    from rosette.server.services.trials.ledgers import ledger_of

    ledger, slots = ledger_of(trial), set(trial.slot_children.filter(child=child).values_list("slot", flat=True))
    taken = [each for each in ledger.of(Enrolled) if each.slot in slots]
    waiting = [place for place in queue_on(ledger, clock.today()) if place.slot in slots]
    if taken:
        raise refused(f"{child.number} is in this trial already, as {taken[0].child}")
    if waiting:
        raise refused(f"{child.number} waits already, in {waiting[0].slot}")


def next_slot(ledger: Ledger) -> str:
    """The name of the next reservation."""
    return f"S{len(ledger.of(SlotReserved)) + 1:02}"


def next_number(ledger: Ledger) -> str:
    """The trial number of the next child."""
    return f"P{len(ledger.of(Enrolled)) + 1:02}"


def _reserve(ledger: Ledger, typed: Typed, who: Typed) -> Entry:
    trial = typed["trial"]
    return SlotReserved(
        slot=next_slot(ledger), trial=trial.portfolio, cohort=typed["cohort"], until=typed["until"], **who
    )


def _enrol(ledger: Ledger, typed: Typed, who: Typed) -> Entry:
    """The dose and the decision are those in force, or those of the expansion: nobody types them."""
    force, expansion = in_force(ledger), expansion_status(ledger, who["day"])
    dose = expansion.dose if expansion else force.dose if force else None
    return Enrolled(
        child=next_number(ledger),
        slot=typed["slot"],
        dose=dose or 0,
        decision=force.number if force else 0,
        expansion=expansion is not None,
        **who,
    )


def _deliver(ledger: Ledger, typed: Typed, who: Typed) -> Entry:
    given, total = typed["given"], typed["total"]
    return Delivered(
        child=typed["child"],
        on=typed["on"],
        given=Quantity.parse(given),
        total=Quantity.parse(total) if total else None,
        reason=typed["reason"],
        **who,
    )


def _regrade(ledger: Ledger, typed: Typed, who: Typed) -> Entry:
    found = [(child, event) for child in children_on(ledger, who["day"]) for event in child.events]
    for child, event in found:
        if event.line == int(typed["event"]):
            return Regraded(
                child=child.child,
                criterion=event.criterion,
                event=event.line,
                was=event.toxicity,
                toxicity=typed["toxicity"],
                grade=typed["grade"],
                reason=typed["reason"],
                **who,
            )
    raise refused(f"entry {typed['event']} is no event of this trial")


def _plain(kind: Callable[..., Entry], *names: str) -> Callable[[Ledger, Typed, Typed], Entry]:
    def make(ledger: Ledger, typed: Typed, who: Typed) -> Entry:
        return kind(**{name: typed[name] for name in names}, **who)

    return make


MAKERS: Mapping[str, Callable[[Ledger, Typed, Typed], Entry]] = {
    "reserve": _reserve,
    "release": _plain(SlotReleased, "slot", "reason"),
    "enrol": _enrol,
    "deliver": _deliver,
    "infeasible": _plain(Infeasible, "child", "on", "reason"),
    "follow": _plain(Followed, "child", "until", "criterion"),
    "observe": _plain(Observed, "child", "criterion", "on", "toxicity", "what", "grade"),
    "respond": _plain(Responded, "child", "on", "response", "what"),
    "not-evaluable": _plain(NotEvaluable, "child", "reason"),
    "regrade": _regrade,
    "suspend": _plain(Suspended, "reason", "until"),
    "resume": _plain(Resumed, "reason"),
    "note": _plain(Noted, "text", "about"),
}
