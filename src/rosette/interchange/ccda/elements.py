"""The data types of a clinical document as FHIR writes them: codes, days, amounts.

Source: [@ccda-r21, data types of CDA R2].
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from rosette.interchange.hl7v2.results import day_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

V3 = "{urn:hl7-org:v3}"
KIND = "{http://www.w3.org/2001/XMLSchema-instance}type"
UCUM = "http://unitsofmeasure.org"


def child(element: Element | None, *names: str) -> Element | None:
    """The first element below by its path; None when a step is missing."""
    for name in names:
        element = None if element is None else element.find(f"{V3}{name}")
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """The elements of a name just below."""
    return [] if element is None else element.findall(f"{V3}{name}")


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def text_in(element: Element | None) -> str:
    """All text inside, in one line."""
    return "" if element is None else " ".join(" ".join(element.itertext()).split())


def value_of(element: Element | None, name: str = "value") -> str | None:
    """An attribute that says something."""
    return (element.get(name) or "").strip() or None if element is not None else None


def concept(element: Element | None) -> dict[str, Any]:
    """A coded value with its translations and its text."""
    if element is None:
        return {}
    listed = [element, *children(element, "translation")]
    codings = [_coding(each) for each in listed if value_of(each, "code")]
    text = value_of(element, "displayName") or text_in(child(element, "originalText"))
    return {key: value for key, value in {"coding": codings, "text": text}.items() if value}


def _coding(element: Element) -> dict[str, str]:
    system, name = value_of(element, "codeSystem"), value_of(element, "displayName")
    found = {"code": value_of(element, "code"), "display": name, "system": f"urn:oid:{system}" if system else None}
    return {key: value for key, value in found.items() if value}


def period(element: Element | None) -> tuple[str | None, str | None]:
    """The first and the last day of a time, each as far as it is known."""
    if element is None:
        return None, None
    start = value_of(element) or value_of(child(element, "low"))
    end = value_of(element) or value_of(child(element, "high"))
    return day_of(start or ""), day_of(end or "")


def quantity(element: Element | None) -> dict[str, Any]:
    """A physical quantity; empty without a number."""
    number, unit = value_of(element), value_of(element, "unit")
    try:
        found: dict[str, Any] = {"value": _number(number or "")}
    except ValueError:
        return {}
    return found | ({"unit": unit, "code": unit, "system": UCUM} if unit else {})


def _number(text: str) -> float:
    if text.isascii() and text.isdecimal():
        return int(text)
    value = float(text)
    if "_" in text or not math.isfinite(value):
        raise ValueError(text)
    return value


def valued(element: Element | None) -> dict[str, Any]:
    """The value of an observation; an open range becomes a comparator, a closed one has no place in a fact."""
    if element is None or element.get("nullFlavor"):
        return {"dataAbsentReason": {"text": element.get("nullFlavor") if element is not None else "no value"}}
    kind = (element.get(KIND) or "").rpartition(":")[2]
    if kind in ("PQ", "INT", "REAL"):
        return {"valueQuantity": quantity(element)}
    if kind == "IVL_PQ":
        return _open(child(element, "low"), child(element, "high"))
    if kind in ("CD", "CE", "CO", "CV", "BL"):
        return {"valueCodeableConcept": concept(element)}
    return {"valueString": text_in(element) or value_of(element) or ""}


def _open(low: Element | None, high: Element | None) -> dict[str, Any]:
    if low is not None and high is not None:
        return {"valueRange": {"low": quantity(low), "high": quantity(high)}}
    bound, sign = (low, ">") if low is not None else (high, "<")
    if bound is None:
        return {}
    closed = bound.get("inclusive", "true") != "false"
    return {"valueQuantity": {**quantity(bound), "comparator": f"{sign}=" if closed else sign}}


def limits(element: Element) -> list[dict[str, Any]]:
    """The ranges of normal."""
    found: list[dict[str, Any]] = []
    for each in children(element, "referenceRange"):
        value = child(each, "observationRange", "value")
        bounds = {"low": quantity(child(value, "low")), "high": quantity(child(value, "high"))}
        told: dict[str, Any] = {key: bound for key, bound in bounds.items() if bound}
        found.append(told or {"text": text_in(each)})
    return found
