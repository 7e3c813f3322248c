"""EffTox: efficacy and toxicity by two curves, and doses compared by a contour of equal worth."""

from __future__ import annotations

import itertools
import math
from functools import lru_cache

import numpy as np
from attrs import field, frozen

from rosette.designs.contour import Contour
from rosette.designs.design import Design, Wishes
from rosette.designs.states import FloatArray, IntArray, Mask, Reason, States
from rosette.designs.utilities import responses
from rosette.kernel import UsageError

PARAMETERS = ("mu", "beta", "gamma", "zeta", "eta", "psi")
CLOSED = ("closed", "published")
POINTS, FREEDOM = 2048, 6
MOST_KEPT = 200_000


@frozen(kw_only=True)
class Beliefs:
    """What the data say of every dose; errors: of the two means, by the spread of the weighted points."""

    efficacy: tuple[float, ...]
    toxicity: tuple[float, ...]
    effective: tuple[float, ...]
    tolerable: tuple[float, ...]
    worth: tuple[float, ...]
    errors: tuple[tuple[float, ...], tuple[float, ...]]


@lru_cache(maxsize=4)
def _points(count: int) -> tuple[FloatArray, FloatArray]:
    """Points that fill the space evenly, as places of Student distributions, and their log density.

    The last place is normal. Source: [@niederreiter1992, Kronecker sequences]."""
    from scipy.special import ndtri, stdtrit

    root = 1.0
    for _ in range(60):
        root = (1 + root) ** (1 / 7)
    even = (0.5 + np.outer(np.arange(1, count + 1), root ** -np.arange(1.0, 7.0))) % 1
    places = np.column_stack((stdtrit(FREEDOM, even[:, :5]), ndtri(even[:, 5])))
    tails = -(FREEDOM + 1) / 2 * np.log1p(places[:, :5] ** 2 / FREEDOM)
    return places, tails.sum(axis=1) - places[:, 5] ** 2 / 2


@frozen(kw_only=True)
class EffTox:
    """The model: doses, priors (mean and standard deviation of mu, beta, gamma, zeta, eta, psi), limits and contour.

    A dose is acceptable when P(efficacy > limit) and P(toxicity < limit) exceed their cuts, and no untried dose below
    it is skipped. closed: a dose whose toxicity is not acceptable closes all above it; the published rule does not say
    so, which matters where the prior lets toxicity fall with the dose. The posterior is a sum over fixed points around
    its mode, so equal data give equal answers.
    Raises UsageError with every fault. Source: [@thall2004, sections 2 and 4]; [@thall2014, prior].
    """

    doses: tuple[float, ...]
    prior: tuple[tuple[float, float], ...]
    efficacy: float
    toxicity: float
    efficacy_cut: float
    toxicity_cut: float
    contour: Contour
    closed: bool = True
    points: int = POINTS
    _kept: dict[bytes, FloatArray] = field(init=False, factory=dict, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if faults := _faults(self):
            raise UsageError("; ".join(faults))

    @property
    def places(self) -> FloatArray:
        """1, x and x squared of every dose: x is its log less the mean of the logs."""
        x = np.log(self.doses) - np.mean(np.log(self.doses))
        return np.column_stack((np.ones(len(x)), x, x**2))

    def beliefs(self, states: States) -> FloatArray:
        """The columns of `Beliefs` but worth, for every state and dose; shape (s, doses, 6)."""
        eff, both = responses(states)
        cells = np.stack((states.n - states.y - eff + both, eff - both, states.y - both, both), axis=2)
        rows, group = np.unique(cells.reshape(len(cells), -1), axis=0, return_inverse=True)
        keys = [row.tobytes() for row in rows]
        fresh = [place for place, key in enumerate(keys) if key not in self._kept]
        if len(self._kept) + len(fresh) > MOST_KEPT:
            self._kept.clear()
            fresh = list(range(len(keys)))
        for place, found in zip(fresh, self._fitted(rows[fresh]), strict=True):
            self._kept[keys[place]] = found
        return np.stack([self._kept[key] for key in keys])[group.reshape(-1)]

    def _fitted(self, rows: IntArray) -> FloatArray:
        from rosette.designs.efftox_kernels import posterior

        doses = len(self.doses)
        out = np.empty((len(rows), doses, 6))
        cells, limits = rows.reshape(-1, doses, 4), np.array([self.efficacy, self.toxicity])
        posterior(cells, self.places, np.array(self.prior), *_points(self.points), limits, out)
        return out

    def fit(self, states: States) -> Beliefs:
        """What the data say, for the first state."""
        found = self.beliefs(states)[0]
        worth = self.contour.worth(found[:, 0], found[:, 1])
        columns = [tuple(map(float, each)) for each in (*found.T[:4], worth, *found.T[4:])]
        return Beliefs(
            efficacy=columns[0],
            toxicity=columns[1],
            effective=columns[2],
            tolerable=columns[3],
            worth=columns[4],
            errors=(columns[5], columns[6]),
        )

    def admissible(self, states: States) -> Mask:
        """The acceptable doses up to one above the highest that was tried."""
        found = self.beliefs(states)
        steps = np.arange(1, len(self.doses) + 1)
        reach = np.where(states.n > 0, steps, 0).max(axis=1) + 1
        tolerable = found[:, :, 3] > self.toxicity_cut
        if self.closed:
            tolerable = np.logical_and.accumulate(tolerable, axis=1)
        return np.asarray((found[:, :, 2] > self.efficacy_cut) & tolerable & (steps <= reach[:, None]))

    def choose(self, states: States) -> Wishes:
        """The acceptable dose that is worth most; the last dose where there is none."""
        dose = self._best(states, self.admissible(states))
        dose = np.where(dose > 0, dose, states.at)
        why = np.array([int(Reason.LESS_DESIRED), int(Reason.DESIRED), int(Reason.MORE_DESIRED)])
        return Wishes(dose=dose, why=why[np.sign(dose - states.at) + 1])

    def select(self, states: States) -> IntArray:
        """The tried acceptable dose that is worth most; 0 for none."""
        return self._best(states, self.admissible(states) & (states.n > 0))

    def _best(self, states: States, mask: Mask) -> IntArray:
        found = self.beliefs(states)
        worth = np.where(mask, self.contour.worth(found[:, :, 0], found[:, :, 1]), -np.inf)
        return np.where(mask.any(axis=1), worth.argmax(axis=1) + 1, 0)


def _faults(model: EffTox) -> list[str]:
    rising = all(0 < one < two for one, two in itertools.pairwise(model.doses))
    shares = {
        "limit of efficacy": model.efficacy,
        "limit of toxicity": model.toxicity,
        "cut for efficacy": model.efficacy_cut,
        "cut for toxicity": model.toxicity_cut,
    }
    return [
        *([] if len(model.doses) > 1 and rising else ["the doses are not two or more above 0 that rise"]),
        *(f"the {name}, {share:g}, is not between 0 and 1" for name, share in shares.items() if not 0 < share < 1),
        *([] if len(model.prior) == len(PARAMETERS) else [f"a prior is needed for each of {', '.join(PARAMETERS)}"]),
        *(
            f"the prior of {name} has no standard deviation above 0"
            for name, (mean, spread) in zip(PARAMETERS, model.prior, strict=False)
            if not (spread > 0 and math.isfinite(mean))
        ),
    ]


def efftox(*, model: EffTox, most: int, cohort: int = 3, start: int = 1) -> Design:
    """EffTox with cohorts of one size; raises UsageError for a start or cohort that cannot be."""
    doses = len(model.doses)
    if not (1 <= start <= doses and 1 <= cohort <= most):
        raise UsageError(f"a start at dose {start} of {doses} with cohorts of {cohort} of {most} children cannot be")
    return Design(
        name="EffTox",
        variant=CLOSED[0] if model.closed else CLOSED[1],
        doses=doses,
        start=start,
        cohort=cohort,
        most=most,
        chooser=model,
        safety=model,
        efficacy=True,
        selection=model,
    )
