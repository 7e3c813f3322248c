"""Dates of a search: a value is the stretch of time that it names, and prefixes compare stretches."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import frozen

from rosette.server.fhir.outcomes import invalid

FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
PREFIXES = ("eq", "ne", "lt", "gt", "le", "ge")
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})\d*)?)?(Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)


@frozen
class Stretch:
    """From an instant up to, and without, another."""

    first: datetime
    end: datetime


@frozen
class DateAsked:
    """A prefix and a stretch."""

    prefix: str
    asked: Stretch

    def meets(self, found: Stretch) -> bool:
        """Whether a stretch of a resource answers, as FHIR defines the prefixes."""
        inside = self.asked.first <= found.first and found.end <= self.asked.end
        before, after = found.first < self.asked.first, found.end > self.asked.end
        return {
            "eq": inside,
            "ne": not inside,
            "lt": before,
            "gt": after,
            "le": before or inside,
            "ge": after or inside,
        }[self.prefix]


def date_asked(text: str, where: str) -> DateAsked:
    """A value of a date parameter; raises FhirFault."""
    prefix = text[:2] if text[:2] in PREFIXES else "eq"
    rest = text.removeprefix(prefix) if text[:2] in PREFIXES else text
    found = stretch(rest.replace(" ", "+"))
    if found is None:
        raise invalid(f'"{text}" is no date with one of {", ".join(PREFIXES)}', where)
    return DateAsked(prefix, found)


def stretch(text: str) -> Stretch | None:
    """The stretch that a date of any precision names; without a zone in UTC; None for what is no date."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return _stretch(match)
    except (ValueError, OverflowError):
        return None


def _stretch(match: re.Match[str]) -> Stretch:
    year, month, day, hour, minute, second, part, zone = match.groups()
    if month is None:
        return _months(int(year), 1, 12)
    if day is None:
        return _months(int(year), int(month), 1)
    if hour is None:
        first = datetime(int(year), int(month), int(day), tzinfo=UTC)
        return Stretch(first, min(first, LAST - timedelta(days=1)) + timedelta(days=1))
    micro = int((part or "0").ljust(6, "0"))
    base = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micro)
    first = datetime.fromisoformat(base.isoformat() + (zone or "Z"))
    length = timedelta(minutes=1) if second is None else timedelta(seconds=1) if part is None else _part(part)
    return Stretch(first, first + length)


def _part(part: str) -> timedelta:
    return timedelta(microseconds=10 ** (6 - len(part)))


def _months(year: int, month: int, count: int) -> Stretch:
    first, last = datetime(year, month, 1, tzinfo=UTC), month + count
    end = LAST if year == LAST.year and last > 12 else datetime(year + (last > 12), (last - 1) % 12 + 1, 1, tzinfo=UTC)
    return Stretch(first, end)


def stretch_of(value: Any) -> Stretch | None:
    """The stretch of an element: a date, an instant, or a Period, which may be open."""
    if isinstance(value, str):
        return stretch(value)
    if not isinstance(value, dict):
        return None
    first, last = stretch(value.get("start", "")), stretch(value.get("end", ""))
    if first is None and last is None:
        return None
    return Stretch(first.first if first else FIRST, last.end if last else LAST)
