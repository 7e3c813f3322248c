"""What outcomes are worth, and the probabilities that designs with efficacy compare."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from rosette.designs.states import FloatArray, IntArray, States
from rosette.kernel import UsageError

CLOSE = 1e-9
MOST_PARTS = 10**6  # counts of utility closer than one such part are the same


@frozen(kw_only=True)
class Utilities:
    """What an outcome is worth, 0 to 100: efficacy alone (u1), neither (u2), both (u3), toxicity alone (u4).

    Raises UsageError with every fault.
    """

    u1: float
    u2: float
    u3: float
    u4: float

    def __attrs_post_init__(self) -> None:
        given = (self.u1, self.u2, self.u3, self.u4)
        faults = [f"a utility of {each:g} is not one from 0 to 100" for each in given if not 0 <= each <= 100]
        if self.u4 >= self.u1 or not all(self.u4 <= each <= self.u1 for each in given):
            faults.append("efficacy without toxicity must be worth most, toxicity without efficacy least")
        if faults:
            raise UsageError("; ".join(faults))

    @property
    def additive(self) -> bool:
        """Whether toxicities and efficacies can be counted apart: u1 + u4 = u2 + u3."""
        return abs(self.u1 + self.u4 - self.u2 - self.u3) < CLOSE

    def worth(self, n: IntArray, y: IntArray, eff: IntArray, both: IntArray) -> FloatArray:
        """The utilities of all children together, over 100: as many children of full utility."""
        alone, neither = eff - both, n - y - eff + both
        return np.asarray((self.u1 * alone + self.u2 * neither + self.u3 * both + self.u4 * (y - both)) / 100)

    def expected(self, toxicity: float, efficacy: float) -> float:
        """The mean utility, 0 to 100, of a dose with these probabilities, independent of each other."""
        safe, rest = 1 - toxicity, 1 - efficacy
        alone, neither = self.u1 * efficacy * safe, self.u2 * safe * rest
        return alone + neither + self.u3 * toxicity * efficacy + self.u4 * toxicity * rest


def above(n: IntArray, events: IntArray | FloatArray, edge: float) -> FloatArray:
    """The probability that a share exceeds the edge, under a uniform prior; equal pairs are computed once."""
    from scipy.special import betaincc

    pairs = np.rint(events * MOST_PARTS).astype(np.int64) * (int(n.max()) + 1) + n
    _, first, group = np.unique(pairs, return_index=True, return_inverse=True)
    some, all_of_them = events.reshape(-1)[first], n.reshape(-1)[first]
    return np.asarray(betaincc(1 + some, 1 + all_of_them - some, edge)[group].reshape(n.shape))


def responses(states: States) -> tuple[IntArray, IntArray]:
    """Children with efficacy, and with efficacy and toxicity; raises UsageError where nobody looked."""
    if states.eff is None or states.both is None:
        raise UsageError("the states do not say how many children had efficacy at each dose")
    return states.eff, states.both
