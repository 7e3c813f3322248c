"""The readings of any observation code, whether it is measured or worked out."""

from __future__ import annotations

from rosette.records.views.derived import DERIVED
from rosette.records.views.index import RecordIndex
from rosette.records.views.readings import Reading, in_day_order, measured


def readings(index: RecordIndex, code: str) -> tuple[Reading, ...]:
    """Every reading of an observation code, worked out ones too, sorted by the latest possible day."""
    return index.kept(("readings", code), lambda: _readings(index, code))


def _readings(index: RecordIndex, code: str) -> tuple[Reading, ...]:
    return in_day_order(DERIVED[code](index)) if code in DERIVED else measured(index).get(code, ())
