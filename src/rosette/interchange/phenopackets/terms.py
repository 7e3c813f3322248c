"""Terms, quantities and names of a phenopacket, as the mapping of FHIR reads them."""

from __future__ import annotations

import re
from typing import Any

from rosette.interchange.codes import CodeBook
from rosette.interchange.fhir.desk import OWN
from rosette.interchange.fhir.elements import UCUM, Raw, number, part, word

PREFIX = "ROSETTE"
SEEN = ("seen", "on")
_SNAKE = re.compile(r"_([a-z0-9])")


def concept(term: Raw, book: CodeBook) -> dict[str, Any]:
    """A concept with one code; its system is the prefix of the CURIE, or the record's own words."""
    name, label = word(term, "id"), word(term, "label")
    if name is None and label is None:
        return {}
    prefix, _, local = (name or "").partition(":")
    if prefix == PREFIX:
        kind, _, code = local.partition("/")
        return _coded(f"{OWN}{kind}", code, label)
    kept = (book.system(prefix), name) in book.meanings
    return _coded(prefix or None, name if kept else local or name, label)


def _coded(system: str | None, code: str | None, label: str | None) -> dict[str, Any]:
    one = {key: value for key, value in (("system", system), ("code", code), ("display", label)) if value}
    return {"coding": [one], **({"text": label} if label else {})}


def own(term: Raw) -> tuple[str, str] | None:
    """The kind and the word of a term in the record's own words."""
    prefix, _, local = (word(term, "id") or "").partition(":")
    kind, _, code = local.partition("/")
    return (kind, code) if prefix == PREFIX and code else None


def quantity(raw: Raw) -> dict[str, Any]:
    """A quantity; its unit counts as a code only where the term is one of UCUM."""
    unit = part(raw, "unit")
    prefix, _, code = (word(unit, "id") or "").partition(":")
    found: dict[str, Any] = {"value": number(raw, "value"), "unit": word(unit, "label") or word(unit, "id")}
    if prefix.upper() == "UCUM" and code:
        found |= {"system": UCUM, "code": code}
    return {key: value for key, value in found.items() if value is not None}


def shown(term: Raw) -> str:
    """A term for people: its label with its code."""
    name, label = word(term, "id"), word(term, "label")
    return f"{label} ({name})" if name and label else label or name or ""


def camel(value: Any) -> Any:
    """The same JSON with the names of its fields as protobuf writes them; both forms are allowed."""
    if isinstance(value, dict):
        return {_SNAKE.sub(lambda match: match[1].upper(), key): camel(each) for key, each in value.items()}
    return [camel(each) for each in value] if isinstance(value, list) else value
