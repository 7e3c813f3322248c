"""Makes the trials that count two endpoints from their files."""

from __future__ import annotations

from functools import partial

from rosette.designs.numbers import number, whole
from rosette.designs.phase2.bop2_pair import Endpoint, bop2_pair
from rosette.designs.phase2.endpoints import Cells
from rosette.designs.phase2.expansion import TooFew, TooToxic, expansion
from rosette.designs.phase2.trials.pairing import PairTrial, endpoint_belief, watched_beliefs
from rosette.designs.phase2.trials.reading import (
    Told,
    attempt,
    beta_prior,
    check_pace,
    looks_of,
    pace,
    scenarios,
    share,
    size,
    under,
)
from rosette.knowledge.rows import Row

TOXICITY, EFFICACIES = "efficacy and toxicity", "two of efficacy"
VARIANTS = (TOXICITY, EFFICACIES)
STOPS = ("either", "both")
CELLS = ("both", "first", "second", "neither")


def bop2_two(row: Row, told: Told) -> PairTrial | None:
    """BOP2 with two endpoints, tuned on the usual grid."""
    variant, stop, timing, looks = (
        row.choice("variant", VARIANTS),
        row.choice("stop_when", STOPS),
        pace(row),
        looks_of(row),
    )
    alpha, one, two = number(row, "alpha"), number(row, "p0"), number(row, "second_p0")
    nulls, hoped, others = _cells(row, "null"), _cells(row, "hoped"), _cells(row, "scenario", needed=False)
    if variant == TOXICITY and stop == "both":
        row.refuse("stop_when", "a toxic treatment that works would never be stopped", '"either"')
    if len(hoped) > 1:
        row.refuse("hoped", f"{len(hoped)} states are hoped for", "one")
    if variant not in VARIANTS or stop not in STOPS or timing is None or not looks or alpha is None:
        return None
    if one is None or two is None or not nulls or len(hoped) != 1:
        return None
    toxic = variant == TOXICITY
    ends = (
        Endpoint(name="responses", p0=one, good=True),
        Endpoint(name="toxicities" if toxic else "second", p0=two, good=not toxic),
    )
    _check_states(row, ends, stop == "either", nulls, hoped[0][1])
    check_pace(row, timing, looks[-1])
    if row.problems:
        return None
    found = bop2_pair(
        looks=looks,
        endpoints=ends,
        either=stop == "either",
        nulls=[cells for _, cells in nulls],
        hoped=hoped[0][1],
        alpha=alpha,
        told=told,
    )
    names = ("response", "toxicity" if toxic else "second endpoint")
    options = ("responses", "toxicities" if toxic else "second")
    return PairTrial(
        bounds=found.bounds,
        beliefs=(endpoint_belief(ends[0], options[0], names[0]), endpoint_belief(ends[1], options[1], names[1])),
        cases=(*nulls, *hoped, *others),
        pace=timing,
        tuned={
            "p0": one,
            "second p0": two,
            "lambda": found.lam,
            "gamma": found.gamma,
            "alpha": alpha,
            "stops when": stop,
        },
        notes=("many pairs of lambda and gamma give these bounds; compare power, not the pair",),
    )


def _check_states(
    row: Row, ends: tuple[Endpoint, Endpoint], either: bool, nulls: list[tuple[str, Cells]], hoped: Cells
) -> None:
    """Each null is bad by the rule of the trial, and what is hoped for is good by it."""
    for name, cells in nulls:
        if _good(ends, either, cells):
            row.refuse("null", f'"{name}" is not bad: {_rates(cells)}', "rates no better than p0 and second_p0")
    if not _good(ends, either, hoped):
        row.refuse("hoped", f"it is not good: {_rates(hoped)}", "rates better than p0 and second_p0")


def _good(ends: tuple[Endpoint, Endpoint], either: bool, cells: Cells) -> bool:
    better = [
        rate > each.p0 + 1e-12 if each.good else rate < each.p0 - 1e-12
        for rate, each in zip(cells.rates, ends, strict=True)
    ]
    return all(better) if either else any(better)


def _rates(cells: Cells) -> str:
    one, two = cells.rates
    return f"rates {one:g} and {two:g}"


def _cells(row: Row, key: str, *, needed: bool = True) -> list[tuple[str, Cells]]:
    """States of the world: a probability for both endpoints, the first or second alone, and neither."""
    if not needed and row.get(key) is None:
        return []
    found = []
    for each in row.rows(key):
        name, values = each.text("name"), [share(each, cell) for cell in CELLS]
        each.close()
        if name and None not in values:
            both, one, two, neither = (float(value or 0) for value in values)
            made = attempt(each, "both", partial(Cells, both=both, one=one, two=two, neither=neither))
            found += [(name, made)] if made else []
    return found


def expanding(row: Row, told: Told) -> PairTrial | None:
    """An expansion cohort with toxicity looked at after every child."""
    most, timing = size(row, "most"), pace(row)
    toxic = _toxic(under(row, "toxicity"))
    futile = row.get("futility") is not None
    few = _few(under(row, "futility")) if futile else None
    cases = _expansion_cases(row, futile)
    check_pace(row, timing, most)
    if not most or timing is None or toxic is None or (futile and few is None) or row.problems:
        return None
    bounds = attempt(row, "toxicity", lambda: expansion(most=most, toxic=toxic, few=few))
    if bounds is None:
        return None
    prior = f"Beta({toxic.prior[0]:g}, {toxic.prior[1]:g})"
    tuned: dict[str, object] = {"limit of toxicity": toxic.limit, "cut": toxic.cut, "prior of toxicity": prior}
    if few:
        tuned |= {
            "p0": few.p0,
            "cut of futility": few.cut,
            "prior of response": f"Beta({few.prior[0]:g}, {few.prior[1]:g})",
        }
    first = next(n for n, bound in zip(bounds.looks, bounds.two.bounds, strict=True) if bound is not None)
    return PairTrial(
        bounds=bounds,
        beliefs=watched_beliefs(toxic, few),
        cases=cases,
        pace=timing,
        tuned=tuned,
        lone=few is None,
        notes=(
            f"toxicity cannot stop the cohort before {first} children are known",
            f"when a bound is crossed, {timing.waiting():.1f} more children on average are under observation already",
            "response and toxicity of a child are taken as independent where a scenario does not give both",
        ),
    )


def _toxic(row: Row) -> TooToxic | None:
    limit, cut, prior, first = number(row, "limit"), number(row, "cut"), beta_prior(row), whole(row, "first", 1)
    row.close()
    if limit is None or cut is None or prior is None or not first:
        return None
    return TooToxic(limit=limit, cut=cut, prior=prior, first=first)


def _few(row: Row) -> TooFew | None:
    p0, cut, prior, looks = number(row, "p0"), number(row, "cut"), beta_prior(row), looks_of(row)
    row.close()
    if p0 is None or cut is None or prior is None or not looks:
        return None
    return TooFew(p0=p0, cut=cut, prior=prior, looks=looks)


def _expansion_cases(row: Row, futile: bool) -> tuple[tuple[str, Cells], ...]:
    found = []
    if row.get("scenario") is None:
        row.refuse("scenario", "there is no scenario", "one or more true rates to look at")
    for each in scenarios(row):
        name, toxicity = each.text("name"), share(each, "toxicity")
        response = share(each, "response") if futile else 0.0
        both = share(each, "both") if each.get("both") is not None else None
        each.close()
        if name and toxicity is not None and response is not None:
            made = attempt(each, "both", partial(Cells.of, one=response, two=toxicity, both=both))
            found += [(name, made)] if made else []
    return tuple(found)
