"""The recommended dose of a grid: rates that fall in neither medicine, by Dykstra's alternating projections."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from rosette.designs.design import Safety
from rosette.designs.isotonic import A_LITTLE, rising
from rosette.designs.layout import Layout
from rosette.designs.states import FloatArray, IntArray, States, equal_rows
from rosette.kernel import NotComputable

ENOUGH, MOST_ROUNDS = 1e-9, 20_000
RAMP = 1e-5


def matrix_rates(n: IntArray, y: IntArray, layout: Layout) -> FloatArray:
    """Rates of all doses that fall in neither medicine; shape (s, doses).

    n, y: shape (s, doses). 0.05 is added to both outcomes and the weight is their sum, so that an untried dose is a
    half of weight 0.1, as in the package of the authors. Source: [@lin2017, estimation of the MTD]; [@dykstra1982,
    the algorithm]."""
    weight = np.asarray(n + 2 * A_LITTLE, dtype=float)
    return nearest_rising((y + A_LITTLE) / weight, weight, layout)


def nearest_rising(share: FloatArray, weight: FloatArray, layout: Layout) -> FloatArray:
    """The values nearest to `share` by weighted least squares that fall neither along rows nor along columns.

    share, weight: shape (s, doses), weights above 0. Raises NotComputable when the rounds do not settle."""
    found, open_ = share.copy(), np.arange(len(share))
    now, rest_one, rest_two = share, np.zeros_like(share), np.zeros_like(share)
    for _ in range(MOST_ROUNDS):
        across = _along(now + rest_one, weight[open_], layout, columns=False)
        rest_one = now + rest_one - across
        down = _along(across + rest_two, weight[open_], layout, columns=True)
        rest_two = across + rest_two - down
        moves = np.abs(down - across).max(axis=1) + np.abs(down - now).max(axis=1) >= ENOUGH
        found[open_[~moves]] = down[~moves]
        now, rest_one, rest_two, open_ = down[moves], rest_one[moves], rest_two[moves], open_[moves]
        if not len(open_):
            return found
    raise NotComputable(f"the rates of the grid did not settle in {MOST_ROUNDS} rounds")


def _along(values: FloatArray, weight: FloatArray, layout: Layout, *, columns: bool) -> FloatArray:
    """The projection on values that do not fall along each row, or along each column."""
    shape = (len(values), layout.rows, layout.columns)
    axes = (0, 2, 1) if columns else (0, 1, 2)
    cells, weights = (each.reshape(shape).transpose(axes) for each in (values, weight))
    lines = rising(cells.reshape(-1, cells.shape[2]), weights.reshape(-1, cells.shape[2]))
    return np.asarray(lines.reshape(cells.shape).transpose(axes).reshape(values.shape))


@frozen(kw_only=True)
class MatrixIsotonic:
    """Of the tried admissible doses the one whose rate is nearest to the target.

    Of equal rates the higher dose below the target, the lower one above it; of doses of one height that of the lower
    second medicine.
    """

    target: float
    layout: Layout
    safety: Safety

    def select(self, states: States) -> IntArray:
        """The dose of every state, 0 for none."""
        first, group = equal_rows(states.n, states.y)
        n, y = states.n[first], states.y[first]
        used = (n > 0) & self.safety.admissible(states)[first]
        places = self.layout.places
        rates = matrix_rates(n, y, self.layout) + RAMP * (places.sum(axis=1) + 2)
        away = np.where(used, np.abs(rates - self.target), np.inf)
        by_column = np.lexsort((places[:, 0], places[:, 1]))
        best = by_column[away[:, by_column].argmin(axis=1)] + 1
        return np.asarray(np.where(used.any(axis=1), best, 0)[group])
