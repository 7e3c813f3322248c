"""Chance that belongs to a child: a uniform number for every seed, scenario, trial, child and purpose."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from enum import IntEnum

import numpy as np

from rosette.designs.states import FloatArray, IntArray
from rosette.kernel import UsageError

MOST_TRIALS = 2**32


class Purpose(IntEnum):
    """What a number decides; the same child draws another one for each."""

    TOXICITY = 0
    TIME = 1
    ARRIVAL = 2
    EVALUABLE = 3
    EFFICACY = 4
    TIE = 5


def scenario_key(toxicity: Sequence[float]) -> int:
    """A number for a scenario that depends on its probabilities of toxicity alone, the same on every machine."""
    return zlib.crc32(repr([round(float(each), 12) for each in toxicity]).encode())


def uniforms(
    *, seed: int, scenario: int, trials: Sequence[int] | IntArray, children: int, purpose: Purpose
) -> FloatArray:
    """Uniform numbers in (0, 1) for the children of some trials; shape (trials, children).

    seed: 0 to 2**64 - 1. scenario: as `scenario_key` gives it. Raises UsageError for a seed or trial outside.
    Source: [@salmon2011, Philox 4x32-10].
    """
    from rosette.designs.simulate.kernels import fill

    rows = np.asarray(trials, dtype=np.int64)
    checked_seed(seed)
    if len(rows) and not (rows.min() >= 0 and rows.max() < MOST_TRIALS):
        raise UsageError(f"trials are numbered from 0 to {MOST_TRIALS - 1}")
    out = np.empty((len(rows), children))
    fill(np.uint64(seed), scenario, rows, int(purpose), out)
    return out


def each_uniform(*, seed: int, scenario: int, trials: IntArray, children: IntArray, purpose: Purpose) -> FloatArray:
    """The uniform number of one child of each trial, the same as in `uniforms`; trials, children: shape (s,)."""
    from rosette.designs.simulate.kernels import fill_each

    out = np.empty(len(trials))
    fill_each(np.uint64(seed), scenario, trials, children, int(purpose), out)
    return out


def checked_seed(seed: int) -> int:
    """The seed; raises UsageError outside 0 to 2**64 - 1."""
    if not 0 <= seed < 2**64:
        raise UsageError(f"the seed {seed} is not one of 0 to 18446744073709551615")
    return seed
