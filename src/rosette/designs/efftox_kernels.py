"""Loops of EffTox: weighs fixed points around the mode of each posterior. They start no threads.

Parameters in this order: mu, beta (toxicity), gamma, zeta, eta (efficacy), psi (how the two go together).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

NEWTON = 60
STILL = 1e-10
FARTHEST = 2.0
SMALLEST = 1e-300


@njit(cache=True)
def posterior(cells, design, prior, points, density, limits, out):  # type: ignore[no-untyped-def]
    """For every state and dose: mean efficacy, mean toxicity, P(efficacy > limit), P(toxicity < limit), two errors.

    cells: children with neither, efficacy, toxicity, both; shape (s, doses, 4). design: 1, x and x squared of every
    dose. prior: mean and standard deviation of the six parameters. points: standard places, shape (m, 6); density:
    the log density of each. limits: efficacy, toxicity. out: shape (s, doses, 6).
    """
    mode, spread = np.zeros(6), np.zeros((6, 6))
    for s in range(len(cells)):
        hot = cells[s, :, 2] + cells[s, :, 3]
        good = cells[s, :, 1] + cells[s, :, 3]
        n = hot + cells[s, :, 0] + cells[s, :, 1]
        spread[:, :] = 0.0
        _around(hot, n, design, prior, 0, 2, mode, spread)
        _around(good, n, design, prior, 2, 3, mode, spread)
        mode[5], spread[5, 5] = prior[5, 0], prior[5, 1]
        _weigh(cells[s], n, design, prior, points, density, limits, mode, spread, out[s])


@njit(cache=True)
def _around(y, n, design, prior, first, size, mode, spread):  # type: ignore[no-untyped-def]
    """The mode of one logistic curve under its prior, and a root of its covariance there."""
    at, step = np.empty(size), np.empty(size)
    bend = np.empty((size, size))
    for k in range(size):
        at[k] = prior[first + k, 0]
    for _ in range(NEWTON):
        _slopes(y, n, design, prior, first, at, step, bend)
        _root(bend)
        _solve(bend, step)
        length = 0.0
        for k in range(size):
            length = max(length, abs(step[k]))
        for k in range(size):
            at[k] += step[k] * min(1.0, FARTHEST / max(length, STILL))
        if length < STILL:
            break
    for k in range(size):
        mode[first + k] = at[k]
        step[:] = 0.0
        step[k] = 1.0
        _solve_back(bend, step)
        for j in range(size):
            spread[first + j, first + k] = step[j]


@njit(cache=True)
def _slopes(y, n, design, prior, first, at, slope, bend):  # type: ignore[no-untyped-def]
    """The slope of the log posterior, and the negative of its second derivatives."""
    bend[:, :] = 0.0
    for k in range(len(at)):
        precision = 1.0 / prior[first + k, 1] ** 2
        slope[k] = (prior[first + k, 0] - at[k]) * precision
        bend[k, k] = precision
    for d in range(len(y)):
        if n[d] > 0:
            rate = _rate(at, 0, len(at), design, d)
            for k in range(len(at)):
                slope[k] += (y[d] - n[d] * rate) * design[d, k]
                for j in range(len(at)):
                    bend[k, j] += n[d] * rate * (1 - rate) * design[d, k] * design[d, j]


@njit(cache=True)
def _root(bend):  # type: ignore[no-untyped-def]
    """The lower triangle whose product with its mirror is the matrix, in its place (Cholesky)."""
    for k in range(len(bend)):
        for j in range(k + 1):
            total = bend[k, j]
            for i in range(j):
                total -= bend[k, i] * bend[j, i]
            bend[k, j] = math.sqrt(total) if j == k else total / bend[j, j]


@njit(cache=True)
def _solve(root, values):  # type: ignore[no-untyped-def]
    """Solves with a matrix by its root, in place."""
    for k in range(len(values)):
        for j in range(k):
            values[k] -= root[k, j] * values[j]
        values[k] /= root[k, k]
    _solve_back(root, values)


@njit(cache=True)
def _solve_back(root, values):  # type: ignore[no-untyped-def]
    for k in range(len(values) - 1, -1, -1):
        for j in range(k + 1, len(values)):
            values[k] -= root[j, k] * values[j]
        values[k] /= root[k, k]


@njit(cache=True)
def _rate(parameters, first, size, design, d):  # type: ignore[no-untyped-def]
    total = 0.0
    for k in range(size):
        total += parameters[first + k] * design[d, k]
    return 1.0 / (1.0 + math.exp(-total))


@njit(cache=True)
def _weigh(cells, n, design, prior, points, density, limits, mode, spread, out):  # type: ignore[no-untyped-def]
    """Weighs the points of one state; the weights sum to one."""
    doses, m = len(n), len(points)
    log, efficacy, toxicity = np.empty(m), np.empty((m, doses)), np.empty((m, doses))
    at = np.empty(6)
    for i in range(m):
        log[i] = -density[i]
        for k in range(6):
            at[k] = mode[k]
            for j in range(6):
                at[k] += spread[k, j] * points[i, j]
            log[i] -= 0.5 * ((at[k] - prior[k, 0]) / prior[k, 1]) ** 2
        coupling = math.tanh(at[5] / 2)
        for d in range(doses):
            pt, pe = _rate(at, 0, 2, design, d), _rate(at, 2, 3, design, d)
            toxicity[i, d], efficacy[i, d] = pt, pe
            if n[d] > 0:
                log[i] += math.log(max(_likelihood(cells, d, pe, pt, coupling), SMALLEST))
    _gather(log, efficacy, toxicity, limits, out)


@njit(cache=True)
def _likelihood(cells, d, pe, pt, coupling):  # type: ignore[no-untyped-def]
    """The probability of what one dose showed."""
    together = pe * (1 - pe) * pt * (1 - pt) * coupling
    found = 1.0
    for cell in range(4):
        one = pe if cell % 2 else 1 - pe
        two = pt if cell > 1 else 1 - pt
        share = one * two + (together if cell == 0 or cell == 3 else -together)
        for _ in range(cells[d, cell]):
            found *= share
    return found


@njit(cache=True)
def _gather(log, efficacy, toxicity, limits, out):  # type: ignore[no-untyped-def]
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    for d in range(out.shape[0]):
        out[d, :] = 0.0
        for i in range(len(weight)):
            out[d, 0] += weight[i] * efficacy[i, d]
            out[d, 1] += weight[i] * toxicity[i, d]
            out[d, 2] += weight[i] * (efficacy[i, d] > limits[0])
            out[d, 3] += weight[i] * (toxicity[i, d] < limits[1])
        for i in range(len(weight)):
            out[d, 4] += (weight[i] * (efficacy[i, d] - out[d, 0])) ** 2
            out[d, 5] += (weight[i] * (toxicity[i, d] - out[d, 1])) ** 2
        out[d, 4], out[d, 5] = math.sqrt(out[d, 4]), math.sqrt(out[d, 5])
