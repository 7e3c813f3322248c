"""Loops of the curve fit: half-lives are searched, shares follow from them in closed form inside their limits.

They start no threads.
"""

from __future__ import annotations

import numpy as np
from numba import njit

STEPS = 400
SMALL = 1e-10


@njit(cache=True)
def shares(t, r, w, half_lives, out):  # type: ignore[no-untyped-def]
    """Best shares (at least 0, together 1) of phases with these half-lives; returns the weighted sum of squares."""
    k, n = len(half_lives), len(t)
    e = np.empty((k, n))
    for j in range(k):
        for i in range(n):
            e[j, i] = 2.0 ** (-t[i] / half_lives[j])
    if k == 1:
        out[0] = 1.0
    elif k == 2:
        out[0] = _one_share(e, r, w, 0, 1)
        out[1] = 1.0 - out[0]
    else:
        _two_shares(e, r, w, out)
    return _misfit(e, r, w, out)


@njit(cache=True)
def _misfit(e, r, w, a):  # type: ignore[no-untyped-def]
    total = 0.0
    for i in range(e.shape[1]):
        found = 0.0
        for j in range(e.shape[0]):
            found += a[j] * e[j, i]
        total += w[i] * (r[i] - found) ** 2
    return total


@njit(cache=True)
def _one_share(e, r, w, one, other):  # type: ignore[no-untyped-def]
    above, below = 0.0, 0.0
    for i in range(e.shape[1]):
        x = e[one, i] - e[other, i]
        above += w[i] * x * (r[i] - e[other, i])
        below += w[i] * x * x
    return min(max(above / below, 0.0), 1.0) if below > 0 else 1.0


@njit(cache=True)
def _two_shares(e, r, w, out):  # type: ignore[no-untyped-def]
    a11 = a12 = a22 = b1 = b2 = 0.0
    for i in range(e.shape[1]):
        x, y, z = e[0, i] - e[2, i], e[1, i] - e[2, i], r[i] - e[2, i]
        a11 += w[i] * x * x
        a12 += w[i] * x * y
        a22 += w[i] * y * y
        b1 += w[i] * x * z
        b2 += w[i] * y * z
    det = a11 * a22 - a12 * a12
    if det > 0:
        out[0], out[1] = (b1 * a22 - b2 * a12) / det, (b2 * a11 - b1 * a12) / det
        out[2] = 1.0 - out[0] - out[1]
        if out[0] >= 0 and out[1] >= 0 and out[2] >= 0:
            return
    best, kept = np.inf, np.zeros(3)
    for j in range(3):
        one, other = (j + 1) % 3, (j + 2) % 3
        trial = np.zeros(3)
        trial[one] = _one_share(e, r, w, one, other)
        trial[other] = 1.0 - trial[one]
        found = _misfit(e, r, w, trial)
        if found < best:
            best, kept = found, trial
    out[:] = kept


@njit(cache=True)
def _at(u, t, r, w, low, high, a, half_lives):  # type: ignore[no-untyped-def]
    for j in range(len(u)):
        half_lives[j] = np.exp(min(max(u[j], low), high))
    outside = 0.0
    for j in range(len(u)):
        outside += max(low - u[j], 0.0) + max(u[j] - high, 0.0)
    return shares(t, r, w, half_lives, a) * (1.0 + outside)


@njit(cache=True)
def refine(start, t, r, w, low, high, a, half_lives):  # type: ignore[no-untyped-def]
    """Walk from one start downhill (Nelder and Mead) over log half-lives; fills shares and half-lives."""
    k = len(start)
    points, values = np.empty((k + 1, k)), np.empty(k + 1)
    for j in range(k + 1):
        points[j] = start
        if j > 0:
            points[j, j - 1] += 0.25 if start[j - 1] + 0.25 <= high else -0.25
        values[j] = _at(points[j], t, r, w, low, high, a, half_lives)
    for _ in range(STEPS):
        order = np.argsort(values)
        points, values = points[order], values[order]
        wide = 0.0
        for j in range(k):
            wide = max(wide, abs(points[k, j] - points[0, j]))
        if wide < SMALL or values[k] - values[0] <= 1e-15 * values[0] + 1e-32:
            break
        _step(points, values, t, r, w, low, high, a, half_lives)
    best = np.argmin(values)
    return _at(points[best], t, r, w, low, high, a, half_lives)


@njit(cache=True)
def _step(points, values, t, r, w, low, high, a, half_lives):  # type: ignore[no-untyped-def]
    k = points.shape[1]
    middle = np.zeros(k)
    for j in range(k):
        middle += points[j] / k
    turned = 2 * middle - points[k]
    found = _at(turned, t, r, w, low, high, a, half_lives)
    if found < values[0]:
        further = 3 * middle - 2 * points[k]
        beyond = _at(further, t, r, w, low, high, a, half_lives)
        if beyond < found:
            points[k], values[k] = further, beyond
        else:
            points[k], values[k] = turned, found
    elif found < values[k - 1]:
        points[k], values[k] = turned, found
    else:
        inside = 0.5 * (middle + (turned if found < values[k] else points[k]))
        near = _at(inside, t, r, w, low, high, a, half_lives)
        if near < min(found, values[k]):
            points[k], values[k] = inside, near
        else:
            for j in range(1, k + 1):
                points[j] = 0.5 * (points[j] + points[0])
                values[j] = _at(points[j], t, r, w, low, high, a, half_lives)


@njit(cache=True)
def best_of(starts, t, r, w, low, high, keep, a, half_lives):  # type: ignore[no-untyped-def]
    """The best end of the walks from the `keep` best starts (log half-lives, shape (m, k)); fills the result."""
    m, k = starts.shape
    first = np.empty(m)
    trial_a, trial_h = np.empty(k), np.empty(k)
    for j in range(m):
        first[j] = _at(starts[j], t, r, w, low, high, trial_a, trial_h)
    best = np.inf
    for j in np.argsort(first)[:keep]:
        found = refine(starts[j], t, r, w, low, high, trial_a, trial_h)
        if found < best:
            best = found
            a[:], half_lives[:] = trial_a, trial_h
    return best


@njit(cache=True)
def fit_many(starts, t, rs, w, low, high, keep):  # type: ignore[no-untyped-def]
    """Shares and half-lives (h) of the best fit of each row of `rs`, shape (draws, n); result (draws, 2, phases)."""
    draws, k = rs.shape[0], starts.shape[1]
    found = np.empty((draws, 2, k))
    for d in range(draws):
        best_of(starts, t, rs[d], w, low, high, keep, found[d, 0], found[d, 1])
    return found
