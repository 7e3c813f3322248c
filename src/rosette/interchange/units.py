"""Units as foreign files write them, to UCUM codes: what is not on the list is refused, never guessed."""

from __future__ import annotations

import math

from attrs import frozen

from rosette.kernel import Quantity, UnitError, parse_unit


@frozen(kw_only=True)
class UnitRead:
    """A unit that was read: the code that counts, or why there is none."""

    code: str | None
    why: str = ""


def unit_of(code: str | None, text: str | None = None) -> UnitRead:
    """Read a unit by its UCUM code, else by its text; the reason stands beside None when neither can be read."""
    known = [found for written in (code, text) if written and (found := _read(written)) is not None]
    if any(not _equal(known[0], each) for each in known):
        return UnitRead(code=None, why=f'its unit is "{code}" by its code and "{text}" by its text')
    if known:
        return UnitRead(code=known[0])
    told = code or text
    return UnitRead(code=None, why=f'"{told}" is not a unit that is read here' if told else "no unit is given")


def _equal(one: str, other: str) -> bool:
    """Whether one of a unit is one of the other."""
    try:
        return one == other or math.isclose(Quantity.of(1.0, one).to(other).value, 1.0, rel_tol=1e-9)
    except UnitError:
        return False


def _read(written: str) -> str | None:
    try:
        return parse_unit(written).code
    except UnitError:
        return None
