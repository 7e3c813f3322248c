"""Performance scores and stored stem cells, in the order of their days."""

from __future__ import annotations

from attrs import frozen

from rosette.kernel import Quantity
from rosette.records.facts import Performance, StemCells
from rosette.records.views.index import RecordIndex
from rosette.records.views.spans import point


@frozen
class PerformanceReading:
    """One performance score on a day between `first` and `last` (ordinals)."""

    first: int
    last: int
    scale: str
    score: int
    wheelchair: bool | None
    fact: Performance


@frozen
class StoredCells:
    """One stored product: CD34 in 10^6/kg, mononuclear cells in 10^8/kg; None where the record is silent."""

    first: int
    last: int
    cd34_millions_per_kg: float | None
    mnc_hundred_millions_per_kg: float | None
    purged: bool | None
    viable: bool | None
    released: bool | None
    fact: StemCells


def performance(index: RecordIndex) -> tuple[PerformanceReading, ...]:
    """Every performance score, sorted by the latest possible day."""
    return index.kept("performance", lambda: _performance(index))


def _performance(index: RecordIndex) -> tuple[PerformanceReading, ...]:
    found = [
        PerformanceReading(*point(fact), fact.scale, fact.score, fact.wheelchair, fact)
        for fact in index.record.of(Performance)
    ]
    return tuple(sorted(found, key=lambda reading: (reading.last, reading.first)))


def stem_cells(index: RecordIndex) -> tuple[StoredCells, ...]:
    """Every product of stem cells, in the order of the days of collection."""
    return index.kept("stem cells", lambda: tuple(_stored(fact) for fact in index.record.of(StemCells)))


def _stored(fact: StemCells) -> StoredCells:
    first, last = point(fact)
    cd34, mnc = _in(fact.cd34, "10*6/kg"), _in(fact.mnc, "10*8/kg")
    return StoredCells(first, last, cd34, mnc, fact.purged, fact.viable, fact.released, fact)


def _in(quantity: Quantity | None, unit: str) -> float | None:
    return None if quantity is None else quantity.to(unit).value
