"""Treatments that overlap themselves: the same agent recorded twice for the same days."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from rosette.knowledge import Knowledge
from rosette.records.checking.finding import Finding
from rosette.records.checking.places import warning
from rosette.records.facts import Medication, Therapy
from rosette.records.presenting import when
from rosette.records.record import ChildRecord
from rosette.records.views.spans import Bounds, bounds_of


def overlaps(record: ChildRecord, knowledge: Knowledge) -> Iterator[Finding]:
    """Therapies and medications of one agent whose days surely overlap."""
    facts: list[Therapy | Medication] = [*record.of(Therapy), *record.of(Medication)]
    for one, other in itertools.combinations(facts, 2):
        same = one.kind == other.kind and one.agent == other.agent
        if same and _overlap(bounds_of(one), bounds_of(other)):
            sentence = f"{one.agent} overlaps itself: {when(one)} and {when(other)}"
            yield warning(record, "overlap", (one, other), sentence)


def _overlap(one: Bounds, other: Bounds) -> bool:
    """Whether two stretches share more than a day of change, whatever their missing parts are."""
    return _starts_inside(one, other) or _starts_inside(other, one)


def _starts_inside(inner: Bounds, outer: Bounds) -> bool:
    if inner.first is None or inner.first_latest is None or outer.first_latest is None:
        return False
    ends_later = outer.ongoing or (outer.last_earliest is not None and inner.first_latest < outer.last_earliest)
    return outer.first_latest <= inner.first and ends_later
