"""Probabilities of responses: binomial with a known rate, beta-binomial with a rate that is itself uncertain."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]


def binomial(*, n: int, p: float) -> FloatArray:
    """Probability of 0 to n responses among n children, each responding with probability p (0 to 1); shape (n + 1,)."""
    found = np.arange(n + 1.0)
    return np.exp(_log_choose(n) + _times_log(found, p) + _times_log(n - found, 1 - p))


def beyond(probabilities: FloatArray) -> FloatArray:
    """Probability of more than k for k = -1 to n, from those of 0 to n; shape (n + 2,), the last is 0."""
    tail = np.zeros(len(probabilities) + 1)
    tail[:-1] = np.cumsum(probabilities[::-1])[::-1]
    return tail


def beta_binomial(*, n: int, a: float, b: float) -> FloatArray:
    """Probability of 0 to n responses among n children when the rate is Beta(a, b); shape (n + 1,)."""
    from scipy.special import betaln

    found = np.arange(n + 1.0)
    return np.asarray(np.exp(_log_choose(n) + betaln(a + found, b + n - found) - betaln(a, b)))


def posterior_beyond(*, n: int, p0: float, prior: tuple[float, float]) -> FloatArray:
    """Probability that the rate is above p0 given 0 to n responses of n, by a Beta prior; shape (n + 1,), rising."""
    from scipy.special import betainc

    found = np.arange(n + 1.0)
    return np.asarray(betainc(prior[1] + n - found, prior[0] + found, 1 - p0))


@lru_cache(maxsize=1024)
def _log_choose(n: int) -> FloatArray:
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1.0, n + 1)))])
    chosen: FloatArray = logs[n] - logs - logs[::-1]
    chosen.flags.writeable = False
    return chosen


def _times_log(times: FloatArray, p: float) -> FloatArray:
    """times * log(p), where no times of an impossible thing is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(times == 0, 0.0, times * np.log(p))
