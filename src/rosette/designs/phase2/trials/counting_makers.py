"""Makes the trials that count one endpoint from their files."""

from __future__ import annotations

from rosette.designs.numbers import number
from rosette.designs.phase2.bop2 import bop2_design
from rosette.designs.phase2.predictive import Aim, predictive_design
from rosette.designs.phase2.simon import TwoStage, simon_designs
from rosette.designs.phase2.stopping import Boundaries
from rosette.designs.phase2.trials.counting import CountingTrial
from rosette.designs.phase2.trials.reading import (
    Pace,
    Told,
    attempt,
    beta_prior,
    check_pace,
    hypotheses,
    looks_of,
    pace,
    scenarios,
    share,
    size,
)
from rosette.knowledge.rows import Row

SIMON = ("optimal", "minimax", "admissible", "stated")


def simon(row: Row, told: Told) -> CountingTrial | None:
    """Two stages: searched for, or stated in the file and held to its errors."""
    variant, rates, timing, others = row.choice("variant", SIMON), hypotheses(row), pace(row), _others(row)
    alpha, beta = number(row, "alpha"), number(row, "beta")
    weight = share(row, "weight") if variant == "admissible" else None
    stated = [size(row, key) for key in ("n1", "n")] if variant == "stated" else [0, 0]
    bounds = [_bound(row, key) for key in ("r1", "r")] if variant == "stated" else [0, 0]
    most = size(row, "most", 100) if variant != "stated" else stated[1]
    unknown = variant not in SIMON or (variant == "admissible" and weight is None)
    if unknown or rates is None or alpha is None or beta is None or timing is None or not most or None in bounds:
        return None
    listed: tuple[str, ...] = ()
    if variant == "stated":
        found = _stated(row, rates, (alpha, beta), (bounds[0] or 0, stated[0], bounds[1] or 0, stated[1]))
    else:
        every = simon_designs(p0=rates[0], p1=rates[1], alpha=alpha, beta=beta, most=most)
        found, listed = _picked(every.admissible, variant, weight or 0.0), _listed(every.admissible)
    if found is None:
        return None
    check_pace(row, timing, found.n)
    tuned = {"design": found.words, "type I error": found.alpha, "power": found.power, "alpha": alpha, "beta": beta}
    return CountingTrial(
        bounds=found.boundaries,
        p0=rates[0],
        p1=rates[1],
        pace=timing,
        tuned=tuned,
        others=others,
        stages=found,
        level=1 - 2 * alpha if alpha < 0.5 else 0.9,
        notes=listed,
    )


def _picked(every: tuple[TwoStage, ...], variant: str, weight: float) -> TwoStage:
    if variant == "minimax":
        return every[0]
    if variant == "optimal":
        return every[-1]
    return min(every, key=lambda each: weight * each.n + (1 - weight) * each.expected)


def _listed(every: tuple[TwoStage, ...]) -> tuple[str, ...]:
    return tuple(f"admissible: {each.words}, {each.expected:.2f} children on average at p0" for each in every)


def _stated(
    row: Row, rates: tuple[float, float], errors: tuple[float, float], numbers: tuple[int, int, int, int]
) -> TwoStage | None:
    r1, n1, r, n = numbers
    bounds = attempt(row, "n", lambda: Boundaries(looks=(n1, n), futility=(r1, r)))
    if bounds is None:
        return None
    null, hoped = bounds.at(rates[0]), bounds.at(rates[1])
    if null.promising > errors[0]:
        row.refuse("alpha", f"the stated bounds have a type I error of {null.promising:.6f}", f"{errors[0]:g} or less")
    if hoped.promising < 1 - errors[1]:
        row.refuse("beta", f"the stated bounds have a power of {hoped.promising:.6f}", f"{1 - errors[1]:g} or more")
    return TwoStage(
        r1=r1, n1=n1, r=r, n=n, p0=rates[0], p1=rates[1],
        expected=null.expected, stop=null.early, alpha=null.promising, power=hoped.promising,
    )  # fmt: skip


def _bound(row: Row, key: str) -> int | None:
    found = row.get(key)
    if isinstance(found, int) and not isinstance(found, bool) and found >= 0:
        return found
    row.refuse(key, "no bound is stated" if found is None else f"{found} is no bound", "a whole number from 0")
    return None


def bop2(row: Row, told: Told) -> CountingTrial | None:
    """One endpoint, tuned on the usual grid."""
    rates, timing, looks, others = hypotheses(row), pace(row), looks_of(row), _others(row)
    alpha = number(row, "alpha")
    if rates is None or timing is None or not looks or alpha is None:
        return None
    found = bop2_design(looks=looks, p0=rates[0], p1=rates[1], alpha=alpha)
    tuned: dict[str, object] = {"lambda": found.lam, "gamma": found.gamma, "alpha": alpha}
    notes = ("many pairs of lambda and gamma give these bounds; compare power, not the pair",)
    return _by_bounds(row, found.boundaries, rates, timing, tuned, others, (rates[0], 1 - rates[0]), notes)


def predictive(row: Row, told: Told) -> CountingTrial | None:
    """Bounds by predictive probability."""
    rates, timing, looks, others = hypotheses(row), pace(row), looks_of(row), _others(row)
    sure, prior, futility = number(row, "sure"), beta_prior(row), share(row, "futility")
    efficacy = share(row, "efficacy") if row.get("efficacy") is not None else None
    if rates is None or timing is None or not looks or sure is None or prior is None or futility is None:
        return None
    aim = Aim(most=looks[-1], p0=rates[0], sure=sure, prior=prior)
    bounds = attempt(
        row, "looks", lambda: predictive_design(looks=looks, aim=aim, futility=futility, efficacy=efficacy)
    )
    if bounds is None:
        return None
    tuned: dict[str, object] = {
        "sure": sure,
        "futility": futility,
        "efficacy": efficacy,
        "prior": f"Beta({prior[0]:g}, {prior[1]:g})",
    }
    return _by_bounds(row, bounds, rates, timing, tuned, others, prior, ())


def _by_bounds(
    row: Row,
    bounds: Boundaries,
    rates: tuple[float, float],
    timing: Pace,
    tuned: dict[str, object],
    others: tuple[tuple[str, float], ...],
    prior: tuple[float, float],
    notes: tuple[str, ...],
) -> CountingTrial | None:
    check_pace(row, timing, bounds.most)
    early = zip(bounds.looks[:-1], bounds.futility, bounds.enough, strict=False)
    if len(bounds.looks) > 1 and not any(low >= 0 or high <= look for look, low, high in early):
        row.refuse("looks", "no look before the last could stop the trial", "later looks, or bolder bounds")
        return None
    return CountingTrial(
        bounds=bounds, p0=rates[0], p1=rates[1], pace=timing, tuned=tuned, others=others, prior=prior, notes=notes
    )


def _others(row: Row) -> tuple[tuple[str, float], ...]:
    found = []
    for each in scenarios(row):
        name, rate = each.text("name"), share(each, "response")
        each.close()
        if name and rate is not None:
            found.append((name, rate))
    return tuple(found)
