"""Units as foreign files write them, to UCUM codes: what is not on the list is refused, never guessed."""

from __future__ import annotations

from attrs import frozen

from rosette.kernel import UnitError, parse_unit


@frozen(kw_only=True)
class UnitRead:
    """A unit that was read: the code that counts, or why there is none."""

    code: str | None
    why: str = ""


def unit_of(code: str | None, text: str | None = None) -> UnitRead:
    """Read a unit by its UCUM code, else by its text; the reason stands beside None when neither can be read."""
    for written in (code, text):
        if written and (known := _read(written)) is not None:
            return UnitRead(code=known)
    told = code or text
    return UnitRead(code=None, why=f'"{told}" is not a unit that is read here' if told else "no unit is given")


def _read(written: str) -> str | None:
    try:
        return parse_unit(written).code
    except UnitError:
        return None
