"""Trials that count one endpoint: Simon's two stages, BOP2 and predictive probability."""

from __future__ import annotations

from attrs import frozen

from rosette.designs.phase2.binomial import posterior_beyond
from rosette.designs.phase2.inference import TwoStageResult, two_stage_result
from rosette.designs.phase2.simon import TwoStage
from rosette.designs.phase2.stopping import Boundaries
from rosette.designs.phase2.trials.reading import Pace
from rosette.designs.phase2.trials.told import Answer, Case, Change, Estimate, Look, Plan, Result, Seen, fewer, more

FUTILE, ENOUGH = "stop for futility", "stop for efficacy"


@frozen(kw_only=True)
class CountingTrial:
    """Bounds on responses, with the tuning that gave them.

    stages: of Simon's design, None for others; level: of its interval. prior: of the posterior of the others.
    others: rates of the scenarios of the file, by name.
    """

    bounds: Boundaries
    p0: float
    p1: float
    pace: Pace
    tuned: dict[str, object]
    others: tuple[tuple[str, float], ...]
    prior: tuple[float, float] | None = None
    stages: TwoStage | None = None
    level: float = 0.9
    notes: tuple[str, ...] = ()

    def plan(self) -> Plan:
        """Bounds at each look, and what they do at p0, at p1 and in the scenarios of the file."""
        rates = [("no interest", self.p0), ("hoped for", self.p1), *self.others]
        return Plan(
            facts={"p0": self.p0, "p1": self.p1, **self.tuned, **self.pace.facts(self.bounds.most)},
            looks=tuple(self._looks()),
            cases=tuple(self._case(name, rate) for name, rate in rates),
            notes=self.notes,
        )

    def _looks(self) -> list[Look]:
        bounds, made = self.bounds, []
        for look, low, high in zip(bounds.looks, bounds.futility, bounds.enough, strict=True):
            last = look == bounds.most
            few = fewer("responses", low if low >= 0 else None, "not promising" if last else FUTILE)
            many = more("responses", high if high <= look else None, "promising" if last else ENOUGH)
            made.append(Look(at=look, unit="children", conditions=few + many))
        return made

    def _case(self, name: str, rate: float) -> Case:
        found = self.bounds.at(rate)
        told = {"promising": found.promising, "ended early": found.early}
        return Case(name=name, rates={"response": rate}, probabilities=told, children=found.expected)

    def look(self, seen: Seen) -> Answer:
        """What the bounds say to so many responses, and what would have changed it."""
        responses, n = seen.counts("responses", "children")
        found = self.bounds.decide(responses=responses, n=n)
        acts = [self.bounds.decide(responses=k, n=n).act.value for k in range(n + 1)]
        return Answer(act=found.act.value, reason=found.reason, changes=changes("responses", acts, responses))

    def result(self, seen: Seen) -> Result:
        """Simon: estimate, p-value and interval of the two stages; others: the posterior."""
        return self._stages(seen, self.stages) if self.stages else self._posterior(seen)

    def _stages(self, seen: Seen, stages: TwoStage) -> Result:
        if seen.first is None and seen.children == stages.n1:
            responses, n = seen.counts("responses", "children")
            first = responses
        else:
            responses, n, first = seen.counts("responses", "children", "first")
        return _told(two_stage_result(design=stages, first=first, responses=responses, n=n, level=self.level), stages)

    def _posterior(self, seen: Seen) -> Result:
        from scipy.special import betaincinv

        responses, n = seen.counts("responses", "children")
        decided = self.bounds.decide(responses=responses, n=n)
        a, b = self.prior or (self.p0, 1 - self.p0)
        after = (a + responses, b + n - responses)
        above = float(posterior_beyond(n=n, p0=self.p0, prior=(a, b))[responses])
        low, high = (float(betaincinv(*after, tail)) for tail in (0.05, 0.95))
        mean = Estimate(what="response rate, posterior mean", value=after[0] / sum(after), low=low, high=high)
        return Result(
            verdict=decided.act.value,
            estimates=(mean, Estimate(what=f"P(response rate > {self.p0:g})", value=above)),
            notes=(decided.reason, f"prior Beta({a:g}, {b:g}); the interval holds 90 % of the posterior"),
        )


def _told(found: TwoStageResult, stages: TwoStage) -> Result:
    """A result of two stages: what stands, and how the actual number of children was taken."""
    wide = f"interval of {100 * found.level:.3g} %"
    estimates = (
        Estimate(what=f"response rate, unbiased (UMVUE), {wide}", value=found.umvue, low=found.low, high=found.high),
        Estimate(what=f"p-value against {stages.p0:g} (Koyama and Chen)", value=found.p),
        Estimate(what="responses over children, biased by the early look", value=found.naive),
    )
    notes = [f"children: {found.n}, {found.run}"]
    if found.run != "as planned":
        notes.append(
            f"the bound {stages.r} of {stages.n} no longer holds: the p-value decides, against {stages.alpha:.6f}; it "
            "stands if the number depended on the first stage at most, the estimate only if on no response at all"
        )
    return Result(verdict="promising" if found.promising else "not promising", estimates=estimates, notes=tuple(notes))


def changes(what: str, acts: list[str], now: int) -> tuple[Change, ...]:
    """The nearest counts below and above at which the act is another."""
    below = next((k for k in range(now - 1, -1, -1) if acts[k] != acts[now]), None)
    above = next((k for k in range(now + 1, len(acts)) if acts[k] != acts[now]), None)
    return tuple(Change(what=what, by=k - now, then=acts[k]) for k in (below, above) if k is not None)
