"""The days of a rule: first due, the interval that holds on a day, and when it ends. Counted by calendar months.

29 February and a number of years is 28 February in a year without that day, for ages too: the earlier day is the safe
one for a test. (The age limits of trials are read the other way.)
"""

from __future__ import annotations

from datetime import date

from rosette.kernel import Span, add_months
from rosette.knowledge import SurveillanceRule
from rosette.knowledge.calendars import Interval, Point, Step
from rosette.survivorship.exposures import Exposures
from rosette.survivorship.practice import Practice
from rosette.survivorship.predicates import Firing


def anchor_of(anchor: str, exposures: Exposures, firing: Firing, practice: Practice) -> date | None:
    """The day of an anchor; None when it has none, or not yet.

    An exposure without a day is dated by the end of therapy: the first exposure by the earliest day that is known, the
    last one by the end of therapy as soon as one of them has none.
    """
    end = exposures.end_of_therapy
    match anchor:
        case "entry":
            return None if end is None else practice.entry.after(end)
        case "end_of_therapy":
            return end
        case "birth":
            return exposures.birth
        case "diagnosis":
            return exposures.diagnosis or exposures.birth
        case "exposure":
            return min((each.first for each in firing.exposed if each.first is not None), default=end)
        case "last_exposure":
            days = [each.last for each in firing.exposed if each.last is not None]
            return max(days) if days and len(days) == len(firing.exposed) and not firing.undated else end
        case _:
            return None


def first_due(rule: SurveillanceRule, exposures: Exposures, firing: Firing, practice: Practice) -> date | None:
    """The first day on which the test is due; None when an event decides, or treatment goes on."""
    days = [point_day(point, exposures, firing, practice) for point in rule.start.points]
    known = [day for day in days if day is not None]
    if len(known) < len(days):
        return None
    return max(known) if rule.start.later else min(known)


def point_day(point: Point, exposures: Exposures, firing: Firing, practice: Practice) -> date | None:
    """The day of one point of a start."""
    anchor = anchor_of(point.anchor, exposures, firing, practice)
    return None if anchor is None else point.offset.after(anchor)


def base_of(rule: SurveillanceRule, exposures: Exposures, firing: Firing, practice: Practice) -> date | None:
    """The anchor itself, from which "until so long after" counts."""
    return anchor_of(rule.start.points[0].anchor, exposures, firing, practice)


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
        return add_months(exposures.birth, 12 * years)
    if stop.after is not None and base is not None:
        return stop.after.after(base)
    return exposures.growth_ended if stop.event == "growth" else None


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
