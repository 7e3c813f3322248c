"""Whether the dose of a medicine has been stable: not begun, not begun again and not raised in the window.

Doses of different medicines, or in units that do not compare, are not compared: the truth is UNKNOWN.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

from rosette.eligibility.judgement import Act, Judgement, Remedy, Why
from rosette.eligibility.judging.bounds import exact
from rosette.eligibility.judging.exposed import absence, begins, begun, ended, ends, found_text, matching, review
from rosette.eligibility.judging.making import make, repeated
from rosette.eligibility.nodes import StableDose
from rosette.eligibility.subject import Subject, last_valid
from rosette.kernel import Span, Truth
from rosette.records.views import Exposure


def judge_stable_dose(subject: Subject, node: StableDose) -> Judgement:
    """Judge on every day whether the dose has not risen in the window; none taken is met."""
    courses = matching(subject, node.of)
    yes = no = 0
    for first, stop in itertools.pairwise(_cuts(subject, node.within, courses)):
        truth = _stable(_inside(node, courses, first), _back(node, first))
        yes |= subject.frame.days(first, stop - 1) if truth is Truth.YES else 0
        no |= subject.frame.days(first, stop - 1) if truth is Truth.NO else 0
    known = absence(subject, node.of)
    inside = _inside(node, courses, subject.day)
    reason, remedy = _asked(subject, node, inside, stable=bool(yes & subject.frame.bit(subject.day)))
    return make(
        subject,
        node,
        (yes & known, no),
        found_text(inside) or f"no {node.of} recorded in {node.within}",
        carried=(yes & repeated(subject, known), no),
        reason=reason,
        evidence=tuple(each.fact for each in inside),
        remedies=(remedy,),
    )


def _asked(subject: Subject, node: StableDose, inside: Sequence[Exposure], *, stable: bool) -> tuple[Why, Remedy]:
    """What is missing while the truth is UNKNOWN; what to change when it is NO."""
    if stable or not inside:
        return Why.LIST_NOT_CLOSED, review(subject, node.of)
    if _stable(inside, _back(node, subject.day)) is not Truth.NO:
        sentence = f"Record every dose of {node.of} in the last {node.within}, with its days."
        return Why.INCOMPLETE, subject.remedy(Act.COMPLETE, f"dose of {node.of}", sentence)
    sentence = f"Keep the dose of {node.of} stable for {node.within}."
    return Why.INCOMPLETE, subject.remedy(Act.CHANGE, f"stable {node.of}", sentence)


def _back(node: StableDose, day: int) -> int:
    return node.within.before(date.fromordinal(day)).toordinal()


def _inside(node: StableDose, courses: Sequence[Exposure], day: int) -> list[Exposure]:
    """Courses that may reach into the window that ends on the day, the earliest first."""
    inside = [each for each in courses if begins(each) <= day and ends(each) >= _back(node, day)]
    return sorted(inside, key=lambda each: (begins(each), ends(each), each.fact.id))


def _cuts(subject: Subject, within: Span, courses: Sequence[Exposure]) -> list[int]:
    """The days on which the truth can change: courses begin, or leave the window."""
    frame = subject.frame
    turns = {begins(each) for each in courses}
    for day in (end for each in courses for end in (begins(each) - 1, begun(each) - 1, ends(each))):
        turns.add((last_valid(day, within) or day) + 1 if 0 < day < frame.stop else day)
    return sorted({frame.start, frame.stop, *(day for day in turns if frame.start < day < frame.stop)})


def _stable(inside: Sequence[Exposure], back: int) -> Truth:
    """The truth from the courses inside the window, if no other was taken."""
    if not _comparable(inside):
        return Truth.UNKNOWN
    truth = Truth.YES
    for place, each in enumerate(inside):
        if begun(each) > back and _amount(each, inside) > 0:
            truth &= _not_raised(inside[:place], each, back, inside)
    return truth


def _comparable(inside: Sequence[Exposure]) -> bool:
    agents, doses = {each.agent for each in inside}, [each.dose for each in inside]
    return len(agents) <= 1 and None not in doses and len({dose.unit.kind for dose in doses if dose}) <= 1


def _amount(each: Exposure, inside: Sequence[Exposure]) -> float:
    """The dose in the unit of the first course."""
    assert each.dose is not None
    assert inside[0].dose is not None
    return exact(each.dose.to(inside[0].dose.unit).value)


def _not_raised(before: Sequence[Exposure], each: Exposure, back: int, inside: Sequence[Exposure]) -> Truth:
    """Whether a course that began inside the window goes on with no more than was taken before it."""
    if begins(each) <= back:
        return Truth.UNKNOWN
    if not before or ends(before[-1]) + 1 < begins(each):
        return Truth.NO
    last = before[-1]
    if begun(last) <= begins(each) and _amount(each, inside) > _amount(last, inside):
        return Truth.NO
    follows = ended(last) == ends(last) and ends(last) <= begins(each) == begun(each)
    return Truth.of(follows or None)
