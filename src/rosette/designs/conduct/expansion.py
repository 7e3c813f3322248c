"""The expansion: more children at the recommended level, watched by a bound on their toxicities."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from rosette.designs.conduct.children import Status, children_on
from rosette.designs.conduct.force import recommended
from rosette.designs.conduct.ledger import Ledger
from rosette.designs.conduct.standing import state_on
from rosette.designs.intervals import NEVER, elimination_row
from rosette.designs.plan import Expansion


@frozen(kw_only=True)
class ExpansionStatus:
    """The expansion on a day. evaluable, toxicities: of all children of the level, the escalation included.

    stops_at: the fewest toxicities of so many evaluable children at which it stops; None when no number does. closed:
    what was learnt late of the escalation makes the level inadmissible.
    """

    dose: int
    planned: int
    enrolled: int
    evaluable: int
    toxicities: int
    pending: int
    stops_at: int | None
    closed: bool = False

    @property
    def stopped(self) -> bool:
        """Whether the bound is reached, or the level is no longer admissible."""
        return self.closed or (self.stops_at is not None and self.toxicities >= self.stops_at)

    @property
    def open(self) -> int:
        """How many children may still be enrolled."""
        return 0 if self.stopped else max(self.planned - self.enrolled, 0)


def expansion_status(ledger: Ledger, day: date) -> ExpansionStatus | None:
    """The expansion on a day; None while the dose is sought, or when the protocol plans none."""
    known = ledger.until(day)
    plan, dose = known.plan.expansion, recommended(known)
    if plan is None or dose is None:
        return None
    here = [child for child in children_on(known, day) if child.dose == dose]
    own = [child for child in here if child.expansion and (child.status.counts or child.status.pending)]
    evaluable = sum(child.status.counts for child in here)
    return ExpansionStatus(
        dose=dose,
        planned=plan.children,
        enrolled=len(own),
        evaluable=evaluable,
        toxicities=sum(child.status is Status.TOXICITY for child in here),
        pending=sum(child.status.pending for child in here),
        stops_at=stop_bound(plan, evaluable),
        closed=dose not in known.specification.design.decide(state_on(known, day)).admissible,
    )


def stop_bound(plan: Expansion, evaluable: int) -> int | None:
    """The fewest toxicities of so many children at which the expansion stops; None when no number does."""
    found = elimination_row(target=plan.rate, most=evaluable, cut=plan.certainty)[evaluable]
    return None if found == NEVER else found
