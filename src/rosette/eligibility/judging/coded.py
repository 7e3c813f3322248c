"""Coded tests and attributes: the latest value counts; values of one day that disagree are conflicting."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from rosette.eligibility.judgement import Act, Judgement, Remedy, Why
from rosette.eligibility.judging.exposed import intervening, review, unreviewed, with_reviews
from rosette.eligibility.judging.making import agreed, joined, make, only, unknown
from rosette.eligibility.judging.series import DayGroup, completions, groups, valid_days
from rosette.eligibility.nodes import Is
from rosette.eligibility.subject import Subject
from rosette.kernel import Masks
from rosette.records import views
from rosette.records.views import CodedReading

LASTING = frozenset({"sex", "diagnosis", "basis", "inss", "inrgss", "mycn", "inpc", "ploidy", "cog_risk", "inrg_risk"})


def judge_is(subject: Subject, node: Is) -> Judgement:
    """Judge a coded test or an attribute on every day."""
    if node.code in subject.knowledge.attributes:
        return judge_attribute(subject, node)
    readings = [each for each in views.coded(subject.index, node.code) if each.first < subject.frame.stop]
    if not readings:
        why = f"{_name(subject, node)} not recorded"
        return unknown(subject, node, why, Why.NEVER_MEASURED, *_remedies(subject, node, Act.ORDER, ()))
    possible = [_both(subject, node, groups(each)) for each in completions(readings)]
    strict = agreed((subject.full if possible else 0,) * 2, *(pair[0] for pair in possible))
    carried = agreed((subject.full if possible else 0,) * 2, *(pair[1] for pair in possible))
    last = [each for each in readings if each.first <= subject.day][-1:]
    return make(
        subject,
        node,
        strict,
        _said(subject, node, readings, last),
        carried=carried,
        reason=_reason(subject, node, last, vague=len(possible) != 1),
        evidence=tuple(each.fact for each in readings if last and each.last == last[0].last),
        remedies=_remedies(subject, node, Act.REPEAT, last) if len(possible) == 1 else (_ask_day(subject, node),),
    )


def _remedies(subject: Subject, node: Is, act: Act, last: Sequence[CodedReading]) -> tuple[Remedy, ...]:
    """A review where that alone keeps a value from counting; else a new value, and a review beside it."""
    valid = last and valid_days(subject, last[0].last, None, node.within) & subject.frame.bit(subject.day)
    tags = unreviewed(subject, node, last[0].last) if valid else ()
    return (review(subject, *tags),) if tags else with_reviews(subject, node, _ask(subject, node, act))


def judge_attribute(subject: Subject, node: Is) -> Judgement:
    """Judge an attribute: constant between the days on which its answer can change; two answers are conflicting."""
    frame = subject.frame
    turns = [day for day in views.attribute_days(subject.index, node.code) if frame.start < day < frame.stop]
    cuts = sorted({frame.start, *turns, frame.stop})
    yes = no = 0
    for first, stop in itertools.pairwise(cuts):
        hits = {value in node.values for value, _ in views.attribute(subject.index, node.code, first)}
        yes |= frame.days(first, stop - 1) if hits == {True} else 0
        no |= frame.days(first, stop - 1) if hits == {False} else 0
    found = views.attribute(subject.index, node.code, subject.day)
    name = node.code.replace("_", " ")
    why = f"{name} {' and '.join(value for value, _ in found)}" if found else f"{name} not recorded"
    now = subject.frame.bit(subject.day)
    ahead = only((subject.full if yes & now else 0, subject.full if no & now else 0), subject.future)
    return make(
        subject,
        node,
        (yes, no),
        why,
        carried=joined((yes, no), only(ahead, ~(yes | no))),
        reason=Why.CONFLICTING if len(found) > 1 else Why.NEVER_MEASURED,
        evidence=tuple(dict.fromkeys(fact for _, facts in found for fact in facts)),
        remedies=(_ask(subject, node, Act.ADJUDICATE if len(found) > 1 else Act.COMPLETE),),
        lasting=node.code in LASTING and len(found) == 1,
    )


def _both(subject: Subject, node: Is, runs: Sequence[DayGroup[CodedReading]]) -> tuple[Masks, Masks]:
    strict: list[Masks] = []
    ahead: Masks = (0, 0)
    for place, run in enumerate(runs):
        until = runs[place + 1].day - 1 if place + 1 < len(runs) else None
        raw = _truth(subject, node, run)
        days = valid_days(subject, run.day, until, node.within) & intervening(subject, node.after, run.day)
        strict.append(only(raw, days))
        later = subject.frame.days(max(run.day, subject.day + 1), until)
        ahead = joined(only(ahead, ~later), only(raw, later) if run.day <= subject.day else strict[-1])
    now = joined(*strict)
    return now, joined(only(now, ~subject.future), only(ahead, subject.future))


def _truth(subject: Subject, node: Is, run: DayGroup[CodedReading]) -> Masks:
    hits = {each.value in node.values for each in run.items}
    return (subject.full if hits == {True} else 0, subject.full if hits == {False} else 0)


def _name(subject: Subject, node: Is) -> str:
    test = subject.knowledge.coded.get(node.code)
    return test.name if test else node.code.replace("_", " ")


def _said(subject: Subject, node: Is, readings: Sequence[CodedReading], last: Sequence[CodedReading]) -> str:
    if not last:
        return f"{_name(subject, node)} not recorded up to {subject.on}"
    values = sorted({each.value for each in readings if each.last == last[0].last})
    return f"{_name(subject, node)} {' and '.join(values)} on {last[0].fact.since}"


def _reason(subject: Subject, node: Is, last: Sequence[CodedReading], *, vague: bool) -> Why:
    if not last:
        return Why.NEVER_MEASURED
    if vague:
        return Why.PARTIAL_DATE
    valid = valid_days(subject, last[0].last, None, node.within) & subject.frame.bit(subject.day)
    if valid and unreviewed(subject, node, last[0].last):
        return Why.LIST_NOT_CLOSED
    return Why.CONFLICTING if valid & intervening(subject, node.after, last[0].last) else Why.STALE


def _ask_day(subject: Subject, node: Is) -> Remedy:
    return subject.remedy(
        Act.COMPLETE, node.code, f"Record the whole day of {_name(subject, node)}.", "records_request"
    )


def _ask(subject: Subject, node: Is, act: Act) -> Remedy:
    test = subject.knowledge.coded.get(node.code)
    name, valid = _name(subject, node), f"valid for {node.within}" if node.within else ""
    if test is None:
        verb = "Adjudicate which is right of" if act is Act.ADJUDICATE else "Record"
        return subject.remedy(act, node.code, f"{verb} {name}, with its source.", "records_request")
    verb = "Repeat" if act is Act.REPEAT else "Order"
    sentence = f"{verb} {test.test}." if test.procedure not in ("question", "records_request") else f"Record {name}."
    return subject.remedy(act, node.code, sentence, test.procedure, valid)
