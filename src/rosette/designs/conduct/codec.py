"""Entries as plain data and back: every value has one text, and what does not fit is named."""

from __future__ import annotations

import functools
import types
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, fields, has

from rosette.designs.conduct.entries import KINDS, Entry
from rosette.kernel import Problem, Quantity, UnitError, UsageError, did_you_mean


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry as plain data; what is not given is left out."""
    return {"kind": entry.kind, **_plain(entry)}


def entry_from_json(told: object) -> Entry:
    """The entry; raises UsageError with the fault of a value that does not fit."""
    if not isinstance(told, Mapping) or told.get("kind") not in KINDS:
        kind = told.get("kind") if isinstance(told, Mapping) else told
        raise UsageError(f"{kind!r} is no kind of entry{did_you_mean(str(kind), KINDS)}")
    found = _made(KINDS[told["kind"]], {key: value for key, value in told.items() if key != "kind"}, told["kind"])
    assert isinstance(found, Entry)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Quantity):
        return f"{value.value!r} {value.unit.code}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if has(type(value)):
        cells = ((each.name, getattr(value, each.name)) for each in fields(type(value)))
        return {name: _plain(cell) for name, cell in cells if cell is not None}
    return value


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _made(kind: type, told: Mapping[str, Any], place: str) -> Any:
    known = {each.name: _hints(kind)[each.name] for each in fields(kind)}
    faults = [f'{place}: there is no "{key}"{did_you_mean(key, known)}' for key in told if key not in known]
    if faults:
        raise UsageError("; ".join(faults))
    empty = {each.name: None for each in fields(kind) if each.default is NOTHING and _may_be_none(known[each.name])}
    values = {**empty, **{key: _value(known[key], value, f"{place}, {key}") for key, value in told.items()}}
    try:
        return kind(**values)
    except TypeError as fault:
        raise UsageError(f"{place}: {fault}") from None


def _may_be_none(wanted: Any) -> bool:
    """Whether None is among the values, which are left out of the text."""
    return types.NoneType in get_args(wanted)


def _value(wanted: Any, told: Any, place: str) -> Any:
    if get_origin(wanted) in (Union, types.UnionType):
        return None if told is None else _value(get_args(wanted)[0], told, place)
    if get_origin(wanted) is tuple:
        return _row(get_args(wanted), told, place)
    if wanted is Quantity or wanted is date or (isinstance(wanted, type) and issubclass(wanted, Enum)):
        return _text(wanted, told, place)
    if isinstance(wanted, type) and has(wanted) and isinstance(told, Mapping):
        return _made(wanted, told, place)
    if wanted is float and type(told) is int:
        return float(told)
    if type(told) is not wanted:
        raise UsageError(f"{place}: {told!r} does not fit")
    return told


def _row(wanted: tuple[Any, ...], told: Any, place: str) -> tuple[Any, ...]:
    endless = len(wanted) == 2 and wanted[1] is Ellipsis
    if not isinstance(told, list) or not (endless or len(told) == len(wanted)):
        raise UsageError(f"{place}: {told!r} does not fit")
    kinds = (wanted[0],) * len(told) if endless else wanted
    return tuple(_value(kind, each, place) for kind, each in zip(kinds, told, strict=True))


def _text(wanted: Any, told: Any, place: str) -> Any:
    try:
        if wanted is Quantity:
            return Quantity.parse(told)
        return date.fromisoformat(told) if wanted is date else wanted[told]
    except (UnitError, ValueError, KeyError, TypeError):
        raise UsageError(f"{place}: {told!r} does not fit") from None


def problems_of(number: int, fault: UsageError) -> Problem:
    """The fault of one entry, with its number."""
    return Problem(f"entry {number}", str(fault))
