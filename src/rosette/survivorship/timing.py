"""The days of a rule: first due, the interval that holds on a day, and when it ends. Counted by calendar months.

29 February and a number of years is 28 February in a year without that day, for ages too: the earlier day is the safe
one for a test. (The age limits of trials are read the other way.)
"""

from __future__ import annotations

from datetime import date

from rosette.kernel import Span, add_months
from rosette.knowledge import SurveillanceRule
from rosette.knowledge.calendars import Interval, Point, Step
from rosette.survivorship.anchors import earliest, latest
from rosette.survivorship.exposures import Exposures
from rosette.survivorship.practice import Practice
from rosette.survivorship.predicates import Firing


def first_due(rule: SurveillanceRule, exposures: Exposures, firing: Firing, practice: Practice) -> date | None:
    """The first day on which the test can be due; None when an event decides, or treatment goes on."""
    return _start(rule, [_after(point, earliest(point.anchor, exposures, firing, practice)) for point in _points(rule)])


def first_by(rule: SurveillanceRule, exposures: Exposures, firing: Firing, practice: Practice) -> date | None:
    """The latest day that the first day of a rule can mean; None when nobody can say."""
    return _start(rule, [_after(point, latest(point.anchor, exposures, firing, practice)) for point in _points(rule)])


def _points(rule: SurveillanceRule) -> tuple[Point, ...]:
    return rule.start.points


def _after(point: Point, anchor: date | None) -> date | None:
    return None if anchor is None else point.offset.after(anchor)


def _start(rule: SurveillanceRule, days: list[date | None]) -> date | None:
    known = [day for day in days if day is not None]
    if len(known) < len(days):
        return None
    return max(known) if rule.start.later else min(known)


def base_of(rule: SurveillanceRule, exposures: Exposures, firing: Firing, practice: Practice) -> date | None:
    """The latest day of the anchor itself, from which "until so long after" counts."""
    return latest(rule.start.points[0].anchor, exposures, firing, practice)


def step_on(interval: Interval, day: date, *, birth: date, base: date | None) -> Step | None:
    """The step of an interval that holds on a day; None when there is none, or all of them are over."""
    for step in interval.steps:
        if step.until_age is not None and add_months(birth, 12 * step.until_age) <= day:
            continue
        if step.until_after is not None and base is not None and step.until_after.after(base) <= day:
            continue
        return step
    return None


def span_of(step: Step, *, strictest: bool, practice: Practice) -> Span:
    """One span of a range: the shortest when a dose is unknown or the site says so, else the longest."""
    return step.least if strictest or practice.ranges == "shortest" else step.most


def stop_day(rule: SurveillanceRule, exposures: Exposures, base: date | None) -> date | None:
    """The last day of a rule; None when nothing that is known ends it."""
    stop = rule.stop
    if stop is None:
        return None
    years = stop.ages.get(exposures.sex or "female")
    if years is not None:
        return add_months(exposures.born_by, 12 * years)
    if stop.after is not None and base is not None:
        return stop.after.after(base)
    return {"growth": exposures.growth_ended, "puberty": exposures.puberty_past_on}.get(stop.event)


def remaining(interval: Interval, first: date | None, *, birth: date) -> Interval:
    """The interval without the steps whose age was over on the first due day."""
    if first is None or len(interval.steps) < 2:
        return interval
    left = [s for s in interval.steps if s.until_age is None or add_months(birth, 12 * s.until_age) > first]
    return Interval(kind=interval.kind, steps=tuple(left) or interval.steps[-1:])


def words_of(rule: SurveillanceRule, left: Interval, again: date | None) -> str:
    """How often, for people: the words of the rule, or the interval with its end and its repeat."""
    if rule.told:
        return rule.told
    told = str(left) if again is None or rule.again is None else f"{left}, again at age {rule.again.whole_years}"
    return f"{told}{_end_words(rule)}"


def _end_words(rule: SurveillanceRule) -> str:
    stop = rule.stop
    if stop is None:
        return ""
    if stop.ages:
        return f" to age {max(stop.ages.values())}"
    return {"growth": " to the end of growth", "puberty": " until past puberty"}.get(stop.event, "")
