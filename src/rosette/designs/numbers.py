"""Numbers of a design file, each with its fault in words."""

from __future__ import annotations

from typing import NoReturn

from rosette.kernel import UsageError
from rosette.knowledge.rows import Row, shown


def number(row: Row, key: str) -> float | None:
    """A share between 0 and 1, both left out; None and a fault otherwise."""
    found = row.get(key)
    if isinstance(found, (int, float)) and not isinstance(found, bool) and 0 < found < 1:
        return float(found)
    row.refuse(
        key, f"{shown(found)} is no such number" if found is not None else "is missing", "a number above 0 and below 1"
    )
    return None


MOST = 1000  # children of a dose-finding trial; more is a slip of the pen


def whole(row: Row, key: str, default: int | None = None, *, largest: int | None = None) -> int:
    """A whole number from 1, up to the largest if there is one; 0 and a fault otherwise."""
    found = row.get(key)
    if found is None and default is not None:
        return default
    if type(found) is int and found >= 1 and (largest is None or found <= largest):
        return found
    told = f"{shown(found)} is no such number" if found is not None else "is missing"
    row.refuse(key, told, "a whole number from 1" + ("" if largest is None else f" to {largest}"))
    return 0


def plain_number(row: Row, key: str, wanted: str = "a number") -> float | None:
    """Any number; None and a fault otherwise."""
    found = row.get(key)
    if isinstance(found, (int, float)) and not isinstance(found, bool) and abs(found) <= 1e300:
        return float(found)
    row.refuse(key, f"{shown(found)} is no such number" if found is not None else "is missing", wanted)
    return None


def numbers(row: Row, key: str, wanted: str, *, count: int | None = None) -> tuple[float, ...] | None:
    """A list of numbers, so many of them where `count` says it; None and a fault otherwise."""
    found = row.get(key)
    listed = found if isinstance(found, list) else []
    fits = bool(listed) and all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in listed)
    if fits and count in (None, len(listed)):
        return tuple(float(each) for each in listed)
    row.refuse(key, f"{found} does not fit" if found is not None else "is missing", wanted)
    return None


def share(row: Row, key: str, default: float | None) -> float | None:
    """A share between 0 and 1, the default, if there is one, when left out; None and a fault otherwise."""
    return default if default is not None and row.get(key) is None else number(row, key)


def optional(row: Row, key: str) -> int | None:
    """A whole number from 1, None when left out."""
    return whole(row, key) if row.get(key) is not None else None


def refused() -> NoReturn:
    """Ends the making of a design whose numbers were refused one by one."""
    raise UsageError("cannot be made without the numbers named above")
