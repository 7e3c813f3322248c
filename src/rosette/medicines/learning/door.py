"""Desirability of outcome ranking: every child of one option against every child of the other.

Source: [@prioritisation-frame, outcomes]; worked example in tests/published/test_prioritisation.py.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from rosette.kernel import NotComputable


@frozen(kw_only=True)
class Door:
    """Counts of pairs and what follows from them; `first` is the option that wins when its child does better."""

    wins: int
    ties: int
    losses: int
    se: float

    @property
    def pairs(self) -> int:
        """All pairs."""
        return self.wins + self.ties + self.losses

    @property
    def probability(self) -> float:
        """Chance that a child of the first does better than one of the second, half of the ties counted."""
        return (self.wins + 0.5 * self.ties) / self.pairs

    @property
    def win_ratio(self) -> float:
        """Wins over losses; raises NotComputable without losses."""
        if self.losses == 0:
            raise NotComputable("no losses: the win ratio has no value")
        return self.wins / self.losses

    @property
    def net_benefit(self) -> float:
        """Wins less losses over all pairs."""
        return (self.wins - self.losses) / self.pairs

    @property
    def win_odds(self) -> float:
        """Odds of the probability."""
        return self.probability / (1 - self.probability)

    def interval(self) -> tuple[float, float]:
        """95 % interval by the normal approximation."""
        return self.probability - 1.959964 * self.se, self.probability + 1.959964 * self.se

    @property
    def bounds(self) -> tuple[float, float]:
        """95 % interval inside 0 and 1: on the logit, or the whole range where that has none."""
        return self.logit_interval() if 0 < self.probability < 1 else (0.0, 1.0)

    def logit_interval(self) -> tuple[float, float]:
        """95 % interval on the logit, which stays between 0 and 1; raises NotComputable at 0 and 1."""
        p = self.probability
        if not 0 < p < 1:
            raise NotComputable("no interval on the logit at 0 or 1")
        centre, wide = math.log(p / (1 - p)), 1.959964 * self.se / (p * (1 - p))
        return 1 / (1 + math.exp(wide - centre)), 1 / (1 + math.exp(-wide - centre))


def door(first: Sequence[int], second: Sequence[int]) -> Door:
    """Compare two options by children counted at each level, the best level first.

    Raises NotComputable for levels of different number, counts below zero, and an option with fewer than two children.
    """
    a, b = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    if a.shape != b.shape or min(a.min(initial=0), b.min(initial=0)) < 0 or min(a.sum(), b.sum()) < 2:
        raise NotComputable("two options with the same levels, and two children or more each")
    won = np.outer(a, b)
    wins, ties = int(np.triu(won, 1).sum()), int(np.trace(won))
    return Door(wins=wins, ties=ties, losses=int(won.sum()) - wins - ties, se=_standard_error(a, b))


def _standard_error(a: NDArray[np.int64], b: NDArray[np.int64]) -> float:
    """By placement values: each child's share of the others beaten, half of ties counted."""
    parts = 0.0
    for own, other, better in ((a, b, True), (b, a, False)):
        total = other.sum()
        worse = np.array([other[n + 1 :].sum() + 0.5 * other[n] for n in range(len(other))]) / total
        places = worse if better else 1 - worse
        mean = float(np.dot(own, places) / own.sum())
        parts += float(np.dot(own, (places - mean) ** 2) / (own.sum() - 1)) / float(own.sum())
    return math.sqrt(parts)


def partial_credit(counts: Sequence[int], credit: Sequence[float]) -> float:
    """Mean credit of the children at their levels."""
    return float(np.dot(counts, credit) / np.sum(counts))
