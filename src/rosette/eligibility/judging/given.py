"""What was ever given, and what is being taken."""

from __future__ import annotations

from rosette.eligibility.judgement import Act, Judgement, Remedy, Why
from rosette.eligibility.judging.bounds import exact
from rosette.eligibility.judging.exposed import (
    NEVER,
    absence,
    begins,
    begun,
    ended,
    ends,
    found_text,
    matching,
    name_of,
    review,
)
from rosette.eligibility.judging.making import make, repeated
from rosette.eligibility.nodes import (
    Prior,
    Taking,
)
from rosette.eligibility.subject import Subject, last_valid
from rosette.records.views import Exposure


def judge_prior(subject: Subject, node: Prior) -> Judgement:
    """Judge whether an exposure was ever given (in a role, a window, above a dose)."""
    exposures = matching(subject, node.of, node.excepting)
    sure, maybe = 0, 0
    for each in exposures:
        fits = _role_fits(node, each), _dose_fits(node, each)
        if False in fits:
            continue
        maybe |= _since(subject, node, begins(each), ends(each))
        sure |= 0 if None in fits else _since(subject, node, begun(each), ended(each))
    known = absence(subject, node.of)
    found = [each for each in exposures if begins(each) <= subject.day]
    why = found_text(found) or f"no {node.of} recorded"
    return make(
        subject,
        node,
        (sure, ~maybe & known & subject.full),
        why,
        carried=(sure, ~maybe & repeated(subject, known) & subject.full),
        reason=Why.INCOMPLETE if maybe & subject.frame.bit(subject.day) else Why.LIST_NOT_CLOSED,
        evidence=tuple(each.fact for each in found),
        remedies=(_prior_remedy(subject, node, maybe),),
        lasting=bool(sure & subject.frame.bit(subject.day)) and node.within is None,
    )


def _prior_remedy(subject: Subject, node: Prior, maybe: int) -> Remedy:
    if maybe & subject.frame.bit(subject.day):
        return subject.remedy(
            Act.COMPLETE,
            f"details of {node.of}",
            f"Record intent, dose and days of {node.of}.",
            "records_request",
        )
    return review(subject, node.of)


def _since(subject: Subject, node: Prior, first: int, last: int) -> int:
    return subject.frame.days(first, None if last == NEVER else last_valid(last, node.within))


def _role_fits(node: Prior, each: Exposure) -> bool | None:
    """Consolidation and maintenance belong to the line that they are part of; without a line that is not known."""
    if node.role is None:
        return True
    if each.intent in ("frontline", "relapse"):
        return each.intent == node.role
    if each.intent is None or each.line is None:
        return None
    return (each.line == 1) == (node.role == "frontline")


def _dose_fits(node: Prior, each: Exposure) -> bool | None:
    if node.above is None:
        return True
    if each.dose is None or each.dose.unit.kind != node.above.unit.kind:
        return None
    return exact(each.dose.to(node.above.unit).value) > node.above.value


def judge_taking(subject: Subject, node: Taking) -> Judgement:
    """Judge whether a medicine of the class is being taken on the day."""
    exposures = matching(subject, node.of, node.excepting)
    sure = maybe = 0
    for each in exposures:
        maybe |= subject.frame.days(begins(each), each.last_latest)
        sure |= subject.frame.days(begun(each), each.last_earliest)
    known = absence(subject, node.of)
    now = [
        each
        for each in exposures
        if subject.frame.days(begins(each), each.last_latest) & subject.frame.bit(subject.day)
    ]
    return make(
        subject,
        node,
        (sure, ~maybe & known & subject.full),
        f"taking {found_text(now)}" if now else f"no {node.of} recorded on the day",
        carried=(sure, ~maybe & repeated(subject, known) & subject.full),
        reason=Why.PARTIAL_DATE if now else Why.LIST_NOT_CLOSED,
        evidence=tuple(each.fact for each in now),
        remedies=tuple(_stop(subject, each) for each in now) or (review(subject, node.of),),
    )


def _stop(subject: Subject, each: Exposure) -> Remedy:
    return subject.remedy(Act.CHANGE, f"stop {each.agent}", f"Ask whether {name_of(each)} can be stopped or replaced.")
