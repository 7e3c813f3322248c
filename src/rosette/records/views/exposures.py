"""Everything that was given or done to the child, under every name that a criterion may use for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Any

from attrs import frozen

from rosette.kernel import Quantity
from rosette.records.facts import (
    Fact,
    GrowthFactor,
    Medication,
    Radiation,
    Radiopharmaceutical,
    Surgery,
    Therapy,
    Transfusion,
    Transplant,
)
from rosette.records.views.index import RecordIndex
from rosette.records.views.progression import progressed_during
from rosette.records.views.spans import Bounds, bounds_of, ends_of

PRODUCTS = {"platelets": "platelet_transfusion", "red_cells": "red_cell_transfusion"}
USES = ("replacement", "inhaled", "topical")
TREATMENTS = (
    Therapy,
    Radiation,
    Radiopharmaceutical,
    Transplant,
    Surgery,
    Transfusion,
    GrowthFactor,
    Medication,
)


@frozen
class Exposure(Bounds):
    """One thing given or done: its bounds in ordinal days, and the names that it answers to.

    tags: the agent, its classes and everything above them. half_life_h: hours, None when knowledge has none.
    ongoing: no end is known; its washout stays closed. progressed: None when the record does not say.
    dose: what the fact states, in its own unit (Gy for radiation).
    """

    tags: frozenset[str]
    agent: str | None
    half_life_h: float | None
    intent: str | None
    line: int | None
    regimen: str | None
    cycles: int | None
    progressed: bool | None
    dose: Quantity | None
    cumulative: Quantity | None
    fact: Fact


def exposures(index: RecordIndex) -> tuple[Exposure, ...]:
    """Every exposure of the record, in the order of their first possible days."""
    return index.kept("exposures", lambda: _exposures(index))


def exposed_to(index: RecordIndex, tag: str) -> tuple[Exposure, ...]:
    """The exposures that answer to one name."""
    return index.kept(("exposed to", tag), lambda: tuple(e for e in exposures(index) if tag in e.tags))


def _exposures(index: RecordIndex) -> tuple[Exposure, ...]:
    facts = (fact for kind in TREATMENTS for fact in index.record.of(kind))
    found = [exposure for fact in facts for exposure in _of(fact, index)]
    return tuple(sorted(found, key=lambda exposure: exposure.first or 0))


@singledispatch
def _of(fact: Fact, index: RecordIndex) -> Iterator[Exposure]:
    raise AssertionError(f"not a treatment: {fact.kind}")


DETAILS = ("intent", "line", "regimen", "cycles", "cumulative")


def _make(
    fact: Fact,
    index: RecordIndex,
    tags: Iterable[str],
    *,
    agent: str | None = None,
    dose: Quantity | None = None,
) -> Exposure:
    known = index.knowledge.agents.get(agent) if agent is not None else None
    span = bounds_of(fact)
    details: dict[str, Any] = {name: getattr(fact, name, None) for name in DETAILS}
    return Exposure(
        **ends_of(span),
        **details,
        tags=index.with_parents({*tags, *(() if agent is None else (agent,))}),
        agent=agent,
        half_life_h=None if known is None else known.half_life,
        progressed=progressed_during(fact, span, index),
        dose=dose,
        fact=fact,
    )


@_of.register
def _therapy(fact: Therapy, index: RecordIndex) -> Iterator[Exposure]:
    trial = ("investigational_agent",) if fact.investigational else ()
    yield _make(fact, index, (*fact.classes, *trial), agent=fact.agent, dose=fact.dose)


@_of.register
def _radiation(fact: Radiation, index: RecordIndex) -> Iterator[Exposure]:
    dose = None if fact.dose_gy is None else Quantity.of(fact.dose_gy, "Gy")
    yield _make(fact, index, (fact.field, *fact.fields), dose=dose)


@_of.register
def _radiopharmaceutical(fact: Radiopharmaceutical, index: RecordIndex) -> Iterator[Exposure]:
    yield _make(fact, index, (), agent=fact.agent, dose=fact.activity)


@_of.register
def _transplant(fact: Transplant, index: RecordIndex) -> Iterator[Exposure]:
    """The transplant and what prepared for it; an autologous one follows myeloablative therapy."""
    above = index.with_parents((fact.type,))
    yield _make(fact, index, (fact.type, *(("myeloablative_therapy",) if "autologous_transplant" in above else ())))
    for agent in fact.conditioning:
        yield _make(fact, index, (), agent=agent)
    if fact.tbi:
        yield _make(fact, index, ("total_body_irradiation",))


@_of.register
def _surgery(fact: Surgery, index: RecordIndex) -> Iterator[Exposure]:
    yield _make(fact, index, (fact.extent,))


@_of.register
def _transfusion(fact: Transfusion, index: RecordIndex) -> Iterator[Exposure]:
    yield _make(fact, index, (PRODUCTS[fact.product],))


@_of.register
def _growth_factor(fact: GrowthFactor, index: RecordIndex) -> Iterator[Exposure]:
    yield _make(fact, index, ("growth_factor",), agent=fact.agent)


@_of.register
def _medication(fact: Medication, index: RecordIndex) -> Iterator[Exposure]:
    """A medicine; a corticosteroid whose dosing says replacement, inhaled or topical answers to that too."""
    exposure = _make(fact, index, fact.classes, agent=fact.agent, dose=fact.dose)
    words = (fact.dosing or "").lower().replace(",", " ").split()
    uses = [f"{use}_corticosteroid" for use in USES if use in words and "corticosteroid" in exposure.tags]
    yield _make(fact, index, (*fact.classes, *uses), agent=fact.agent, dose=fact.dose) if uses else exposure
