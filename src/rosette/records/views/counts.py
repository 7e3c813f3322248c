"""Counts that criteria ask for: relapses, lines of therapy, cycles, blood-pressure medicines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import frozen

from rosette.records.facts import DiseaseEvent, Fact
from rosette.records.views.exposures import Exposure, exposed_to
from rosette.records.views.index import RecordIndex
from rosette.records.views.spans import point


@frozen
class CountBounds:
    """A count that is at least `low` and at most `high`, as far as what is recorded goes.

    Whether anything is missing from the record is for the closures of `lists` to say.
    """

    low: int
    high: int
    facts: tuple[Fact, ...]
    lists: tuple[str, ...]


def count(index: RecordIndex, name: str, on: int) -> CountBounds:
    """One of the counts in COUNTS on the ordinal day."""
    return COUNTS[name](index, on)


def _relapses(index: RecordIndex, on: int) -> CountBounds:
    """Relapses up to the day; two facts on one day are one relapse; a progression is not a relapse."""
    spans = {point(event): event for event in index.record.of(DiseaseEvent) if event.event == "relapse"}
    started = {days: event for days, event in spans.items() if days[0] <= on}
    sure = _apart(days for days in started if days[1] <= on)
    return CountBounds(sure, len(started), tuple(started.values()), ("disease_events",))


def _apart(spans: Iterable[tuple[int, int]]) -> int:
    """How many of the stretches surely lie on different days: the most that do not overlap."""
    found, end = 0, None
    for first, last in sorted(spans, key=lambda span: span[1]):
        if end is None or first > end:
            found, end = found + 1, last
    return found


def _given(index: RecordIndex, tag: str, on: int) -> list[Exposure]:
    """Exposures that may have begun by the day; those of unknown start may."""
    return [e for e in exposed_to(index, tag) if e.first is None or e.first <= on]


def _systemic(index: RecordIndex, on: int) -> list[Exposure]:
    return [e for e in _given(index, "anticancer_therapy", on) if e.fact.kind in ("therapy", "radiopharmaceutical")]


def _surely(exposure: Exposure, on: int) -> bool:
    return exposure.first_latest is not None and exposure.first_latest <= on


def _unlabelled(given: Iterable[Exposure]) -> int:
    """How many more lines the treatments without a line number can make: one a regimen."""
    return len({e.regimen or e.fact.id for e in given if e.line is None})


def _lines(index: RecordIndex, on: int) -> CountBounds:
    """Lines of systemic therapy begun by the day; line 3 means three lines, recorded or not."""
    given = _systemic(index, on)
    sure = max((e.line for e in given if e.line is not None and _surely(e, on)), default=0)
    high = max((e.line for e in given if e.line is not None), default=0) + _unlabelled(given)
    return CountBounds(sure, high, tuple(e.fact for e in given), ("therapies",))


def _relapse_lines(index: RecordIndex, on: int) -> CountBounds:
    """Lines given for relapse; a later line without intent, or without record, may be one."""
    given = [e for e in _systemic(index, on) if e.intent in (None, "relapse")]
    stated = [e for e in given if e.intent == "relapse"]
    sure = {e.line for e in stated if e.line is not None and _surely(e, on)}
    low = len(sure) or int(any(_surely(e, on) for e in stated))
    top = max((e.line for e in given if e.line is not None), default=1) - 1
    high = max(len({e.line for e in stated if e.line is not None}), top) + _unlabelled(given)
    return CountBounds(low, max(low, high), tuple(e.fact for e in given), ("therapies",))


def _frontline_cycles(index: RecordIndex, on: int) -> CountBounds:
    """Cycles of frontline therapy: agents of one regimen over the same days share their cycles."""
    given = [e for e in _systemic(index, on) if e.intent == "frontline"]
    groups: dict[tuple[object, ...], list[Exposure]] = {}
    for exposure in given:
        groups.setdefault((exposure.regimen, exposure.first, exposure.last_latest), []).append(exposure)
    low = sum(_most_cycles(group) for group in groups.values() if all(_done(e, on) for e in group))
    high = sum(_summed_cycles(group) for group in groups.values())
    return CountBounds(low, high, tuple(e.fact for e in given), ("therapies",))


def _done(exposure: Exposure, on: int) -> bool:
    """Whether the cycles stated are behind the child: it ended, or they are those given so far."""
    return exposure.ongoing or (exposure.last_latest is not None and exposure.last_latest <= on)


def _most_cycles(group: Iterable[Exposure]) -> int:
    return max((e.cycles for e in group if e.cycles is not None), default=0)


def _summed_cycles(group: list[Exposure]) -> int:
    """The most cycles that the agents of a group can make: shared when all agree, else added up."""
    cycles = [e.cycles for e in group if e.cycles is not None]
    if len(cycles) < len(group) or any(e.ongoing for e in group):
        return UNBOUNDED
    return cycles[0] if len(set(cycles)) == 1 else sum(cycles)


def _antihypertensives(index: RecordIndex, on: int) -> CountBounds:
    """Different medicines against high blood pressure taken on the day."""
    found = exposed_to(index, "antihypertensive")
    sure = {e.agent for e in found if e.surely_on(on)}
    possible = [e for e in found if e.possibly_on(on)]
    return CountBounds(len(sure), len({e.agent for e in possible}), tuple(e.fact for e in possible), ("medications",))


UNBOUNDED = 1_000_000
COUNTS: Mapping[str, Callable[[RecordIndex, int], CountBounds]] = {
    "relapses": _relapses,
    "lines": _lines,
    "relapse_lines": _relapse_lines,
    "frontline_cycles": _frontline_cycles,
    "antihypertensives": _antihypertensives,
}
