"""The names of FHIR by how they are read: resources about nobody, elements that make no fact, reasons."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

FILE = Path(__file__).parent.parent / "data" / "fhir.toml"


@frozen(kw_only=True)
class FhirNames:
    """Resources about nobody; elements of the envelope; elements that are read, by type; why others make no fact."""

    nobody: frozenset[str]
    envelope: frozenset[str]
    read: Mapping[str, frozenset[str]]
    aside: Mapping[str, str]


@functools.cache
def fhir_names() -> FhirNames:
    """The lists of this release."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return FhirNames(
        nobody=frozenset(raw["nobody"]),
        envelope=frozenset(raw["envelope"]),
        read={name: frozenset(each) for name, each in raw["read"].items()},
        aside=raw["aside"],
    )
