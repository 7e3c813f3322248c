"""BOIN12: the next dose by toxicity and efficacy together, weighed by utilities; U-BOIN weighs in the same way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from rosette.designs.design import Design, Wishes
from rosette.designs.intervals import boin_rates
from rosette.designs.isotonic import Isotonic
from rosette.designs.states import STOP, FloatArray, IntArray, Mask, Reason, States
from rosette.designs.utilities import Utilities, above, responses
from rosette.kernel import NotComputable, UsageError

TIES = ("higher", "lower")
EXPLORE_ABOVE = 8  # children at a dose, from the supplement of the paper
CLOSE, PLACES = 1e-9, 12


@frozen(kw_only=True)
class Open:
    """Admissible: not surely too toxic (such a dose is out with all above), and not surely without effect.

    toxicity: the highest tolerable probability; efficacy: the lowest of interest; cuts: probabilities that suffice.
    Source: [@lin2020-boin12, admissible doses].
    """

    toxicity: float
    efficacy: float
    toxicity_cut: float
    efficacy_cut: float

    def tolerable(self, states: States) -> Mask:
        """The doses below the lowest that is too toxic."""
        hot = above(states.n, states.y, self.toxicity) >= self.toxicity_cut
        return ~np.logical_or.accumulate(hot, axis=1)

    def admissible(self, states: States) -> Mask:
        """The tolerable doses that may have an effect."""
        eff, _ = responses(states)
        futile = 1 - above(states.n, eff, self.efficacy) >= self.efficacy_cut
        return np.asarray(self.tolerable(states) & ~futile)


@frozen(kw_only=True)
class Boin12:
    """The dose with the highest desirability among the neighbours that the toxicity at the last dose leaves open.

    surely: children (N*) from which a rate between the boundaries no longer goes up. tie: which of equals. explore:
    with more than eight children at a dose and a rate below the upper boundary, an untried dose above is tried.
    Source: [@lin2020-boin12, table 2]; the exploration rule at second hand.
    """

    open: Open
    utilities: Utilities
    surely: int
    tie: str = "higher"
    explore: bool = False

    @property
    def benchmark(self) -> float:
        """The utility, 0 to 1, that a desirable dose should exceed: halfway from barely acceptable to perfect."""
        least = self.utilities.expected(self.open.toxicity, self.open.efficacy)
        return (least + (100 - least) / 2) / 100

    def desirability(self, n: IntArray, worth: FloatArray) -> FloatArray:
        """The probability that the utility of a dose exceeds the benchmark, under a uniform prior."""
        return above(n, worth, self.benchmark)

    def choose(self, states: States) -> Wishes:
        """A wish for every state."""
        rates = boin_rates(target=self.open.toxicity, low=0.6 * self.open.toxicity, high=1.4 * self.open.toxicity)
        n, y, at = states.here(states.n), states.here(states.y), states.at
        rate = y / np.maximum(n, 1)
        mask = self.open.admissible(states)
        sure = (rate > rates[0]) & (n >= self.surely)
        dose = self._best(states, mask, np.where(sure, 0, 1))
        found = _told(states, dose)
        found = found.where(rate >= rates[1], _lower(mask, at), Reason.DOWN)
        if not self.explore:
            return found
        above = np.minimum(at, states.n.shape[1] - 1)
        fresh = (at < states.n.shape[1]) & (states.n[np.arange(len(at)), above] == 0)
        return found.where((n > EXPLORE_ABOVE) & (rate < rates[1]) & fresh, at + 1, Reason.EXPLORE)

    def _best(self, states: States, mask: Mask, reach: IntArray) -> IntArray:
        """The most desirable admissible dose from one below to `reach` above; the last dose when there is none."""
        eff, both = responses(states)
        steps = np.arange(1, states.n.shape[1] + 1)
        away = steps - states.at[:, None]
        near = mask & (away >= -1) & (away <= reach[:, None])
        score = np.where(near, self.desirability(states.n, self.utilities.worth(states.n, states.y, eff, both)), -1.0)
        best = score >= score.max(axis=1, keepdims=True) - CLOSE
        which = best.argmax(axis=1) if self.tie == "lower" else best.shape[1] - 1 - best[:, ::-1].argmax(axis=1)
        return np.where(near.any(axis=1), which + 1, states.at)


def _told(states: States, dose: IntArray) -> Wishes:
    why = np.array([int(Reason.LESS_DESIRED), int(Reason.DESIRED), int(Reason.MORE_DESIRED)])
    return Wishes(dose=dose, why=why[np.sign(dose - states.at) + 1])


def _lower(mask: Mask, at: IntArray) -> IntArray:
    """The nearest admissible dose below; the same dose where there is none."""
    steps = np.arange(1, mask.shape[1] + 1)
    below = np.where(mask & (steps < at[:, None]), steps, STOP).max(axis=1)
    return np.where(below > STOP, below, at)


def desirability_table(rule: Boin12, sizes: Sequence[int]) -> dict[tuple[int, int, int], float | None]:
    """The rank of every outcome (children, toxicities, efficacies) of these sizes; None where a dose is then out.

    The least desirable has rank 1, equals share the mean of their ranks. Raises NotComputable for utilities by which
    toxicities and efficacies cannot be counted apart. Source: [@lin2020-boin12, rank-based desirability score]."""
    if not rule.utilities.additive:
        raise NotComputable("these utilities depend on efficacy together with toxicity: no table of the two apart")
    keys = [(n, y, eff) for n in sizes for y in range(n + 1) for eff in range(n + 1)]
    n, y, eff = np.array(keys, dtype=np.int64).T.reshape(3, -1, 1)
    both = np.maximum(eff + y - n, 0)
    zero = np.zeros(len(keys), dtype=np.int64)
    one = States(n=n, y=y, at=zero + 1, last_n=zero, last_y=zero, pending=0 * n, eff=eff, both=both)
    kept = rule.open.admissible(one)[:, 0]
    score = np.round(rule.desirability(n, rule.utilities.worth(n, y, eff, both))[:, 0], PLACES)
    _, group, times = np.unique(score[kept], return_inverse=True, return_counts=True)
    ranks = iter((np.cumsum(times) - (times - 1) / 2)[group])
    return {key: float(next(ranks)) if good else None for key, good in zip(keys, kept, strict=True)}


@frozen(kw_only=True)
class BestUtility:
    """Of the tried admissible doses up to the isotonic MTD the one with the highest mean utility; of equals the lower.

    Source: [@lin2020-boin12, the optimal biological dose].
    """

    open: Open
    utilities: Utilities

    def select(self, states: States) -> IntArray:
        """The dose of every state; 0 for none."""
        eff, both = responses(states)
        steps = np.arange(1, states.n.shape[1] + 1)
        most = Isotonic(target=self.open.toxicity, safety=_Tolerable(open=self.open)).select(states)
        used = (states.n > 0) & self.open.admissible(states) & (steps <= most[:, None])
        mean = (1 + self.utilities.worth(states.n, states.y, eff, both)) / (2 + states.n)
        return np.where(used.any(axis=1), np.where(used, mean, -1.0).argmax(axis=1) + 1, 0)


@frozen(kw_only=True)
class _Tolerable:
    open: Open

    def admissible(self, states: States) -> Mask:
        return self.open.tolerable(states)


def boin12(
    *,
    chooser: Boin12,
    doses: int,
    most: int,
    cohort: int = 3,
    start: int = 1,
    enough_here: int | None = None,
    enough_anywhere: int | None = None,
) -> Design:
    """BOIN12. enough_here: ends once so many were treated at a dose that would be given again; enough_anywhere: at any.

    Raises UsageError with every fault."""
    faults = [
        *([] if chooser.tie in TIES else [f'"{chooser.tie}" breaks no tie: {" or ".join(TIES)}']),
        *([] if 1 <= start <= doses else [f"the start, dose {start}, is not one of {doses}"]),
        *([] if 1 <= cohort <= most else [f"cohorts of {cohort} of {most} children"]),
    ]
    if faults:
        raise UsageError("; ".join(faults))
    return Design(
        name="BOIN12",
        variant=", ".join([f"ties to the {chooser.tie} dose", *(["exploration rule"] if chooser.explore else [])]),
        doses=doses,
        start=start,
        cohort=cohort,
        most=most,
        chooser=chooser,
        safety=chooser.open,
        enough_here=enough_here,
        enough_anywhere=enough_anywhere,
        efficacy=True,
        selection=BestUtility(open=chooser.open, utilities=chooser.utilities),
    )
