"""Results in day order: groups of one day, the days each group speaks for, and days known only in part."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from attrs import frozen

from rosette.eligibility.subject import Subject, last_valid
from rosette.kernel import Span

MOST_COMPLETIONS = 400


class Dated(Protocol):
    """Something of a day that lies between `first` and `last` (ordinals)."""

    @property
    def first(self) -> int:
        """Earliest day that it can mean."""

    @property
    def last(self) -> int:
        """Latest day that it can mean."""


D = TypeVar("D", bound=Dated)


@frozen
class DayGroup(Generic[D]):
    """All results of one day."""

    day: int
    items: tuple[D, ...]


def completions(results: Sequence[D]) -> list[tuple[tuple[int, D], ...]]:
    """Every way to complete the days that are known in part; the usual case is one way.

    A day in between its bounds matters only by its order among the other results and by how far its window
    reaches, so it is enough to try both bounds and the days next to the other results. Empty when too many.
    """
    choices = [_choices(each, results) for each in results]
    if math.prod(len(days) for days in choices) > MOST_COMPLETIONS:
        return []
    return [tuple(zip(days, results, strict=True)) for days in itertools.product(*choices)]


def _choices(one: Dated, results: Sequence[Dated]) -> Sequence[int]:
    if one.first == one.last:
        return (one.first,)
    near = {day + step for each in results for day in (each.first, each.last) for step in (-1, 0, 1)}
    return sorted(day for day in {one.first, one.last, *near} if one.first <= day <= one.last)


def groups(placed: Sequence[tuple[int, D]]) -> list[DayGroup[D]]:
    """Group results by day, in day order."""
    ordered = sorted(placed, key=lambda pair: pair[0])
    return [
        DayGroup(day, tuple(item for _, item in pairs))
        for day, pairs in ((day, list(run)) for day, run in itertools.groupby(ordered, key=lambda pair: pair[0]))
    ]


def valid_days(subject: Subject, day: int, until: int | None, within: Span | None) -> int:
    """Days on which a result of `day` is the latest and inside its window."""
    ends = [end for end in (until, last_valid(day, within)) if end is not None]
    return subject.frame.days(day, min(ends, default=None))
