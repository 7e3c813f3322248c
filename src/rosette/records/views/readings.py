"""Numbers that were measured, in the canonical unit, in the order of their days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import frozen

from rosette.kernel import Quantity
from rosette.records.facts import Fact, Laboratory, Measurement, OrganTest
from rosette.records.measured import canonical
from rosette.records.record import ChildRecord
from rosette.records.views.index import RecordIndex
from rosette.records.views.spans import point


@frozen
class Reading:
    """One value on a day between `first` and `last` (ordinals), in the canonical unit of its code.

    uln, lln: the laboratory's limits of normal in the same unit. comparator: "<", "<=", ">=" or ">" when the
    true value is only known to lie on that side. fact: what it was read from; also: other facts it rests on.
    Several readings of one day are kept side by side: how they tie is for the criterion to say.
    """

    first: int
    last: int
    value: float
    uln: float | None
    lln: float | None
    comparator: str | None
    fact: Fact
    also: tuple[Fact, ...] = ()


Measured = Laboratory | Measurement | OrganTest
Derived = Callable[[RecordIndex], Iterable[Reading]]


def in_day_order(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Sort by the latest possible day, then the earliest."""
    return tuple(sorted(readings, key=lambda reading: (reading.last, reading.first)))


def measured(index: RecordIndex) -> Mapping[str, tuple[Reading, ...]]:
    """Every measured reading by its code."""
    return index.kept("measured", lambda: _measured(index))


def measured_facts(record: ChildRecord) -> tuple[Measured, ...]:
    """The facts that can carry a measured value."""
    found: list[Measured] = [*record.of(Laboratory), *record.of(Measurement), *record.of(OrganTest)]
    return tuple(found)


def _measured(index: RecordIndex) -> Mapping[str, tuple[Reading, ...]]:
    found: dict[str, list[Reading]] = {}
    for fact in measured_facts(index.record):
        if fact.quantity is not None:
            found.setdefault(fact.code, []).append(_reading(fact, fact.quantity, index))
    return {code: in_day_order(listed) for code, listed in found.items()}


def _reading(fact: Measured, quantity: Quantity, index: RecordIndex) -> Reading:
    first, last = point(fact)

    def limit(name: str) -> float | None:
        value = getattr(fact, name, None)
        return None if value is None else canonical(Quantity(value, quantity.unit), fact.code, index.knowledge)

    value = canonical(quantity, fact.code, index.knowledge)
    return Reading(first, last, value, limit("uln"), limit("lln"), fact.comparator, fact)
