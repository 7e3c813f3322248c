"""Days of a history in TOML: a date, or text such as "2019-06" or "2019" where only so much is known."""

from __future__ import annotations

from datetime import date

from rosette.kernel import DateError, PartialDate
from rosette.knowledge.rows import Row

NO_DAY: tuple[None, None] = (None, None)
Between = tuple[date, date | None] | tuple[None, None]


def day_told(row: Row, key: str) -> Between:
    """The earliest day that a key can mean, and the latest when that is another one; none when it is missing."""
    value = row.get(key)
    if value is None:
        return NO_DAY
    if not isinstance(value, str):
        day = row.day(key)
        return NO_DAY if day is None else (day, None)
    try:
        return between(PartialDate.parse(value))
    except DateError as fault:
        row.refuse(key, fault.problem.found, 'a day such as 2026-11-25, or "2026-11" or "2026" where that is all')
        return NO_DAY


def between(day: PartialDate | None) -> Between:
    """The earliest day, and the latest when that is another one."""
    if day is None:
        return NO_DAY
    return day.earliest, None if day.exact else day.latest


def day_only(row: Row, key: str) -> date | None:
    """The earliest day that a key can mean."""
    return day_told(row, key)[0]


def last_day(row: Row, key: str) -> date | None:
    """The latest day that a key can mean: the safe one of what ends a test."""
    day, latest = day_told(row, key)
    return latest or day
