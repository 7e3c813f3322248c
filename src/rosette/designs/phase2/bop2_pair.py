"""BOP2 with two endpoints: efficacy and toxicity, or two of efficacy, tuned together to the type I error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from attrs import frozen

from rosette.designs.phase2.binomial import posterior_beyond
from rosette.designs.phase2.bop2 import GAMMAS, LAMBDAS
from rosette.designs.phase2.checks import Faults, number
from rosette.designs.phase2.endpoints import Cells, Limits
from rosette.designs.phase2.pairs import PairBounds, PairCharacteristics
from rosette.kernel import NotComputable

Told = Callable[[int, int], None]


@frozen(kw_only=True)
class Endpoint:
    """One endpoint: what is counted, its rate of no interest, and whether more of it is good."""

    name: str
    p0: float
    good: bool


@frozen(kw_only=True)
class Bop2Pair:
    """The bounds with the tuning that gave them, and what they do at each null and at what is hoped for."""

    bounds: PairBounds
    lam: float
    gamma: float
    nulls: tuple[PairCharacteristics, ...]
    hoped: PairCharacteristics


def bop2_pair(
    *,
    looks: Sequence[int],
    endpoints: tuple[Endpoint, Endpoint],
    either: bool,
    nulls: Sequence[Cells],
    hoped: Cells,
    alpha: float,
    lambdas: Sequence[float] = LAMBDAS,
    gammas: Sequence[float] = GAMMAS,
    told: Told = lambda done, total: None,
) -> Bop2Pair:
    """The bounds with most power among those of the grid that hold the type I error at every null.

    An endpoint fails at n of N when the probability that it is better than p0 lies below lambda (n/N)^gamma, by the
    Dirichlet-multinomial with effective size 1, whose margin is Beta(p0, 1 - p0). either: one that fails ends the
    trial (efficacy and toxicity); else it takes both (two ways to work).
    nulls: every state of the world in which it must rarely be called promising; the worst of them counts.
    Of equal power the smaller error. told: called with steps done and in all.
    Raises UsageError with every fault, NotComputable when nothing in the grid holds the error.
    Source: [@zhou-2017, multiple endpoints] [@bop2fe, bounds for futility].  Worked example: tests/published/.
    """
    _check(looks, endpoints, alpha, lambdas, gammas, nulls)
    every = list(_distinct(tuple(looks), endpoints, either, lambdas, gammas))
    best: Bop2Pair | None = None
    for done, (bounds, lam, gamma) in enumerate(every, start=1):
        found = tuple(bounds.at(null) for null in nulls)
        told(done, len(every))
        if max(each.promising for each in found) <= alpha:
            made = Bop2Pair(bounds=bounds, lam=lam, gamma=gamma, nulls=found, hoped=bounds.at(hoped))
            best = made if best is None or _rank(made) > _rank(best) else best
    if best is None:
        raise NotComputable(
            f"no pair of the grid holds a type I error of {alpha}: allow more children or larger lambda"
        )
    return best


def bop2_pair_bounds(
    *, looks: Sequence[int], endpoints: tuple[Endpoint, Endpoint], either: bool, lam: float, gamma: float
) -> PairBounds:
    """The bounds of one pair of lambda and gamma.

    Source: [@zhou-2017, multiple endpoints].
    """
    _check(looks, endpoints, None, [lam], [gamma], [None])
    return next(_distinct(tuple(looks), endpoints, either, [lam], [gamma]))[0]


def _rank(found: Bop2Pair) -> tuple[float, float]:
    return round(found.hoped.promising, 12), -max(each.promising for each in found.nulls)


def _distinct(
    looks: tuple[int, ...],
    endpoints: tuple[Endpoint, Endpoint],
    either: bool,
    lambdas: Sequence[float],
    gammas: Sequence[float],
) -> Iterator[tuple[PairBounds, float, float]]:
    """Each set of bounds of the grid once, with the first lambda and gamma that give it."""
    seen = set()
    for lam in lambdas:
        for gamma in gammas:
            cuts = [lam * (n / looks[-1]) ** gamma for n in looks]
            one, two = (limits_of(each, looks, cuts) for each in endpoints)
            if (one.bounds, two.bounds) not in seen:
                seen.add((one.bounds, two.bounds))
                yield PairBounds(looks=looks, one=one, two=two, either=either), lam, gamma


def limits_of(endpoint: Endpoint, looks: Sequence[int], cuts: Sequence[float]) -> Limits:
    """The counts at which the endpoint fails: its probability of being better than p0 lies below the cut."""
    found = [_bound(endpoint, n, cut) for n, cut in zip(looks, cuts, strict=True)]
    return Limits(name=endpoint.name, good=endpoint.good, bounds=found)


def _bound(endpoint: Endpoint, n: int, cut: float) -> int | None:
    above = posterior_beyond(n=n, p0=endpoint.p0, prior=(endpoint.p0, 1 - endpoint.p0))
    if endpoint.good:
        few = min(int(np.searchsorted(above, cut, side="left")), n) - 1
        return few if few >= 0 else None
    many = max(int(np.searchsorted(above, 1 - cut, side="right")), 1)
    return many if many <= n else None


def _check(
    looks: Sequence[int],
    endpoints: tuple[Endpoint, Endpoint],
    alpha: float | None,
    lambdas: Sequence[float],
    gammas: Sequence[float],
    nulls: Sequence[object],
) -> None:
    faults = Faults()
    faults.looks(looks)
    for each in endpoints:
        faults.rate(f"p0 of {each.name}", each.p0)
    if alpha is not None:
        faults.rate("alpha", alpha)
    for lam in lambdas:
        faults.rate("lambda", lam)
    for gamma in gammas:
        faults.unless(number(gamma) and gamma >= 0, f"gamma is {gamma}: give 0 or more")
    faults.unless(len(lambdas) and len(gammas), "the grid is empty: give at least one lambda and one gamma")
    faults.unless(len(nulls), "there is no null: give at least one")
    faults.refuse("no BOP2 design can be sought")
