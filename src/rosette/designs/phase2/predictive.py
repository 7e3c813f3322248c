"""Designs by predictive probability: is the trial likely to end as promising, given what was seen so far?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from rosette.designs.phase2.binomial import FloatArray, beta_binomial, posterior_beyond
from rosette.designs.phase2.checks import Faults, number
from rosette.designs.phase2.stopping import Boundaries


@frozen(kw_only=True)
class Aim:
    """When a trial of `most` children ends as promising: P(p > p0) above `sure`, by a prior Beta(a, b).

    Raises UsageError with every fault.
    """

    most: int
    p0: float
    sure: float
    prior: tuple[float, float]

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        faults.count("most", self.most, least=1)
        faults.rate("p0", self.p0)
        faults.rate("sure", self.sure)
        faults.prior(self.prior)
        faults.refuse("this aim cannot be used")

    @property
    def reached(self) -> FloatArray:
        """1 or 0 for 0 to `most` responses at the end."""
        return (posterior_beyond(n=self.most, p0=self.p0, prior=self.prior) > self.sure).astype(np.float64)


def predictive_probability(*, responses: int, n: int, aim: Aim) -> float:
    """Probability that the trial ends as promising, given so many responses of n children.

    Raises UsageError with every fault.
    Source: [@lee-2008, predictive probability].
    """
    faults = Faults()
    faults.state(responses, n, aim.most)
    faults.refuse("no predictive probability")
    return float(_predictive(n, aim)[responses])


def predictive_design(*, looks: Sequence[int], aim: Aim, futility: float, efficacy: float | None = None) -> Boundaries:
    """The bounds that stop when the predictive probability is below `futility`, or above `efficacy` if that is given.

    looks: children at each look, rising, the last is the size of the trial, for instance range(10, 37).
    Raises UsageError with every fault.
    Source: [@lee-2008, design without stopping for efficacy].  Worked example: tests/published/.
    """
    _check(looks, aim, futility, efficacy)
    tables = [_predictive(look, aim) for look in looks[:-1]]
    last = int(np.searchsorted(aim.reached, 0.5)) - 1
    few = [int(np.searchsorted(table, futility, side="left")) - 1 for table in tables]
    if efficacy is None:
        return Boundaries(looks=tuple(looks), futility=(*few, last))
    many = [int(np.searchsorted(table, efficacy, side="right")) for table in tables]
    enough = [each if each <= look else None for each, look in zip(many, looks, strict=False)]
    return Boundaries(looks=tuple(looks), futility=(*few, last), efficacy=(*enough, None))


def _predictive(n: int, aim: Aim) -> FloatArray:
    """Predictive probability for 0 to n responses of n; shape (n + 1,), rising."""
    left, reached = aim.most - n, aim.reached
    a, b = aim.prior
    sums = [beta_binomial(n=left, a=a + x, b=b + n - x) @ reached[x : x + left + 1] for x in range(n + 1)]
    return np.maximum.accumulate(np.array(sums))


def _check(looks: Sequence[int], aim: Aim, futility: float, efficacy: float | None) -> None:
    faults = Faults()
    if faults.looks(looks):
        faults.unless(looks[-1] == aim.most, f"the last look is at {looks[-1]}: the aim wants {aim.most} children")
    faults.rate("futility", futility, closed=True)
    if efficacy is not None:
        faults.rate("efficacy", efficacy, closed=True)
        rising = number(futility) and number(efficacy) and futility < efficacy
        faults.unless(rising, f"futility {futility} is not below efficacy {efficacy}: raise the latter")
    faults.unless(aim.reached.any(), f"even {aim.most} responses would not be promising: allow more children")
    faults.unless(not aim.reached.all(), "even 0 responses would be promising: ask for more certainty")
    faults.refuse("no predictive probability design")
