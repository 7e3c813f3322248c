"""The one-sample log-rank as a trial, in one stage or in two; times in the file have units, inside they are days."""

from __future__ import annotations

import math

from attrs import frozen

from rosette.designs.numbers import number
from rosette.designs.phase2.survival import Exponential, LogRank, one_sample_log_rank
from rosette.designs.phase2.survival_plan import (
    SurvivalPlan,
    TwoStageLogRank,
    single_stage_power,
    single_stage_size,
    two_stage_log_rank,
)
from rosette.designs.phase2.survival_search import optimal_log_rank
from rosette.designs.phase2.trials.reading import Told, attempt, days, rate_a_day, real, size, under
from rosette.designs.phase2.trials.told import Answer, Case, Change, Condition, Estimate, Look, Plan, Result, Seen
from rosette.kernel import NotComputable
from rosette.knowledge.rows import Row

ONE, TWO, STATED = "one stage", "two stages", "two stages stated"
VARIANTS = (ONE, TWO, STATED)
STATISTIC = "(E - O)/sqrt(E)"
NOTES = (
    "probabilities by normal approximation: near in trials of thirty events, less so in smaller ones",
    "the reference is taken as known; one that was estimated from few children makes the type I error larger",
)
PEER = (
    "the R package OneArm2stage takes the drift at the look over all children, "
    "not those that have entered: its designs are larger than this power needs"
)


@frozen(kw_only=True)
class SurvivalTrial:
    """One arm against a reference of constant hazard; stages: None for one stage of n children."""

    against: SurvivalPlan
    a_day: float
    alpha: float
    power: float
    n: int
    last: float
    stages: TwoStageLogRank | None = None

    def plan(self) -> Plan:
        """Sizes, times and bounds, with error and power."""
        end = self.n / self.a_day + self.against.follow_up
        facts: dict[str, object] = {
            "children": self.n,
            "hazard ratio hoped for": self.against.hazard_ratio,
            "days of follow-up": self.against.follow_up,
            "days of the trial": round(end, 1),
            "alpha": self.alpha,
            "power wanted": self.power,
        }
        notes = NOTES if self.stages is None else (*NOTES, PEER)
        return Plan(facts=facts, looks=tuple(self._looks()), cases=tuple(self._cases()), notes=notes)

    def _looks(self) -> list[Look]:
        last = Condition(what=STATISTIC, at=self.last, side="more", then="promising")
        end = Look(at=self.n / self.a_day + self.against.follow_up, unit="days", conditions=(last,))
        if self.stages is None:
            return [end]
        stop = Condition(what=STATISTIC, at=self.stages.first, side="fewer", then="stop for futility")
        return [Look(at=self.stages.interim, unit="days", conditions=(stop,)), end]

    def _cases(self) -> list[Case]:
        rows = [("no interest", 1.0, self.alpha), ("hoped for", self.against.hazard_ratio, self._power())]
        made = []
        for name, ratio, promising in rows:
            told = {"promising": promising}
            children: float | None = float(self.n)
            if self.stages:
                told["ended early"] = self.stages.stop if ratio == 1 else self.stages.stop_hoped
                children = self.n - (self.n - self.a_day * self.stages.interim) * told["ended early"]
            made.append(Case(name=name, rates={"hazard ratio": ratio}, probabilities=told, children=children))
        return made

    def _power(self) -> float:
        if self.stages:
            return self.stages.power
        return single_stage_power(plan=self.against, n=self.n, alpha=self.alpha)

    def look(self, seen: Seen) -> Answer:
        """The interim look of two stages, on everything that was seen until then."""
        if self.stages is None:
            raise NotComputable("one stage has no look before its end: ask for `result`")
        found = self._tested(seen)
        stop = -found.z <= self.stages.first
        reason = f"{_told(found)}; the bound is {self.stages.first:.4f} or less, at {self.stages.interim:.1f} d"
        act, then = ("stop for futility", "go on") if stop else ("go on", "stop for futility")
        return Answer(act=act, reason=reason, changes=_event_changes(found, self.stages.first, then))

    def result(self, seen: Seen) -> Result:
        """The last analysis, with the modified test beside the one of the plan."""
        found = self._tested(seen)
        good = -found.z > self.last
        estimates = (
            Estimate(what="events seen", value=found.observed),
            Estimate(what="events expected", value=found.expected),
            Estimate(what=f"{STATISTIC}, bound {self.last:.4f}", value=-found.z),
            Estimate(what="p-value of this analysis alone, classic", value=found.p),
            Estimate(what="p-value of this analysis alone, modified", value=found.p_modified),
            Estimate(what="events over expected", value=found.observed / found.expected),
        )
        told = len(seen.follow_up)
        notes = (f"{told} children, planned were {self.n}",) if told != self.n else ()
        return Result(verdict="promising" if good else "not promising", estimates=estimates, notes=(*notes, *NOTES))

    def _tested(self, seen: Seen) -> LogRank:
        seen.only("follow_up")
        limit = self.against.follow_up
        # An event after the end of follow-up is not counted: the child was free of one when it ended.
        kept = [(min(time, limit), event and time <= limit) for time, event in seen.follow_up]
        times, events = zip(*kept, strict=True)
        return one_sample_log_rank(follow_up=times, events=events, reference=self.against.reference)


def _told(found: LogRank) -> str:
    return f"{found.observed} events, {found.expected:.4f} expected: {STATISTIC} is {-found.z:.4f}"


def _event_changes(found: LogRank, bound: float, then: str) -> tuple[Change, ...]:
    """How many events fewer or more over the same follow-up turn the decision."""
    edge = found.expected - bound * math.sqrt(found.expected)  # stops with so many events or more
    needed = math.ceil(edge - 1e-9)
    by = needed - 1 - found.observed if found.observed >= needed else needed - found.observed
    return (Change(what="events", by=by, then=then),) if found.observed + by >= 0 else ()


def survival(row: Row, told: Told) -> SurvivalTrial | None:
    """One stage, two that are searched for, or two that are stated."""
    variant, alpha, power = row.choice("variant", VARIANTS), number(row, "alpha"), number(row, "power")
    a_day, against = rate_a_day(row), _against(row)
    stated = _stated(row) if variant == STATED else None
    if variant not in VARIANTS or alpha is None or power is None or a_day is None or against is None:
        return None
    if variant == STATED:
        return _two_stated(row, against, a_day, (alpha, power), stated)
    least = single_stage_size(plan=against, alpha=alpha, power=power)
    if variant == ONE:
        from scipy.special import ndtri

        last = float(ndtri(1 - alpha))
        return SurvivalTrial(against=against, a_day=a_day, alpha=alpha, power=power, n=least, last=last)
    most = size(row, "most", 300)
    if not most:
        return None
    found = optimal_log_rank(plan=against, accrual=a_day, alpha=alpha, power=power, most=most, told=told)
    return SurvivalTrial(
        against=against, a_day=a_day, alpha=alpha, power=power, n=found.n, last=found.last, stages=found
    )


def _two_stated(
    row: Row,
    against: SurvivalPlan,
    a_day: float,
    errors: tuple[float, float],
    stated: tuple[int, float, float] | None,
) -> SurvivalTrial | None:
    if stated is None:
        return None
    n, interim, first = stated
    alpha, power = errors
    found = attempt(
        row,
        "interim",
        lambda: two_stage_log_rank(plan=against, n=n, accrual=a_day, interim=interim, first=first, alpha=alpha),
    )
    if found is None:
        return None
    if found.power < power:
        row.refuse("power", f"the stated design has a power of {found.power:.4f}", f"{power:g} or less")
    return SurvivalTrial(against=against, a_day=a_day, alpha=alpha, power=power, n=n, last=found.last, stages=found)


def _stated(row: Row) -> tuple[int, float, float] | None:
    n, interim, first = size(row, "n"), days(row, "interim"), real(row, "first")
    return None if not n or interim is None or first is None else (n, interim, first)


def _against(row: Row) -> SurvivalPlan | None:
    """The reference curve, the hazard ratio and the follow-up of every child."""
    ratio, follow_up = number(row, "hazard_ratio"), days(row, "follow_up")
    below = under(row, "reference")
    free, at = number(below, "survival"), days(below, "at")
    below.close()
    if ratio is None or follow_up is None or free is None or at is None:
        return None
    if follow_up > at:
        told = f"{follow_up:g} d goes beyond what is known of the reference, {at:g} d"
        row.refuse("follow_up", told, f"{at:g} d or less, or a reference at a later time")
        return None
    return SurvivalPlan(reference=Exponential.through(survival=free, at=at), hazard_ratio=ratio, follow_up=follow_up)
