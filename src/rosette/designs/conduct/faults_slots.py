"""What is wrong with an entry about a slot, an enrolment or a note."""

from __future__ import annotations

from collections.abc import Iterator

from rosette.designs.conduct.entry import Noted, SlotReleased, SlotReserved
from rosette.designs.conduct.expansion import expansion_status
from rosette.designs.conduct.facts import Enrolled
from rosette.designs.conduct.faults import faults_in, said
from rosette.designs.conduct.force import in_force, suspended
from rosette.designs.conduct.ledger import Ledger
from rosette.designs.conduct.places import outdated, queue_on
from rosette.kernel import did_you_mean


@faults_in.register
def _(entry: Noted, ledger: Ledger) -> Iterator[str]:
    yield from said("text", entry.text)


@faults_in.register
def _(entry: SlotReserved, ledger: Ledger) -> Iterator[str]:
    if any(each.slot == entry.slot for each in ledger.of(SlotReserved)):
        yield f"{entry.slot} was reserved before: give each reservation a name of its own"
    for name, text in (("slot", entry.slot), ("trial", entry.trial), ("cohort", entry.cohort)):
        yield from said(name, text)
    if entry.until is not None and entry.until < entry.day:
        yield f"it would have lapsed on {entry.until}, before it is made"


@faults_in.register
def _(entry: SlotReleased, ledger: Ledger) -> Iterator[str]:
    waiting = [place.slot for place in queue_on(ledger, entry.day)] if ledger.active else _reserved(ledger)
    if entry.slot not in waiting:
        yield f"{entry.slot} does not wait in the queue{did_you_mean(entry.slot, waiting)}"
    yield from said("reason", entry.reason)


def _reserved(ledger: Ledger) -> list[str]:
    gone = {each.slot for each in ledger.of(SlotReleased)}
    return [each.slot for each in ledger.of(SlotReserved) if each.slot not in gone]


@faults_in.register
def _(entry: Enrolled, ledger: Ledger) -> Iterator[str]:
    yield from said("child", entry.child)
    if any(entry.child == each.child for each in ledger.of(Enrolled)):
        yield f"{entry.child} is enrolled already"
    stop = suspended(ledger)
    if stop is not None:
        yield f"enrolment is suspended: {stop.reason}; it goes on when {stop.until}"
    yield from _place(entry, ledger)
    yield from _expands(entry, ledger) if entry.expansion else _dose(entry, ledger)


def _place(entry: Enrolled, ledger: Ledger) -> Iterator[str]:
    queue = queue_on(ledger, entry.day)
    own = next((place for place in queue if place.slot == entry.slot), None)
    if own is None:
        yield f"{entry.slot} does not wait in the queue: reserve a slot first"
    elif not own.holds:
        before = [place.slot for place in queue[: queue.index(own)]]
        yield "no place is open" if not before else f"no place is open for {entry.slot} behind {', '.join(before)}"


def _dose(entry: Enrolled, ledger: Ledger) -> Iterator[str]:
    force = in_force(ledger)
    if force is None or force.dose is None:
        yield "no decision in force gives a dose: freeze the data, ask, and let another person confirm"
        return
    if (entry.decision, entry.dose) != (force.number, force.dose):
        yield f"decision {force.number} in force gives level {force.dose}, not level {entry.dose}"
    if old := outdated(ledger, entry.day):
        yield f"{old}: freeze the data and ask again"


def _expands(entry: Enrolled, ledger: Ledger) -> Iterator[str]:
    status, force = expansion_status(ledger, entry.day), in_force(ledger)
    if status is None or force is None:
        yield "there is no expansion: the escalation has not ended with a level, or the protocol plans none"
        return
    if (entry.decision, entry.dose) != (force.number, status.dose):
        yield f"the expansion is at level {status.dose} by decision {force.number}"
    if status.stopped:
        yield f"the expansion has stopped: {status.toxicities} toxicities of {status.evaluable} children"
