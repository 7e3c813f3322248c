"""What the criteria of an arm say about an age or an earlier treatment: judged on a record with that alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Literal

from rosette.eligibility import Subject, judge_for
from rosette.eligibility.nodes import Age, Cycles, Node, Prior, Progressed, Together, Washout, leaves
from rosette.kernel import Truth
from rosette.knowledge import Knowledge
from rosette.portfolio.trial import Arm
from rosette.records import FORMAT, ChildRecord, build_record

Effect = Literal["bars", "waits", "asks", "free", "unknown"]
OLDEST = 30
LONG_AGO = timedelta(days=1000)
EARLIER = (Prior, Progressed, Washout, Together, Cycles)


def age_span(arm: Arm, knowledge: Knowledge, *, on: date) -> frozenset[int]:
    """The ages in full years, 0 to 30, that no age criterion of the arm shuts out on some day of that year of life."""
    nodes = [each.met for each in arm.criteria if any(isinstance(leaf, Age) for leaf in leaves(each.node))]
    return frozenset(years for years in range(OLDEST + 1) if _some_day(nodes, knowledge, years, on))


def _some_day(nodes: list[Node], knowledge: Knowledge, years: int, on: date) -> bool:
    """The first and the last day of a year of life; criteria on age have no gap inside a year that both miss."""
    births = (_years_before(on, years), _years_before(on, years + 1) + timedelta(days=1))
    return any(_none_false(nodes, _record(birth), knowledge, on) for birth in births)


def effect_of(arm: Arm, facts: Iterable[dict[str, Any]], knowledge: Knowledge, *, on: date) -> Effect:
    """What an earlier treatment means for an arm: it bars, asks for a wait, is asked for, or none of these.

    The treatment ended long ago, without progression; a child's own dates and course may say otherwise.
    """
    nodes = [each.met for each in arm.criteria if any(isinstance(leaf, EARLIER) for leaf in leaves(each.node))]
    bare = _record(_years_before(on, 8))
    had = _record(_years_before(on, 8), facts=_dated(facts, on - LONG_AGO))
    fresh = _record(_years_before(on, 8), facts=_dated(facts, on - timedelta(days=1)))
    before, after, soon = (_truths(nodes, record, knowledge, on) for record in (bare, had, fresh))
    if _turned(before, after, Truth.NO):
        return "bars"
    if _turned(after, soon, Truth.NO):
        return "waits"
    return "asks" if _turned(before, after, Truth.YES) and _asks(arm, before, after) else "free"


def _asks(arm: Arm, before: list[Truth], after: list[Truth]) -> bool:
    """Whether a criterion that asks for an earlier treatment became true by this one."""
    nodes = [each for each in arm.criteria if any(isinstance(leaf, EARLIER) for leaf in leaves(each.node))]
    return any(
        now is Truth.YES and was is not Truth.YES and any(isinstance(leaf, Prior) for leaf in leaves(each.node))
        for each, was, now in zip(nodes, before, after, strict=True)
        if each.polarity == "require"
    )


def _turned(before: list[Truth], after: list[Truth], truth: Truth) -> bool:
    return any(now is truth and was is not truth for was, now in zip(before, after, strict=True))


def _none_false(nodes: list[Node], record: ChildRecord, knowledge: Knowledge, on: date) -> bool:
    return Truth.NO not in _truths(nodes, record, knowledge, on)


def _truths(nodes: list[Node], record: ChildRecord, knowledge: Knowledge, on: date) -> list[Truth]:
    subject = Subject(record, knowledge, on, 1)
    return [judge_for(subject, node).truth for node in nodes]


def _record(birth: date, *, facts: Iterable[dict[str, Any]] = ()) -> ChildRecord:
    document = {"format": FORMAT, "id": "probe", "birth_date": birth.isoformat(), "facts": list(facts)}
    return build_record(document, what="probe")


def _dated(facts: Iterable[dict[str, Any]], end: date) -> list[dict[str, Any]]:
    """The facts of a treatment, ending on a day."""
    told = {"source": {"type": "person", "name": "search"}, "recorded_at": f"{end}T12:00:00", "recorded_by": "search"}
    found = []
    for count, fact in enumerate(facts, start=1):
        spans = fact["kind"] in ("therapy", "radiation")
        days = {"from": f"{end - timedelta(days=20)}", "to": f"{end}"} if spans else {"on": f"{end}"}
        found.append({"id": f"had-{count:02d}", **fact, **days, **told})
    return found


def _years_before(day: date, years: int) -> date:
    year = day.year - years
    return date(year, 3, 1) if (day.month, day.day) == (2, 29) and year % 4 else day.replace(year=year)
