"""Short ways to make judgements."""

from __future__ import annotations

from rosette.eligibility.judgement import Judgement, Remedy, Why
from rosette.eligibility.nodes import Node
from rosette.eligibility.subject import Subject
from rosette.kernel import Masks, Truth
from rosette.records import Fact


def make(
    subject: Subject,
    node: Node,
    strict: Masks,
    why: str,
    *,
    carried: Masks | None = None,
    reason: Why | None = None,
    evidence: tuple[Fact, ...] = (),
    remedies: tuple[Remedy, ...] = (),
    lasting: bool = False,
    attainable: int = -1,
) -> Judgement:
    """A judgement from its masks; `reason` is kept only where the truth of the day is UNKNOWN."""
    bit = subject.frame.bit(subject.day)
    known = (strict[0] | strict[1]) & bit
    return Judgement(
        node=node,
        frame=subject.frame,
        on=subject.day,
        strict=strict,
        carried=strict if carried is None else carried,
        why=why,
        reason=None if known else reason,
        evidence=evidence,
        remedies=remedies,
        lasting=lasting and bool(known),
        attainable=attainable,
    )


def settled(
    subject: Subject,
    node: Node,
    value: bool,
    why: str,
    *,
    evidence: tuple[Fact, ...] = (),
    lasting: bool = False,
) -> Judgement:
    """One known truth on every day."""
    masks = (subject.full, 0) if value else (0, subject.full)
    return make(subject, node, masks, why, evidence=evidence, lasting=lasting)


def unknown(
    subject: Subject, node: Node, why: str, reason: Why, *remedies: Remedy, evidence: tuple[Fact, ...] = ()
) -> Judgement:
    """UNKNOWN on every day."""
    return make(subject, node, (0, 0), why, reason=reason, evidence=evidence, remedies=remedies)


def ever(subject: Subject, value: Truth) -> Masks:
    """Masks of one truth on every day."""
    return (subject.full if value is Truth.YES else 0, subject.full if value is Truth.NO else 0)


def repeated(subject: Subject, known: int) -> int:
    """The known days, and all days to come if it was ever known: a review is assumed to be repeated, not begun."""
    return known | (subject.future if known & ~subject.future else 0)


def only(masks: Masks, days: int) -> Masks:
    """The masks on some days, UNKNOWN on the others."""
    return masks[0] & days, masks[1] & days


def joined(*parts: Masks) -> Masks:
    """Masks of stretches that do not overlap."""
    yes = no = 0
    for part in parts:
        yes |= part[0]
        no |= part[1]
    return yes, no


def agreed(*parts: Masks) -> Masks:
    """What several possible readings all say."""
    yes = no = -1
    for part in parts:
        yes &= part[0]
        no &= part[1]
    return yes, no
