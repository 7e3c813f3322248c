"""One cell to one value: a day, a number with its comparator, a unit, yes or no, a word; nothing is guessed."""

from __future__ import annotations

import json
import re
from typing import Any

from attrs import frozen

from rosette.interchange.tables.days import day_in
from rosette.interchange.tables.grid import Cell
from rosette.interchange.tables.layout import Layout
from rosette.interchange.tables.rules import Column
from rosette.interchange.tables.targets import Target
from rosette.interchange.units import unit_of

_COMPARATORS = {"≤": "<=", "≥": ">="}
_NUMBER = re.compile(r"(<=|>=|<|>|≤|≥)?\s*([+-]?\d+(?:([.,])\d+)?(?:[eE][+-]?\d{1,3})?)")


@frozen(kw_only=True)
class Refusal:
    """Why a cell gives no value, and the way out."""

    why: str
    remedy: str = ""


@frozen(kw_only=True)
class Amount:
    """A number, with the comparator and the unit that stand in the same cell."""

    value: float | int
    comparator: str | None = None
    unit: str | None = None


Value = Any


def read_value(cell: Cell, column: Column, target: Target, layout: Layout) -> Value | Refusal:
    """The value of a cell for one key of a fact."""
    if cell.fault:
        return Refusal(why=cell.fault, remedy="Write the value itself into the cell.")
    if cell.text in column.words:
        word = column.words[cell.text]
        return Amount(value=word) if target.sort in ("number", "whole") and isinstance(word, int | float) else word
    if column.words and target.sort in ("flag", "text", "list"):
        told = f'"{cell.text}" is none of the words that the mapping states'
        return Refusal(why=told, remedy="Add it to `words` or to `missing`.")
    return _READERS[target.sort](cell, column, layout)


def _day(cell: Cell, column: Column, layout: Layout) -> Value | Refusal:
    if cell.day is not None:
        return str(cell.day)
    if cell.number is not None:
        return Refusal(why=f'"{cell.text}" is a number, not a day', remedy="Give the cell the type of a date.")
    found = day_in(cell.text, column.days or layout.days)
    return Refusal(why=found, remedy="A day is never guessed.") if isinstance(found, str) else str(found)


def _amount(cell: Cell, column: Column, layout: Layout) -> Value | Refusal:
    if cell.number is not None:
        return Amount(value=_plain(cell.number))
    if cell.day is not None:
        return Refusal(why=f'"{cell.text}" is a day, not a number', remedy="Did the spreadsheet change it?")
    text, unit = cell.text.strip(), None
    if column.with_unit:
        text, _, unit = text.partition(" ")
    number = _number(text, layout.decimal)
    if isinstance(number, Refusal) or unit is None:
        return number
    read = unit_of(unit.strip())
    if read.code is None:
        return Refusal(why=read.why, remedy="A unit is never guessed.")
    return Amount(value=number.value, comparator=number.comparator, unit=read.code)


def _number(text: str, decimal: str | None) -> Amount | Refusal:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return Refusal(why=f'"{text}" is not a number', remedy="Correct the cell.")
    comparator, digits, sign = match.groups()
    if sign and decimal is None:
        return Refusal(why="the mapping states no decimal sign", remedy='State decimal = "." or ",".')
    if sign and sign != decimal:
        return Refusal(why=f'"{text}" is not a number with the decimal sign "{decimal}"', remedy="Correct the cell.")
    value = float(digits.replace(",", "."))
    if value in (float("inf"), float("-inf")):
        return Refusal(why=f'"{text}" is beyond every number')
    return Amount(value=_plain(value), comparator=_COMPARATORS.get(comparator or "", comparator))


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _unit(cell: Cell, column: Column, layout: Layout) -> Value | Refusal:
    read = unit_of(cell.text)
    if read.code is not None:
        return read.code
    return Refusal(why=read.why, remedy="State the unit that it stands for under `words`; it is never guessed.")


def _flag(cell: Cell, column: Column, layout: Layout) -> Value | Refusal:
    return Refusal(why="the mapping states no words for yes and no")


def _text(cell: Cell, column: Column, layout: Layout) -> Value | Refusal:
    return cell.text


def _list(cell: Cell, column: Column, layout: Layout) -> Value | Refusal:
    if column.json:
        return _nested(cell, column, layout)
    parts = cell.text.split(column.split) if column.split else [cell.text]
    return [part.strip() for part in parts if part.strip()]


def _nested(cell: Cell, column: Column, layout: Layout) -> Value | Refusal:
    try:
        return json.loads(cell.text)
    except (ValueError, RecursionError):
        return Refusal(why="it is not JSON", remedy="Correct the cell.")


_READERS = {
    "day": _day,
    "number": _amount,
    "whole": _amount,
    "unit": _unit,
    "flag": _flag,
    "text": _text,
    "list": _list,
    "nested": _nested,
}
