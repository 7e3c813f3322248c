"""Loops of the simulator: a counter-based generator, and walks over the answers of a rule.

Philox 4x32 with ten rounds [@salmon2011, section 4]: the key is the seed, the counter names scenario, trial, child and
purpose, so a number belongs to a child and to nothing else: not to a thread, a block of trials or a design.
"""

from __future__ import annotations

import numpy as np
from numba import njit

LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
TIMES_0, TIMES_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
ADD_0, ADD_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
UNIT = 2.0**-32


@njit(cache=True, nogil=True, inline="always")
def philox(a, b, c, d, key_0, key_1, out):  # type: ignore[no-untyped-def]
    """Four 32-bit numbers of the counter (a, b, c, d) under the key, into `out` as uniforms in (0, 1)."""
    for _ in range(10):
        one, two = TIMES_0 * a, TIMES_1 * c
        a, b, c, d = (two >> HALF) ^ b ^ key_0, two & LOW, (one >> HALF) ^ d ^ key_1, one & LOW
        key_0, key_1 = (key_0 + ADD_0) & LOW, (key_1 + ADD_1) & LOW
    out[0] = (float(a) + 0.5) * UNIT
    out[1] = (float(b) + 0.5) * UNIT
    out[2] = (float(c) + 0.5) * UNIT
    out[3] = (float(d) + 0.5) * UNIT


@njit(cache=True, nogil=True)
def fill(seed, scenario, trials, purpose, out):  # type: ignore[no-untyped-def]
    """Uniforms of all children of some trials for one purpose; out: shape (trials, children)."""
    low, high = np.uint64(seed & 0xFFFFFFFF), np.uint64(seed >> 32)
    four = np.empty(4)
    for row in range(out.shape[0]):
        for child in range(out.shape[1]):
            if child % 4 == 0:
                counter = np.uint64(trials[row]), np.uint64(scenario), np.uint64(child // 4), np.uint64(purpose)
                philox(counter[0], counter[1], counter[2], counter[3], low, high, four)
            out[row, child] = four[child % 4]


@njit(cache=True, nogil=True)
def fill_each(seed, scenario, trials, children, purpose, out):  # type: ignore[no-untyped-def]
    """The uniform of one child of each trial; out: shape (s,)."""
    low, high = np.uint64(seed & 0xFFFFFFFF), np.uint64(seed >> 32)
    four = np.empty(4)
    for row in range(len(out)):
        counter = np.uint64(trials[row]), np.uint64(scenario), np.uint64(children[row] // 4), np.uint64(purpose)
        philox(counter[0], counter[1], counter[2], counter[3], low, high, four)
        out[row] = four[children[row] % 4]


@njit(cache=True, nogil=True)
def walk(begin, dose, size, row, child, rates, seed, scenario, first, ends):  # type: ignore[no-untyped-def]
    """Every trial from the first cohort to its last state over the merged states of a design.

    dose, size: of the next cohort of each state, dose 0 where it ends; row: where the ways on of a state begin in
    `child`, by toxicities. ends: filled with the last state of trials first, first + 1, ...
    """
    low, high = np.uint64(seed & 0xFFFFFFFF), np.uint64(seed >> 32)
    four = np.empty(4)
    for place in range(len(ends)):
        state, treated = begin, 0
        trial = np.uint64(first + place)
        while dose[state] > 0:
            rate, toxic = rates[dose[state] - 1], 0
            for _ in range(size[state]):
                if treated % 4 == 0:
                    philox(trial, np.uint64(scenario), np.uint64(treated // 4), np.uint64(0), low, high, four)
                toxic += four[treated % 4] < rate
                treated += 1
            state = child[row[state] + toxic]
        ends[place] = state
