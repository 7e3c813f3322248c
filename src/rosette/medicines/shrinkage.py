"""Regimens of one group lend each other strength: a beta-binomial hierarchy on a grid, exact to its fineness."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from rosette.medicines.betas import Beta

CENTRES, WEIGHTS = 99, 60
WEIGHT_RANGE = (1.0, 300.0)
NEGLIGIBLE, HALVINGS = 1e-9, 16


@frozen(kw_only=True)
class Shrunk:
    """One regimen inside its group: raw share, shrunk mean and its interval."""

    events: int
    of: int
    mean: float
    interval: tuple[float, float]

    @property
    def raw(self) -> float:
        """The share as counted."""
        return self.events / self.of


@frozen(kw_only=True)
class Group:
    """A group: the mean of its regimens' shares, how alike they are, and each regimen shrunk."""

    centre: float
    weight: float
    members: Mapping[str, Shrunk] = field(repr=False)


def shrink(counts: Mapping[str, tuple[int, int]], *, prior: Beta) -> Group:
    """Shrink the shares of a group's regimens towards their centre.

    counts: events and children by regimen. prior: of the centre. How alike the regimens are (the weight, in
    children) is uniform on the logarithm between 1 and 300.
    """
    mu = (np.arange(CENTRES) + 1) / (CENTRES + 1)
    kappa = np.geomspace(*WEIGHT_RANGE, WEIGHTS)
    grid_mu, grid_kappa = np.meshgrid(mu, kappa, indexing="ij")
    density = _density(counts, grid_mu, grid_kappa, prior)
    members = {name: _member(r, n, grid_mu, grid_kappa, density) for name, (r, n) in counts.items()}
    centre, weight = float(np.sum(density * grid_mu)), float(np.exp(np.sum(density * np.log(grid_kappa))))
    return Group(centre=centre, weight=weight, members=members)


def _density(
    counts: Mapping[str, tuple[int, int]], mu: NDArray[np.float64], kappa: NDArray[np.float64], prior: Beta
) -> NDArray[np.float64]:
    from scipy.special import betaln

    a, b = mu * kappa, (1 - mu) * kappa
    log = (prior.a - 1) * np.log(mu) + (prior.b - 1) * np.log1p(-mu)
    for r, n in counts.values():
        log = log + betaln(a + r, b + n - r) - betaln(a, b)
    weights = np.exp(log - log.max())
    return np.asarray(weights / weights.sum())


def _member(
    r: int, n: int, mu: NDArray[np.float64], kappa: NDArray[np.float64], density: NDArray[np.float64]
) -> Shrunk:
    heavy = density > NEGLIGIBLE
    a, b, weights = mu[heavy] * kappa[heavy] + r, (1 - mu[heavy]) * kappa[heavy] + n - r, density[heavy]
    weights = weights / weights.sum()
    mean = float(np.sum(weights * a / (a + b)))
    low, high = (_quantile(p, a, b, weights) for p in (0.025, 0.975))
    return Shrunk(events=r, of=n, mean=mean, interval=(low, high))


def _quantile(p: float, a: NDArray[np.float64], b: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """The share below which the mixture of betas lies with probability p, by halving."""
    from scipy.special import betainc

    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = float(np.dot(weights, betainc(a, b, middle)))
        low, high = (middle, high) if below < p else (low, middle)
    return (low + high) / 2
