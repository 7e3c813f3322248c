"""BOP2 with one binary endpoint: a threshold that rises with the children seen, tuned to the type I error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import frozen

from rosette.designs.phase2.binomial import FloatArray, posterior_beyond
from rosette.designs.phase2.checks import Faults, number
from rosette.designs.phase2.stopping import Boundaries, Characteristics
from rosette.kernel import NotComputable

LAMBDAS = tuple(round(0.5 + 0.01 * step, 2) for step in range(50))
GAMMAS = tuple(round(0.05 * step, 2) for step in range(21))


@frozen(kw_only=True)
class Bop2:
    """The bounds with the tuning that gave them, and what they do at both rates.

    The optimum is flat and many pairs give the same bounds: compare power, not lambda and gamma.
    """

    boundaries: Boundaries
    lam: float
    gamma: float
    null: Characteristics
    hoped: Characteristics


def bop2_design(
    *,
    looks: Sequence[int],
    p0: float,
    p1: float,
    alpha: float,
    lambdas: Sequence[float] = LAMBDAS,
    gammas: Sequence[float] = GAMMAS,
) -> Bop2:
    """The bounds with most power among those of the grid that hold the type I error; of equals the smaller error.

    At n of N children stop if P(p > p0) < lambda (n/N)^gamma, by a prior Beta(p0, 1 - p0); promising if never stopped.
    lambdas, gammas: the grid; the first pair that gives the best bounds is named.
    Raises UsageError with every fault, NotComputable when nothing in the grid holds the error.
    Source: [@zhou-2017, single binary endpoint].  Worked example: tests/published/.
    """
    _check(looks, p0, p1, alpha, lambdas, gammas)
    tried = [
        Bop2(boundaries=bounds, lam=lam, gamma=gamma, null=bounds.at(p0), hoped=bounds.at(p1))
        for bounds, lam, gamma in _distinct(tuple(looks), p0, lambdas, gammas)
    ]
    held = [each for each in tried if each.null.promising <= alpha]
    if not held:
        raise NotComputable(
            f"no pair of the grid holds a type I error of {alpha}: allow more children or larger lambda"
        )
    return max(held, key=lambda each: (round(each.hoped.promising, 12), -each.null.promising))


def bop2_boundaries(*, looks: Sequence[int], p0: float, lam: float, gamma: float) -> Boundaries:
    """The bounds of one pair of lambda and gamma.

    Source: [@zhou-2017, single binary endpoint].
    """
    _check(looks, p0, None, None, [lam], [gamma])
    return next(_distinct(tuple(looks), p0, [lam], [gamma]))[0]


def _distinct(
    looks: tuple[int, ...], p0: float, lambdas: Sequence[float], gammas: Sequence[float]
) -> Iterator[tuple[Boundaries, float, float]]:
    """Each set of bounds of the grid once, with the first pair that gives it."""
    chances = [posterior_beyond(n=look, p0=p0, prior=(p0, 1 - p0)) for look in looks]
    seen: set[tuple[int, ...]] = set()
    for lam in lambdas:
        for gamma in gammas:
            bounds = tuple(_bound(each, lam * (n / looks[-1]) ** gamma) for each, n in zip(chances, looks, strict=True))
            if bounds not in seen:
                seen.add(bounds)
                yield Boundaries(looks=looks, futility=bounds), lam, gamma


def _bound(chances: FloatArray, threshold: float) -> int:
    """The most responses whose chance lies below the threshold; all of them never stop a trial."""
    return min(int(np.searchsorted(chances, threshold, side="left")), len(chances) - 1) - 1


def _check(
    looks: Sequence[int],
    p0: float,
    p1: float | None,
    alpha: float | None,
    lambdas: Sequence[float],
    gammas: Sequence[float],
) -> None:
    faults = Faults()
    faults.looks(looks)
    if p1 is None:
        faults.rate("p0", p0)
    else:
        faults.hypotheses(p0, p1)
    if alpha is not None:
        faults.rate("alpha", alpha)
    for lam in lambdas:
        faults.rate("lambda", lam)
    for gamma in gammas:
        faults.unless(number(gamma) and gamma >= 0, f"gamma is {gamma}: give 0 or more")
    faults.unless(len(lambdas) and len(gammas), "the grid is empty: give at least one lambda and one gamma")
    faults.refuse("no BOP2 design can be sought")
