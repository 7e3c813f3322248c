"""Washouts: so long since the end of the last exposure of a class."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from rosette.eligibility.judgement import Act, Judgement, Remedy, Why
from rosette.eligibility.judging.exposed import (
    NEVER,
    absence,
    begins,
    begun,
    end_text,
    ends,
    matching,
    name_of,
    review,
)
from rosette.eligibility.judging.making import make, repeated
from rosette.eligibility.nodes import (
    Elapsed,
    HalfLives,
    LaterOf,
    Wait,
    Washout,
)
from rosette.eligibility.subject import Subject, day_text
from rosette.kernel import Masks
from rosette.records.views import Exposure


def release(wait: Wait, end: int, half_life_h: float | None) -> tuple[int, int | None]:
    """First day that may, and first day that does, hold after an exposure that ended on `end` (ordinal).

    The second is None when a half-life is not sourced and decides.
    """
    if isinstance(wait, Elapsed):
        day = wait.span.after(date.fromordinal(end)).toordinal() + wait.strict
        return day, day
    if isinstance(wait, HalfLives):
        if half_life_h is None:
            return end, None
        day = end + math.ceil(wait.count * half_life_h / 24 - 1e-9)
        return day, day
    parts = [release(each, end, half_life_h) for each in wait.waits]
    sure = [last for _, last in parts if last is not None]
    if isinstance(wait, LaterOf):
        return max(first for first, _ in parts), max(sure) if len(sure) == len(parts) else None
    return min(first for first, _ in parts), min(sure, default=None)


def _closed_by(subject: Subject, wait: Wait, each: Exposure) -> Masks:
    """(days that may be free, days that are surely closed) by one exposure."""
    if each.last_latest is None or each.last_earliest is None:
        return subject.frame.days(None, begins(each) - 1), subject.frame.days(begun(each), None)
    may_early, _ = release(wait, each.last_earliest, each.half_life_h)
    _, sure_late = release(wait, each.last_latest, each.half_life_h)
    free = subject.frame.days(None, begins(each) - 1)
    free |= 0 if sure_late is None else subject.frame.days(sure_late, None)
    return free, subject.frame.days(begun(each), may_early - 1)


def judge_washout(subject: Subject, node: Washout) -> Judgement:
    """Judge a wait since the last exposure; a therapy without an end keeps it closed."""
    exposures = matching(subject, node.of, node.excepting)
    free, closed = subject.full, 0
    for each in exposures:
        one_free, one_closed = _closed_by(subject, node.wait, each)
        free, closed = free & one_free, closed | one_closed
    known = absence(subject, node.of)
    last = _last(node.wait, exposures, subject.day)
    reason, remedy, why = _washout_why(subject, node, last, free=bool(free & subject.frame.bit(subject.day)))
    return make(
        subject,
        node,
        (free & known, closed),
        why,
        carried=(free & repeated(subject, known), closed),
        reason=reason,
        evidence=(last.fact,) if last else (),
        remedies=(remedy,),
        attainable=~_barred(subject, node.wait, exposures),
    )


def _barred(subject: Subject, wait: Wait, exposures: Sequence[Exposure]) -> int:
    """Days that stay closed even if whatever goes on were stopped on the day."""
    days = 0
    for each in exposures:
        end = max(subject.day, begins(each)) if each.last_earliest is None else each.last_earliest
        days |= subject.frame.days(begun(each), release(wait, end, each.half_life_h)[0] - 1)
    return days


def _last(wait: Wait, exposures: Sequence[Exposure], on: int) -> Exposure | None:
    """The exposure of the past that keeps the washout closed for the longest."""

    def closes_until(each: Exposure) -> tuple[int, int]:
        freed = None if each.last_latest is None else release(wait, each.last_latest, each.half_life_h)[1]
        return (NEVER if freed is None else freed), ends(each)

    return max((each for each in exposures if begins(each) <= on), key=closes_until, default=None)


def _washout_why(subject: Subject, node: Washout, last: Exposure | None, *, free: bool) -> tuple[Why, Remedy, str]:
    if free or last is None:
        why = f"no {node.of} recorded" if last is None else f"{name_of(last)} ended {end_text(last)}"
        return Why.LIST_NOT_CLOSED, review(subject, node.of), why
    if last.last_latest is None:
        change = subject.remedy(Act.CHANGE, f"stop {last.agent}", f"Record the end of {name_of(last)}, or stop it.")
        return Why.INCOMPLETE, change, f"{name_of(last)} is going on, no end is recorded"
    if last.last_earliest != last.last_latest:
        complete = subject.remedy(
            Act.COMPLETE,
            last.fact.id,
            f"Record the whole day on which {name_of(last)} ended.",
            "records_request",
        )
        return Why.PARTIAL_DATE, complete, f"{name_of(last)} ended {end_text(last)}"
    if begun(last) == NEVER:
        sentence = f"Record whether {node.of} belonged to {name_of(last)} of {last.fact.since}."
        complete = subject.remedy(Act.COMPLETE, last.fact.id, sentence, "records_request")
        return Why.INCOMPLETE, complete, f"not known whether {node.of} belonged to {name_of(last)} of {last.fact.since}"
    _, opens = release(node.wait, last.last_latest, last.half_life_h)
    if opens is None:
        sourced = subject.remedy(Act.COMPLETE, f"half-life {last.agent}", f"Source the half-life of {name_of(last)}.")
        return (
            Why.NOT_SOURCED,
            sourced,
            f"{name_of(last)} ended {end_text(last)}; its half-life is not sourced",
        )
    return (
        Why.PARTIAL_DATE,
        review(subject, node.of),
        f"{name_of(last)} ended {end_text(last)}; free from {day_text(opens)}",
    )
