"""The next day of one rule: from its first day, what was done, what came out, and when it ends."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from rosette.kernel import Span, Truth, add_months
from rosette.knowledge import SurveillanceRule
from rosette.knowledge.calendars import Interval, Step
from rosette.survivorship.exposures import Exposures
from rosette.survivorship.practice import Practice
from rosette.survivorship.predicates import Firing
from rosette.survivorship.results import Consequence
from rosette.survivorship.timing import base_of, first_by, first_due, remaining, span_of, stop_day

REPEATED, UNDATED = ("span", "visit"), ("event", "puberty")


@frozen(kw_only=True)
class Days:
    """The days of one rule before any result, and the interval that is left.

    counts_from: tests count from this day on; None when nobody can say which of them were after treatment.
    """

    first: date | None
    counts_from: date | None
    base: date | None
    until: date | None
    again: date | None
    left: Interval


def days_of(rule: SurveillanceRule, firing: Firing, exposures: Exposures, practice: Practice) -> Days:
    """The days of a rule for a history, before any result."""
    first = first_due(rule, exposures, firing, practice)
    base = base_of(rule, exposures, firing, practice)
    return Days(
        first=first,
        counts_from=_counts_from(first_by(rule, exposures, firing, practice), exposures),
        base=base,
        until=stop_day(rule, exposures, base),
        again=_again(rule, first, exposures),
        left=remaining(rule.interval, first, birth=exposures.born_by),
    )


def _counts_from(first: date | None, exposures: Exposures) -> date | None:
    """The end of therapy, or the first due day when that is earlier; the latest day that each can mean."""
    return min((day for day in (exposures.ended_by, first) if day is not None), default=None)


def every_of(rule: SurveillanceRule, step: Step | None, firing: Firing, practice: Practice) -> Span | None:
    """The span that holds; an unknown dose takes the shortest of a range."""
    if step is None:
        return practice.visit if rule.interval.kind == "visit" else None
    return span_of(step, strictest=firing.truth is Truth.UNKNOWN, practice=practice)


def _again(rule: SurveillanceRule, first: date | None, exposures: Exposures) -> date | None:
    if rule.again is None or first is None:
        return None
    months = 12 * (rule.again.whole_years or 0)
    days = (add_months(exposures.birth, months), add_months(exposures.born_by, months))
    return next((day for day in days if day > first), None)


def due_of(days: Days, done: date | None, every: Span | None, told: Consequence) -> date | None:
    """The next day: the first one, an interval after the last test, or sooner when its result says so."""
    if done is None or days.first is None:
        due = days.first
    else:
        regular = max(days.first, every.after(done)) if every is not None else None
        repeat = days.again if regular is None and days.again is not None and done < days.again else None
        soon = None if told.repeat is None else told.repeat.after(done)
        due = min((day for day in (regular, repeat, soon) if day is not None), default=None)
    return None if due is not None and days.until is not None and due > days.until else due


def state_of(rule: SurveillanceRule, days: Days, due: date | None, done: date | None, on: date) -> str:
    """The state of a row."""
    if days.first is None:
        return "on event" if any(point.anchor in UNDATED for point in rule.start.points) else "waiting"
    if due is None:
        return "ended" if days.until is not None and rule.interval.kind in REPEATED else "done"
    if days.until is not None and days.until < on:
        return "ended"
    return "overdue" if due < on else "planned"


def window_of(
    rule: SurveillanceRule, due: date | None, done: date | None, step: Step | None
) -> tuple[date, date] | None:
    """From the first to the last good day: that of the rule, or the range of the interval."""
    if due is None:
        return None
    if done is None:
        return due, due if rule.window is None else rule.window.after(due)
    if step is None or step.least == step.most:
        return due, due
    return min(due, step.least.after(done)), max(due, step.most.after(done))
