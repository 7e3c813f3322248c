"""The recommended dose by isotonic regression over the doses that were tried and not eliminated."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from rosette.designs.design import Safety
from rosette.designs.states import FloatArray, IntArray, Mask, States

A_LITTLE = 0.05
RAMP = 1e-10


def isotonic_rates(n: IntArray, y: IntArray, used: Mask) -> FloatArray:
    """Rates that do not fall with the dose, by weighted least squares over the used doses; nan elsewhere.

    n, y, used: shape (s, doses). 0.05 is added to both outcomes; weights are one over the variance of the beta
    distribution. Source: [@liu2015, selection of the MTD]; weights as in the package of its authors.
    """
    share = (y + A_LITTLE) / (n + 2 * A_LITTLE)
    spread = (y + A_LITTLE) * (n - y + A_LITTLE) / ((n + 2 * A_LITTLE) ** 2 * (n + 1 + 2 * A_LITTLE))
    return np.where(used, rising(share, np.where(used, 1 / spread, 0.0)), np.nan)


def rising(share: FloatArray, weight: FloatArray) -> FloatArray:
    """The values that do not fall along each row and lie nearest to `share` by weighted least squares; shape (s, m)."""
    places = share.shape[1]
    above = np.cumsum(weight, axis=1), np.cumsum(weight * share, axis=1)
    lows = [[_smallest(above, low, place, places) for low in range(place + 1)] for place in range(places)]
    return np.stack([np.max(each, axis=0) for each in lows], axis=1)


def _smallest(sums: tuple[FloatArray, FloatArray], low: int, dose: int, doses: int) -> FloatArray:
    """The smallest mean over the blocks that begin at `low` and hold `dose`."""
    means = []
    for high in range(dose, doses):
        weight, total = (each[:, high] - (each[:, low - 1] if low else 0) for each in sums)
        means.append(np.divide(total, weight, out=np.full(len(total), np.inf), where=weight > 0))
    return np.asarray(np.min(means, axis=0))


@frozen(kw_only=True)
class Isotonic:
    """The dose whose isotonic rate is nearest to the target; of equals the higher below it, the lower above."""

    target: float
    safety: Safety

    def select(self, states: States) -> IntArray:
        """The dose of every state, 0 for none."""
        doses = np.arange(1, states.n.shape[1] + 1)
        used = (states.n > 0) & self.safety.admissible(states)
        rates = isotonic_rates(states.n, states.y, used)
        away = np.where(used, np.abs(rates + doses * RAMP - self.target), np.inf)
        return np.where(used.any(axis=1), away.argmin(axis=1) + 1, 0)
