"""What is wrong with an entry about a child."""

from __future__ import annotations

from collections.abc import Iterator

from rosette.designs.conduct.children import Child, Status
from rosette.designs.conduct.facts import (
    Delivered,
    Followed,
    Infeasible,
    NotEvaluable,
    Observed,
    Regraded,
    Responded,
)
from rosette.designs.conduct.faults import (
    criterion_of,
    faults_in,
    grade_of,
    happened,
    judged,
    known,
    limits,
    said,
    treated,
)
from rosette.designs.conduct.ledger import Ledger
from rosette.kernel import UnitError


@faults_in.register
def _(entry: Delivered, ledger: Ledger) -> Iterator[str]:
    child = yield from known(entry.child, ledger, entry.day)
    if child is None:
        return
    yield from happened(entry.on, entry.day, child.enrolled, f"{child.child} was enrolled")
    if child.treated is not None and not entry.reason.strip():
        yield f"{child.child} was treated on {child.treated}: a correction needs its reason"
    if any(event.on < entry.on for event in child.events):
        yield f"{child.child} had an event before {entry.on}: look at the day again"
    yield from _differs(entry, child, ledger)


def _differs(entry: Delivered, child: Child, ledger: Ledger) -> Iterator[str]:
    level, reason = ledger.specification.levels[child.dose - 1], entry.reason.strip()
    try:
        share = entry.given.to(level.dose.unit).value / level.dose.value
        above = (
            level.cap is not None and entry.total is not None and entry.total.to(level.cap.unit).value > level.cap.value
        )
    except UnitError:
        yield f"{entry.given} is no dose of the kind of level {level.name}, {level.dose}"
        return
    for amount in (entry.given, entry.total):
        if amount is not None and not amount.value > 0:
            yield f"{amount} is no amount that was given: more than 0, or the child is infeasible"
    if level.cap is not None and entry.total is None:
        yield f"level {level.name} has a cap of {level.cap}: say what was given in all"
    if abs(share - 1) > ledger.plan.tolerance + 1e-9 and not reason:
        yield f"{entry.given} is not the assigned {level.dose}: give the reason"
    if above and not reason:
        yield f"{entry.total} is above the cap of {level.cap}: give the reason"


@faults_in.register
def _(entry: Infeasible, ledger: Ledger) -> Iterator[str]:
    child = yield from known(entry.child, ledger, entry.day)
    yield from said("reason", entry.reason)
    if child is None:
        return
    yield from happened(entry.on, entry.day, child.enrolled, f"{child.child} was enrolled")
    if child.status in (Status.INFEASIBLE, Status.TOXICITY):
        yield f"{child.child} is entered as {child.status.value} already"


@faults_in.register
def _(entry: Followed, ledger: Ledger) -> Iterator[str]:
    child = yield from known(entry.child, ledger, entry.day)
    yield from criterion_of(entry.criterion, ledger, empty=True)
    if child is not None:
        yield from treated(child, entry.until, entry.day)


@faults_in.register
def _(entry: Observed, ledger: Ledger) -> Iterator[str]:
    child = yield from known(entry.child, ledger, entry.day)
    yield from criterion_of(entry.criterion, ledger)
    yield from said("what", entry.what)
    yield from grade_of(entry.grade)
    if child is None:
        return
    yield from treated(child, entry.on, entry.day)
    if entry.toxicity:
        yield from limits(child, entry.criterion, entry.on)


@faults_in.register
def _(entry: Regraded, ledger: Ledger) -> Iterator[str]:
    child = yield from known(entry.child, ledger, entry.day)
    yield from said("reason", entry.reason)
    yield from grade_of(entry.grade)
    event = next((each for each in child.events if each.line == entry.event), None) if child else None
    if child is None:
        return
    if event is None or event.criterion != entry.criterion:
        yield f'entry {entry.event} is no "{entry.criterion}" event of {child.child}'
        return
    if event.toxicity is not entry.was:
        yield f"entry {entry.event} is {judged(event.toxicity)}, not {judged(entry.was)}: look at it again"
    if (event.toxicity, event.grade) == (entry.toxicity, entry.grade):
        yield "nothing changes: neither the grade nor whether it is a toxicity"
    if entry.toxicity and not event.toxicity:
        yield from limits(child, entry.criterion, event.on)


@faults_in.register
def _(entry: Responded, ledger: Ledger) -> Iterator[str]:
    child = yield from known(entry.child, ledger, entry.day)
    if child is not None:
        yield from treated(child, entry.on, entry.day)


@faults_in.register
def _(entry: NotEvaluable, ledger: Ledger) -> Iterator[str]:
    child = yield from known(entry.child, ledger, entry.day)
    yield from said("reason", entry.reason)
    if child is None:
        return
    if child.status is Status.TOXICITY:
        yield f"{child.child} had a toxicity and therefore counts; if it was none, re-grade it first"
    if child.status in (Status.NOT_EVALUABLE, Status.INFEASIBLE):
        yield f"{child.child} is entered as {child.status.value} already"
