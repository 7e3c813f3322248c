"""Counts of the course: relapses and lines, cycles, cumulative doses, intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from attrs import frozen

from rosette.eligibility.judgement import Act, Judgement, Remedy, Why
from rosette.eligibility.judging.bounds import Range, compare, compare_range, exact
from rosette.eligibility.judging.exposed import NEVER, absence, begins, begun, ends, review, reviewed_by
from rosette.eligibility.judging.making import ever, joined, make, only, repeated, settled, unknown
from rosette.eligibility.judging.regimens import given_by, same_course
from rosette.eligibility.nodes import Count, Cumulative, Cycles, Interval, Op
from rosette.eligibility.subject import Subject
from rosette.kernel import Masks, Quantity, Span, Truth, number_text
from rosette.records import Fact, views
from rosette.records.views import Exposure

RECORDS = "records_request"


def _truths(subject: Subject, op: Op, limit: float, bounds: tuple[float, float], known: int) -> tuple[Masks, Masks]:
    """Strict and carried masks of a number between two bounds, the upper one only while a list is known complete."""
    low, high = (exact(bound) for bound in bounds)
    sure = ever(subject, compare_range(Range(low, high), op, limit))
    vague = ever(subject, compare_range(Range(low, math.inf), op, limit))

    def by_day(days: int) -> Masks:
        return joined(only(sure, days), only(vague, ~days & subject.full))

    return by_day(known), by_day(repeated(subject, known))


def _number(low: float, high: float, known: int, subject: Subject) -> str:
    exact = low == high and known & subject.frame.bit(subject.day)
    return number_text(low) if exact else f"at least {number_text(low)}"


def judge_count(subject: Subject, node: Count) -> Judgement:
    """Judge a count of the record as it stands on the day; one that only grows is lasting once past its limit."""
    count = views.count(subject.index, node.code, subject.day)
    known, lists = subject.closed(frozenset(count.lists)), sorted(count.lists)
    strict, carried = _truths(subject, node.op, node.count, (count.low, count.high), known)
    name, open_list = node.code.replace("_", " "), not known & subject.frame.bit(subject.day)
    sentence = f"Review the list of {' and '.join(each.replace('_', ' ') for each in lists)} and record it as complete."
    reviewing = subject.remedy(Act.REVIEW, " ".join(lists), sentence, "records_request")
    complete = subject.remedy(Act.COMPLETE, name, f"Record every fact that counts for {name}, with its days.", RECORDS)
    return make(
        subject,
        node,
        strict,
        f"{name}: {_number(count.low, count.high, known, subject)}",
        carried=carried,
        reason=Why.LIST_NOT_CLOSED if open_list else Why.INCOMPLETE,
        evidence=count.facts,
        remedies=(*((reviewing,) if open_list else ()), *((complete,) if count.low < count.high else ()))
        or (reviewing,),
        lasting="medications" not in lists and _passed(subject, node.op, strict),
    )


def _passed(subject: Subject, op: Op, masks: Masks) -> bool:
    """Whether a number that can only grow is past the limit on the day."""
    return bool(masks[0 if op in (">=", ">") else 1] & subject.frame.bit(subject.day))


def judge_cycles(subject: Subject, node: Cycles) -> Judgement:
    """Judge the number of cycles in which all of the agents were given together."""
    courses = _courses(subject, node.agents)
    known = absence(subject, *node.agents)
    low, high = sum(each.low for each in courses), sum(each.high for each in courses)
    strict, carried = _truths(subject, node.op, node.count, (low, high), known)
    names = " + ".join(node.agents)
    complete = subject.remedy(
        Act.COMPLETE, f"cycles of {names}", f"Record every cycle of {names}, with its days.", "records_request"
    )
    open_list = not known & subject.frame.bit(subject.day)
    return make(
        subject,
        node,
        strict,
        f"{_number(low, high, known, subject)} cycles of {names}",
        carried=carried,
        reason=Why.LIST_NOT_CLOSED if open_list else Why.INCOMPLETE,
        evidence=tuple(dict.fromkeys(fact for each in courses for fact in each.facts)),
        remedies=(*((review(subject, *node.agents),) if open_list else ()), *((complete,) if low < high else ()))
        or (complete,),
        lasting=_passed(subject, node.op, strict),
    )


@frozen
class _Course:
    """Cycles of one course in which all agents were given: at least `low`, at most `high`."""

    low: float
    high: float
    facts: tuple[Fact, ...]


def _courses(subject: Subject, agents: tuple[str, ...]) -> list[_Course]:
    given = [given_by(subject, agent) for agent in agents]
    found = []
    for anchor in given[0]:
        partners = [[each for each in others if same_course(anchor, each) is not Truth.NO] for others in given[1:]]
        if all(partners):
            found.append(_course(subject, anchor, partners))
    return found


def _course(subject: Subject, anchor: Exposure, partners: Sequence[Sequence[Exposure]]) -> _Course:
    lows, highs = zip(*(_cycles(subject, some) for some in ([anchor], *partners)), strict=True)
    sure = begun(anchor) <= subject.day
    sure &= all(any(_surely_with(subject, anchor, each) for each in some) for some in partners)
    nested = all(any(_one_label(anchor, each) for each in some) for some in partners)
    facts = (anchor.fact, *(each.fact for some in partners for each in some))
    return _Course(0.0 if not sure else min(lows) if nested else min(1.0, *lows), min(highs), facts)


def _surely_with(subject: Subject, anchor: Exposure, each: Exposure) -> bool:
    return begun(each) <= subject.day and same_course(anchor, each) is Truth.YES


def _one_label(one: Exposure, other: Exposure) -> bool:
    """Whether two exposures say by regimen or days that they shared every cycle."""
    labelled = one.regimen is not None and (one.regimen, one.line) == (other.regimen, other.line)
    return labelled or (begins(one), begun(one), ends(one)) == (begins(other), begun(other), ends(other))


def _cycles(subject: Subject, given: Sequence[Exposure]) -> tuple[float, float]:
    """At least and at most how many cycles of one agent are behind the child; unknown ones count as one or more."""
    stated = [each.cycles if ends(each) <= subject.day else None for each in given]
    low = max((1 if cycles is None else cycles for cycles in stated), default=0)
    return float(low), math.inf if None in stated else float(sum(cycles or 0 for cycles in stated))


def judge_cumulative(subject: Subject, node: Cumulative) -> Judgement:
    """Judge a cumulative dose; a dose that is missing leaves only a lower bound."""
    total = views.cumulative(subject.index, node.group, subject.day)
    known = absence(subject, *knowledge_members(subject, node.group))
    low = Quantity.of(total.low, total.unit).to(node.quantity.unit).value
    high = low if total.complete else math.inf
    strict, carried = _truths(subject, node.op, node.quantity.value, (low, high), known)
    name = node.group.replace("_", " ")
    sentence = f"Obtain every dose of {name} from the treating hospitals."
    return make(
        subject,
        node,
        strict,
        f"cumulative {name}: {_number(low, high, known, subject)} {node.quantity.unit}",
        carried=carried,
        reason=Why.INCOMPLETE if known & subject.frame.bit(subject.day) else Why.LIST_NOT_CLOSED,
        evidence=total.facts,
        remedies=_dose_remedies(subject, node, sentence, complete=total.complete),
        lasting=_passed(subject, node.op, strict),
    )


def _dose_remedies(subject: Subject, node: Cumulative, sentence: str, *, complete: bool) -> tuple[Remedy, ...]:
    """The doses that are missing, and the review of what was given at all."""
    doses = subject.remedy(Act.COMPLETE, f"doses {node.group}", sentence, "records_request")
    members = knowledge_members(subject, node.group)
    if absence(subject, *members) & subject.frame.bit(subject.day):
        return (doses,)
    return (review(subject, *members),) if complete else (review(subject, *members), doses)


def knowledge_members(subject: Subject, group: str) -> tuple[str, ...]:
    """The classes and agents that a cumulative group adds up."""
    return tuple(subject.knowledge.cumulative_groups[group].members)


def judge_interval(subject: Subject, node: Interval) -> Judgement:
    """Judge the time from the first exposure of one class to the first of another, once both are known to be first."""
    given = {tag: given_by(subject, tag) for tag in (node.start, node.end)}
    missing = [tag for tag, exposures in given.items() if not exposures]
    if missing:
        why = f"no {missing[0]} recorded"
        return unknown(subject, node, why, Why.NEVER_MEASURED, review(subject, missing[0]))
    first = {tag: min(exposures, key=begins) for tag, exposures in given.items()}
    facts = tuple(each.fact for each in first.values())
    why = ", ".join(f"{tag} from {each.fact.since}" for tag, each in first.items())
    last_day = min(begun(each) for each in given[node.end])
    if not all(reviewed_by(subject, tag, last_day) for tag in given):
        return unknown(subject, node, why, Why.LIST_NOT_CLOSED, review(subject, *given), evidence=facts)
    starts, ends = (_first_days(given[tag]) for tag in (node.start, node.end))
    truths = {_long(start, end, node.op, node.span) for start in starts for end in ends}
    if len(truths) > 1 or None in truths:
        remedy = subject.remedy(Act.COMPLETE, f"days of {node.start}", "Record the whole days.", "records_request")
        return unknown(subject, node, why, Why.PARTIAL_DATE, remedy, evidence=facts)
    return settled(subject, node, truths == {True}, why, evidence=facts, lasting=True)


def _first_days(given: Sequence[Exposure]) -> tuple[int, int]:
    """Earliest and latest day on which the first of them can have begun."""
    return min(begins(each) for each in given), min(begun(each) for each in given)


def _long(start: int, end: int, op: Op, span: Span) -> bool | None:
    """Compare the end with the start plus the span; None when either day is not known at all."""
    if min(start, end) <= 0 or max(start, end) >= NEVER:
        return None
    return compare(end, op, span.after(date.fromordinal(start)).toordinal())
