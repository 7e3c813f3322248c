"""Questions for a person: judgement, defects of the registry text, protocol text that is not held, consent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from rosette.eligibility.judgement import Act, Judgement, Why
from rosette.eligibility.judging.making import make, unknown
from rosette.eligibility.nodes import Attested, Consent
from rosette.eligibility.subject import Subject
from rosette.records import Attestation, Consent as ConsentFact

A = TypeVar("A", Attestation, ConsentFact)
_REASON = {"judgement": Why.JUDGEMENT, "flagged": Why.FLAGGED, "protocol": Why.NOT_HELD}


def judge_attested(subject: Subject, node: Attested) -> Judgement:
    """Judge a question by its latest attestation; what the protocol alone says stays UNKNOWN."""
    if node.ask == "protocol":
        remedy = subject.remedy(
            Act.OBTAIN,
            f"protocol {node.key.split('/')[0]}",
            "Obtain the protocol and judge this criterion by its text.",
            "records_request",
        )
        return unknown(subject, node, f"protocol text not held: {node.question}", Why.NOT_HELD, remedy)
    answers = [
        each for each in subject.record.of(Attestation) if each.question == node.key and _day(each) <= subject.day
    ]
    sentence = (
        f"Attest: {node.question}" if node.ask == "judgement" else f"Read the protocol and attest: {node.question}"
    )
    remedy = subject.remedy(Act.ATTEST, node.key, sentence)
    if not answers:
        return unknown(subject, node, _asked(node), _REASON[node.ask], remedy)
    last = _latest(answers)
    days = subject.full
    for each in last:
        days &= _valid(subject, each)
    told = {each.answer for each in last}
    masks = (days if told == {"yes"} else 0, days if told == {"no"} else 0)
    carried = tuple(mask | (subject.future if mask else 0) for mask in masks)
    why = f"{node.question}: {' and '.join(sorted(told))}, attested by {last[-1].recorded_by} on {last[-1].on}"
    return make(
        subject,
        node,
        masks,
        why,
        carried=(carried[0], carried[1]),
        reason=Why.CONFLICTING if len(told) > 1 else _REASON[node.ask],
        evidence=tuple(last),
        remedies=(remedy,),
    )


def _asked(node: Attested) -> str:
    return (
        f"needs judgement: {node.question}" if node.ask == "judgement" else f"registry text defective: {node.question}"
    )


def _latest(facts: Sequence[A]) -> list[A]:
    """The latest of some facts: several of one day, or of days known in part, stand side by side."""
    newest = max(each.on.earliest for each in facts if each.on is not None)
    return [each for each in facts if each.on is not None and each.on.latest >= newest]


def _day(fact: Attestation | ConsentFact) -> int:
    assert fact.on is not None
    return fact.on.latest.toordinal()


def _valid(subject: Subject, fact: Attestation) -> int:
    last = None if fact.valid_until is None else fact.valid_until.earliest.toordinal()
    return subject.frame.days(_day(fact), last)


def judge_consent(subject: Subject, node: Consent) -> Judgement:
    """Judge whether consent of the type is recorded; the latest counts."""
    given = [each for each in subject.record.of(ConsentFact) if each.type == node.type and _day(each) <= subject.day]
    remedy = subject.remedy(Act.ATTEST, f"consent {node.type}", f"Ask for consent: {node.type.replace('_', ' ')}.")
    if not given:
        return unknown(subject, node, f"consent {node.type} not recorded", Why.JUDGEMENT, remedy)
    last = _latest(given)
    days, told = subject.frame.days(max(_day(each) for each in last), None), {each.answer for each in last}
    masks = (days if told == {"yes"} else 0, days if told == {"no"} else 0)
    why = f"consent {node.type}: {' and '.join(sorted(told))} on {last[-1].on}"
    reason = Why.CONFLICTING if len(told) > 1 else Why.JUDGEMENT
    return make(subject, node, masks, why, reason=reason, evidence=tuple(last), remedies=(remedy,))
