"""One option for one child: an arm judged criterion by criterion, with its days, its ways in and its blockers."""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import cached_property

from attrs import field, frozen

from rosette.eligibility import Act, Criterion, Judgement, Openings, Subject, Way, judge_for
from rosette.kernel import Timeline, Truth
from rosette.kernel.truth import all_of
from rosette.portfolio import Arm, Slot, Trial, Verdict, verdict_of

ASIDE = frozenset({Act.ATTEST, Act.OBTAIN})


class No(Enum):
    """Three kinds of NO; they ask for different things."""

    PASSES = "passes with time"
    MAY_CHANGE = "may change"
    FIXED = "fixed"


@frozen(kw_only=True, eq=False)
class CriterionReport:
    """One criterion of an option with its judgement; truth YES means met."""

    criterion: Criterion
    judgement: Judgement
    openings: Openings = field(repr=False)

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Ways to meet this criterion alone, cheapest first."""
        return self.openings.ways([self.judgement])

    @cached_property
    def truth(self) -> Truth:
        """Whether the criterion is met on the day."""
        return self.judgement.truth

    @property
    def no(self) -> No | None:
        """Which kind of NO it is, if it is one."""
        if self.truth is not Truth.NO:
            return None
        if not self.ways:
            return No.FIXED
        return No.PASSES if not self.ways[0].remedies else No.MAY_CHANGE

    @property
    def flips_on(self) -> date | None:
        """First day on which the truth changes if nothing new is entered; for an UNKNOWN or NO, if results repeat."""
        if self.truth is Truth.YES:
            return self.judgement.flips_on
        return self.judgement.carried_timeline.first(Truth.YES, since=date.fromordinal(self.judgement.on))


@frozen(kw_only=True, eq=False)
class Option:
    """One place that the child may enter, judged on a day."""

    id: str
    trial: Trial
    arm: Arm
    slot: Slot | None
    on: date
    criteria: tuple[CriterionReport, ...]
    strict: Timeline = field(repr=False)
    carried: Timeline = field(repr=False)
    openings: Openings = field(repr=False)

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Ways into the whole option, cheapest first; the empty way when every criterion is met, or will be."""
        return self.openings.ways([each.judgement for each in self.criteria])

    @property
    def title(self) -> str:
        """Trial and arm, for people."""
        dose = f", {self.arm.dose}" if self.arm.dose else ""
        return f"{self.trial.short}: {self.arm.title}{dose}"

    @property
    def open_here(self) -> bool:
        """Whether the programme has the arm open with a place on the day."""
        return self.slot is not None and self.slot.open_on(self.on)

    @cached_property
    def verdict(self) -> Verdict:
        """Eligible, needs judgement (only persons are missing), unknown, or not eligible."""
        return verdict_of(each.judgement for each in self.criteria)

    @cached_property
    def not_met(self) -> tuple[CriterionReport, ...]:
        """What decides the verdict: the criteria that are NO, or else those that are UNKNOWN."""
        worst = Truth.NO if self.verdict == "not_eligible" else Truth.UNKNOWN
        return tuple(each for each in self.criteria if each.truth is worst)

    @cached_property
    def blockers(self) -> tuple[CriterionReport, ...]:
        """Criteria that nothing can open inside the horizon."""
        return tuple(each for each in self.criteria if each.no is No.FIXED)

    @property
    def since(self) -> date | None:
        """First day of the present run of an open option; None when it reaches back beyond the look-back."""
        return self.strict.held_since(self.on)

    @cached_property
    def opens_on(self) -> date | None:
        """First day on which every criterion is met, if results repeat, and the programme is open."""
        day: date | None = self.on
        while day is not None:
            day = self.carried.first(Truth.YES, since=day)
            if day is None or self.slot is None or self.slot.open_on(day):
                return day
            day = self.slot.next_open(day)
        return None

    @property
    def first_day(self) -> date | None:
        """First day on which the cheapest way in would hold, everything it asks for done; None when barred."""
        return self.ways[0].opens_on if self.ways else None

    @property
    def closes_on(self) -> date | None:
        """First day after the opening on which a criterion fails, even if results repeat, or the programme closes."""
        opens = self.opens_on
        if opens is None:
            return None
        ends = [self.carried.first(Truth.NO, since=opens), self.slot.closes if self.slot else None]
        known = [end for end in ends if end is not None]
        return min(known, default=None)

    @property
    def stale_on(self) -> date | None:
        """First day on which an open option stops being so because a result goes stale."""
        return self.strict.first_other(since=self.on) if self.verdict == "eligible" else None

    @cached_property
    def tests_away(self) -> int | None:
        """How many tests the shortest way needs that asks for no change, answers and protocol text apart.

        None when every way asks for a change (to treat, to stop a medicine), and when it is barred.
        """
        counts = [sum(each.act not in ASIDE for each in way.remedies) for way in self.ways if not way.changes]
        return min(counts, default=None)

    @property
    def repeats_due(self) -> tuple[CriterionReport, ...]:
        """Criteria whose result goes stale before the option opens: they must be repeated by then."""
        opens = self.opens_on
        if opens is None or opens == self.on:
            return ()
        return tuple(
            each
            for each in self.criteria
            if each.truth is Truth.YES and each.judgement.timeline.at(opens) is Truth.UNKNOWN
        )


def judge_arm(
    subject: Subject, openings: Openings, *, place: str, trial: Trial, arm: Arm, slot: Slot | None = None
) -> Option:
    """Judge one arm for a subject."""
    reports = tuple(_report(subject, openings, criterion) for criterion in arm.criteria)
    strict = all_of((each.judgement.strict for each in reports), full=subject.full)
    carried = all_of((each.judgement.carried for each in reports), full=subject.full)
    return Option(
        id=place,
        trial=trial,
        arm=arm,
        slot=slot,
        on=subject.on,
        criteria=reports,
        strict=Timeline(subject.frame, *strict),
        carried=Timeline(subject.frame, *carried),
        openings=openings,
    )


def _report(subject: Subject, openings: Openings, criterion: Criterion) -> CriterionReport:
    return CriterionReport(criterion=criterion, judgement=judge_for(subject, criterion.met), openings=openings)
