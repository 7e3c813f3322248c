"""The extension that carries what of a fact has no place in FHIR, and the facts that are read with it.

An extension holds one part a key of the fact. A list has parts called "item"; a table has parts whose names begin with
a dot, percent-encoded; what is empty says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rosette.interchange.fhir.desk import OWN, OWN_KEYS, Mapped, candidate
from rosette.interchange.fhir.elements import Raw, amount, codings, day, part, parts, word
from rosette.interchange.fhir.quoting import quoted, unquoted
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.finds import Candidate

FACT, SOURCE = "urn:rosette:fhir:fact", "urn:rosette:fhir:source"
FIELD, SEGMENT = f"{OWN}field", f"{OWN}segment"
EMPTY: Mapping[str, Any] = {"empty-list": [], "empty-table": {}}
MAIN = {"imaging": "curie", "marrow": "percent", "reported_outcome": "score"}
PLAIN = ("valueString", "valueBoolean", "valueInteger", "valueDecimal")
_MOST = 2**31


def extension_of(url: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """An extension with one part a key."""
    return {"url": url, "extension": [_encoded(key, value) for key, value in content.items()]}


def _encoded(url: str, value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"url": url, "valueBoolean": value}
    if isinstance(value, int | float):
        return {"url": url, "valueInteger" if isinstance(value, int) and abs(value) < _MOST else "valueDecimal": value}
    if isinstance(value, list):
        inner = [_encoded("item", each) for each in value]
        return {"url": url, "extension": inner} if inner else {"url": url, "valueCode": "empty-list"}
    if isinstance(value, dict):
        inner = [_encoded(f".{quoted(key)}", each) for key, each in value.items()]
        return {"url": url, "extension": inner} if inner else {"url": url, "valueCode": "empty-table"}
    return {"url": url, "valueString": str(value)}


def content_of_extension(raw: Raw, url: str) -> dict[str, Any] | None:
    """What an extension holds by its keys; None when there is none."""
    for each in parts(raw, "extension"):
        if each.get("url") == url:
            return {word(inner, "url") or "": _decoded(inner) for inner in parts(each, "extension")}
    return None


def _decoded(raw: Raw) -> Any:
    inner = parts(raw, "extension")
    if inner and all(each.get("url") == "item" for each in inner):
        return [_decoded(each) for each in inner]
    if inner:
        return {unquoted((word(each, "url") or "").removeprefix(".")): _decoded(each) for each in inner}
    if "valueCode" in raw:
        return EMPTY.get(str(raw["valueCode"]))
    return next((raw[key] for key in PLAIN if key in raw), None)


def is_own(resource: Resource) -> bool:
    """Whether a resource was written here: it names the kind of its fact."""
    return isinstance((content_of_extension(resource.raw, FACT) or {}).get("kind"), str)


def completed(resource: Resource, mapped: Iterable[Mapped]) -> Candidate:
    """The fact of a resource that was written here: what its elements say, and what its extension adds."""
    extra = content_of_extension(resource.raw, FACT) or {}
    kind, without = str(extra.pop("kind", "")), extra.pop("without", [])
    first = next((each for each in mapped if isinstance(each, Candidate)), None)
    content = {**read_elements(resource.raw, kind, first), **extra}
    kept = {key: value for key, value in content.items() if key not in (without if isinstance(without, list) else [])}
    return candidate(resource, kind, kept, said=first.said if first else "")


def read_elements(raw: Raw, kind: str, first: Candidate | None) -> dict[str, Any]:
    """What the elements of a resource say of a fact of this kind, without its extension."""
    content = {**first.content} if first is not None and first.kind == kind else _plain(raw, kind)
    found = {**content, **_fields(raw)}
    return {key: value for key, value in found.items() if value is not None}


def _plain(raw: Raw, kind: str) -> dict[str, Any]:
    """The day and the main value of a resource that no mapper reads."""
    on = day(word(raw, "effectiveDateTime") or word(raw, "created") or word(raw, "dateTime"))
    permitted = {"permit": "yes", "deny": "no"}.get(word(part(raw, "provision"), "type") or "")
    return {"on": on, MAIN.get(kind, "result"): _value(raw), "answer": permitted, **_selected(raw, kind)}


def _selected(raw: Raw, kind: str) -> dict[str, Any]:
    codes = [each.code for each in codings(part(raw, "code")) if each.system == f"{OWN}{kind}"]
    return {OWN_KEYS.get(kind, "code"): codes[0]} if codes else {}


def _fields(raw: Raw) -> dict[str, Any]:
    """The fields that stand in components, and the points of an MIBG scan by segment."""
    found: dict[str, Any] = {}
    segments: dict[str, Any] = {}
    for each in parts(raw, "component"):
        for code in codings(part(each, "code")):
            if code.system == FIELD and code.code:
                found[code.code] = _value(each)
            if code.system == SEGMENT and code.code:
                segments[unquoted(code.code)] = _value(each)
    return {**found, "segments": segments} if segments else found


def _value(raw: Raw) -> Any:
    if "valueQuantity" in raw:
        given = amount(part(raw, "valueQuantity"))
        return given.value if given.code is None else {"value": given.value, "unit": given.code}
    return next((raw[key] for key in ("valueString", "valueBoolean", "valueInteger") if key in raw), None)
