"""Escalation with overdose control: which doses a model leaves open, which it wishes, when it has seen enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from attrs import frozen

from rosette.designs.blrm import Blrm, Fits, Prior, rising
from rosette.designs.design import Design, Limit, NoSkip, Wishes
from rosette.designs.states import STOP, IntArray, Mask, Reason, States
from rosette.kernel import UsageError

TARGET, HIGHEST = CHOICES = ("target", "highest")


class Reach(Protocol):
    """Which doses may follow the last one."""

    def open(self, states: States) -> Mask:
        """For every state and dose whether the dose may follow; shape (s, doses)."""
        ...


@frozen(kw_only=True)
class Ewoc:
    """A dose is admissible while the probability that its rate lies above the target interval is below the limit.

    Source: [@babb1998, section 2]; with intervals as in [@neuenschwander2008, section 3].
    """

    model: Fits
    limit: float

    def admissible(self, states: States) -> Mask:
        """For every state and dose whether the dose may be given."""
        return np.asarray(self.model.posterior(states.n, states.y).over < self.limit)


@frozen(kw_only=True)
class ByPosterior:
    """Of the admissible doses the one that most probably lies in the target interval, or the one with the highest rate.

    Of equals the lower. reach: which doses may follow the last one at all; without it all may.
    """

    model: Fits
    safety: Ewoc
    choice: str = TARGET
    reach: Reach | None = None

    def choose(self, states: States) -> Wishes:
        """The dose of every state; a stop where none is admissible."""
        found = self.model.posterior(states.n, states.y)
        open_ = self.safety.admissible(states)
        if self.reach is not None:
            open_ = open_ & self.reach.open(states)
        worth = found.target if self.choice == TARGET else found.mean
        dose = np.where(open_, worth, -1.0).argmax(axis=1) + 1
        why = np.array([int(Reason.DOWN), int(Reason.STAY), int(Reason.UP)])[np.sign(dose - states.at) + 1]
        return Wishes(dose=dose, why=why).where(np.asarray(~open_.any(axis=1)), STOP, Reason.TOO_TOXIC)


@frozen(kw_only=True)
class NoJump:
    """No step up raises the dose by more than a share of it (1: no more than twice the last dose)."""

    doses: tuple[float, ...]
    share: float

    def hold(self, states: States, wishes: Wishes) -> Wishes:
        """Wishes held to the highest dose within that step; the last dose where even the next is farther."""
        doses = np.array(self.doses)
        within = doses <= doses[states.at - 1][:, None] * (1 + self.share) * (1 + 1e-9)
        top = np.maximum(within.sum(axis=1), states.at)
        return wishes.where(wishes.dose > top, top, Reason.NO_JUMP)


@frozen(kw_only=True)
class Settled:
    """Ends the trial once so many children had a dose that would be given again and that probably is on target.

    sure: how probable the target interval must be there.
    """

    model: Fits
    children: int
    sure: float

    def hold(self, states: States, wishes: Wishes) -> Wishes:
        """A stop where the trial has seen enough."""
        target = self.model.posterior(states.n, states.y).target[np.arange(len(states.at)), states.at - 1]
        enough = (wishes.dose == states.at) & (states.here(states.n) >= self.children) & (target >= self.sure)
        return wishes.where(enough, STOP, Reason.ENOUGH_HERE)


@frozen(kw_only=True)
class Next:
    """Recommends what would be given next, within the limits of the trial; none where none is admissible."""

    chooser: ByPosterior
    limits: tuple[Limit, ...]

    def select(self, states: States) -> IntArray:
        """The dose of every state."""
        found = self.chooser.choose(states)
        for limit in self.limits:
            found = limit.hold(states, found)
        return found.dose


def blrm(
    *,
    prior: Prior,
    doses: Sequence[float],
    reference: float,
    edges: Sequence[float],
    overdose: float,
    most: int,
    cohort: int = 3,
    start: int = 1,
    choice: str = TARGET,
    largest_step: float | None = None,
    enough_here: int | None = None,
    sure: float | None = None,
) -> Design:
    """Logistic regression with overdose control that skips no untried dose.

    largest_step: a step up raises the dose by no more than this share of it. enough_here: ends once so many were
    treated at a dose that would be given again; sure: only when the target interval is so probable there.
    Raises UsageError with every fault. Source: [@neuenschwander2008, section 3].
    """
    _check(len(doses), overdose, most, cohort, start, choice, largest_step, enough_here, sure)
    model = Blrm(prior=prior, doses=tuple(doses), reference=reference, edges=tuple(edges))
    safety = Ewoc(model=model, limit=overdose)
    chooser = ByPosterior(model=model, safety=safety, choice=choice)
    steps: tuple[Limit, ...] = (NoSkip(),)
    if largest_step is not None:
        steps = (*steps, NoJump(doses=model.doses, share=largest_step))
    settled = () if enough_here is None or sure is None else (Settled(model=model, children=enough_here, sure=sure),)
    return Design(
        name="BLRM",
        variant=choice,
        doses=len(doses),
        start=start,
        cohort=cohort,
        most=most,
        chooser=chooser,
        limits=(*steps, *settled),
        safety=safety,
        enough_here=None if settled else enough_here,
        selection=Next(chooser=chooser, limits=steps),
    )


def _check(
    doses: int,
    overdose: float,
    most: int,
    cohort: int,
    start: int,
    choice: str,
    largest_step: float | None,
    enough_here: int | None,
    sure: float | None,
) -> None:
    faults = [
        *([] if 0 < overdose < 1 else [f"the limit of overdose, {overdose:g}, is not between 0 and 1"]),
        *([] if 1 <= start <= doses else [f"the start, dose {start}, is not one of {doses}"]),
        *([] if 1 <= cohort <= most else [f"cohorts of {cohort} of {most} children"]),
        *([] if choice in CHOICES else [f'"{choice}" is no choice: {" or ".join(CHOICES)}']),
        *([] if largest_step is None or rising((largest_step,), above=0) else ["the largest step is not above 0"]),
        *(
            []
            if enough_here is None or 1 <= enough_here <= most
            else [f"a stop at {enough_here} of {most} children never comes"]
        ),
        *([] if sure is None or 0 < sure < 1 else [f"a probability of the target of {sure:g} is not between 0 and 1"]),
        *(["how sure the target must be needs `enough_here`"] if sure is not None and enough_here is None else []),
    ]
    if faults:
        raise UsageError("; ".join(faults))
