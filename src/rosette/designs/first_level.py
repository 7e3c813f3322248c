"""The end of a trial by a model whose first level is too toxic already."""

from __future__ import annotations

import numpy as np
from attrs import evolve, frozen

from rosette.designs.crm import Crm
from rosette.designs.design import Design, Selection
from rosette.designs.late import TiteCrm, follow_up
from rosette.designs.states import FloatArray, IntArray, Mask, States, equal_rows
from rosette.kernel import UsageError


@frozen(kw_only=True)
class FirstLevel:
    """No level is admissible once P(rate of the first level > target | data) is above the cut.

    follow_up: whether children under observation count by their follow-up, as in a TITE-CRM.
    Source: [@cheung2011, stopping for toxicity]; the cut is the protocol's.
    """

    model: Crm
    cut: float
    follow_up: bool = False

    def admissible(self, states: States) -> Mask:
        """All levels or none; shape (s, doses)."""
        return np.repeat(self.above(states)[:, None] <= self.cut, states.n.shape[1], axis=1)

    def above(self, states: States) -> FloatArray:
        """The probability that the rate of the first level is above the target; shape (s,)."""
        if self.follow_up and states.pending.any():
            return self._share(states, self._watched(states))
        first, group = equal_rows(states.n, states.y)
        return self._share(states.rows(first), None)[group]

    def _share(self, states: States, watched: FloatArray | None) -> FloatArray:
        hit, miss, rate, grid, prior = self.model.grid
        log = states.y @ hit + (states.n - states.y) @ miss + prior
        if watched is not None:
            log = log + watched
        mass = np.exp(log - log.max(axis=1, keepdims=True))
        return np.asarray(mass @ self._part(rate[0], grid) / mass.sum(axis=1))

    def _part(self, rate: FloatArray, grid: FloatArray) -> FloatArray:
        """How much of the cell of each point has a rate above the target; the rate falls along the points."""
        edge, step = np.interp(-self.model.target, -rate, grid), grid[1] - grid[0]
        return np.asarray(np.clip(0.5 + (edge - grid) / step, 0.0, 1.0))

    def _watched(self, states: States) -> FloatArray:
        """Log of one minus the followed share of the rate, summed over children under observation; (s, points)."""
        rate, seen = self.model.grid[2], follow_up(states)
        total = np.zeros((len(states.at), rate.shape[1]))
        for dose, share in zip(seen.dose.T, seen.share.T, strict=True):
            total += np.where((dose > 0)[:, None], np.log1p(-share[:, None] * rate[np.maximum(dose, 1) - 1]), 0.0)
        return total


@frozen(kw_only=True)
class Unless:
    """What a selection recommends, and nothing where no level is admissible."""

    selection: Selection
    safety: FirstLevel

    def select(self, states: States) -> IntArray:
        """The dose of every state; 0 for none."""
        return np.where(self.safety.admissible(states).any(axis=1), self.selection.select(states), 0)


def stopping(design: Design, *, cut: float) -> Design:
    """The same design, ended when its first level is too toxic; raises UsageError for a design without a CRM."""
    chooser = design.chooser
    model = chooser.model if isinstance(chooser, TiteCrm) else chooser
    if not isinstance(model, Crm) or not 0 < cut < 1:
        raise UsageError(f"{design.name} with a cut of {cut:g}: a CRM or TITE-CRM, and a cut between 0 and 1")
    safety = FirstLevel(model=model, cut=cut, follow_up=isinstance(chooser, TiteCrm))
    return evolve(design, safety=safety, selection=Unless(selection=design.selection, safety=safety))
