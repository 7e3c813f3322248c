"""Elements of a FHIR resource, read without trust: what has another shape than expected counts as not there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from attrs import frozen

Raw: TypeAlias = Mapping[str, Any]
UCUM = "http://unitsofmeasure.org"
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?(?=T|$)")


@frozen(kw_only=True)
class Coding:
    """One code with the system that it belongs to."""

    system: str | None
    code: str | None
    display: str | None = None


@frozen(kw_only=True)
class Amount:
    """A quantity as it was written: its number, its operator, and its unit as code and as text."""

    value: float | int | None
    code: str | None
    unit: str | None
    comparator: str | None = None

    def __str__(self) -> str:
        told = (self.comparator or "", "" if self.value is None else f"{self.value}", self.unit or self.code or "")
        return f"{told[0]}{told[1]} {told[2]}".strip()


def part(raw: Raw, key: str) -> Raw:
    """An element that holds others; empty when it is not there."""
    value = raw.get(key)
    return value if isinstance(value, dict) else {}


def parts(raw: Raw, key: str) -> list[Raw]:
    """The repetitions of an element; one that stands alone counts as the only one."""
    value = raw.get(key)
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if isinstance(each, dict)]


def word(raw: Raw, key: str) -> str | None:
    """An element of text that is not empty."""
    value = raw.get(key)
    return value.strip() or None if isinstance(value, str) else None


def number(raw: Raw, key: str) -> float | int | None:
    """An element that is a number."""
    value = raw.get(key)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def codings(concept: Raw) -> tuple[Coding, ...]:
    """The codes of a concept, in their order."""
    return tuple(coding(each) for each in parts(concept, "coding"))


def coding(raw: Raw) -> Coding:
    """One code."""
    return Coding(system=word(raw, "system"), code=word(raw, "code"), display=word(raw, "display"))


def code_of(raw: Raw, key: str) -> str | None:
    """A status that is a bare code, or, in later versions of FHIR, a concept."""
    bare = word(raw, key)
    return bare or next((each.code for each in codings(part(raw, key)) if each.code), None)


def told(concept: Raw) -> str:
    """What a concept says to a person: its text, else a display, else a code."""
    text = word(concept, "text")
    found = codings(concept)
    return text or next((each.display for each in found if each.display), None) or _code(found)


def _code(found: tuple[Coding, ...]) -> str:
    return next((f"{each.system or ''}|{each.code}".lstrip("|") for each in found if each.code), "")


def amount(raw: Raw) -> Amount:
    """A quantity; its code counts only where the system is UCUM."""
    ucum = word(raw, "system") == UCUM
    code = word(raw, "code") if ucum else None
    unit = word(raw, "unit") or word(raw, "code")
    return Amount(value=number(raw, "value"), code=code, unit=unit, comparator=word(raw, "comparator"))


def day(text: str | None) -> str | None:
    """The day of a date or an instant, in the zone as written; text that is no date is kept, to be refused."""
    if text is None:
        return None
    found = _DAY.match(text)
    return found.group() if found else text


def common_day(start: str | None, end: str | None) -> str | None:
    """What two ends of a period have in common: the day, else the month, else the year, else nothing."""
    first, last = day(start), day(end)
    if first is None or last is None:
        return first or last
    for length in (10, 7, 4):
        if first[:length] == last[:length]:
            return first[:length]
    return None


def extensions(raw: Raw) -> dict[str, list[Raw]]:
    """The extensions of an element by the last part of their addresses, so that versions of a guide agree."""
    found: dict[str, list[Raw]] = {}
    for each in parts(raw, "extension"):
        url = word(each, "url") or ""
        found.setdefault(url.rstrip("/").rsplit("/", 1)[-1].removeprefix("mcode-"), []).append(each)
    return found


def on_of(raw: Raw) -> str | None:
    """The day on which it was seen: of a period what its ends have in common."""
    period = part(raw, "effectivePeriod")
    if period:
        return common_day(word(period, "start"), word(period, "end"))
    return day(word(raw, "effectiveDateTime") or word(raw, "effectiveInstant"))
