"""The plan of a history by a rule book: which rules apply, when each test is due, and what results change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs
from attrs import frozen

from rosette.kernel import Truth
from rosette.knowledge import SurveillanceRule
from rosette.survivorship.anchors import assumptions
from rosette.survivorship.days import Days, days_of, due_of, every_of, state_of, window_of
from rosette.survivorship.duties import check_duties, owed, tests_of, undeclared
from rosette.survivorship.exposures import Exposures
from rosette.survivorship.firing import fired
from rosette.survivorship.items import Item, Plan
from rosette.survivorship.practice import Practice
from rosette.survivorship.predicates import Firing, Reason
from rosette.survivorship.results import Consequence, Result, by_test, consequence
from rosette.survivorship.rulebook import RuleBook
from rosette.survivorship.timing import step_on, words_of
from rosette.survivorship.totals import disagreement, side_by_side_sets

STANDARD = Practice()
UNCOUNTED = "results do not count before the end of therapy is known: give at least its year"


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
    """The plan as of a day, one row a rule or duty of a trial, by due day.

    Raises UsageError when a result names no test, and DutyError when a duty names no agent.
    """
    check_duties(practice.duties, book.names)
    wider = book.with_tests(tests_of(practice.duties))
    setting = Setting(exposures, wider, on, practice, by_test(results, wider))
    owing = ((duty.rule, firing, firing.reasons) for duty, firing in owed(practice.duties, exposures))
    asked = (*_chosen(exposures, book), *owing)
    items = (item_of(rule, firing, reasons, setting) for rule, firing, reasons in asked)
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
        warnings=(*_warnings(exposures, book), *undeclared(practice.duties, exposures)),
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
    days = days_of(rule, firing, setting.exposures, setting.practice)
    if rule.stop is not None and rule.stop.ages and days.first and days.until and days.first > days.until:
        return None
    last, told = _results(rule, days, setting)
    done = last[0].on if last else None
    step = step_on(rule.interval, done or days.first or setting.on, birth=setting.exposures.born_by, base=days.base)
    every = every_of(rule, step, firing, setting.practice)
    due = due_of(days, done, every, told)
    state = state_of(rule, days, due, done, setting.on)
    late = state == "overdue"
    return Item(
        code=rule.code,
        test=setting.book.tests[rule.test],
        rules=(rule,),
        form=rule.form,
        reasons=reasons,
        first_due=days.first,
        due=due,
        window=window_of(rule, due, done, step),
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
        flags=(
            *_flags(rule, firing, reasons, signed=rule.id in setting.practice.signed),
            *_missing_days(rule, firing, days, setting),
        ),
        signed=tuple(sign for name, sign in setting.practice.signed.items() if name == rule.id),
    )


def _results(rule: SurveillanceRule, days: Days, setting: Setting) -> tuple[list[Result], Consequence]:
    """The last results that count, and what they ask for; results that do not count yet move no day."""
    found = setting.results.get(rule.test, ())
    last = _last(found, setting.on, since=days.counts_from or date.max)
    shown = last or (_last(found, setting.on, since=date.min) if days.counts_from is None else [])
    told = consequence(shown, setting.book, if_abnormal=rule.if_abnormal)
    return last, told if last or told.repeat is None else attrs.evolve(told, repeat=None)


def _missing_days(rule: SurveillanceRule, firing: Firing, days: Days, setting: Setting) -> tuple[str, ...]:
    """Which missing days made the row earlier, and which results wait for one."""
    found = assumptions((point.anchor for point in rule.start.points), setting.exposures, firing)
    if days.counts_from is not None or days.first is None or not setting.results.get(rule.test):
        return found
    return (*found, UNCOUNTED)


def _last(results: Iterable[Result], on: date, *, since: date) -> list[Result]:
    """The results of the last day on which the test was done."""
    known = [each for each in results if since <= each.on <= on]
    day = max((each.on for each in known), default=None)
    return [each for each in known if each.on == day]


def _unverified(rule: SurveillanceRule, setting: Setting) -> tuple[str, ...]:
    if rule.id in setting.practice.signed:
        return ()
    found = [] if rule.unverified is None else [rule.unverified]
    if rule.profile in setting.book.to_sign:
        found.append("a clinician of the site must check it against the guideline and sign it")
    return tuple(found)


def _flags(rule: SurveillanceRule, firing: Firing, reasons: tuple[Reason, ...], *, signed: bool) -> tuple[str, ...]:
    found = []
    if firing.truth is Truth.UNKNOWN:
        unknown = [each.text for each in reasons if each.truth is Truth.UNKNOWN]
        found += [f"strictest reading: {text}" for text in unknown or ["something is not known"]]
    if rule.tag == "P":
        found.append("rule of this programme; no guideline was read")
    if rule.profile != "programme" and not (rule.signed_by or signed):
        found.append("not yet signed by a late-effects clinician")
    return tuple(found)


def _warnings(exposures: Exposures, book: RuleBook) -> tuple[str, ...]:
    """What the whole plan should be read with."""
    found = [] if exposures.end_of_therapy else ["Treatment goes on: days that count from its end are not set yet."]
    if exposures.sex is None:
        found.append("Sex is not recorded: rows for both are shown.")
    differing = disagreement(side_by_side_sets(exposures, book)) if "anthracycline" in exposures.tagged else ""
    return (*found, *exposures.notes, *((differing,) if differing else ()))
