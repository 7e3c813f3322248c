"""When a fact holds, in ordinal days, with both ends as far as they are known."""

from __future__ import annotations

from typing import Any

import attrs
from attrs import frozen

from rosette.records.facts import Fact
from rosette.records.views.index import ordinals


@frozen
class Bounds:
    """A stretch of days of which each end lies between two days; None: not known.

    first, first_latest: earliest and latest possible start. last_earliest, last_latest: the same of the end.
    ongoing: it has no known end, because it goes on or because none was recorded.
    """

    first: int | None
    first_latest: int | None
    last_earliest: int | None
    last_latest: int | None
    ongoing: bool

    def surely_on(self, day: int) -> bool:
        """Whether the day is inside whatever the missing parts are."""
        started = self.first_latest is not None and self.first_latest <= day
        return started and (self.ongoing or (self.last_earliest is not None and day <= self.last_earliest))

    def possibly_on(self, day: int) -> bool:
        """Whether the day may be inside."""
        started = self.first is None or self.first <= day
        return started and (self.ongoing or self.last_latest is None or day <= self.last_latest)


ENDS = tuple(field.name for field in attrs.fields(Bounds))


def ends_of(span: Bounds) -> dict[str, Any]:
    """The five fields of a stretch of days, to make a richer one with."""
    return {name: getattr(span, name) for name in ENDS}


def bounds_of(fact: Fact) -> Bounds:
    """When the fact holds; an end that is neither given nor denied stays open."""
    if fact.on is not None:
        day, last_day = ordinals(fact.on)
        return Bounds(day, last_day, day, last_day, False)
    first, first_latest = (None, None) if fact.start is None else ordinals(fact.start)
    if fact.end is None:
        return Bounds(first, first_latest, None, None, True)
    earliest, latest = ordinals(fact.end)
    begun_by = latest if first_latest is None else min(first_latest, latest)
    return Bounds(first, begun_by, earliest if first is None else max(earliest, first), latest, False)


def point(fact: Fact) -> tuple[int, int]:
    """First and last possible day of a fact of one day."""
    assert fact.on is not None, f"{fact.id} has no day"
    return ordinals(fact.on)
