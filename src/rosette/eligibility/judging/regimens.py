"""Agents given together, and progression during them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rosette.eligibility.judgement import Act, Judgement, Why
from rosette.eligibility.judging.exposed import (
    absence,
    begins,
    begun,
    ended,
    ends,
    found_text,
    matching,
    review,
)
from rosette.eligibility.judging.making import make, repeated, settled, unknown
from rosette.eligibility.nodes import (
    Progressed,
    Together,
)
from rosette.eligibility.subject import Subject
from rosette.kernel import Truth
from rosette.records.views import Exposure


def judge_together(subject: Subject, node: Together) -> Judgement:
    """Judge whether all agents were given in one regimen or overlapping in time."""
    given = {agent: given_by(subject, agent) for agent in node.agents}
    found = tuple(each.fact for exposures in given.values() for each in exposures)
    missing = [agent for agent, exposures in given.items() if not exposures]
    names, one = ", ".join(node.agents), Truth.NO if missing else _one_regimen(list(given.values()))
    if one is Truth.YES:
        return settled(subject, node, True, f"{names} given together", evidence=found, lasting=True)
    if one is Truth.UNKNOWN:
        remedy = subject.remedy(Act.COMPLETE, f"days of {names}", f"Record the days of {names}.", "records_request")
        why = f"{names} may have been given together"
        return unknown(subject, node, why, Why.PARTIAL_DATE, remedy, evidence=found)
    known = absence(subject, *node.agents)
    why = f"never {', '.join(missing)}" if missing else f"{names} given, not together"
    return make(
        subject,
        node,
        (0, known),
        why,
        carried=(0, repeated(subject, known)),
        reason=Why.LIST_NOT_CLOSED,
        evidence=found,
        remedies=(review(subject, *node.agents),),
    )


def given_by(subject: Subject, tag: str) -> list[Exposure]:
    """Exposures of a class or agent that may have begun by the day."""
    return [each for each in matching(subject, tag) if begins(each) <= subject.day]


def _one_regimen(given: Sequence[Sequence[Exposure]]) -> Truth:
    """Whether one exposure of each agent can be picked such that they share a regimen or overlap."""
    truth = Truth.NO
    for anchor in given[0]:
        partners = [_any(same_course(anchor, each) for each in exposures) for exposures in given[1:]]
        truth |= min(partners, key=lambda each: each.value, default=Truth.YES)
    return truth


def _any(truths: Iterable[Truth]) -> Truth:
    return max(truths, key=lambda each: each.value, default=Truth.NO)


def same_course(one: Exposure, other: Exposure) -> Truth:
    """Whether two exposures belong to one course: one regimen and line, or days in common."""
    if one.regimen and one.regimen == other.regimen and one.line == other.line:
        return Truth.YES
    if begun(one) <= ended(other) and begun(other) <= ended(one):
        return Truth.YES
    return Truth.of(None if begins(one) <= ends(other) and begins(other) <= ends(one) else False)


def judge_progressed(subject: Subject, node: Progressed) -> Judgement:
    """Judge whether the disease progressed during an exposure of the class."""
    given = given_by(subject, node.of)
    facts = tuple(each.fact for each in given)
    if any(each.progressed for each in given):
        return settled(subject, node, True, f"progressed on {found_text(given)}", evidence=facts, lasting=True)
    if any(each.progressed is None for each in given):
        remedy = subject.remedy(
            Act.COMPLETE,
            f"outcome of {node.of}",
            f"Record why {node.of} was stopped and the response.",
            "records_request",
        )
        return unknown(
            subject,
            node,
            f"outcome of {found_text(given)} not recorded",
            Why.INCOMPLETE,
            remedy,
            evidence=facts,
        )
    known = absence(subject, node.of)
    why = f"no progression on {found_text(given)}" if given else f"no {node.of} recorded"
    return make(
        subject,
        node,
        (0, known),
        why,
        carried=(0, repeated(subject, known)),
        reason=Why.LIST_NOT_CLOSED,
        evidence=facts,
        remedies=(review(subject, node.of),),
    )
