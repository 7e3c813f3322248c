"""Bayesian logistic regression of toxicity on the logarithm of the dose: two parameters, by quadrature."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from attrs import field, frozen

from rosette.designs.states import FloatArray, IntArray, equal_rows
from rosette.kernel import NotComputable, UsageError

TOLERANCE = 1e-4  # the last halving of the steps may move a probability by so much; what is left is below 1e-6
MOST_KEPT = 200_000
WIDEST_SD, FARTHEST_MEAN = 10.0, 50.0


@frozen(kw_only=True)
class Prior:
    """A bivariate normal of log alpha (log odds of toxicity at the reference dose) and log beta (log of the slope).

    Raises UsageError with every fault.
    """

    mean: tuple[float, float]
    sd: tuple[float, float]
    correlation: float = 0.0

    def __attrs_post_init__(self) -> None:
        if faults := prior_faults(self):
            raise UsageError("; ".join(faults))


def prior_faults(prior: Prior) -> list[str]:
    """What cannot be in a prior, in words."""
    names = ("log alpha", "log beta")
    return [
        *(
            f"the prior mean of {name}, {mean:g}, is not between -{FARTHEST_MEAN:g} and {FARTHEST_MEAN:g}"
            for name, mean in zip(names, prior.mean, strict=True)
            if not abs(mean) <= FARTHEST_MEAN
        ),
        *(
            f"the prior sd of {name}, {sd:g}, is not above 0 and at most {WIDEST_SD:g}"
            for name, sd in zip(names, prior.sd, strict=True)
            if not 0 < sd <= WIDEST_SD
        ),
        *([] if abs(prior.correlation) < 1 else [f"the correlation {prior.correlation:g} is not between -1 and 1"]),
    ]


@frozen(kw_only=True, eq=False)
class Posterior:
    """What is known of the rates of toxicity after some data, for many states at once.

    mean, sd: of the rate at each dose, shape (s, doses). shares: probability that the rate lies in each interval,
    lowest first, shape (s, doses, intervals). parameters: posterior means, shape (s, parameters). error: shape (s,),
    what the numbers may be off by, as the model says.
    """

    mean: FloatArray
    sd: FloatArray
    shares: FloatArray
    parameters: FloatArray
    error: FloatArray

    @property
    def target(self) -> FloatArray:
        """Probability of the target interval, the second; shape (s, doses)."""
        return np.asarray(self.shares[:, :, 1])

    @property
    def over(self) -> FloatArray:
        """Probability of a rate above the target interval; shape (s, doses)."""
        return np.asarray(self.shares[:, :, 2:].sum(axis=2))


class Fits(Protocol):
    """A model that can say what is known of the rates."""

    def posterior(self, n: IntArray, y: IntArray) -> Posterior:
        """After n children with y toxicities for each dose; shape (s, doses)."""
        ...


@frozen(kw_only=True)
class Blrm:
    """The model: logit p(x) = log alpha + beta log(x / reference), its prior, and intervals of toxicity.

    doses, reference: in one unit. edges: of the intervals, rising; the target lies between the first two.
    Raises UsageError with every fault. Source: [@neuenschwander2008, section 2].
    """

    prior: Prior
    doses: tuple[float, ...]
    reference: float
    edges: tuple[float, ...]
    _kept: dict[bytes, FloatArray] = field(init=False, factory=dict, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        faults = [
            *([] if rising(self.doses, above=0) else ["the doses do not rise from above 0, or there are none"]),
            *([] if 0 < self.reference < math.inf else [f"the reference dose {self.reference:g} is not above 0"]),
            *edge_faults(self.edges),
        ]
        if faults:
            raise UsageError("; ".join(faults))

    def posterior(self, n: IntArray, y: IntArray) -> Posterior:
        """What is known after n children with y toxicities for each dose; shape (s, doses).

        Equal states are fitted once. error: the largest change of a probability when the steps were halved last; the
        error left is far smaller.
        Raises NotComputable when halving does not settle the numbers.
        """
        return unpacked(remembered(self._kept, self._fitted, n, y), doses=len(self.doses), parameters=2)

    def _fitted(self, n: IntArray, y: IntArray) -> FloatArray:
        from rosette.designs.kernels import posteriors

        mean, sd, parameters = np.empty(n.shape), np.empty(n.shape), np.empty((len(n), 2))
        below, change = np.empty((*n.shape, len(self.edges))), np.empty(len(n))
        prior = np.array([*self.prior.mean, *self.prior.sd, self.prior.correlation], dtype=float)
        logs, edges = np.log(np.array(self.doses) / self.reference), logits(self.edges)
        posteriors(n, y, logs, prior, edges, TOLERANCE, mean, sd, below, parameters, change)
        if not (change < TOLERANCE).all():
            worst = int(np.argmax(np.nan_to_num(change, nan=np.inf)))
            seen = f"{y[worst].tolist()} toxicities of {n[worst].tolist()} children"
            raise NotComputable(f"the posterior after {seen} does not settle: check doses, reference dose and prior")
        return packed(mean, sd, np.diff(below, axis=2, prepend=0.0, append=1.0), parameters, change)


def remembered(
    kept: dict[bytes, FloatArray], fit: Callable[[IntArray, IntArray], FloatArray], n: IntArray, y: IntArray
) -> FloatArray:
    """A row of numbers for every state; only states that were not met before are fitted."""
    first, group = equal_rows(n, y)
    counts = np.ascontiguousarray(np.hstack((n[first], y[first])).astype(np.int64))
    keys = [row.tobytes() for row in counts]
    new = np.array([place for place, key in enumerate(keys) if key not in kept], dtype=np.int64)
    if len(kept) + len(new) > MOST_KEPT:
        kept.clear()
        new = np.arange(len(keys))
    if len(new):
        doses = n.shape[1]
        fitted = fit(np.ascontiguousarray(counts[new, :doses]), np.ascontiguousarray(counts[new, doses:]))
        kept.update(zip((keys[place] for place in new), fitted, strict=True))
    return np.stack([kept[key] for key in keys])[group]


def packed(
    mean: FloatArray, sd: FloatArray, shares: FloatArray, parameters: FloatArray, error: FloatArray
) -> FloatArray:
    """The numbers of every state as one row."""
    return np.column_stack((mean, sd, error, parameters, np.maximum(shares, 0.0).reshape(len(mean), -1)))


def unpacked(rows: FloatArray, *, doses: int, parameters: int) -> Posterior:
    """The rows as a posterior."""
    end = 2 * doses + 1 + parameters
    return Posterior(
        mean=rows[:, :doses],
        sd=rows[:, doses : 2 * doses],
        error=rows[:, 2 * doses],
        parameters=rows[:, 2 * doses + 1 : end],
        shares=rows[:, end:].reshape(len(rows), doses, -1),
    )


def logits(rates: Sequence[float]) -> FloatArray:
    """Log odds of the rates."""
    found = np.array(rates, dtype=float)
    return np.asarray(np.log(found / (1 - found)))


def rising(values: Sequence[float], *, above: float) -> bool:
    """Whether there are values, all above the bound, each above the one before, none without end."""
    return bool(values) and all(one < two for one, two in itertools.pairwise((above, *values, math.inf)))


def edge_faults(edges: Sequence[float]) -> list[str]:
    """What cannot be in the edges of intervals, in words."""
    if len(edges) >= 2 and rising(edges, above=0) and edges[-1] < 1:
        return []
    return ["the edges of the intervals are not at least two rising numbers between 0 and 1"]
