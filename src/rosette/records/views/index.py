"""One record with the vocabulary to read it: streams that do not depend on the day are made once and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from rosette.kernel import NotComputable, PartialDate
from rosette.knowledge import Knowledge
from rosette.records.record import ChildRecord

T = TypeVar("T")


class RecordIndex:
    """A child's record and the knowledge it is read with. Make one a child, and use it for every question."""

    __slots__ = ("_kept", "knowledge", "record")

    def __init__(self, record: ChildRecord, knowledge: Knowledge) -> None:
        self.record = record
        self.knowledge = knowledge
        self._kept: dict[Hashable, Any] = {}

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made under this key before, or make it now."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

    def with_parents(self, names: Iterable[str]) -> frozenset[str]:
        """These agents and classes, and every class above them."""
        listed = tuple(names)
        return frozenset(listed).union(*(self.knowledge.classes_of(name) for name in listed))

    def constant(self, name: str) -> float:
        """A number of a formula, as knowledge holds it; raises NotComputable when it is not verified."""
        row = self.knowledge.constants[name]
        if not row.verified:
            raise NotComputable(f"{name} is not verified: {row.unverified}")
        return row.value.value


def ordinals(day: PartialDate) -> tuple[int, int]:
    """The first and the last ordinal day that a partial date can mean."""
    if day.day is not None:
        exact = day.earliest.toordinal()
        return exact, exact
    return day.earliest.toordinal(), day.latest.toordinal()
