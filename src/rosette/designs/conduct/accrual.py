"""The children of a live trial against its days: who waited, who was observed until when, when nobody was enrolled."""

from __future__ import annotations

from datetime import date

from rosette.designs.accrual import AccrualPath, Stay, Suspension
from rosette.designs.conduct.children import Child, Status, children_on
from rosette.designs.conduct.entries import Enrolled, Resumed, SlotReleased, SlotReserved, Suspended
from rosette.designs.conduct.ledger import Ledger


def accrual_of(ledger: Ledger, day: date) -> AccrualPath:
    """Children and suspensions in days from the first line of the ledger up to a day.

    A child came when its place was reserved. Suspensions are those that were entered.
    """
    known = ledger.until(day)
    first = known.lines[0].entry.day if known.lines else day
    came = {line.entry.slot: line.entry.day for line in known.lines if isinstance(line.entry, SlotReserved)}
    stays = [_stay(child, came.get(child.slot, child.enrolled), first, day) for child in children_on(ledger, day)]
    gone = {line.entry.slot for line in known.lines if isinstance(line.entry, (Enrolled, SlotReleased))}
    stays += [Stay(came=(since - first).days) for slot, since in came.items() if slot not in gone]
    return AccrualPath(
        children=tuple(sorted(stays, key=lambda stay: stay.came)),
        suspended=_suspended(known, first, day),
        days=(day - first).days,
    )


def _stay(child: Child, came: date, first: date, day: date) -> Stay:
    outcome = _outcome(child)
    ends = [watch.ends for watch in child.windows if watch.ends is not None]
    seen = [event.on for event in child.toxicities]
    last = min(seen) if outcome in "TB" and seen else max(ends, default=day)
    return Stay(
        came=(came - first).days,
        enrolled=(child.enrolled - first).days,
        until=None if outcome == "P" else (max(min(last, day), child.enrolled) - first).days,
        level=child.dose,
        outcome=outcome,
    )


def _outcome(child: Child) -> str:
    if child.status in (Status.NOT_EVALUABLE, Status.INFEASIBLE):
        return "L"
    if child.status.pending:
        return "P"
    toxic = child.status is Status.TOXICITY
    return ("B" if toxic else "E") if child.response else ("T" if toxic else "N")


def _suspended(ledger: Ledger, first: date, day: date) -> tuple[Suspension, ...]:
    """Every suspension up to its end, or up to the day."""
    spans: list[Suspension] = []
    begun: date | None = None
    for entry in (line.entry for line in ledger.lines):
        if isinstance(entry, Suspended):
            begun = begun or entry.day
        elif isinstance(entry, Resumed) and begun is not None:
            spans.append(Suspension(first=(begun - first).days, last=(entry.day - first).days))
            begun = None
    if begun is not None:
        spans.append(Suspension(first=(begun - first).days, last=(day - first).days))
    return tuple(spans)
