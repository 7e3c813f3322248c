"""What the rule sees: the state of the trial, from the children of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rosette.designs.conduct.children import Child, Status, children_on
from rosette.designs.conduct.ledger import Ledger
from rosette.designs.design import Design
from rosette.designs.states import State


def state_on(ledger: Ledger, day: date) -> State:
    """What the rule sees at the end of a day, with the follow-up of every child under observation.

    Children of the expansion are not in it. Raises UsageError when the design does not say how it is conducted.
    """
    known = ledger.until(day)
    return state_of(children_on(known, day), known.specification.design, response=bool(known.plan.response))


def state_of(children: Sequence[Child], design: Design, *, response: bool = False) -> State:
    """The state of these children, in the order of enrolment."""
    escalation = [child for child in children if not child.expansion]
    counted = [child for child in escalation if child.status.counts]
    pending = [child for child in escalation if child.status.pending]
    toxic = [child for child in counted if child.status is Status.TOXICITY]
    worked = [child for child in counted if child.response]
    return State(
        n=_by_dose(counted, design.doses),
        y=_by_dose(toxic, design.doses),
        pending=_by_dose(pending, design.doses),
        at=escalation[-1].dose if escalation else design.start,
        last=_last_cohort(escalation, design.cohort),
        watched=tuple(tuple(sorted(_shares(pending, dose))) for dose in range(1, design.doses + 1)),
        eff=_by_dose(worked, design.doses) if response else None,
        both=_by_dose([each for each in worked if each in toxic], design.doses) if response else None,
    )


def _by_dose(children: Iterable[Child], doses: int) -> tuple[int, ...]:
    given = [child.dose for child in children]
    return tuple(given.count(dose) for dose in range(1, doses + 1))


def _shares(pending: Iterable[Child], dose: int) -> Iterable[float]:
    return (child.share for child in pending if child.dose == dose)


def _last_cohort(children: Sequence[Child], size: int) -> tuple[int, int]:
    """Of the last so many children in a row at the last dose, those who count: how many, and with toxicity."""
    row: list[Child] = []
    for child in reversed(children):
        if child.dose != children[-1].dose or len(row) == size:
            break
        if child.status.counts or child.status.pending:
            row.append(child)
    seen = [child for child in row if child.status.counts]
    return len(seen), sum(child.status is Status.TOXICITY for child in seen)
