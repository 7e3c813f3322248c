"""Cumulative doses: what was given in all, and whether any dose of it is missing from the record."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from rosette.kernel import Quantity, UnitError
from rosette.knowledge import CumulativeGroup
from rosette.records.facts import Fact
from rosette.records.views.exposures import Exposure, exposed_to
from rosette.records.views.index import RecordIndex
from rosette.records.views.readings import Reading, measured


@frozen
class CumulativeDose:
    """A total of at least `low`, in `unit`; `complete` when no recorded exposure lacks its dose.

    facts: what was added up. missing: exposures whose dose is not recorded, not convertible or still growing.
    """

    low: float
    unit: str
    complete: bool
    facts: tuple[Fact, ...]
    missing: tuple[Fact, ...]


def cumulative(index: RecordIndex, group: str, on: int) -> CumulativeDose:
    """The total of a cumulative group of knowledge up to the ordinal day, in the unit of the group."""
    known = index.knowledge.cumulative_groups[group]
    given = {id(e): e for tag in known.members for e in exposed_to(index, tag) if e.first is None or e.first <= on}
    total, counted, missing = 0.0, list[Fact](), list[Fact]()
    for exposure in given.values():
        dose = _dose(exposure, known, index)
        growing = exposure.last_latest is None or exposure.last_latest > on
        if dose is not None:
            total += dose if exposure.ongoing or not growing else 0.0
            counted.append(exposure.fact)
        if dose is None or growing:
            missing.append(exposure.fact)
    return CumulativeDose(total, known.unit, not missing, tuple(counted), tuple(missing))


def _dose(exposure: Exposure, group: CumulativeGroup, index: RecordIndex) -> float | None:
    """The dose of one exposure in the unit of the group, or None when it cannot be said."""
    stated = exposure.cumulative if exposure.fact.kind == "therapy" else exposure.dose
    factor = 1.0 if exposure.agent is None else group.factor(exposure.agent)
    if stated is None or factor is None:
        return None
    for quantity in (stated, *_per_mass(stated, exposure, index)):
        try:
            return quantity.to(group.unit).value * factor
        except UnitError:
            continue
    return None


def _per_mass(total: Quantity, exposure: Exposure, index: RecordIndex) -> Iterator[Quantity]:
    """A total activity per body mass, by the weight nearest to the day of the exposure."""
    weight = None if exposure.first is None else weight_near(index, exposure.first)
    if weight is not None:
        yield Quantity.of(total.value / weight.value, f"{total.unit}/kg")


def weight_near(index: RecordIndex, day: int) -> Reading | None:
    """The weight nearest to an ordinal day; None when none is near enough to count together."""
    weights = [weight for weight in measured(index).get("weight", ()) if weight.comparator is None]
    nearest = min(weights, key=lambda weight: _days_from(weight, day), default=None)
    if nearest is None or _days_from(nearest, day) > index.constant("body.pairing_days"):
        return None
    return nearest


def _days_from(weight: Reading, day: int) -> int:
    return max(abs(weight.last - day), abs(weight.first - day))
