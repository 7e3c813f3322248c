"""Elements of a phenopacket by how they are read, and the loss that names those that make no fact."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path

from rosette.interchange.fhir.elements import Raw
from rosette.interchange.finds import Grade, Loss
from rosette.interchange.phenopackets.terms import SEEN, own
from rosette.kernel import KnowledgeError, Problems
from rosette.knowledge.textfiles import load_toml

FILE = Path(__file__).parents[1] / "data" / "phenopackets.toml"
DEFAULT = "a record has no such fact"


@functools.cache
def elements() -> Mapping[str, Mapping[str, object]]:
    """The lists `read` and `aside`, by message."""
    problems = Problems()
    raw = load_toml(FILE, problems) or {}
    problems.raise_as(KnowledgeError, what=FILE.name)
    return raw


def unread(raw: Raw, message: str, place: str) -> Iterator[Loss]:
    """A loss for each element that makes no fact; one that the standard does not have is not understood."""
    read, aside = elements()["read"].get(message, ()), elements()["aside"].get(message, {})
    for key in sorted(raw):
        if (isinstance(read, list) and key in read) or raw[key] in (None, "", [], {}, False):
            continue
        if message == "Feature" and key == "modifiers" and _own_only(raw[key]):
            continue
        known = isinstance(aside, Mapping) and key in aside
        why = str(aside[key]) if known and isinstance(aside, Mapping) else "the element is not known here"
        grade: Grade = "kept_aside" if known else "not_understood"
        yield Loss(place=f"{place}.{key}".lstrip("."), said=f"{key}: {raw[key]}"[:500], why=why, grade=grade)


def _own_only(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) and own(each) == SEEN for each in value)
