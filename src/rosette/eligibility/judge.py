"""The reference engine: judges a node for one child, day by day, and explains it."""

from __future__ import annotations

from datetime import date

from rosette.eligibility.judgement import Judgement, Why
from rosette.eligibility.judging import judge_leaf
from rosette.eligibility.nodes import AllOf, AnyOf, AtLeastOf, IfThen, Leaf, Node, Not, children
from rosette.eligibility.subject import HORIZON_DAYS, Subject
from rosette.kernel import Masks, Truth
from rosette.kernel.truth import all_of, any_of, at_least, choice, negation
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord


def judge(node: Node, record: ChildRecord, *, on: date, knowledge: Knowledge, horizon: int = HORIZON_DAYS) -> Judgement:
    """Judge one node for one child on a day; horizon in days. For many nodes make one Subject and use judge_for."""
    return judge_for(Subject(record, knowledge, on, horizon), node)


def judge_for(subject: Subject, node: Node) -> Judgement:
    """Judge a node for a subject; an equal node is judged once."""
    found = subject.judged.get(node)
    if found is None:
        parts = children(node)
        found = _combined(subject, node, parts) if parts else judge_leaf(subject, _leaf(node))
        subject.judged[node] = found
    return found


def _leaf(node: Node) -> Leaf:
    return node  # type: ignore[return-value]


def _combined(subject: Subject, node: Node, parts: tuple[Node, ...]) -> Judgement:
    judged = tuple(judge_for(subject, part) for part in parts)
    if isinstance(node, Not):
        return _negated(node, judged[0])
    strict = fold(node, [each.strict for each in judged], full=subject.full)
    carried = fold(node, [each.carried for each in judged], full=subject.full)
    bit = subject.frame.bit(subject.day)
    truth = Truth.YES if strict[0] & bit else Truth.NO if strict[1] & bit else Truth.UNKNOWN
    deciding = _deciding(node, judged, truth)
    return Judgement(
        node=node,
        frame=subject.frame,
        on=subject.day,
        strict=strict,
        carried=carried,
        why="; ".join(dict.fromkeys(reason for each in deciding for reason in each.why.split("; "))),
        reason=_reason(deciding) if truth is Truth.UNKNOWN else None,
        evidence=tuple({fact.id: fact for each in deciding for fact in each.evidence}.values()),
        lasting=_lasting(node, judged, truth),
        parts=judged,
    )


def _negated(node: Not, part: Judgement) -> Judgement:
    """The same judgement with YES and NO exchanged."""
    return Judgement(
        node=node,
        frame=part.frame,
        on=part.on,
        strict=negation(part.strict),
        carried=negation(part.carried),
        why=part.why,
        reason=part.reason,
        evidence=part.evidence,
        lasting=part.lasting,
        parts=(part,),
    )


def fold(node: Node, parts: list[Masks], *, full: int) -> Masks:
    """Fold the masks of a combination's parts; the same for days of a timeline and for children of a table."""
    if isinstance(node, AllOf):
        return all_of(parts, full=full)
    if isinstance(node, AnyOf):
        return any_of(parts, full=full)
    if isinstance(node, AtLeastOf):
        return at_least(node.count, parts, full=full)
    if isinstance(node, Not):
        return negation(parts[0])
    otherwise = parts[2] if len(parts) == 3 else (full, 0)
    return choice(parts[0], parts[1], otherwise)


def _deciding(node: Node, judged: tuple[Judgement, ...], truth: Truth) -> tuple[Judgement, ...]:
    """The parts that make the truth what it is."""
    if isinstance(node, IfThen):
        return _deciding_branch(judged)
    if isinstance(node, Not):
        return judged
    return tuple(each for each in judged if each.truth is truth) or judged


def _deciding_branch(judged: tuple[Judgement, ...]) -> tuple[Judgement, ...]:
    condition = judged[0]
    if condition.truth is Truth.YES:
        return condition, judged[1]
    return (condition, *judged[2:]) if condition.truth is Truth.NO else judged


def _reason(deciding: tuple[Judgement, ...]) -> Why | None:
    """Needs judgement only when nothing else is missing."""
    reasons = [each.reason for each in deciding if each.truth is Truth.UNKNOWN and each.reason]
    others = [reason for reason in reasons if reason is not Why.JUDGEMENT]
    return others[0] if others else (reasons[0] if reasons else None)


def _lasting(node: Node, judged: tuple[Judgement, ...], truth: Truth) -> bool:
    """Whether the truth of the day can no longer change, from the parts that can no longer change."""
    fixed = [each.truth if each.lasting else Truth.UNKNOWN for each in judged]
    pairs = [(1 if each is Truth.YES else 0, 1 if each is Truth.NO else 0) for each in fixed]
    yes, no = fold(node, pairs, full=1)
    return bool(yes if truth is Truth.YES else no if truth is Truth.NO else 0)
