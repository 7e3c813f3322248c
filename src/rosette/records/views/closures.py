"""Which lists were found complete, and which list would name a treatment."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from rosette.knowledge import Knowledge
from rosette.records.facts import Closure
from rosette.records.views.index import RecordIndex

LIST_OF_KIND: Mapping[str, str] = {
    "therapy": "therapies",
    "radiopharmaceutical": "therapies",
    "radiation": "radiation",
    "transplant": "transplants",
    "surgery": "surgery",
    "transfusion": "transfusions",
    "growth_factor": "growth_factors",
    "medication": "medications",
}
CONDITIONING = ("chemotherapy", "myeloablative_therapy")


def closures(index: RecordIndex) -> Mapping[str, tuple[int, ...]]:
    """The ordinal days on which each list was reviewed and found complete, ascending."""
    return index.kept("closures", lambda: _closures(index))


def _closures(index: RecordIndex) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for closure in index.record.of(Closure):
        if closure.on is not None and closure.on.exact:
            for name in closure.covers:
                found.setdefault(name, set()).add(closure.on.earliest.toordinal())
    return {name: tuple(sorted(days)) for name, days in found.items()}


@functools.cache
def lists_for(tag: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The lists that must be complete before "never had `tag`" is known; `tag` is a class or an agent.

    Chemotherapy can stand among the transplants, as conditioning. A name that knowledge does not hold could
    be a therapy or a medication.
    """
    names = {tag, *_members(tag, knowledge)}
    kinds = {kind for name in names for kind in knowledge.fact_kinds(name)}
    lists = {LIST_OF_KIND[kind] for kind in kinds if kind in LIST_OF_KIND} or {"therapies", "medications"}
    return tuple(sorted(lists | ({"transplants"} if _can_condition(names, knowledge) else set())))


def _members(tag: str, knowledge: Knowledge) -> frozenset[str]:
    return knowledge.members(tag) if tag in knowledge.classes else frozenset()


def _can_condition(names: set[str], knowledge: Knowledge) -> bool:
    preparing = frozenset().union(*(knowledge.members(root) for root in CONDITIONING)) | set(CONDITIONING)
    return not preparing.isdisjoint(names)
