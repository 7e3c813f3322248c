"""How sure a dose is: readings, activity, mass and relation drawn again and again, the whole way to the dose."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from rosette.kernel import Activity, BodyMass
from rosette.mibg.counts import FloatArray, Retention
from rosette.mibg.curves import LN2, SHORTEST_H, Curve, Tail, starts_of
from rosette.mibg.site import Precision, WholeBodyRelation

DRAW_WALKS = 2
TINY = 1e-12


@frozen(kw_only=True)
class Spread:
    """A distribution of doses, Gy: mean, standard uncertainty, middle 95 %; with draws and seed."""

    draws: int
    seed: int
    mean: float
    sd: float
    low: float
    high: float
    included: str

    @property
    def sentence(self) -> str:
        """In words."""
        return (
            f"standard uncertainty {self.sd:.3f} Gy, 95 % from {self.low:.2f} to {self.high:.2f} Gy "
            f"({self.draws} draws, seed {self.seed}; {self.included})"
        )


@frozen(kw_only=True)
class Given:
    """What was given to whom: activity and body mass."""

    activity: Activity
    mass: BodyMass


def spread_of(
    found: Retention,
    curve: Curve,
    *,
    given: Given,
    relation: WholeBodyRelation,
    precision: Precision,
    tail: Tail,
    physical_half_life_h: float,
    draws: int,
    seed: int,
    counting: bool = True,
) -> Spread:
    """Doses of readings drawn anew: counts by their square root, and the stated relative uncertainties.

    counting: the readings are counts, whose square root is their uncertainty. The number of phases stays as it is.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    shares = _drawn_shares(found, draws=draws, precision=precision, rng=rng, counting=counting)
    areas = (_fitted if curve.phases else _joined)(found, curve, shares, tail, physical_half_life_h)
    activity = given.activity.mbq * (1 + precision.activity * rng.standard_normal(draws))
    mass = given.mass.kg * (1 + precision.mass * rng.standard_normal(draws))
    factor = relation.gy_per_mbq_h * (1 + relation.uncertainty * rng.standard_normal(draws))
    doses = factor * np.maximum(mass, TINY) ** relation.power * activity * areas
    low, high = np.quantile(doses, [0.025, 0.975])
    return Spread(
        draws=draws,
        seed=seed,
        mean=float(doses.mean()),
        sd=float(doses.std(ddof=1)),
        low=float(low),
        high=float(high),
        included=_included(precision, relation, counting),
    )


def _included(precision: Precision, relation: WholeBodyRelation, counting: bool) -> str:
    parts = {
        "one reading": precision.reading,
        "activity": precision.activity,
        "mass": precision.mass,
        "relation of dose to activity": relation.uncertainty,
    }
    stated = [f"{name} {value:.1%}" for name, value in parts.items() if value]
    silent = [name for name, value in parts.items() if not value]
    told = [*(["counting statistics"] if counting else []), *stated]
    missing = f"; not stated by the site and not included: {', '.join(silent)}" if silent else ""
    return f"includes {', '.join(told) or 'nothing'}{missing}"


def _drawn_shares(
    found: Retention, *, draws: int, precision: Precision, rng: np.random.Generator, counting: bool
) -> FloatArray:
    """Shares of the first reading of readings drawn anew, shape (draws, n)."""
    if not found.readings:
        mean = found.mean * (1 + precision.reading * rng.standard_normal((draws, len(found.mean))))
        mean = np.maximum(mean, TINY)
        return np.asarray(mean / mean[:, :1])
    sides = []
    for counts, background in (
        ([each.anterior for each in found.readings], [each.background_anterior for each in found.readings]),
        ([each.posterior for each in found.readings], [each.background_posterior for each in found.readings]),
    ):
        sides.append(_drawn_side(np.array(counts), np.array(background), draws, rng, counting))
    mean = np.sqrt(sides[0] * sides[1]) * (1 + precision.reading * rng.standard_normal(sides[0].shape))
    mean = np.maximum(mean, TINY)
    return np.asarray(mean / mean[:, :1])


def _drawn_side(
    counts: FloatArray, background: FloatArray, draws: int, rng: np.random.Generator, counting: bool
) -> FloatArray:
    if not counting:
        return np.tile(counts - background, (draws, 1))
    drawn = counts + np.sqrt(counts) * rng.standard_normal((draws, len(counts)))
    empty = background + np.sqrt(background) * rng.standard_normal((draws, len(counts)))
    return np.maximum(drawn - empty, TINY)


def _fitted(found: Retention, curve: Curve, shares: FloatArray, tail: Tail, physical_half_life_h: float) -> FloatArray:
    from rosette.mibg.kernels import fit_many

    own = np.log([[each.half_life_h for each in curve.phases]])
    starts = np.concatenate([own, starts_of(len(curve.phases), physical_half_life_h)])
    hours = found.hours - curve.start_h
    low, high = math.log(SHORTEST_H), math.log(physical_half_life_h)
    made = fit_many(starts, hours, shares, np.ones(len(hours)), low, high, DRAW_WALKS)
    share, half_life = made[:, 0], made[:, 1]
    if tail is Tail.EFFECTIVE:
        return np.asarray(curve.start_h + (share * half_life).sum(axis=1) / LN2)
    last = share * 2.0 ** (-hours[-1] / half_life)
    until = ((share - last) * half_life).sum(axis=1) / LN2
    return np.asarray(curve.start_h + until + last.sum(axis=1) * physical_half_life_h / LN2)


def _joined(found: Retention, curve: Curve, shares: FloatArray, tail: Tail, physical_half_life_h: float) -> FloatArray:
    one, two = shares[:, :-1], shares[:, 1:]
    fall = np.log(one / two)
    with np.errstate(divide="ignore", invalid="ignore"):
        pieces = np.where(fall > 1e-9, (one - two) / fall, (one + two) / 2) * np.diff(found.hours)
        slope = LN2 * (found.hours[-1] - found.hours[-2]) / fall[:, -1]
    half_life = np.where((slope > 0) & (slope < physical_half_life_h), slope, physical_half_life_h)
    if tail is Tail.PHYSICAL:
        half_life = np.full(len(shares), physical_half_life_h)
    return np.asarray(curve.start_h + pieces.sum(axis=1) + shares[:, -1] * half_life / LN2)
