"""Age by the calendar, on the day or at diagnosis; a birth date known in part leaves unknown what it decides."""

from __future__ import annotations

from datetime import date, timedelta

from rosette.eligibility.judgement import Act, Judgement, Remedy, Why
from rosette.eligibility.judging.making import make, settled, unknown
from rosette.eligibility.nodes import Age, Bound
from rosette.eligibility.subject import Subject
from rosette.kernel import Masks, PartialDate, Span, Truth, age_reached, age_text
from rosette.kernel.truth import all_of
from rosette.records import views


def turning_day(birth: date, bound: Bound) -> tuple[bool, int]:
    """Whether the bound holds from a day on (True) or until the day before it, and that ordinal day.

    ">= 1 year" from the birthday; "> 1 year" from the day after it; "< 22 years" until the birthday;
    "<= 21 years" until the day before the 22nd birthday (maximum age in completed units).
    """
    if bound.op in (">=", ">"):
        day = age_reached(birth, bound.age)
        return True, (day + timedelta(days=1 if bound.op == ">" else 0)).toordinal()
    limit = Span(bound.age.count + 1, bound.age.unit) if bound.op == "<=" else bound.age
    return False, age_reached(birth, limit).toordinal()


def _bound_masks(subject: Subject, bound: Bound, birth: PartialDate) -> Masks:
    rising, early = turning_day(birth.earliest, bound)
    _, late = turning_day(birth.latest, bound)
    before, after = subject.frame.days(None, early - 1), subject.frame.days(late, None)
    return (after, before) if rising else (before, after)


def judge_age(subject: Subject, node: Age) -> Judgement:
    """Judge age on every day, or at diagnosis."""
    birth = subject.record.birth
    return _age_at_diagnosis(subject, node, birth) if node.at_diagnosis else _age_on_the_day(subject, node, birth)


def _age_on_the_day(subject: Subject, node: Age, birth: PartialDate) -> Judgement:
    masks = all_of((_bound_masks(subject, bound, birth) for bound in node.bounds), full=subject.full)
    return make(
        subject,
        node,
        masks,
        f"{age_text(birth, subject.on)} old on {subject.on} (born {birth})",
        reason=Why.PARTIAL_DATE,
        remedies=() if birth.exact else (_ask_birth(subject),),
        lasting=_grown_out(node, birth, subject.day),
    )


def _grown_out(node: Age, birth: PartialDate, on: int) -> bool:
    """Whether an upper bound is passed for good, or every bound is a lower one that is reached."""
    turns = [turning_day(birth.latest, bound) for bound in node.bounds]
    passed = [not rising and day <= on for rising, day in turns]
    return any(passed) or all(rising and day <= on for rising, day in turns)


def _age_at_diagnosis(subject: Subject, node: Age, birth: PartialDate) -> Judgement:
    found = views.diagnosis_day(subject.index)
    if found is None:
        remedy = subject.remedy(Act.ORDER, "diagnosis date", "Record the day of diagnosis.", "records_request")
        return unknown(subject, node, "the day of diagnosis is not recorded", Why.NEVER_MEASURED, remedy)
    first, last, fact = date.fromordinal(found[0]), date.fromordinal(found[1]), found[2]
    truth = Truth.YES
    for bound in node.bounds:
        held = {_holds(born, bound, day) for born in (birth.earliest, birth.latest) for day in (first, last)}
        truth &= Truth.of(held.pop() if len(held) == 1 else None)
    why = f"{_range(birth, first, last)} old at diagnosis on {fact.since}"
    if truth is Truth.UNKNOWN:
        return unknown(subject, node, why, Why.PARTIAL_DATE, _ask_days(subject), evidence=(fact,))
    return settled(subject, node, truth is Truth.YES, why, evidence=(fact,), lasting=True)


def _range(birth: PartialDate, first: date, last: date) -> str:
    young, old = age_text(birth, first), age_text(birth, last)
    return young if young == old else f"{young} to {old}"


def _holds(birth: date, bound: Bound, on: date) -> bool:
    rising, turn = turning_day(birth, bound)
    return (on.toordinal() >= turn) == rising


def _ask_birth(subject: Subject) -> Remedy:
    return subject.remedy(Act.COMPLETE, "birth date", "Record the whole birth date.", "question")


def _ask_days(subject: Subject) -> Remedy:
    return subject.remedy(
        Act.COMPLETE, "diagnosis date", "Record the whole birth date and day of diagnosis.", "records_request"
    )
