"""Bayesian logistic regression of toxicity on the doses of two drugs, by importance sampling with a stated error."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
from attrs import field, frozen

from rosette.designs.blrm import Posterior, Prior, edge_faults, packed, remembered, unpacked
from rosette.designs.states import FloatArray, IntArray, Mask, States
from rosette.kernel import UsageError

SEED, PARTS, POINTS, PILOT, ROUNDS = 20_150_101, 16, 2048, 256, 3  # the rounds of fitting use PILOT points a part
WIDER = 1.3  # variance of the fitted normal over that of the posterior
LITTLE = 1e-9


@frozen(kw_only=True)
class Drug:
    """One drug of a pair: the prior of its own curve and its reference dose, in the unit of its doses."""

    prior: Prior
    reference: float


@frozen(kw_only=True)
class Pair:
    """The model: the odds of two drugs as if independent, times exp(eta * x1/reference1 * x2/reference2).

    doses: (first drug, second drug) of every combination, 0 where a drug is not given; never both 0. interaction: mean
    and sd of eta, sd 0 for none. edges: as for one drug. Raises UsageError with every fault.
    Source: [@neuenschwander2015, two-drug model].
    """

    first: Drug
    second: Drug
    interaction: tuple[float, float]
    doses: tuple[tuple[float, float], ...]
    edges: tuple[float, ...]
    _kept: dict[bytes, FloatArray] = field(init=False, factory=dict, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        drugs = (self.first, self.second)
        faults = [
            *(
                []
                if self.doses and all(map(_possible, self.doses))
                else ["a dose is below 0, or both are 0, or no doses"]
            ),
            *([] if len(set(self.doses)) == len(self.doses) else ["a combination is named twice"]),
            *([] if all(0 < drug.reference < math.inf for drug in drugs) else ["a reference dose is not above 0"]),
            *([] if 0 <= self.interaction[1] < math.inf else ["the sd of the interaction is below 0 or without end"]),
            *edge_faults(self.edges),
        ]
        if faults:
            raise UsageError("; ".join(faults))

    def posterior(self, n: IntArray, y: IntArray) -> Posterior:
        """What is known after n children with y toxicities for each combination; shape (s, combinations).

        parameters: log alpha and log beta of both drugs, eta. error: the largest standard error of a mean or
        probability, from independently shifted point sets. Equal states are fitted once.
        """
        return unpacked(remembered(self._kept, self._fitted, n, y), doses=len(self.doses), parameters=5)

    def _fitted(self, n: IntArray, y: IntArray) -> FloatArray:
        return np.vstack([_fitted_row(self, one, two) for one, two in zip(n, y, strict=True)])


def _possible(doses: tuple[float, float]) -> bool:
    return min(doses) >= 0 and 0 < max(doses) < math.inf


def combination_fit(model: Pair, *, n: Sequence[int], y: Sequence[int]) -> Posterior:
    """What is known of one trial after n children with y toxicities for each combination."""
    return model.posterior(np.array([n], dtype=np.int64), np.array([y], dtype=np.int64))


def _fitted_row(model: Pair, n: IntArray, y: IntArray) -> FloatArray:
    """One state as a row of numbers (`unpacked` reads it). n, y: shape (combinations,).

    A normal is fitted to the posterior in some rounds; half of the points are drawn from it and half from the prior, so
    that no weight can run away. The points are a lattice with random shifts of a fixed seed: one answer for one state.
    """
    centre, factor = _prior_normal(model)
    base = _points()
    fitted = (np.zeros(5), np.eye(5))
    for _ in range(ROUNDS):
        whitened, weights = _weighted(model, n, y, base[:, :PILOT], fitted, centre, factor)
        fitted = _moments(whitened.reshape(-1, 5), weights.reshape(-1))
    whitened, weights = _weighted(model, n, y, base, fitted, centre, factor)
    at = centre + whitened @ factor.T
    rates = 1 / (1 + np.exp(-_log_odds(model, at)))
    return _summed(model, at, rates, weights)


def _prior_normal(model: Pair) -> tuple[FloatArray, FloatArray]:
    """Mean of the five parameters, and the factor that turns independent standard normals into them."""
    centre, factor = np.zeros(5), np.zeros((5, 5))
    for place, drug in ((0, model.first), (2, model.second)):
        sd, rho = drug.prior.sd, drug.prior.correlation
        centre[place : place + 2] = drug.prior.mean
        factor[place : place + 2, place : place + 2] = [[sd[0], 0.0], [rho * sd[1], math.sqrt(1 - rho**2) * sd[1]]]
    centre[4], factor[4, 4] = model.interaction
    return centre, factor


@cache
def _points() -> FloatArray:
    """Standard normal points, shape (parts, points, 5): a lattice of irrational steps, each part shifted by chance."""
    from scipy.special import ndtri

    root = 1.0
    for _ in range(80):
        root = (1 + root) ** (1 / 6)  # the root of x^6 = x + 1
    steps = np.arange(1, POINTS + 1)[:, None] * root ** -np.arange(1.0, 6.0)
    shifts = np.random.Generator(np.random.PCG64(SEED)).random((PARTS, 1, 5))
    return np.asarray(ndtri(np.clip((steps + shifts) % 1.0, LITTLE, 1 - LITTLE)))


def _weighted(
    model: Pair,
    n: IntArray,
    y: IntArray,
    base: FloatArray,
    fitted: tuple[FloatArray, FloatArray],
    centre: FloatArray,
    factor: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Points from the fitted normal and from the prior, whitened by the prior, and their weights for the posterior."""
    mean, spread = fitted
    points = np.concatenate((mean + base @ spread.T, base), axis=1)
    log_prior = -(points**2).sum(axis=-1) / 2
    back = np.linalg.solve(spread, (points - mean).reshape(-1, 5).T).T.reshape(points.shape)
    log_fitted = -(back**2).sum(axis=-1) / 2 - np.log(np.abs(np.diag(spread))).sum()
    used = np.flatnonzero(n)
    odds = _log_odds(model, centre + points @ factor.T, used)
    likelihood = (y[used] * odds - n[used] * np.logaddexp(0, odds)).sum(axis=-1)
    log = likelihood + log_prior - np.logaddexp(log_prior, log_fitted)
    return points, np.exp(log - log.max())


def _moments(points: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    share = weights / weights.sum()
    mean = share @ points
    away = points - mean
    return mean, np.asarray(np.linalg.cholesky(WIDER * (away.T * share) @ away + 1e-6 * np.eye(5)))


def _log_odds(model: Pair, at: FloatArray, used: IntArray | None = None) -> FloatArray:
    """Log odds of toxicity of the combinations; at: (..., 5)."""
    doses = np.array(model.doses)[slice(None) if used is None else used]
    scaled = doses / [model.first.reference, model.second.reference]
    with np.errstate(divide="ignore"):
        logs = np.log(scaled)
    one, two = (at[..., k, None] + np.exp(at[..., k + 1, None]) * logs[:, k // 2] for k in (0, 2))
    both = np.logaddexp(np.logaddexp(one, two), one + two)
    return np.asarray(both + at[..., 4, None] * scaled.prod(axis=1))


def _summed(model: Pair, at: FloatArray, rates: FloatArray, weights: FloatArray) -> FloatArray:
    """Means over all points, and from the parts the standard error."""
    places = np.searchsorted(np.array(model.edges), rates, side="right")
    inside = [places == k for k in range(len(model.edges) + 1)]
    parts = [np.einsum("pk,pkd->pd", weights, each) for each in (rates, rates**2, at, *inside)]
    mass = weights.sum(axis=1)
    mean, square, parameters, *shares = (part.sum(axis=0) / mass.sum() for part in parts)
    errors = [_error(part, mass) for part in (parts[0], *parts[3:])]
    sd = np.sqrt(np.maximum(square - mean**2, 0.0))
    found = (mean, sd, np.stack(shares, axis=1), parameters)
    return packed(*(each[None] for each in found), np.array([max(errors)]))  # type: ignore[call-arg]


def _error(part: FloatArray, mass: FloatArray) -> float:
    """Standard error of a ratio of sums over independent parts, the largest over the combinations."""
    ratio = part.sum(axis=0) / mass.sum()
    away = part - mass[:, None] * ratio
    return float((np.sqrt((away**2).sum(axis=0) * PARTS / (PARTS - 1)) / mass.sum()).max())


@frozen(kw_only=True)
class OneUp:
    """On a grid of combinations (row by row) the dose of one drug may rise by one level, never those of both at once.

    columns: levels of the second drug.
    """

    columns: int

    def open(self, states: States) -> Mask:
        """For every state and combination whether it may follow."""
        rows, columns = np.divmod(np.arange(states.n.shape[1]), self.columns)
        row, column = np.divmod(states.at[:, None] - 1, self.columns)
        up, right = rows - row, columns - column
        return np.asarray((up <= 1) & (right <= 1) & ~((up > 0) & (right > 0)))
