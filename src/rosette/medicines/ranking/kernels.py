"""The inner loops of the ranking, compiled and kept on disk.

They let other threads run, and start none: a web process may have been forked, and has threads of its own.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def _fill_fixed(scores, weights, fixed):  # type: ignore[no-untyped-def]
    """What does not depend on the reading of the data; `fixed` has shape (criteria, options)."""
    scores[:] = 0.0
    for criterion in range(fixed.shape[0]):
        for option in range(fixed.shape[1]):
            scores[option] += weights[criterion] * fixed[criterion, option]


@njit(cache=True)
def _add_read(scores, weights, levels, spread):  # type: ignore[no-untyped-def]
    """What one draw reads from the tables."""
    option_of, criterion_of, source_of, tables = spread
    for cell in range(option_of.shape[0]):
        source = source_of[cell]
        scores[option_of[cell]] += weights[criterion_of[cell]] * tables[source, levels[source]]


@njit(cache=True)
def _count(scores, weights, ranks, sums, lost):  # type: ignore[no-untyped-def]
    """Note for each option how many are above it and equal to it: its ranks, shared among equals."""
    k = scores.shape[0]
    for option in range(k):
        own, above, equal = scores[option], np.int32(0), np.int32(0)
        row = lost[option]
        for other in range(k):
            higher = np.int32(scores[other] > own)
            row[other] += higher
            above += higher
            equal += np.int32(scores[other] == own)
        for rank in range(above, above + equal):
            ranks[option, rank] += 1.0 / equal
        if above == 0:
            for criterion in range(weights.shape[0]):
                sums[option, criterion] += weights[criterion] / equal


@njit(cache=True, nogil=True)
def count_ranks(weighings, levels, fixed, spread):  # type: ignore[no-untyped-def]
    """Ranks, weights of the firsts and pairs lost over some draws; tied options share their ranks."""
    draws, m = weighings.shape
    k = fixed.shape[1]
    ranks = np.zeros((k, k))
    sums = np.zeros((k, m))
    lost = np.zeros((k, k), np.int32)
    scores = np.empty(k)
    for draw in range(draws):
        _fill_fixed(scores, weighings[draw], fixed)
        _add_read(scores, weighings[draw], levels[draw], spread)
        _count(scores, weighings[draw], ranks, sums, lost)
    return ranks, sums, lost


@njit(cache=True, nogil=True)
def count_first(weights, own, levels, fixed, spread):  # type: ignore[no-untyped-def]
    """How often an option is first under its own weights; ties share."""
    scores, base = np.empty(fixed.shape[1]), np.empty(fixed.shape[1])
    total = 0.0
    _fill_fixed(base, weights, fixed)
    for draw in range(levels.shape[0]):
        scores[:] = base
        _add_read(scores, weights, levels[draw], spread)
        if scores[own] == scores.max():
            total += 1.0 / np.sum(scores == scores[own])
    return total
