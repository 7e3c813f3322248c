"""Trials that count two endpoints of every child: BOP2 with two endpoints, and the expansion cohort."""

from __future__ import annotations

from attrs import frozen

from rosette.designs.phase2.bop2_pair import Endpoint
from rosette.designs.phase2.endpoints import Cells, Limits
from rosette.designs.phase2.expansion import TooFew, TooToxic
from rosette.designs.phase2.pairs import PairBounds
from rosette.designs.phase2.trials.counting import changes
from rosette.designs.phase2.trials.reading import Pace
from rosette.designs.phase2.trials.told import (
    Answer,
    Case,
    Condition,
    Estimate,
    Look,
    Plan,
    Result,
    Seen,
    fewer,
    more,
)


@frozen(kw_only=True)
class Belief:
    """What is asked of one endpoint: by which option it is told, the rate it is held against, and its prior."""

    option: str
    rate: str
    p0: float
    prior: tuple[float, float]


@frozen(kw_only=True)
class PairTrial:
    """Bounds on two endpoints; `beliefs` say how each is told and judged.

    lone: the first endpoint is not looked at, so that only the second is told.
    """

    bounds: PairBounds
    beliefs: tuple[Belief, Belief]
    cases: tuple[tuple[str, Cells], ...]
    pace: Pace
    tuned: dict[str, object]
    lone: bool = False
    notes: tuple[str, ...] = ()

    def plan(self) -> Plan:
        """Bounds at each look, and what they do in each state of the world."""
        return Plan(
            facts={**self.tuned, **self.pace.facts(self.bounds.most)},
            looks=tuple(self._look(place, look) for place, look in enumerate(self.bounds.looks)),
            cases=tuple(self._case(name, cells) for name, cells in self.cases),
            notes=self.notes,
        )

    def _look(self, place: int, look: int) -> Look:
        sides = (self._condition(each, place) for each in (self.bounds.one, self.bounds.two))
        return Look(at=look, unit="children", conditions=tuple(each for side in sides for each in side))

    def _condition(self, limits: Limits, place: int) -> tuple[Condition, ...]:
        bound = limits.bounds[place]
        alone = "stop" if self.bounds.either else "stop if the other fails too"
        return fewer(limits.name, bound, alone) if limits.good else more(limits.name, bound, alone)

    def _case(self, name: str, cells: Cells) -> Case:
        found = self.bounds.at(cells)
        told = {"no bound crossed": found.promising, "ended early": found.early}
        for limits, alone in ((self.bounds.one, found.one), (self.bounds.two, found.two)):
            if self.bounds.either and not (self.lone and limits is self.bounds.one):
                told[f"ended for {limits.name} alone"] = sum(alone)
        if not self.lone:
            told["ended for both"] = sum(found.both)
        rates = dict(zip((each.rate for each in self.beliefs), cells.rates, strict=True))
        shown = {key: value for key, value in rates.items() if not (self.lone and key == self.beliefs[0].rate)}
        return Case(name=name, rates=shown, probabilities=told, children=found.children)

    def _counts(self, seen: Seen) -> tuple[int, int, int]:
        one, two = (each.option for each in self.beliefs)
        if self.lone:
            second, n = seen.counts(two, "children")
            return 0, second, n
        first, second, n = seen.counts(one, two, "children")
        return first, second, n

    def look(self, seen: Seen) -> Answer:
        """What the bounds say to these counts, and what would have changed it."""
        one, two, n = self._counts(seen)
        act, why = self.bounds.decide(one=one, two=two, n=n)
        first = [self.bounds.decide(one=k, two=two, n=n)[0].value for k in range(n + 1)]
        second = [self.bounds.decide(one=one, two=k, n=n)[0].value for k in range(n + 1)]
        found = changes(self.bounds.two.name, second, two)
        if not self.lone:
            found = changes(self.bounds.one.name, first, one) + found
        return Answer(act=act.value, reason=why, changes=found)

    def result(self, seen: Seen) -> Result:
        """The posterior of each endpoint, and whether a bound is crossed."""
        counts = self._counts(seen)
        act, why = self.bounds.decide(one=counts[0], two=counts[1], n=counts[2])
        told = [
            each
            for belief, count in zip(self.beliefs, counts[:2], strict=True)
            if not (self.lone and belief is self.beliefs[0])
            for each in posterior(belief, count, counts[2])
        ]
        return Result(verdict=act.value, estimates=tuple(told), notes=(why, "intervals hold 90 % of the posterior"))


def posterior(belief: Belief, count: int, n: int) -> tuple[Estimate, Estimate]:
    """Mean and interval of a rate, and the probability that it is above what it is held against."""
    from scipy.special import betainc, betaincinv

    a, b = belief.prior[0] + count, belief.prior[1] + n - count
    low, high = (float(betaincinv(a, b, tail)) for tail in (0.05, 0.95))
    above = 1 - float(betainc(a, b, belief.p0))
    mean = Estimate(what=f"rate of {belief.rate}, posterior mean", value=a / (a + b), low=low, high=high)
    return mean, Estimate(what=f"P(rate of {belief.rate} > {belief.p0:g})", value=above)


def endpoint_belief(endpoint: Endpoint, option: str, rate: str) -> Belief:
    """What BOP2 believes of an endpoint: one child's worth at its rate of no interest."""
    return Belief(option=option, rate=rate, p0=endpoint.p0, prior=(endpoint.p0, 1 - endpoint.p0))


def watched_beliefs(toxic: TooToxic, few: TooFew | None) -> tuple[Belief, Belief]:
    """What an expansion cohort believes of response and of toxicity."""
    response = Belief(
        option="responses", rate="response", p0=few.p0 if few else 0.5, prior=few.prior if few else (1, 1)
    )
    return response, Belief(option="toxicities", rate="toxicity", p0=toxic.limit, prior=toxic.prior)
