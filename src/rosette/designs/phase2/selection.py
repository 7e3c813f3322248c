"""Pick the winner: the arm with most responses goes on, ties are broken at random."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rosette.designs.phase2.binomial import binomial
from rosette.designs.phase2.checks import Faults, number
from rosette.kernel import NotComputable


def selection_probabilities(*, n: int, rates: Sequence[float]) -> tuple[float, ...]:
    """Probability that each arm is picked, with n children an arm and these true response rates; they sum to 1.

    An arm among j that tie at the top is picked with probability 1/j.
    Raises UsageError with every fault.
    Source: [@simon-1985, binary response].  Worked examples: tests/published/.
    """
    faults = Faults()
    faults.count("n", n, least=1)
    faults.unless(len(rates) >= 2, f"there are {len(rates)} arms: give two or more rates")
    for arm, rate in enumerate(rates, start=1):
        faults.rate(f"rate of arm {arm}", rate, closed=True)
    faults.refuse("no arm can be picked")
    return tuple(_picked(n, rates, arm) for arm in range(len(rates)))


def least_per_arm(*, arms: int, low: float, difference: float, wanted: float = 0.9, most: int = 1000) -> int:
    """Fewest children an arm that pick the best arm often enough, when it is better by the difference and others equal.

    low: response rate of the others; wanted: probability of picking the best arm, above 1/arms.
    Raises UsageError with every fault, NotComputable when so many children are not enough.
    Source: [@simon-1985, binary response].  Worked examples: tests/published/.
    """
    _check(arms, low, difference, wanted, most)
    rates = [min(low + difference, 1.0)] + [low] * (arms - 1)
    for n in range(1, most + 1):
        if _picked(n, rates, 0) >= wanted:
            return n
    raise NotComputable(f"{most} children an arm pick the best too rarely: allow more, or accept a larger difference")


def _picked(n: int, rates: Sequence[float], arm: int) -> float:
    """Over the arm's responses and the share z of ties that it wins: others have fewer, or as many and lose."""
    nodes, weights = np.polynomial.legendre.leggauss(len(rates) // 2 + 1)
    share = (nodes[:, None] + 1) / 2
    won = np.ones((len(nodes), n + 1))
    for other, rate in enumerate(rates):
        if other != arm:
            mass = binomial(n=n, p=rate)
            won *= np.cumsum(mass) - mass + share * mass
    return float(weights / 2 @ won @ binomial(n=n, p=rates[arm]))


def _check(arms: int, low: float, difference: float, wanted: float, most: int) -> None:
    faults = Faults()
    many = faults.count("arms", arms, least=2)
    faults.count("most", most, least=1)
    faults.rate("low", low, closed=True)
    faults.above_zero("difference", difference)
    faults.rate("wanted", wanted)
    if number(low) and number(difference):
        faults.unless(low + difference <= 1 + 1e-12, f"low {low} and difference {difference} pass 1: give smaller ones")
    if many and number(wanted):
        faults.unless(wanted > 1 / arms, f"wanted is {wanted}: chance alone picks the best with {1 / arms:.3g}")
    faults.refuse("no number of children can be sought")
