"""Conditions that are or were present, and those that were looked for and absent."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from rosette.records.facts import Condition
from rosette.records.views.index import RecordIndex, ordinals
from rosette.records.views.spans import Bounds, bounds_of, ends_of


@frozen
class ConditionSpan(Bounds):
    """One statement on a condition: its code and everything above it, present or absent, and when.

    point: it was seen on one day only, so that later days are not said. controlled: None when not said.
    controlled_from: first and last possible ordinal of the day from which it is controlled, or None.
    """

    code: str
    tags: frozenset[str]
    state: str
    point: bool
    grade: int | None
    controlled: bool | None
    controlled_from: tuple[int, int] | None
    agent: str | None
    fact: Condition


def conditions(index: RecordIndex) -> tuple[ConditionSpan, ...]:
    """Every statement on a condition, in the order of their first possible days."""
    return index.kept("conditions", lambda: tuple(_span(fact, index) for fact in index.record.of(Condition)))


def _span(fact: Condition, index: RecordIndex) -> ConditionSpan:
    return ConditionSpan(
        **ends_of(bounds_of(fact)),
        code=fact.code,
        tags=condition_tags(index, (fact.code,)),
        state=fact.state,
        point=fact.on is not None,
        grade=fact.grade,
        controlled=fact.controlled,
        controlled_from=None if fact.controlled_from is None else ordinals(fact.controlled_from),
        agent=fact.agent,
        fact=fact,
    )


def condition_tags(index: RecordIndex, codes: Iterable[str]) -> frozenset[str]:
    """These conditions and everything above them."""
    waiting, found = list(codes), set[str]()
    while waiting:
        code = waiting.pop()
        found.add(code)
        known = index.knowledge.conditions.get(code)
        waiting += [] if known is None else [parent for parent in known.parents if parent not in found]
    return frozenset(found)
