"""The posterior of the two-parameter logistic model over plain grids: slow, and simple enough to be believed."""

import numpy as np


def log_rates(a, b, logs):
    """Log odds at every dose for arrays of log alpha and log beta."""
    return a + np.exp(b) * logs


def indicator_grid(n, y, logs, prior, edges, *, points=801, reach=8):
    """Mean, sd and mass below each edge, from one square grid in which a point counts wholly or not at all."""
    mean_a, mean_b, sd_a, sd_b, rho = prior
    z = np.linspace(-reach, reach, points)
    one, two = np.meshgrid(z, z, indexing="ij")
    a, b = mean_a + sd_a * one, mean_b + sd_b * two
    log = -(one**2 - 2 * rho * one * two + two**2) / (2 * (1 - rho**2))
    for each, children, toxic in zip(logs, n, y, strict=True):
        if children:
            odds = log_rates(a, b, each)
            log += toxic * odds - children * np.logaddexp(0, odds)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    rows = []
    for each in logs:
        odds = np.clip(log_rates(a, b, each), -500, 500)
        p = 1 / (1 + np.exp(-odds))
        mean = (weight * p).sum()
        rows.append((mean, np.sqrt((weight * p**2).sum() - mean**2), *(weight[p < edge].sum() for edge in edges)))
    return np.array(rows)


def dense(n, y, logs, prior, edges, *, reach=8.5, columns=401, points=1501):
    """The same with cuts in their exact place: for each slope a spline through the running integral over log alpha."""
    from scipy.interpolate import CubicHermiteSpline

    mean_a, mean_b, sd_a, sd_b, rho = prior
    n, y, logs = np.array(n), np.array(y), np.array(logs)
    cuts, u = np.log(np.array(edges) / (1 - np.array(edges))), np.linspace(-reach, reach, points)
    found = []
    for z in np.linspace(-reach, reach, columns):
        a = mean_a + sd_a * (rho * z + np.sqrt(1 - rho**2) * u)
        push = np.exp(mean_b + sd_b * z) * logs
        odds = a + push[:, None]
        log = -z * z / 2 - u * u / 2 + (y[:, None] * odds - n[:, None] * np.logaddexp(0, odds)).sum(axis=0)
        found.append((log.max(), log, a, push, odds))
    best, sums = max(each[0] for each in found), 0.0
    for top, log, a, push, odds in found:
        if top < best - 40:
            continue
        f, step = np.exp(log - best), a[1] - a[0]
        p = 1 / (1 + np.exp(-np.clip(odds, -700, 700)))
        running = np.concatenate(([0.0], np.cumsum((f[1:] + f[:-1]) / 2))) * step
        running -= step**2 / 12 * np.gradient(f, step)
        at = cuts - push[:, None]
        below = np.where(at >= a[-1], running[-1], CubicHermiteSpline(a, running, f)(np.clip(at, a[0], a[-1])))
        sums = sums + np.column_stack(
            ((p * f).sum(1) * step, (p**2 * f).sum(1) * step, below, [f.sum() * step] * len(n))
        )
    sums = sums[:, :-1] / sums[:, -1:]
    sums[:, 1] = np.sqrt(sums[:, 1] - sums[:, 0] ** 2)
    return sums
