"""A measured value against a limit: windows, same-day results, support, limits of normal and age-sex tables.

The latest result counts. Several results of one day: the tie rule of the criterion; without one, UNKNOWN
(conflicting) when they disagree about the truth. A result taken under support (a platelet transfusion) cannot
show that a minimum is met, but can show that it is not; against a maximum it shows nothing, as support can lower or
raise. After the day, the carried reading repeats the last value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from attrs import evolve

from rosette.eligibility.judgement import Act, Judgement, Remedy, Why
from rosette.eligibility.judging.bounds import Range, compare_range
from rosette.eligibility.judging.exposed import (
    NEVER,
    intervening,
    review,
    supported_until,
    unreviewed,
    with_reviews,
)
from rosette.eligibility.judging.limits import limit_text, limits, limits_today
from rosette.eligibility.judging.making import agreed, joined, make, only, unknown
from rosette.eligibility.judging.series import DayGroup, completions, groups, valid_days
from rosette.eligibility.nodes import Absolute, Compare, Multiple, TableLimit
from rosette.eligibility.subject import Subject, day_text
from rosette.kernel import Masks, Truth, number_text
from rosette.kernel.truth import all_of, any_of
from rosette.records import views
from rosette.records.views import Reading


def judge_compare(subject: Subject, node: Compare) -> Judgement:
    """Judge a measured value on every day."""
    readings = [each for each in views.readings(subject.index, node.code) if each.first < subject.frame.stop]
    if not readings:
        remedies = with_reviews(subject, node, _order(subject, node))
        return unknown(subject, node, f"{_name(subject, node)} never measured", Why.NEVER_MEASURED, *remedies)
    possible = [_both(subject, node, groups(each)) for each in completions(readings)]
    strict = agreed((subject.full if possible else 0,) * 2, *(pair[0] for pair in possible))
    carried = agreed((subject.full if possible else 0,) * 2, *(pair[1] for pair in possible))
    last = _last_day(readings, subject.day)
    reason, why = _reason(subject, node, last, inexact=len(possible) != 1, known=_known(subject, strict))
    return make(
        subject,
        node,
        strict,
        why,
        carried=carried,
        reason=reason,
        evidence=tuple(each.fact for each in last),
        remedies=_remedies(subject, node, reason, last),
        attainable=subject.frame.days(_repeatable(subject, node), None),
    )


def _repeatable(subject: Subject, node: Compare) -> int | None:
    """First day on which a new result would be free of the support that is known today."""
    known = [(each, supported_until(subject, node.code, each, subject.day)) for each in node.without]
    stopped = [each.span.after(subject.on).toordinal() + 1 if end == NEVER else end for each, end in known if end]
    return max(stopped, default=None)


def _known(subject: Subject, masks: Masks) -> bool:
    return bool((masks[0] | masks[1]) & subject.frame.bit(subject.day))


def _last_day(readings: Sequence[Reading], on: int) -> list[Reading]:
    """The results of the latest day so far, the lowest first."""
    past = [each for each in readings if each.first <= on]
    return sorted((each for each in past if each.last == past[-1].last), key=lambda each: (each.value, each.fact.id))


def _both(subject: Subject, node: Compare, runs: Sequence[DayGroup[Reading]]) -> tuple[Masks, Masks]:
    """Strict and carried masks of one possible order of the results."""
    strict: list[Masks] = []
    carried: Masks = (0, 0)
    for place, run in enumerate(runs):
        until = runs[place + 1].day - 1 if place + 1 < len(runs) else None
        raw = _group_masks(subject, node, run)
        days = valid_days(subject, run.day, until, node.within) & intervening(subject, node.after, run.day)
        strict.append(only(_unsupported(subject, node, run, raw), days))
        ahead = subject.frame.days(max(run.day, subject.day + 1), until)
        repeated = only(raw, ahead & subject.frame.days(_free_again(subject, node, run), None))
        carried = joined(only(carried, ~ahead), repeated if run.day <= subject.day else strict[-1])
    now = joined(*strict)
    return now, joined(only(now, ~subject.future), only(carried, subject.future))


def _group_masks(subject: Subject, node: Compare, run: DayGroup[Reading]) -> Masks:
    """Truth of one day's results, on every day (a table's limit changes with birthdays)."""
    masks = [_reading_masks(subject, node, each) for each in _averaged(node, run.items)]
    if node.tie == "worst":
        return all_of(masks, full=subject.full)
    return any_of(masks, full=subject.full) if node.tie == "best" else agreed(*masks)


def _averaged(node: Compare, items: Sequence[Reading]) -> Sequence[Reading]:
    """One mean result where that is the tie rule and the results allow it; else all, which must then agree."""
    plain = len({(each.comparator, each.uln, each.lln) for each in items}) == 1 and items[0].comparator is None
    if node.tie == "mean" and plain:
        return [evolve(items[0], value=math.fsum(each.value for each in items) / len(items))]
    return items


def _reading_masks(subject: Subject, node: Compare, reading: Reading) -> Masks:
    value = Range.read(reading.value, reading.comparator)
    yes = no = 0
    for days, amounts in limits(subject, node.code, node.limit, reading):
        truths = {compare_range(value, node.op, amount) for amount in amounts}
        yes |= days if truths == {Truth.YES} else 0
        no |= days if truths == {Truth.NO} else 0
    return yes, no


def _unsupported(subject: Subject, node: Compare, run: DayGroup[Reading], masks: Masks) -> Masks:
    """Under support, or when it is not known that there was none, a result shows only that a minimum is missed."""
    free = all(supported_until(subject, node.code, support, run.day) is None for support in node.without)
    return masks if free else (0, masks[1] if node.op in (">=", ">") else 0)


def _free_again(subject: Subject, node: Compare, run: DayGroup[Reading]) -> int:
    """First day on which a repeated result would be free of known support."""
    ends = [supported_until(subject, node.code, support, run.day) or 0 for support in node.without]
    return max(ends, default=0)


def _name(subject: Subject, node: Compare) -> str:
    return subject.knowledge.observations[node.code].name


def _reason(subject: Subject, node: Compare, last: Sequence[Reading], *, inexact: bool, known: bool) -> tuple[Why, str]:
    """Why the truth of the day is what it is, in one sentence."""
    if not last:
        return Why.NEVER_MEASURED, f"{_name(subject, node)} not measured up to {subject.on}"
    reading = last[0]
    said = f"{_name(subject, node)} {_value_text(subject, node, last)} on {_reading_day(reading)}"
    if not isinstance(node.limit, Absolute):
        said += f" (limit {limit_text(subject, node.code, node.limit, reading)})"
    if known:
        return Why.CONFLICTING, said
    if inexact:
        return Why.PARTIAL_DATE, f"{said}: its day is known only in part, and that decides"
    return _unsettled(subject, node, reading, said)


def _unsettled(subject: Subject, node: Compare, reading: Reading, said: str) -> tuple[Why, str]:
    if not valid_days(subject, reading.last, None, node.within) & subject.frame.bit(subject.day):
        return Why.STALE, f"{said}: older than {node.within}"
    known_limits = limits_today(subject, node.code, node.limit, reading)
    if not known_limits:
        return Why.INCOMPLETE, f"{said}: {_LIMIT_MISSING[type(node.limit)]}"
    tags = unreviewed(subject, node, reading.last)
    if tags:
        return Why.LIST_NOT_CLOSED, f"{said}: not known that no {' or '.join(tags)} was given"
    if not intervening(subject, node.after, reading.last) & subject.frame.bit(subject.day):
        return Why.STALE, f"{said}: {node.after} given since"
    for support in node.without:
        if supported_until(subject, node.code, support, reading.last) is not None:
            return Why.STALE, f"{said}: {support.tag} within {support.span} before it"
    if len(known_limits) > 1:
        return Why.INCOMPLETE, f"{said}: the limit depends on the sex or the birth date, and that decides"
    return Why.CONFLICTING, f"{said}: the results of that day do not settle it"


_LIMIT_MISSING: Mapping[type, str] = {
    Multiple: "the limit of normal is not recorded",
    TableLimit: "the table has no limit for this child",
}


def _value_text(subject: Subject, node: Compare, last: Sequence[Reading]) -> str:
    unit = subject.knowledge.observations[node.code].unit
    unit = "" if unit.startswith("{") else f" {unit}"
    values = dict.fromkeys(f"{each.comparator or ''}{number_text(each.value)}" for each in last)
    return f"{' and '.join(values)}{unit}"


def _reading_day(reading: Reading) -> str:
    return str(reading.fact.on) if reading.first != reading.last else day_text(reading.last)


def _order(subject: Subject, node: Compare) -> Remedy:
    code = subject.knowledge.observations[node.code]
    return subject.remedy(Act.ORDER, node.code, f"Order {code.test}.", code.procedure, _valid_for(node))


def _remedies(subject: Subject, node: Compare, reason: Why, last: Sequence[Reading]) -> tuple[Remedy, ...]:
    """What to do: review what keeps a good result from counting; else a new result, and a review beside it."""
    if reason is Why.LIST_NOT_CLOSED:
        return (review(subject, *unreviewed(subject, node, last[0].last)),)
    remedy = _complete_limit(subject, node, last[0]) if reason is Why.INCOMPLETE else _repeat(subject, node, reason)
    return with_reviews(subject, node, remedy) if remedy.act in (Act.ORDER, Act.REPEAT) else (remedy,)


def _complete_limit(subject: Subject, node: Compare, reading: Reading) -> Remedy:
    name = _name(subject, node)
    if isinstance(node.limit, Multiple):
        return subject.remedy(Act.COMPLETE, node.code, f"Record the limit of normal of {name}.")
    if limits_today(subject, node.code, node.limit, reading):
        return subject.remedy(Act.COMPLETE, "sex and birth date", "Record the sex and the whole birth date.")
    return subject.remedy(Act.OBTAIN, f"limit {node.code}", f"Ask the trial for the limit of {name} for this child.")


def _repeat(subject: Subject, node: Compare, reason: Why) -> Remedy:
    code = subject.knowledge.observations[node.code]
    if reason is Why.NEVER_MEASURED:
        return _order(subject, node)
    if reason is Why.PARTIAL_DATE:
        return subject.remedy(Act.COMPLETE, node.code, f"Record the whole day of {code.name}.", "records_request")
    return subject.remedy(Act.REPEAT, node.code, f"Repeat {code.test}.", code.procedure, _valid_for(node))


def _valid_for(node: Compare) -> str:
    return f"valid for {node.within}" if node.within else ""
