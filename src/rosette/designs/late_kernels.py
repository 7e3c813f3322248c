"""The weighted likelihood of the TITE-CRM, one loop for the live trial and for the simulator."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

FAR, SMALL = 40.0, 1e-12  # points this far below the top in log mass are left out; a share of one counts as this less


@njit(cache=True, nogil=True)
def edges(mass, spare):  # type: ignore[no-untyped-def]
    """First point, and the one after the last, whose log mass is within `spare` of the highest."""
    top = mass[0]
    for g in range(len(mass)):
        top = max(top, mass[g])
    low, high = 0, len(mass)
    while mass[low] < top - spare:
        low += 1
    while mass[high - 1] < top - spare:
        high -= 1
    return low, high


@njit(cache=True, nogil=True)
def weighted(n, y, dose, share, places, hit, miss, rate, grid, prior, mass):  # type: ignore[no-untyped-def]
    """Mean and variance of the parameter. n, y: of each dose; dose, share: of `places` children under observation.

    hit, miss, rate: log of the rates, of one minus the rates, and the rates, shape (doses, points); prior: its log at
    the points of `grid`; mass: to work in, shape (points,).
    """
    doses, points = hit.shape
    for g in range(points):
        mass[g] = prior[g]
    for d in range(doses):
        if n[d] > 0:
            good, bad = n[d] - y[d], y[d]
            for g in range(points):
                mass[g] += bad * hit[d, g] + good * miss[d, g]
    spare = FAR
    for place in range(places):
        if dose[place] > 0:
            spare -= math.log(max(1.0 - share[place], SMALL))
    low, high = edges(mass, spare)
    top = mass[low:high].max()
    for g in range(low, high):
        mass[g] = math.exp(mass[g] - top)
    for place in range(places):
        if dose[place] > 0:
            d, part = dose[place] - 1, share[place]
            for g in range(low, high):
                mass[g] *= 1.0 - part * rate[d, g]
    total, first, second = 0.0, 0.0, 0.0
    for g in range(low, high):
        total += mass[g]
        first += mass[g] * grid[g]
        second += mass[g] * grid[g] * grid[g]
    mean = first / total
    return mean, second / total - mean * mean


@njit(cache=True, nogil=True)
def weighted_many(n, y, dose, share, hit, miss, rate, grid, prior, out):  # type: ignore[no-untyped-def]
    """The same for many states; out: shape (2, s)."""
    mass = np.empty(len(grid))
    for s in range(n.shape[0]):
        mean, variance = weighted(n[s], y[s], dose[s], share[s], dose.shape[1], hit, miss, rate, grid, prior, mass)
        out[0, s] = mean
        out[1, s] = variance
