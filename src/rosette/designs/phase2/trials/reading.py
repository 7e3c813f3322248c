"""Numbers of a phase 2 file: each fault is noted with its place, and reading goes on."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TypeVar

from attrs import frozen

from rosette.designs.numbers import number, whole
from rosette.kernel import UsageError
from rosette.knowledge.rows import Row, shown

T = TypeVar("T")
Told = Callable[[int, int], None]
DAYS = "/d"
LARGEST = 300  # children; the counts of more take too long to go through


@frozen(kw_only=True)
class Pace:
    """How long a child is watched before it counts, and how many children come a day; both with units in the file."""

    window_days: float
    a_day: float

    def waiting(self) -> float:
        """Children on average who have entered and are not known yet."""
        return self.window_days * self.a_day

    def facts(self, most: int) -> dict[str, object]:
        """Duration and children under observation, for people."""
        whole_days = most / self.a_day + self.window_days
        return {
            "days of observation": self.window_days,
            "children a week": 7 * self.a_day,
            "days until the last child is known": round(whole_days, 1),
            "children under observation on average": round(self.waiting(), 2),
        }


def pace(row: Row) -> Pace | None:
    """`window` and `accrual` of a file; None and faults otherwise."""
    window, a_day = days(row, "window"), rate_a_day(row)
    return None if window is None or a_day is None else Pace(window_days=window, a_day=a_day)


def check_pace(row: Row, found: Pace | None, most: int) -> None:
    """Refuse a window that is longer than the trial: then no look comes before the last child has entered."""
    if found and most and found.window_days >= most / found.a_day:
        told = (
            f"{found.window_days:g} d is longer than the trial: all {most} children enter in {most / found.a_day:.4g} d"
        )
        row.refuse(
            "window", told, "a window that ends before the last child enters, so that a look can change something"
        )


def days(row: Row, key: str) -> float | None:
    """A time above zero, in days; None and a fault otherwise."""
    return _amount(row, key, "d")


def rate_a_day(row: Row) -> float | None:
    """Children a day; None and a fault otherwise."""
    return _amount(row, "accrual", DAYS)


def _amount(row: Row, key: str, unit: str) -> float | None:
    if row.get(key) is None:
        example = "0.5 /wk" if unit == DAYS else "42 d"
        row.refuse(key, "is missing", f'a quantity such as "{example}"')
        return None
    found = row.quantity(key, like=unit)
    if found is None or found.to(unit).value > 0:
        return None if found is None else float(found.to(unit).value)
    row.refuse(key, f"{found} is not above zero")
    return None


def real(row: Row, key: str, default: float | None = None) -> float | None:
    """Any finite number; None and a fault otherwise."""
    found = row.get(key)
    if found is None and default is not None:
        return default
    if isinstance(found, (int, float)) and not isinstance(found, bool) and abs(found) < 1e9:
        return float(found)
    row.refuse(key, f"{shown(found)} is no such number" if found is not None else "is missing", "a number")
    return None


def share(row: Row, key: str) -> float | None:
    """A probability from 0 to 1, ends included; None and a fault otherwise."""
    found = real(row, key)
    if found is not None and not 0 <= found <= 1:
        row.refuse(key, f"{shown(row.get(key))} is no probability", "a number from 0 to 1")
        return None
    return found


def size(row: Row, key: str, default: int | None = None) -> int:
    """A number of children, not too many to go through; 0 and a fault otherwise."""
    found = whole(row, key, default)
    if found > LARGEST:
        row.refuse(key, f"{found} children are too many to go through", f"{LARGEST} or fewer")
        return 0
    return found


def looks_of(row: Row) -> tuple[int, ...]:
    """`looks` as a list, or from `first` every `every` to `most`; empty and a fault otherwise."""
    found = row.get("looks")
    if found is None:
        first, most = size(row, "first"), size(row, "most")
        step = whole(row, "every", 1)
        if first and most and step:
            return tuple(dict.fromkeys([*range(first, most, step), most]))
        return ()
    return _rising(row, found)


def _rising(row: Row, found: object) -> tuple[int, ...]:
    told = found if isinstance(found, list) else []
    counts = tuple(n for n in told if isinstance(n, int) and not isinstance(n, bool) and 1 <= n <= LARGEST)
    if counts and len(counts) == len(told) and all(one < two for one, two in itertools.pairwise(counts)):
        return counts
    row.refuse("looks", f"{told or shown(found)} are no looks", f"whole numbers of children, 1 to {LARGEST}, that rise")
    return ()


def beta_prior(row: Row) -> tuple[float, float] | None:
    """`prior = [a, b]` of a Beta; None and a fault otherwise."""
    found = row.get("prior")
    good = isinstance(found, list) and len(found) == 2
    if good and isinstance(found, list) and all(isinstance(x, (int, float)) and x > 0 for x in found):
        return float(found[0]), float(found[1])
    row.refuse(
        "prior",
        f"{found if isinstance(found, list) else shown(found)} is no prior",
        "two numbers a and b above 0, of Beta(a, b)",
    )
    return None


def hypotheses(row: Row) -> tuple[float, float] | None:
    """p0 and p1, the first below the second; None and a fault otherwise."""
    p0, p1 = number(row, "p0"), number(row, "p1")
    if p0 is not None and p1 is not None and p0 >= p1:
        row.refuse("p1", f"{p1:g} is not above p0, {p0:g}", "a rate hoped for above the rate of no interest")
        return None
    return None if p0 is None or p1 is None else (p0, p1)


def under(row: Row, key: str) -> Row:
    """A table of the file as a row of its own."""
    return Row(row.table(key), row.at(key), row.problems)


def scenarios(row: Row) -> Iterator[Row]:
    """The scenarios of the file, none when it has none."""
    return row.rows("scenario") if row.get("scenario") is not None else iter(())


def attempt(row: Row, key: str, make: Callable[[], T]) -> T | None:
    """What is made, or None with the refusal noted at this key."""
    try:
        return make()
    except UsageError as fault:
        row.refuse(key, str(fault).rstrip("."))
        return None
