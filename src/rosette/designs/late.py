"""Designs for toxicity that comes late: children under observation count by the share of their window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import field, frozen

from rosette.designs.crm import ByModel, Crm, model_for
from rosette.designs.design import Coherent, Design, NoSkip, Wishes
from rosette.designs.intervals import (
    EXACT,
    DecisionTable,
    Elimination,
    boin_boundaries,
    boin_rates,
    read_row,
    within,
)
from rosette.designs.isotonic import Isotonic
from rosette.designs.states import WAIT, FloatArray, IntArray, Reason, States, Watched
from rosette.kernel import UsageError

IMPUTED, SHARED = VARIANTS = ("imputed", "share")


@frozen(kw_only=True)
class TiteBoin:
    """BOIN with the missing part of each window filled in from the rate so far.

    variant: "imputed" fills in the expected toxicities, and goes up only while those seen are below the target of all
    treated, down only when they are not; "share" divides by the windows that were seen. With nobody under observation
    it is BOIN. More than half under observation: wait, unless the toxicities seen decide already.
    """

    target: float
    boundaries: DecisionTable
    variant: str = IMPUTED
    rates: tuple[float, float] = field(init=False)

    def __attrs_post_init__(self) -> None:
        if self.variant not in VARIANTS:
            raise UsageError(f'"{self.variant}" is no variant of TITE-BOIN: {" or ".join(VARIANTS)}')
        object.__setattr__(self, "rates", boin_rates(target=self.target, low=0.6 * self.target, high=1.4 * self.target))

    def cuts(self, n: IntArray, y: IntArray, c: IntArray) -> tuple[FloatArray, FloatArray]:
        """Follow-up at the dose, in windows: down at or below the first, up at or above the second; shape (s,).

        -inf: never down; inf: never up. n, y, c: evaluable, with toxicity, under observation at the dose.
        Source: [@yuan2018, table 1] as [@simfastboin, copies of the published tables]; the variant "share":
        [@lin2020, approximated likelihood].
        """
        up, down = self.rates
        if self.variant == SHARED:
            return y / down - n, y / up - n
        rate = (self.target / 2 + y) / (n + 1)
        odds = rate / (1 - rate)
        many = y >= self.target * (n + c) - EXACT
        lower, upper = c - (down * (n + c) - y) / odds, c - (up * (n + c) - y) / odds
        return np.where(many, lower, -np.inf), np.where(many, np.inf, upper)

    def choose(self, states: States) -> Wishes:
        """One up, one down, the same dose, or wait."""
        n, y, c = states.here(states.n), states.here(states.y), states.here(states.pending)
        complete = self.boundaries.choose(states)
        followed = follow_up(states).followed(states.n.shape[1])[np.arange(len(n)), states.at - 1]
        low, high = self.cuts(n, y, c)
        step = np.where(followed >= high, 1, np.where(followed <= low, -1, 0))
        sure = y >= read_row(self.boundaries.down, n + c)
        step = np.where(sure, -1, step)
        why = np.array([int(Reason.DOWN), int(Reason.STAY), int(Reason.UP)])[step + 1]
        found = within(states, step, why)
        found = found.where((2 * c > n + c) & ~sure, WAIT, Reason.SUSPENDED)
        return Wishes(dose=np.where(c > 0, found.dose, complete.dose), why=np.where(c > 0, found.why, complete.why))


def follow_up(states: States) -> Watched:
    """The follow-up of the children under observation; raises UsageError where it is not known."""
    if states.watched is not None:
        return states.watched
    if states.pending.any():
        raise UsageError("the follow-up of the children under observation is not known: give it, as in 2NNP[0.4]")
    nobody = np.zeros((len(states.at), 0))
    return Watched(dose=nobody.astype(np.int64), share=nobody)


@frozen(kw_only=True)
class TiteCrm:
    """A CRM in which a child under observation counts as without toxicity by the share of its window."""

    model: Crm

    def choose(self, states: States) -> Wishes:
        """The dose of the model for every state. Source: [@cheung2000, weighted likelihood, linear weights]."""
        rates = self.model.rates(self.means(states)[0])
        dose = np.abs(rates - self.model.target).argmin(axis=1) + 1
        step = np.sign(dose - states.at)
        return Wishes(dose=dose, why=np.array([int(Reason.DOWN), int(Reason.STAY), int(Reason.UP)])[step + 1])

    def means(self, states: States) -> tuple[FloatArray, FloatArray]:
        """Posterior mean and variance of the parameter; shape (s,)."""
        from rosette.designs.late_kernels import weighted_many

        watched, grid = follow_up(states), self.model.grid
        out = np.empty((2, len(states.at)))
        weighted_many(states.n, states.y, watched.dose, watched.share, *grid, out)
        return out[0], out[1]


def tite_boin(
    *,
    target: float,
    doses: int,
    most: int,
    start: int = 1,
    cohort: int = 3,
    variant: str = IMPUTED,
    enough_here: int | None = None,
) -> Design:
    """TITE-BOIN; where a dose is eliminated, children under observation count as without toxicity.

    Raises UsageError with every fault. Source: [@yuan2018, TITE-BOIN].
    """
    faults = [
        *([] if 0 < target < 1 else [f"the target {target:g} is not between 0 and 1"]),
        *([] if 1 <= start <= doses else [f"the start, dose {start}, is not one of {doses}"]),
        *([] if 1 <= cohort <= most else [f"cohorts of {cohort} of {most} children"]),
    ]
    if faults:
        raise UsageError("; ".join(faults))
    boundaries = boin_boundaries(target=target, most=most)
    safety = Elimination(out=boundaries.out, treated=True)
    return Design(
        name="TITE-BOIN",
        variant=variant,
        doses=doses,
        start=start,
        cohort=cohort,
        most=most,
        observes=True,
        chooser=TiteBoin(target=target, boundaries=boundaries, variant=variant),
        safety=safety,
        enough_here=enough_here,
        selection=Isotonic(target=target, safety=safety),
    )


def tite_crm(
    *,
    skeleton: Sequence[float],
    target: float,
    most: int,
    cohort: int = 1,
    start: int = 1,
    model: str = "empiric",
    coherent: bool = True,
) -> Design:
    """A TITE-CRM that skips no untried dose; coherent: nor goes up right after a child with toxicity.

    Raises UsageError with every fault of the model, or a start or cohort that cannot be.
    """
    found, doses = model_for(skeleton, target=target, model=model, start=start, cohort=cohort, most=most), len(skeleton)
    return Design(
        name="TITE-CRM",
        variant=model if coherent else f"{model}, not coherent",
        doses=doses,
        start=start,
        cohort=cohort,
        most=most,
        observes=True,
        chooser=TiteCrm(model=found),
        limits=(NoSkip(), *((Coherent(target=target),) if coherent else ())),
        selection=ByModel(model=found, limits=(NoSkip(),)),
    )
