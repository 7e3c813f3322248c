"""Several diseases under one drug: response rates that borrow from each other, by quadrature instead of sampling."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from attrs import frozen

from rosette.designs.phase2.binomial import FloatArray
from rosette.designs.phase2.borrowing import Basket, Borrowing, Normal, check_baskets, share_of
from rosette.designs.phase2.checks import Faults

STEP = 0.04  # of log odds; a smaller tau is as good as this one
REACH_STEPS = 300  # so far from the mean of mu; beyond, a rate is taken as the one there
MU_STEPS = 3
TINY = 1e-300


@frozen(kw_only=True)
class BasketResult:
    """One basket afterwards: mean response rate, P(p > p0), and probability that it belongs with the others."""

    basket: Basket
    mean: float
    above: float
    exchangeable: float


@frozen(kw_only=True)
class BasketsResult:
    """All baskets afterwards, with the means of mu and tau."""

    baskets: tuple[BasketResult, ...]
    mu: float
    tau: float

    def promising(self, *, cut: float) -> tuple[bool, ...]:
        """For each basket, whether P(p > p0) is above the cut (0 to 1)."""
        faults = Faults()
        faults.rate("cut", cut)
        faults.refuse("nothing can be decided")
        return tuple(each.above > cut for each in self.baskets)


def analyse_baskets(*, baskets: Sequence[Basket], borrowing: Borrowing) -> BasketsResult:
    """Response rates of all baskets together: a hierarchical model, or with exchangeable below 1 one like EXNEX.

    Given mu and tau the baskets are independent, so sums over a grid of both replace sampling; means are good to
    0.0001, probabilities to 0.0002.  EXNEX here has one exchangeable group.
    Raises UsageError with every fault.
    Source: [@thall-2003, hierarchical model] [@berry-2013, log odds] [@neuenschwander-2016, EXNEX].
    Worked example: tests/published/.
    """
    check_baskets(baskets, borrowing)
    grid = grid_of(baskets, borrowing)
    sums, together, shares = grid.sums, grid.together, grid.shares
    likely = np.maximum(sums[:, :, :1], TINY)
    weights = _weights(likely, grid.prior)
    moments = np.einsum("tm,tmfj->fj", weights, sums / likely)
    belongs = shares * np.einsum("tm,tmj->j", weights, (together[:, :, :1] / likely)[:, :, 0])
    found = tuple(
        BasketResult(basket=each, mean=float(moments[1, j]), above=float(moments[2, j]), exchangeable=float(belongs[j]))
        for j, each in enumerate(baskets)
    )
    mu, tau = float(weights.sum(axis=0) @ grid.mus), float(weights.sum(axis=1) @ grid.taus)
    return BasketsResult(baskets=found, mu=mu, tau=tau)


@frozen(kw_only=True)
class Grid:
    """Likelihood, likelihood times rate and likelihood above p0 of each basket at every tau and mu.

    sums: over both ways to belong, shape (taus, mus, 3, baskets); together: as one of all. prior: shape (taus, mus).
    """

    mus: FloatArray
    taus: FloatArray
    prior: FloatArray
    sums: FloatArray
    together: FloatArray
    shares: FloatArray


def grid_of(baskets: Sequence[Basket], borrowing: Borrowing) -> Grid:
    """The grid of tau and mu for these counts; each basket's likelihood is told up to a factor."""
    thetas = borrowing.mu.mean + STEP * np.arange(-REACH_STEPS, REACH_STEPS + 1.0)
    functions = _functions(baskets, thetas)
    mus, prior_mu = _mus(borrowing.mu)
    taus, prior_tau = _taus(borrowing)
    together = np.stack([_averages(mus, tau, thetas, functions) for tau in taus])
    shares = np.array([share_of(each, borrowing) for each in baskets])
    sums = shares * together + (1 - shares) * _alone(baskets, borrowing, thetas, functions)
    prior = prior_tau[:, None] * prior_mu
    return Grid(mus=mus, taus=taus, prior=prior, sums=sums, together=together, shares=shares)


def _weights(likely: FloatArray, prior: FloatArray) -> FloatArray:
    """Probability of each tau and mu afterwards; shape (taus, mus)."""
    log = np.log(likely[:, :, 0]).sum(axis=-1) + np.log(np.maximum(prior, TINY))
    weights = np.exp(log - log.max())
    return np.asarray(weights / weights.sum())


def _functions(baskets: Sequence[Basket], thetas: FloatArray) -> FloatArray:
    """Likelihood, likelihood times rate and likelihood above p0, over log odds; shape (thetas, 3, baskets)."""
    y, n, p0 = (np.array([getattr(each, name) for each in baskets], dtype=float) for name in ("responses", "n", "p0"))
    theta = thetas[:, None]
    log = y * theta - n * np.logaddexp(0, theta)
    likelihood = np.exp(log - log.max(axis=0))
    above = np.clip((theta - np.log(p0 / (1 - p0))) / STEP + 0.5, 0, 1)
    return np.stack([likelihood, likelihood / (1 + np.exp(-theta)), likelihood * above], axis=1)


def _averages(mus: FloatArray, tau: float, thetas: FloatArray, functions: FloatArray) -> FloatArray:
    """Each function averaged over a normal at each mu; tails beyond the grid at its ends; shape (mus, 3, baskets)."""
    tau = max(tau, STEP)
    flat = functions.reshape(len(thetas), -1)
    # Not `@`: for so small a product its threads wait longer than they work.
    found: FloatArray = np.einsum("mt,ft->mf", _kernel(mus, tau, thetas), flat.T.copy())
    found += _below((thetas[0] - STEP / 2 - mus) / tau)[:, None] * flat[0]
    found += _below((mus - thetas[-1] - STEP / 2) / tau)[:, None] * flat[-1]
    return found.reshape(len(mus), *functions.shape[1:])


def _alone(baskets: Sequence[Basket], borrowing: Borrowing, thetas: FloatArray, functions: FloatArray) -> FloatArray:
    """Each function averaged over what is believed of each basket by itself; shape (3, baskets)."""
    normals = [each.alone or borrowing.alone or borrowing.mu for each in baskets]
    means = (_averages(np.array([each.mean]), each.sd, thetas, functions)[0] for each in normals)
    return np.stack([mean[:, place] for place, mean in enumerate(means)], axis=-1)


def _kernel(mus: FloatArray, tau: float, thetas: FloatArray) -> FloatArray:
    """Normal weights of thetas around each mu.  Steps of mu are steps of theta, so one row slides to give them all."""
    count = MU_STEPS * (len(mus) - 1) + len(thetas)
    z = (thetas[0] - mus[-1] + STEP * np.arange(count)) / tau
    row = np.exp(-z * z / 2) * (STEP / tau / math.sqrt(2 * math.pi))
    return np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(row, len(thetas))[::-MU_STEPS])


def _below(z: FloatArray) -> FloatArray:
    from scipy.special import ndtr

    return np.asarray(ndtr(z))


def _mus(mu: Normal) -> tuple[FloatArray, FloatArray]:
    """Five sd to both sides, in few steps of theta."""
    apart = STEP * MU_STEPS
    far = math.ceil(5 * mu.sd / apart)
    steps = np.asarray(np.arange(-far, far + 1) * apart, dtype=np.float64)
    return mu.mean + steps, np.exp(-((steps / mu.sd) ** 2) / 2)


def _taus(borrowing: Borrowing) -> tuple[FloatArray, FloatArray]:
    z = np.asarray((np.arange(borrowing.points) + 0.5) * (4 / borrowing.points), dtype=np.float64)
    return borrowing.tau * z, np.exp(-z * z / 2)
