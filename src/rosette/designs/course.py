"""The course of one trial: its cohorts in order, each with the decision that followed."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from rosette.designs.design import Design
from rosette.designs.outcomes import Cohort, state_after
from rosette.designs.states import Reason
from rosette.designs.words import act_of


@frozen(kw_only=True)
class Turn:
    """One cohort as it was written, and what the design said after it: the act in a word, the dose, the reason."""

    cohort: Cohort
    act: str
    dose: int | None
    reason: Reason


def course(design: Design, cohorts: Sequence[Cohort]) -> tuple[Turn, ...]:
    """What the design said after each of these cohorts."""
    return tuple(_turn(design, tuple(cohorts[:count])) for count in range(1, len(cohorts) + 1))


def _turn(design: Design, seen: tuple[Cohort, ...]) -> Turn:
    state = state_after(seen, doses=design.doses, start=design.start, size=design.cohort)
    found = design.decide(state)
    act = act_of(dose=found.dose, reason=found.reason, at=state.at)
    return Turn(cohort=seen[-1], act=act, dose=found.dose, reason=found.reason)
