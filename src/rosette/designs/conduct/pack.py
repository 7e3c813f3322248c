"""The pack for the data and safety monitoring board: everything that a ledger says on a day, in one object."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from rosette.designs.conduct.children import Child, Status, children_on
from rosette.designs.conduct.entries import Activated, Confirmed, Cut, Decided, Enrolled, Overridden
from rosette.designs.conduct.expansion import ExpansionStatus, expansion_status
from rosette.designs.conduct.force import cut_of, decisions, in_force
from rosette.designs.conduct.late import LateChange, late_changes
from rosette.designs.conduct.ledger import Ledger
from rosette.designs.conduct.notices import Replacement, replacements
from rosette.designs.conduct.weekly import Weekly, weekly
from rosette.designs.design import Decision
from rosette.designs.plan import ConductPlan
from rosette.designs.states import State
from rosette.kernel import UsageError


@frozen(kw_only=True)
class Ruling:
    """One decision with what it rested on and what became of it: confirmed, overridden, or open.

    cut: the number of its line. dose: what took effect; None with `settled_by` empty when nothing did.
    """

    number: int
    asked_on: date
    asked_by: str
    cut: int
    digest: str
    state: State
    decision: Decision
    determined: bool
    settled_on: date | None
    settled_by: str
    overridden: bool
    reason: str
    dose: int | None
    in_force: bool


@frozen(kw_only=True)
class Uncounted:
    """A toxicity of a child who does not count at its level, for the board to see."""

    child: str
    dose: int
    why: str
    events: tuple[str, ...]


@frozen(kw_only=True)
class Pack:
    """What a board receives; `week` holds the levels, places, notice, boundaries and what comes next."""

    week: Weekly
    plan: ConductPlan
    versions: tuple[Activated, ...]
    accrual: tuple[tuple[str, int], ...]
    children: tuple[Child, ...]
    rulings: tuple[Ruling, ...]
    late: tuple[LateChange, ...]
    replacements: tuple[Replacement, ...]
    uncounted: tuple[Uncounted, ...]
    expansion: ExpansionStatus | None


def dsmb(ledger: Ledger, day: date) -> Pack:
    """Everything that the ledger says at the end of a day.

    Raises UsageError before a version is active or when the design does not say how it is conducted.
    """
    known = ledger.until(day)
    if known.active is None:
        raise UsageError(f"no protocol version was active on {day}: there is nothing to report")
    children = children_on(known, day)
    return Pack(
        week=weekly(known, day),
        plan=known.plan,
        versions=known.of(Activated),
        accrual=_accrual(known),
        children=children,
        rulings=rulings(known),
        late=late_changes(known),
        replacements=replacements(known, day),
        uncounted=tuple(_uncounted(child) for child in children if _is_uncounted(child)),
        expansion=expansion_status(known, day),
    )


def _accrual(known: Ledger) -> tuple[tuple[str, int], ...]:
    """Children enrolled in each calendar month from the first to the last, months without any included."""
    months = [(each.day.year, each.day.month) for each in known.of(Enrolled)]
    if not months:
        return ()
    first, last = (year * 12 + month - 1 for year, month in (min(months), max(months)))
    every = [(place // 12, place % 12 + 1) for place in range(first, last + 1)]
    return tuple((f"{year}-{month:02}", months.count((year, month))) for year, month in every)


def rulings(ledger: Ledger) -> tuple[Ruling, ...]:
    """Every decision of the ledger, in order."""
    force = in_force(ledger)
    return tuple(
        _ruling(ledger, decided, settled, in_force=force is not None and force.number == decided.number)
        for decided, settled in decisions(ledger)
    )


def _ruling(ledger: Ledger, decided: Decided, settled: Confirmed | Overridden | None, *, in_force: bool) -> Ruling:
    assert isinstance(ledger.lines[decided.cut - 1].entry, Cut)
    over = settled if isinstance(settled, Overridden) else None
    return Ruling(
        number=decided.number,
        asked_on=decided.day,
        asked_by=decided.by,
        cut=decided.cut,
        digest=decided.digest,
        state=cut_of(ledger, decided),
        decision=decided.decision,
        determined=decided.determined,
        settled_on=settled.day if settled else None,
        settled_by=settled.by if settled else "",
        overridden=over is not None,
        reason=over.reason if over else "",
        dose=(over.dose if over else decided.decision.dose) if settled else None,
        in_force=in_force,
    )


def _is_uncounted(child: Child) -> bool:
    return child.status is Status.INFEASIBLE and bool(child.toxicities)


def _uncounted(child: Child) -> Uncounted:
    events = tuple(f"{event.what}, {event.on} ({event.criterion})" for event in child.toxicities)
    return Uncounted(child=child.child, dose=child.dose, why=child.reason, events=events)
