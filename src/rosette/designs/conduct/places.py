"""Places that are open, and the queue for them."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from rosette.designs.conduct.children import children_on
from rosette.designs.conduct.entries import Enrolled, Observed, Regraded, SlotReleased, SlotReserved
from rosette.designs.conduct.expansion import expansion_status
from rosette.designs.conduct.force import in_force, suspended
from rosette.designs.conduct.ledger import Ledger
from rosette.designs.conduct.standing import state_on


@frozen(kw_only=True)
class Place:
    """One reservation in the queue, in its order; holds: whether a place is open for it."""

    slot: str
    trial: str
    cohort: str
    since: date
    until: date | None
    holds: bool


def open_places(ledger: Ledger, day: date) -> int:
    """How many children may still be enrolled on a day: under the decision in force, or in the expansion.

    A decision opens a cohort of the design, as far as a level that is filled to a number has room; a child who does not
    count gives the place back.
    """
    if suspended(ledger) is not None or ledger.active is None:
        return 0
    expansion = expansion_status(ledger, day)
    return _escalation(ledger, day) if expansion is None else expansion.open


def _escalation(ledger: Ledger, day: date) -> int:
    force, design = in_force(ledger), ledger.specification.design
    if force is None or force.dose is None or outdated(ledger, day):
        return 0
    children = [each for each in children_on(ledger, day) if not each.expansion]
    takes = [each for each in children if each.status.counts or each.status.pending]
    under = sum(each.decision == force.number for each in takes)
    here = sum(each.dose == force.dose for each in takes)
    room = design.most if design.full is None else design.full - here
    return max(min(design.cohort - under, design.most - len(takes), room), 0)


def outdated(ledger: Ledger, day: date) -> str:
    """Why the decision in force gives its level no longer; empty when it does, or gives none."""
    force, design = in_force(ledger), ledger.specification.design
    if force is None or force.dose is None:
        return ""
    if force.dose not in design.decide(state_on(ledger, day)).admissible:
        return f"level {force.dose} is no longer admissible"
    later = (line.entry for line in ledger.lines[force.decided.cut :])
    toxic = any(isinstance(entry, (Observed, Regraded)) and entry.toxicity for entry in later)
    return f"a toxicity came after decision {force.number}" if toxic and design.observes else ""


def queue_on(ledger: Ledger, day: date) -> tuple[Place, ...]:
    """The reservations that wait on a day, in order; the first so many hold the open places."""
    known = ledger.until(day)
    gone = {each.slot for each in known.of(SlotReleased)} | {each.slot for each in known.of(Enrolled)}
    waiting = [each for each in known.of(SlotReserved) if each.slot not in gone and not _lapsed(each, day)]
    places = open_places(known, day)
    return tuple(
        Place(
            slot=each.slot,
            trial=each.trial,
            cohort=each.cohort,
            since=each.day,
            until=each.until,
            holds=place < places,
        )
        for place, each in enumerate(waiting)
    )


def _lapsed(reserved: SlotReserved, day: date) -> bool:
    return reserved.until is not None and reserved.until < day
