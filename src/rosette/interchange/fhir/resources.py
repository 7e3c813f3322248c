"""The resources of a file: one alone, a Bundle, a list, or NDJSON; each with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from rosette.interchange.errors import InterchangeError
from rosette.interchange.fhir.elements import Raw, part, parts, word
from rosette.interchange.finds import Loss
from rosette.interchange.guarded import Content, json_of, lines_of

_HINT = b'"resourceType"'
_XML = b'"http://hl7.org/fhir"'


@frozen(kw_only=True)
class Resource:
    """One resource: what it holds, where it stands, and the address that its bundle gives it.

    holder: the resource that contains it.
    """

    raw: Raw
    place: str
    address: str | None = None
    holder: Resource | None = None

    @property
    def type(self) -> str:
        """Its type, such as "Observation"."""
        return word(self.raw, "resourceType") or ""

    @property
    def id(self) -> str | None:
        """Its id, when it has one."""
        return word(self.raw, "id")

    @property
    def contained(self) -> tuple[Resource, ...]:
        """The resources inside it."""
        place = f"{self.place}.contained" if self.place else "contained"
        return tuple(
            Resource(raw=each, place=f"{place}[{number}]", holder=self)
            for number, each in enumerate(_listed(self.raw, "contained"))
            if isinstance(each, dict)
        )


@frozen(kw_only=True)
class Opened:
    """The resources of one file, the sort of file that it is, and what of it is no resource."""

    told: str
    resources: tuple[Resource, ...]
    losses: tuple[Loss, ...] = ()


def looks_like_fhir(content: Content) -> bool:
    """Whether a file seems to hold FHIR."""
    start = content.data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return (start[:1] in b"{[" and _HINT in content.data) or (start[:1] == b"<" and _XML in content.data[:4000])


def opened(content: Content) -> Opened:
    """Find the resources of a file; raises InterchangeError when it holds none."""
    if content.data[:64].lstrip()[:1] == b"<":
        raise content.refuse("FHIR in XML is not read", wanted="FHIR in JSON", remedy="Ask for application/fhir+json.")
    found = _of_lines(content) if _is_ndjson(content) else _of_document(json_of(content), content)
    if len(found.resources) > content.limits.most_items:
        raise content.refuse(f"{len(found.resources)} resources", wanted=f"at most {content.limits.most_items}")
    return found


def _is_ndjson(content: Content) -> bool:
    if content.name.lower().endswith((".ndjson", ".jsonl")):
        return True
    first, _, rest = content.data.lstrip().partition(b"\n")
    return first.rstrip().endswith(b"}") and first.startswith(b"{") and bool(rest.strip())


def _of_lines(content: Content) -> Opened:
    found: list[Resource] = []
    losses: list[Loss] = []
    for number, line in enumerate(lines_of(content), 1):
        if line.strip():
            raw = _parsed(line)
            if isinstance(raw, dict) and word(raw, "resourceType") and not too_deep(raw, content.limits.deepest):
                found += _flat(raw, f"line {number}", None, losses, content.limits.deepest)
            else:
                losses.append(_broken(number, line))
    if not found:
        raise content.refuse("no line of it is a FHIR resource", remedy="Was the file cut short?")
    return Opened(told="NDJSON", resources=tuple(found), losses=tuple(losses))


def _broken(number: int, line: str) -> Loss:
    why, remedy = "the line is no FHIR resource in JSON", "Ask for the line again; the others were read."
    return Loss(place=f"line {number}", said=line[:200], why=why, remedy=remedy, grade="refused")


def _no_number(name: str) -> None:
    raise ValueError(name)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None


def _of_document(raw: Any, content: Content) -> Opened:
    if too_deep(raw, content.limits.deepest):
        raise content.refuse("it is nested too deeply", wanted=f"at most {content.limits.deepest} levels")
    losses: list[Loss] = []
    listed = raw if isinstance(raw, list) else [raw]
    found = [each for item in _placed(listed, alone=listed is not raw) for each in _within(item, losses, content)]
    if not found and not losses:
        raise _nothing(raw, content)
    told = (word(raw, "type") or word(raw, "resourceType") or "") if isinstance(raw, dict) else "list"
    return Opened(told=told, resources=tuple(found), losses=tuple(losses))


def _placed(listed: list[Any], *, alone: bool) -> Iterator[tuple[str, Any]]:
    return ((("" if alone else f"[{number}]"), each) for number, each in enumerate(listed))


def _within(item: tuple[str, Any], losses: list[Loss], content: Content) -> list[Resource]:
    place, raw = item
    if isinstance(raw, dict) and word(raw, "resourceType"):
        return list(_flat(raw, place, None, losses, content.limits.deepest))
    if place:
        losses.append(Loss(place=place, said=str(raw)[:200], why="it has no resourceType", grade="refused"))
    return []


def _nothing(raw: Any, content: Content) -> InterchangeError:
    kind = raw.get("resourceType") if isinstance(raw, dict) else None
    if kind == "Bundle":
        return content.refuse("the Bundle holds no resource", remedy="Was the search meant to find nothing?")
    return content.refuse('it has no "resourceType"', wanted="a FHIR R4 resource or Bundle in JSON")


def _flat(raw: Raw, place: str, address: str | None, losses: list[Loss], depth: int) -> Iterator[Resource]:
    """The resource itself, or those of a Bundle, and of the Bundles inside."""
    if word(raw, "resourceType") != "Bundle":
        yield Resource(raw=raw, place=place, address=address)
        return
    gone: set[str] = set()
    for number, entry in enumerate(_listed(raw, "entry")):
        at = f"{place}.entry[{number}]" if place else f"entry[{number}]"
        inner = part(entry, "resource") if isinstance(entry, dict) else {}
        if word(raw, "type") == "history" and isinstance(entry, dict):
            gone |= _deleted(entry)
        if f"{word(inner, 'resourceType')}/{word(inner, 'id')}" in gone:
            told = f"{word(inner, 'resourceType')}/{word(inner, 'id')}"
            why = "the history, newest first, says that it was deleted afterwards"
            losses.append(Loss(place=at, said=told, why=why, remedy="Does the record hold it?", grade="kept_aside"))
        elif word(inner, "resourceType") and depth > 0:
            yield from _flat(inner, f"{at}.resource", word(entry, "fullUrl"), losses, depth - 1)
        else:
            losses.append(_empty(entry, at))


def _deleted(entry: Raw) -> set[str]:
    """What an entry of a history deletes, as "Type/id"."""
    request = part(entry, "request")
    url = (word(request, "url") or "").split("/_history")[0]
    return {"/".join(url.split("/")[-2:])} if word(request, "method") == "DELETE" else set()


def _empty(entry: Any, at: str) -> Loss:
    request = part(entry, "request") if isinstance(entry, dict) else {}
    if word(request, "method") == "DELETE":
        why = "it asks to delete; a record loses nothing"
        return Loss(place=at, said=f"DELETE {word(request, 'url') or ''}".strip(), why=why, grade="kept_aside")
    return Loss(place=at, said=str(entry)[:200], why="the entry holds no resource", grade="refused")


def too_deep(raw: Any, most: int) -> bool:
    """Whether JSON is nested beyond a number of levels."""
    level = [raw]
    for _ in range(most):
        level = [each for value in level for each in _children(value) if isinstance(each, dict | list)]
        if not level:
            return False
    return True


def _children(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _listed(raw: Raw, key: str) -> list[Any]:
    value = raw.get(key)
    return value if isinstance(value, list) else parts(raw, key)
