"""From rows to the frozen whole: classes inherit, agents get their half-lives, groups their factors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from attrs import evolve

from rosette.knowledge.agents import Agent
from rosette.knowledge.bibliography import Reference
from rosette.knowledge.classes import TherapyClass
from rosette.knowledge.conversions import CumulativeGroup
from rosette.knowledge.entries import Entry
from rosette.knowledge.graph import below
from rosette.knowledge.knowledge import CitedRow, Knowledge
from rosette.knowledge.shelf import Shelf

E = TypeVar("E", bound=Entry)
RADIATION = "radiation"


def settle(shelf: Shelf, *, references: Mapping[str, Reference], release: str, digest: str) -> Knowledge:
    """Build the knowledge of one release from its rows."""
    shelf.classes = _classes(shelf)
    shelf.agents = _agents(shelf)
    shelf.procedures = [evolve(each, burden=place) for place, each in enumerate(shelf.procedures)]
    return Knowledge(
        release=release,
        digest=digest,
        references=references,
        classes=by_id(shelf.classes),
        agents=by_id(shelf.agents),
        half_lives=by_id(shelf.half_lives),
        conditions=by_id(shelf.conditions),
        observations=by_id(shelf.observations),
        coded=by_id(shelf.coded_tests),
        attributes=by_id(shelf.attributes),
        procedure_rows=by_id(shelf.procedures),
        age_sex_tables=by_id(shelf.age_sex_tables),
        alleles=tuple(shelf.alleles),
        performance_scales=by_id(shelf.performance_scales),
        conversion_sets=by_id(shelf.conversion_sets),
        cumulative_groups=by_id([*_groups(shelf), *_radiation_groups(shelf)]),
        closures=by_id(shelf.closures),
        constants=by_id(shelf.constants),
        rows=tuple(CitedRow(kind, entry) for kind, entry in shelf.all()),
    )


def by_id(entries: Iterable[E]) -> Mapping[str, E]:
    """Rows by their id."""
    return {entry.id: entry for entry in entries}


def _classes(shelf: Shelf) -> list[TherapyClass]:
    kinds = shelf.fact_kinds()
    return [evolve(each, applies_to=kinds[each.id]) for each in shelf.classes]


def _agents(shelf: Shelf) -> list[Agent]:
    rows = by_id(shelf.half_lives)
    return [evolve(agent, half_life_row=rows.get(agent.id)) for agent in shelf.agents]


def _groups(shelf: Shelf) -> list[CumulativeGroup]:
    sets = by_id(shelf.conversion_sets)
    return [_with_factors(group, sets) for group in shelf.cumulative_groups]


def _with_factors(group: CumulativeGroup, sets: Mapping[str, Entry]) -> CumulativeGroup:
    chosen = sets.get(group.conversion or "")
    return group if chosen is None else evolve(group, factors=getattr(chosen, "factors", None))


def _radiation_groups(shelf: Shelf) -> list[CumulativeGroup]:
    """A sum of doses, in Gy, for each class of radiation."""
    written = {group.id for group in shelf.cumulative_groups}
    inside = below({each.id: each.parents for each in shelf.classes}).get(RADIATION, frozenset())
    return [
        CumulativeGroup(
            id=f"{RADIATION}_{each.id}",
            statement="Sum of the doses to the field.",
            sources=each.sources,
            review=each.review,
            place=each.place,
            name=each.name,
            unit="Gy",
            fact_kind=RADIATION,
            members=(each.id,),
        )
        for each in shelf.classes
        if each.id in inside - {RADIATION} and f"{RADIATION}_{each.id}" not in written
    ]
