"""Conditions: present, absent, graded, controlled. Absence is known from an explicit entry or a closed list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rosette.eligibility.judgement import Act, Judgement, Remedy, Why
from rosette.eligibility.judging.bounds import compare
from rosette.eligibility.judging.exposed import NEVER, begins, begun, ended, ends
from rosette.eligibility.judging.making import make, repeated
from rosette.eligibility.nodes import Condition
from rosette.eligibility.subject import Subject, last_valid
from rosette.kernel import Masks, Span
from rosette.records import views
from rosette.records.views import ConditionSpan

LIST = frozenset({"conditions"})


def judge_condition(subject: Subject, node: Condition) -> Judgement:
    """Judge whether one of the conditions is present on each day, as graded and controlled as asked."""
    spans = [each for each in views.conditions(subject.index) if _named(node, each)]
    present = [each for each in spans if each.state == "present"]
    sure = maybe = 0
    for each in present:
        one_sure, one_maybe = _span_masks(subject, node, each)
        sure, maybe = sure | one_sure, maybe | one_maybe
    known = subject.closed(LIST) | _denied(subject, node, spans)
    now = [each for each in present if begins(each) <= subject.day]
    return make(
        subject,
        node,
        (sure, ~maybe & known & subject.full),
        _said(node, now, spans),
        carried=(sure, ~maybe & repeated(subject, known) & subject.full),
        reason=Why.INCOMPLETE if maybe & subject.frame.bit(subject.day) else Why.LIST_NOT_CLOSED,
        evidence=tuple(each.fact for each in now),
        remedies=_remedies(subject, node, now, open_question=bool(maybe & ~sure & subject.frame.bit(subject.day))),
        lasting=node.ever and node.within is None and bool(sure & subject.frame.bit(subject.day)),
    )


def _named(node: Condition, each: ConditionSpan) -> bool:
    return any(code in each.tags for code in node.codes) and not any(code in each.tags for code in node.excepting)


def _span_masks(subject: Subject, node: Condition, each: ConditionSpan) -> Masks:
    """(days on which it surely counts, days on which it may)."""
    graded = None if node.grade is None or each.grade is None else compare(each.grade, node.grade.op, node.grade.value)
    if graded is False:
        return 0, 0
    sure_days, maybe_days = _days(subject, node, each)
    if node.uncontrolled or node.controlled_for is not None:
        sure_days, maybe_days = _without_control(subject, node, each, sure_days, maybe_days)
    return (0 if node.grade is not None and graded is None else sure_days), maybe_days


def _days(subject: Subject, node: Condition, each: ConditionSpan) -> Masks:
    early, late = _ends(subject, each)
    if node.ever and node.within is None:
        early = late = NEVER
    elif node.within is not None:
        early, late = (_later(end, node.within) for end in (early, late))
    return _run(subject, begun(each), early), _run(subject, begins(each), late)


def _ends(subject: Subject, each: ConditionSpan) -> tuple[int, int]:
    """Last day on which it is present for sure, and on which it may be.

    Seen on one day, it may last until the list is reviewed again; without an end, until it is said to be absent.
    """
    if not each.point and ends(each) < NEVER:
        return ended(each), ends(each)
    since = ends(each) if each.point else begun(each)
    reviews = views.closures(subject.index).get("conditions", ()) if each.point else ()
    denials = [begun(one) for one in views.conditions(subject.index) if one.state == "absent" and one.code in each.tags]
    later = [day - 1 for day in (*reviews, *denials) if day > since]
    return (ended(each) if each.point else since if later else NEVER), min(later, default=NEVER)


def _later(end: int, within: Span) -> int:
    return end if end == NEVER else last_valid(end, within) or end


def _run(subject: Subject, first: int, last: int) -> int:
    return subject.frame.days(first, None if last == NEVER else last)


def _without_control(subject: Subject, node: Condition, each: ConditionSpan, sure: int, maybe: int) -> Masks:
    """Days on which the condition is not (yet long enough) under control."""
    if each.controlled_from is None:
        said = each.controlled is True and node.controlled_for is None
        return (sure, maybe) if each.controlled is False else (0, 0 if said else maybe)
    early, late = each.controlled_from
    if node.controlled_for is not None:
        early, late = (node.controlled_for.after(date.fromordinal(day)).toordinal() for day in (early, late))
    return sure & subject.frame.days(None, early - 1), maybe & subject.frame.days(None, late - 1)


def _denied(subject: Subject, node: Condition, spans: Sequence[ConditionSpan]) -> int:
    """Days on which every condition asked for is known to be absent by an explicit entry."""
    days = subject.full
    validity = subject.knowledge.closure_validity["conditions"]
    for code in node.codes:
        reach = 0
        for each in (each for each in spans if each.state == "absent" and each.code == code):
            last = begun(each) if each.last_earliest is None else each.last_earliest
            reach |= subject.frame.days(begun(each), last + validity)
        days &= reach
    return days


def _said(node: Condition, now: Sequence[ConditionSpan], spans: Sequence[ConditionSpan]) -> str:
    if now:
        return "; ".join(f"{_name(each)}{_grade(each)} since {each.fact.since}{_end(each)}" for each in now[:4])
    denied = [each for each in spans if each.state == "absent"]
    if denied:
        return f"{_name(denied[-1])} absent on {denied[-1].fact.since}"
    return f"no {' or '.join(node.codes)} recorded"


def _name(each: ConditionSpan) -> str:
    return each.code.replace("_", " ") + (f" to {each.agent}" if each.agent else "")


def _grade(each: ConditionSpan) -> str:
    return "" if each.grade is None else f" grade {each.grade}"


def _end(each: ConditionSpan) -> str:
    return f" to {each.fact.end}" if each.fact.end else ""


def _remedies(
    subject: Subject, node: Condition, now: Sequence[ConditionSpan], *, open_question: bool
) -> tuple[Remedy, ...]:
    names = " or ".join(code.replace("_", " ") for code in node.codes)
    if open_question:
        sentence = f"Record grade, control and days of {names}."
        return (subject.remedy(Act.COMPLETE, f"details of {names}", sentence),)
    if now:
        return (subject.remedy(Act.CHANGE, f"treat {names}", f"Treat {names} and record its end."),)
    return (subject.remedy(Act.REVIEW, "conditions", "Review the list of conditions and record it as complete."),)
