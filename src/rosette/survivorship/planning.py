"""The plan of a history by a rule book: which rules apply, when each test is due, and what results change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import frozen

from rosette.kernel import Span, Truth, add_months
from rosette.knowledge import SurveillanceRule
from rosette.knowledge.calendars import Interval, Step
from rosette.survivorship.exposures import Exposures
from rosette.survivorship.firing import Firing, Reason, fired
from rosette.survivorship.items import Item, Plan
from rosette.survivorship.practice import Practice
from rosette.survivorship.results import Consequence, Result, by_test, consequence
from rosette.survivorship.rulebook import RuleBook
from rosette.survivorship.timing import base_of, first_due, remaining, span_of, step_on, stop_day, words_of
from rosette.survivorship.totals import disagreement, side_by_side_sets

STANDARD = Practice()
REPEATED = ("span", "visit")


@frozen(kw_only=True)
class Days:
    """The days of one rule before any result, and the interval that is left."""

    first: date | None
    base: date | None
    until: date | None
    again: date | None
    left: Interval


@frozen
class Setting:
    """What every row of one plan is made with."""

    exposures: Exposures
    book: RuleBook
    on: date
    practice: Practice
    results: Mapping[str, list[Result]]


def plan_of(
    exposures: Exposures,
    book: RuleBook,
    *,
    on: date,
    results: Iterable[Result] = (),
    practice: Practice = STANDARD,
) -> Plan:
    """The plan as of a day, one row a rule, by due day; raises UsageError when a result names no test."""
    setting = Setting(exposures, book, on, practice, by_test(results, book))
    items = (item_of(rule, firing, reasons, setting) for rule, firing, reasons in _chosen(exposures, book))
    return Plan(
        exposures=exposures,
        profile=book.profile.id,
        profile_name=book.profile.name,
        edition=book.profile.edition,
        release=book.release,
        digest=book.digest,
        on=on,
        practice=practice,
        items=tuple(sorted((each for each in items if each is not None), key=order)),
        warnings=_warnings(exposures, book),
    )


def order(item: Item) -> tuple[bool, date, str]:
    """Rows with a day first, by day, then by code."""
    return item.due is None, item.due or date.max, item.code


def _chosen(exposures: Exposures, book: RuleBook) -> Iterable[tuple[SurveillanceRule, Firing, tuple[Reason, ...]]]:
    """The first rule of each series that applies, with the reasons of all of them that ask for the same test."""
    series: dict[str, list[tuple[SurveillanceRule, Firing]]] = {}
    for rule in book.rules:
        firing = fired(rule.when, exposures, book)
        if firing.truth is not Truth.NO:
            series.setdefault(rule.series, []).append((rule, firing))
    for found in series.values():
        rule, firing = found[0]
        told = (each for other, one in found if other.form == rule.form for each in one.reasons)
        yield rule, firing, tuple(dict.fromkeys(told))


def item_of(rule: SurveillanceRule, firing: Firing, reasons: tuple[Reason, ...], setting: Setting) -> Item | None:
    """The row of one rule; None when it would begin only after its end."""
    days = _days(rule, firing, setting)
    if rule.stop is not None and rule.stop.ages and days.first and days.until and days.first > days.until:
        return None
    last = _last(setting.results.get(rule.test, ()), setting.on, since=_counts_from(days, setting.exposures))
    told = consequence(last, setting.book, if_abnormal=rule.if_abnormal)
    done = last[0].on if last else None
    step = step_on(rule.interval, done or days.first or setting.on, birth=setting.exposures.birth, base=days.base)
    every = _every(rule, step, firing, setting.practice)
    due = _due(days, done, every, told)
    state = _state(rule, days, due, done, setting.on)
    late = state == "overdue"
    return Item(
        code=rule.code,
        test=setting.book.tests[rule.test],
        rules=(rule,),
        form=rule.form,
        reasons=reasons,
        first_due=days.first,
        due=due,
        window=_window(rule, due, done, step),
        interval=days.left,
        words=words_of(rule, days.left, days.again),
        every=every,
        again=days.again,
        until=days.until,
        done=done,
        state=state,
        overdue_since=due if late else None,
        catch_up=max(setting.on, setting.practice.next_visit or setting.on) if late else None,
        owner=rule.owner,
        referrals=told.referrals,
        grades=told.grades,
        unverified=_unverified(rule, setting) + told.unverified,
        flags=_flags(rule, firing, reasons),
        signed=tuple(sign for name, sign in setting.practice.signed.items() if name == rule.id),
    )


def _days(rule: SurveillanceRule, firing: Firing, setting: Setting) -> Days:
    exposures, practice = setting.exposures, setting.practice
    first = first_due(rule, exposures, firing, practice)
    base = base_of(rule, exposures, firing, practice)
    return Days(
        first=first,
        base=base,
        until=stop_day(rule, exposures, base),
        again=_again(rule, first, exposures),
        left=remaining(rule.interval, first, birth=exposures.birth),
    )


def _counts_from(days: Days, exposures: Exposures) -> date:
    """A test counts from the end of therapy on, or from its first due day when that is earlier."""
    return min((day for day in (exposures.end_of_therapy, days.first) if day is not None), default=date.max)


def _last(results: Iterable[Result], on: date, *, since: date) -> list[Result]:
    """The results of the last day on which the test was done."""
    known = [each for each in results if since <= each.on <= on]
    day = max((each.on for each in known), default=None)
    return [each for each in known if each.on == day]


def _every(rule: SurveillanceRule, step: Step | None, firing: Firing, practice: Practice) -> Span | None:
    """The span that holds; an unknown dose takes the shortest of a range."""
    if step is None:
        return practice.visit if rule.interval.kind == "visit" else None
    return span_of(step, strictest=firing.truth is Truth.UNKNOWN, practice=practice)


def _again(rule: SurveillanceRule, first: date | None, exposures: Exposures) -> date | None:
    if rule.again is None or first is None:
        return None
    day = add_months(exposures.birth, 12 * (rule.again.whole_years or 0))
    return day if day > first else None


def _due(days: Days, done: date | None, every: Span | None, told: Consequence) -> date | None:
    """The next day: the first one, an interval after the last test, or sooner when its result says so."""
    if done is None or days.first is None:
        due = days.first
    else:
        regular = max(days.first, every.after(done)) if every is not None else None
        repeat = days.again if regular is None and days.again is not None and done < days.again else None
        soon = None if told.repeat is None else told.repeat.after(done)
        due = min((day for day in (regular, repeat, soon) if day is not None), default=None)
    return None if due is not None and days.until is not None and due > days.until else due


def _state(rule: SurveillanceRule, days: Days, due: date | None, done: date | None, on: date) -> str:
    if days.first is None:
        return "on event" if any(point.anchor == "event" for point in rule.start.points) else "waiting"
    if due is None:
        return "ended" if days.until is not None and rule.interval.kind in REPEATED else "done"
    if days.until is not None and days.until < on:
        return "ended"
    return "overdue" if due < on else "planned"


def _window(rule: SurveillanceRule, due: date | None, done: date | None, step: Step | None) -> tuple[date, date] | None:
    """From the first to the last good day: that of the rule, or the range of the interval."""
    if due is None:
        return None
    if done is None:
        return due, due if rule.window is None else rule.window.after(due)
    if step is None or step.least == step.most:
        return due, due
    return min(due, step.least.after(done)), max(due, step.most.after(done))


def _unverified(rule: SurveillanceRule, setting: Setting) -> tuple[str, ...]:
    if rule.id in setting.practice.signed:
        return ()
    found = [] if rule.unverified is None else [rule.unverified]
    if rule.profile in setting.book.to_sign:
        found.append("a clinician of the site must check it against the guideline and sign it")
    return tuple(found)


def _flags(rule: SurveillanceRule, firing: Firing, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    found = [f"strictest reading: {each.text}" for each in reasons if each.truth is Truth.UNKNOWN]
    if firing.truth is Truth.UNKNOWN and not found:
        found.append("strictest reading: something is not known")
    if rule.tag == "P":
        found.append("rule of this programme; no guideline was read")
    if rule.profile != "programme" and not rule.signed_by:
        found.append("not yet signed by a late-effects clinician")
    return tuple(found)


def _warnings(exposures: Exposures, book: RuleBook) -> tuple[str, ...]:
    """What the whole plan should be read with."""
    found = [] if exposures.end_of_therapy else ["Treatment goes on: days that count from its end are not set yet."]
    if exposures.sex is None:
        found.append("Sex is not recorded: rows for both are shown.")
    differing = disagreement(side_by_side_sets(exposures, book)) if "anthracycline" in exposures.tagged else ""
    return (*found, *exposures.notes, *((differing,) if differing else ()))
