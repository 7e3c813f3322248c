"""Loops of the two-parameter logistic model: its posterior by nested quadrature. They start no threads.

The outer sum runs over the log slope b, the inner over the log odds a at the reference dose. For one b the density of
a is log-concave: its peak is found, and a trapezoid sum goes out from there to both sides. An interval of toxicity is
an interval of a whose ends move smoothly with b, and so does the sum up to such an end (Euler and Maclaurin, Taylor).
"""

from __future__ import annotations

import numpy as np
from numba import njit

fast = njit(cache=True, error_model="numpy")

CUT = 17.0  # what is that far below the peak on the log scale is left out
OUTER, INNER, WIDEST = 0.5, 0.6, 0.5  # steps: in prior sd of b; in sd of a around its peak, but no wider than this
LEVELS = 6  # how often the outer step may be halved
ROOM = 1500  # points of the inner sum to each side
FAR = 300.0


@fast
def posteriors(n, y, logs, prior, edges, tolerance, mean, sd, below, parameters, change):  # type: ignore[no-untyped-def]
    """Posterior of every state.

    n, y: (s, doses). logs: log(dose / reference). prior: means of a and b, sds, correlation. edges: log odds, rising.
    Out: mean, sd (s, doses); below (s, doses, edges): probability of toxicity below the edge; parameters (s, 2): means
    of a and b; change (s,): largest change of a probability when the outer step was halved last.
    """
    doses, m = n.shape[1], len(edges)
    sums, column = np.empty(3 + doses * (2 + m)), np.empty(3 + doses * (2 + m))
    room = np.empty((3, 2 * ROOM + 1))
    for s in range(len(n)):
        change[s] = _one(n[s], y[s], logs, prior, edges, tolerance, sums, column, room)
        for k in range(2):
            parameters[s, k] = sums[1 + k]
        for j in range(doses):
            at = 3 + j * (2 + m)
            mean[s, j] = sums[at]
            sd[s, j] = np.sqrt(max(sums[at + 1] - sums[at] ** 2, 0.0))
            for k in range(m):
                below[s, j, k] = min(max(sums[at + 2 + k], 0.0), 1.0)


@fast
def _one(n, y, logs, prior, edges, tolerance, sums, column, room):  # type: ignore[no-untyped-def]
    """One state: halves the outer step until nothing moves; leaves normalised sums, returns the last change."""
    work = np.empty((2, len(n)))
    best, reach = _reach(n, y, logs, prior, work)
    total, before = np.zeros_like(sums), np.zeros_like(sums)
    step, moved = OUTER, np.inf
    for level in range(LEVELS + 1):
        count = round(reach / step)
        for i in range(-count, count + 1):
            if level == 0 or i % 2 != 0:
                _column(i * step, n, y, logs, prior, edges, best, work, room, column)
                total += column
        sums[:] = total / total[0]
        if level > 0:
            moved = np.abs(sums[3:] - before[3:]).max()
            if moved < tolerance:
                break
        before[:] = sums
        step /= 2
    return moved


@fast
def _reach(n, y, logs, prior, work):  # type: ignore[no-untyped-def]
    """The peak of the density on the log scale (nearly), and how many prior sd of b the sum must reach to each side."""
    most, best = 0.0, -np.inf
    for j in range(len(n)):
        if 0 < y[j] < n[j]:
            most += y[j] * np.log(y[j] / n[j]) + (n[j] - y[j]) * np.log(1 - y[j] / n[j])
    z = 0.0
    while z * z / 2 <= CUT + most - best and z < 60.0:
        for side in (-1.0, 1.0):
            _slope(side * z, logs, prior, work)
            best = max(best, _peak(side * z, n, y, prior, work)[1])
        z += 2 * OUTER
    return best, z


@fast
def _slope(z, logs, prior, work):  # type: ignore[no-untyped-def]
    """What a slope that lies z prior sd from its mean adds to the log odds of each dose, and its exponential."""
    slope = np.exp(prior[1] + z * prior[3])
    for j in range(len(logs)):
        work[0, j] = min(max(slope * logs[j], -FAR), FAR)
        work[1, j] = np.exp(work[0, j])


@fast
def _peak(z, n, y, prior, work):  # type: ignore[no-untyped-def]
    """Where the density of a has its peak for this slope, its log there, and the sd of a normal of that curvature."""
    centre, spread = prior[0] + prior[4] * prior[2] * z, prior[2] ** 2 * (1 - prior[4] ** 2)
    low, high = centre - spread * (n - y).sum(), centre + spread * y.sum()
    a, bend, last = centre, 1 / spread, np.inf
    for _ in range(60):
        slope, bend = (centre - a) / spread, 1 / spread
        for j in range(len(n)):
            if n[j] > 0:
                p = 1 - 1 / (1 + np.exp(a) * work[1, j])
                slope += y[j] - n[j] * p
                bend += n[j] * p * (1 - p)
        if slope > 0:
            low = a
        else:
            high = a
        step = slope / bend
        if step * step * bend < 1e-4:
            break
        if not low < a + step < high or abs(step) > last / 2:
            step = (low + high) / 2 - a
        a, last = a + step, abs(step)
    log = -z * z / 2 - (a - centre) ** 2 / (2 * spread)
    for j in range(len(n)):
        if n[j] > 0:
            log += y[j] * (a + work[0, j]) - n[j] * np.log(1 + np.exp(a) * work[1, j])
    return a, log, 1 / np.sqrt(bend)


@fast
def _column(z, n, y, logs, prior, edges, best, work, room, column):  # type: ignore[no-untyped-def]
    """The inner sums of one slope: mass, a, b, and for each dose p, p squared and the mass below each edge."""
    column[:] = 0.0
    _slope(z, logs, prior, work)
    peak, log, width = _peak(z, n, y, prior, work)
    if log < best - CUT:
        return
    step = min(INNER * width, WIDEST)
    low = _side(-1, ROOM, peak, step, z, n, y, prior, best, work, room, column)
    high = _side(1, ROOM + 1, peak + step, step, z, n, y, prior, best, work, room, column)
    column[2] = column[0] * (prior[1] + z * prior[3])
    total = 0.0
    for i in range(low, high + 1):
        total += room[1, i]
        room[2, i] = total - room[1, i] / 2
    first, m = room[0, low], len(edges)
    for j in range(len(n)):
        for k in range(m):
            to = edges[k] - work[0, j]
            place = round(min(max((to - first) / step, -1.0), high - low + 1.0)) + low
            if place > high:
                column[3 + j * (2 + m) + 2 + k] = total
            elif place >= low:
                rest = _rest(to, place, step, n, y, z, prior, work, room)
                column[3 + j * (2 + m) + 2 + k] = room[2, place] + rest
    column *= step


@fast
def _side(way, place, a, step, z, n, y, prior, best, work, room, column):  # type: ignore[no-untyped-def]
    """Goes out from the peak to one side until the density is negligible; returns the last place."""
    centre, spread = prior[0] + prior[4] * prior[2] * z, 2 * prior[2] ** 2 * (1 - prior[4] ** 2)
    odds, ratio, in_all = np.exp(a), np.exp(way * step), y.sum()
    base, block = -z * z / 2 - best + (y * work[0]).sum(), len(column[3:]) // len(n)
    while 0 <= place < room.shape[1]:
        log = base + in_all * a - (a - centre) ** 2 / spread
        for j in range(len(n)):
            if n[j] > 0:
                log -= n[j] * np.log(1 + odds * work[1, j])
        f = np.exp(log)
        room[0, place], room[1, place] = a, f
        column[0] += f
        column[1] += f * a
        for j in range(len(n)):
            p = 1 - 1 / (1 + odds * work[1, j])
            column[3 + j * block] += f * p
            column[4 + j * block] += f * p * p
        if log < -CUT:
            return place
        place, a, odds = place + way, a + way * step, odds * ratio
    return place - way


@fast
def _rest(to, place, step, n, y, z, prior, work, room):  # type: ignore[no-untyped-def]
    """What the sum up to a point lacks of the integral up to an end near it, in steps; by five derivatives there."""
    a, f = room[0, place], room[1, place]
    spread = prior[2] ** 2 * (1 - prior[4] ** 2)
    l1, l2, l3, l4, l5 = (prior[0] + prior[4] * prior[2] * z - a) / spread, -1 / spread, 0.0, 0.0, 0.0
    odds = np.exp(a)
    for j in range(len(n)):
        if n[j] > 0:
            p = 1 - 1 / (1 + odds * work[1, j])
            v = p * (1 - p)
            l1 += y[j] - n[j] * p
            l2 -= n[j] * v
            l3 -= n[j] * v * (1 - 2 * p)
            l4 -= n[j] * v * (1 - 6 * v)
            l5 -= n[j] * v * (1 - 2 * p) * (1 - 12 * v)
    f1 = l1 * f
    f2 = l2 * f + l1 * f1
    f3 = l3 * f + 2 * l2 * f1 + l1 * f2
    f4 = l4 * f + 3 * l3 * f1 + 3 * l2 * f2 + l1 * f3
    f5 = l5 * f + 4 * l4 * f1 + 6 * l3 * f2 + 4 * l2 * f3 + l1 * f4
    d, h = to - a, step * step
    taylor = d * (f + d / 2 * (f1 + d / 3 * (f2 + d / 4 * (f3 + d / 5 * (f4 + d / 6 * f5)))))
    return (taylor - h / 12 * f1 + h * h / 720 * f3 - h * h * h / 30240 * f5) / step
