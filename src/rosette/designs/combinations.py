"""BOIN for two medicines together: the doses are a grid, and one medicine changes at a time."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from rosette.designs.design import Design, Wishes
from rosette.designs.intervals import DecisionTable, boin_boundaries, boin_rates, read_row
from rosette.designs.layout import Layout
from rosette.designs.matrix import MatrixIsotonic
from rosette.designs.states import FloatArray, IntArray, Mask, Reason, States
from rosette.kernel import UsageError

VARIANTS = ("paper", "package")
TIES = ("first", "second", "random")
CLOSE = 1e-12
NUDGE = 5e-4  # for each child at a dose, in the package of the authors


@frozen(kw_only=True)
class Grid:
    """Up, down or the same by the table of BOIN; of two neighbours the one likeliest to lie between its rates.

    package: the prior and the nudge towards tried doses of the authors' package. tie: which medicine changes where both
    neighbours are equal; "random" by lot in a simulation, the first medicine where no lot is drawn.
    Source: [@lin2017, sections 2.2 and 2.3].
    """

    layout: Layout
    boundaries: DecisionTable
    rates: tuple[float, float]
    package: bool = False
    tie: str = "first"

    def choose(self, states: States) -> Wishes:
        """A wish for every state; where no neighbour is open, the same dose again."""
        wished = self.boundaries.choose(states).why
        up, down = wished == int(Reason.UP), wished == int(Reason.DOWN)
        place, steps = states.at - 1, self.layout.steps
        near = np.where(up[:, None], steps[place] & self.admissible(states), steps.T[place] & down[:, None])
        dose, tied = self._best(states, near)
        found = Wishes(dose=dose, why=np.where(dose == states.at, int(Reason.STAY), wished))
        return found.where(tied, dose, Reason.LOT) if self.tie == "random" and states.chance is None else found

    def admissible(self, states: States) -> Mask:
        """All but the doses at or above one that is too toxic."""
        return ~self.layout.out(states.y >= read_row(self.boundaries.out, states.n))

    def likely(self, n: IntArray, y: IntArray) -> FloatArray:
        """For every dose the probability that its toxicity lies between the two rates."""
        from scipy.special import betainc

        prior = 0.5 if self.package else 1.0
        low, high = (betainc(prior + y, prior + n - y, rate) for rate in self.rates)
        return np.asarray(high - low + (NUDGE * n if self.package else 0.0))

    def _best(self, states: States, near: Mask) -> tuple[IntArray, Mask]:
        """The likeliest of the near doses, the last dose where none is near; and whether two were equal."""
        rows, place = np.arange(len(near)), states.at - 1
        neighbours = np.flatnonzero(near.any(axis=0))
        score = np.full(near.shape, -1.0)
        score[:, neighbours] = self.likely(states.n[:, neighbours], states.y[:, neighbours])
        score[~near] = -1.0
        best = (score >= score.max(axis=1, keepdims=True) - CLOSE) & near
        first = best & (self.layout.places[:, 0] != self.layout.places[place][:, :1])
        tied = first.any(axis=1) & (best & ~first).any(axis=1)
        wanted = np.where((first.any(axis=1) & self._first(states))[:, None], first, best & ~first)
        wanted = np.where(wanted.any(axis=1)[:, None], wanted, best)
        wanted[rows, place] |= ~near.any(axis=1)
        return np.asarray(wanted.argmax(axis=1) + 1), np.asarray(tied)

    def _first(self, states: States) -> Mask:
        """Whether the first medicine changes where both neighbours are equal."""
        if self.tie == "random" and states.chance is not None:
            return np.asarray(states.chance < 0.5)
        return np.full(len(states.at), self.tie != "second")


def boin_grid(
    *,
    rows: int,
    columns: int,
    target: float,
    most: int,
    cohort: int = 3,
    start: int = 1,
    variant: str = "paper",
    tie: str = "first",
    enough_here: int | None = None,
) -> Design:
    """BOIN for a grid of doses, row by row. Raises UsageError with every fault."""
    faults = [
        *([] if rows > 1 and columns > 1 else [f"{rows} by {columns} doses are no grid of two medicines"]),
        *([] if 0 < target < 1 else [f"the target {target:g} is not between 0 and 1"]),
        *([] if variant in VARIANTS else [f'"{variant}" is no variant: {" or ".join(VARIANTS)}']),
        *([] if tie in TIES else [f'"{tie}" breaks no tie: {", ".join(TIES)}']),
        *([] if 1 <= start <= rows * columns else [f"the start, dose {start}, is not one of {rows * columns}"]),
        *([] if 1 <= cohort <= most else [f"cohorts of {cohort} of {most} children"]),
    ]
    if faults:
        raise UsageError("; ".join(faults))
    package = variant == "package"
    layout, table = Layout(rows=rows, columns=columns), boin_boundaries(target=target, most=most, parity=package)
    rates = boin_rates(target=target, low=0.6 * target, high=1.4 * target)
    chooser = Grid(layout=layout, boundaries=table, rates=rates, package=package, tie=tie)
    return Design(
        name="BOIN for two medicines",
        variant=f"{variant}, ties: {tie}",
        doses=layout.doses,
        start=start,
        cohort=cohort,
        most=most,
        layout=layout,
        chooser=chooser,
        safety=chooser,
        enough_here=enough_here,
        lots=tie == "random",
        selection=MatrixIsotonic(target=target, layout=layout, safety=chooser),
    )
