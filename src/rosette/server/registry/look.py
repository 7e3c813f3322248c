"""A whole look into the registry: what a search finds, and every study that is known already, by its id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from attrs import field, frozen

from rosette.server.registry.asking import Asked, Registry, Told
from rosette.server.registry.query import Query

_NCT = re.compile(r"NCT\d{8}")


@frozen(kw_only=True)
class Looked:
    """What came. looked_for: ids that were asked for by name; whole: the search gave as many as the registry counts."""

    studies: tuple[Any, ...] = field(repr=False)
    looked_for: tuple[str, ...]
    pages: int
    requests: int
    unchanged: int
    whole: bool


def look(registry: Registry, query: Query, *, known: Iterable[str], told: Told | None = None) -> Looked:
    """Search, then ask by id for every known study that the search left out; raises RegistryFault.

    A study that closed leaves a search by status: only its id tells whether it closed or is gone.
    """
    searched = registry.ask(query, told=told)
    ids = sorted({each for each in known if _NCT.fullmatch(each)})
    left = [each for each in ids if each not in {_id_of(study) for study in searched.studies}]
    named = registry.ask_by_id(left, told=told)
    return Looked(
        studies=(*searched.studies, *_only(named, left)),
        looked_for=tuple(ids),
        pages=searched.pages + named.pages,
        requests=searched.requests + named.requests,
        unchanged=searched.unchanged + named.unchanged,
        whole=searched.whole,
    )


def _only(named: Asked, ids: list[str]) -> list[Any]:
    """Only the studies that were asked for: a server that does not know the filter gives others."""
    return [study for study in named.studies if _id_of(study) in ids]


def _id_of(study: Any) -> str:
    for name in ("protocolSection", "identificationModule", "nctId"):
        study = study.get(name) if isinstance(study, dict) else None
    return study if isinstance(study, str) else ""
