"""Ages of the text against the register's own fields of age."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.reading import open_doubt

DAYS = {"year": 360, "month": 30, "week": 7, "day": 1}
_VALUE = re.compile(r"\s*(?P<count>\d+)\s+(?P<unit>year|month|week|day)s?\s*", re.IGNORECASE)
Bound = tuple[str, int, str]


def age_of(value: str) -> tuple[int, str] | None:
    """The count and the unit of a field such as "21 Years"; None where it is no age."""
    found = _VALUE.fullmatch(value)
    return (int(found["count"]), found["unit"].lower()) if found else None


def days(count: int, unit: str) -> int:
    """Days by which ages compare: months with years, weeks with days."""
    return count * DAYS.get(unit, 0)


def agrees(bound: Bound, count: int, unit: str) -> bool:
    """Whether a bound and a field mean one age: "< 22 years" and "21 Years" do, "< 18 years" and "18 Years" too."""
    op, n, own = bound
    step = {"<": -1, ">": 1}.get(op, 0)
    return days(count, unit) in (days(n, own), days(n + step, own))


def bars_the_rest(fields: Mapping[str, str], bounds: Sequence[Bound]) -> bool:
    """Whether a lone strict bound below the exclusion heading bars what the register's own field leaves out."""
    if len(bounds) != 1 or bounds[0][0] not in ("<", ">"):
        return False
    op, n, unit = bounds[0]
    field = age_of(fields.get("minimumAge" if op == "<" else "maximumAge", ""))
    return field is not None and days(*field) == days(n, unit)


def register_doubts(fields: Mapping[str, str], bounds: Sequence[Bound]) -> Iterator[Doubt]:
    """Where the register's own fields of age say another number than the text."""
    for name, signs in (("minimumAge", (">=", ">")), ("maximumAge", ("<=", "<"))):
        field = age_of(fields.get(name, ""))
        said = [bound for bound in bounds if bound[0] in signs]
        if field and said and not agrees(said[0], *field):
            text = f"{said[0][1]} {said[0][2]}s"
            why = f"The register's own field says {fields[name]}, the text {text}."
            yield open_doubt("register against text", why)
