"""Adds to a written resource what its own elements do not say: found by reading it back, not by a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rosette.interchange.codes import code_book
from rosette.interchange.fhir.desk import Desk
from rosette.interchange.fhir.own import FACT, extension_of, read_elements
from rosette.interchange.fhir.pool import pool_of
from rosette.interchange.fhir.reading import read_resource
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.fhir.writing.words import Written
from rosette.interchange.finds import Candidate
from rosette.knowledge import Knowledge


def completed_resource(
    addressed: list[tuple[str, Written]], content: Mapping[str, Any], *, knowledge: Knowledge
) -> Written:
    """The first of the resources of a fact, with the extension that makes reading them give the fact again."""
    resources = [Resource(raw=raw, place="", address=address) for address, raw in addressed]
    desk = Desk(knowledge=knowledge, book=code_book(knowledge), pool=pool_of(resources))
    items = read_resource(resources[0], desk)
    first = next((each for each in items if isinstance(each, Candidate)), None)
    said = read_elements(resources[0].raw, content["kind"], first)
    missing = {key: value for key, value in content.items() if key != "kind" and said.get(key) != value}
    without = [key for key in said if key not in content]
    extra = {"kind": content["kind"], **missing, **({"without": without} if without else {})}
    made = addressed[0][1]
    return {**made, "extension": [*made.get("extension", []), extension_of(FACT, extra)]}
