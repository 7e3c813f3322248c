"""The small parts of resources that are written: codes, quantities, and one component a field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from rosette.interchange.codes import CodeBook
from rosette.interchange.fhir.desk import OWN
from rosette.interchange.fhir.elements import UCUM
from rosette.interchange.fhir.own import FIELD, SEGMENT
from rosette.interchange.fhir.quoting import quoted

Written = dict[str, Any]
PROFILE = "urn:rosette:profile:"
_CODE = re.compile(r"[^\s]+( [^\s]+)*")


@frozen(kw_only=True)
class Pen:
    """What the writers of the kinds need: the codes of other systems, and the reference to the child."""

    book: CodeBook = field(repr=False)
    subject: Mapping[str, str]

    def concept(self, kind: str, key: str, content: Mapping[str, Any]) -> Written:
        """The concept that says one field of a fact: the codes of others, then the word of the record."""
        value = content[key]
        codes = [self.coding(*row) for row in self.book.codes_for(kind, {key: value})]
        own = [own_coding(kind, value)] if _CODE.fullmatch(str(value)) else []
        return {**({"coding": [*codes, *own]} if codes or own else {}), "text": str(value)}

    def coding(self, system: str, code: str, name: str = "") -> Written:
        """One code of another system."""
        found = {"system": self.book.addresses[system], "code": code}
        return {**found, "display": name} if name else found

    def named(self, system: str, code: str, name: str) -> Written:
        """A concept of one code."""
        return {"coding": [self.coding(system, code, name)], "text": name}

    def about(self, kind: str, **elements: Any) -> Written:
        """A resource about the child."""
        return {"resourceType": kind, "subject": dict(self.subject), **elements}


def own_coding(kind: str, word: str) -> Written:
    """A word of the record as a code of its own system."""
    return {"system": f"{OWN}{kind}", "code": word}


def quantity(value: float, unit: str, comparator: str | None = None) -> Written:
    """A quantity with its UCUM code."""
    found: Written = {"value": value, "unit": unit, "system": UCUM, "code": unit}
    return {**found, "comparator": comparator} if comparator else found


def value_of(value: Any) -> Written:
    """A plain value as the element of its type; a quantity keeps its unit."""
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int) and abs(value) < 2**31:
        return {"valueInteger": value}
    if isinstance(value, int | float):
        return {"valueQuantity": {"value": value}}
    if isinstance(value, dict):
        return {"valueQuantity": quantity(value["value"], value["unit"])}
    return {"valueString": str(value)}


def components(content: Mapping[str, Any], *names: str) -> list[Written]:
    """One component a field that is stated, and one a segment of an MIBG scan."""
    found = [
        {"code": {"coding": [own_coding("field", name)]}, **value_of(content[name])}
        for name in names
        if name in content
    ]
    segments = content.get("segments", {})
    return found + [
        {"code": {"coding": [{"system": SEGMENT, "code": quoted(name)}], "text": name}, **value_of(points)}
        for name, points in segments.items()
    ]


def having(**elements: Any) -> Written:
    """The elements that hold something."""
    return {key: value for key, value in elements.items() if value not in (None, [], {}, "")}


__all__ = [
    "FIELD",
    "PROFILE",
    "Pen",
    "Written",
    "components",
    "having",
    "own_coding",
    "quantity",
    "value_of",
]
