"""The keys of a kind of fact that a column may fill, and what each of them holds."""

from __future__ import annotations

import functools
from typing import Literal

from attrs import frozen

from rosette.records import KINDS
from rosette.records.shapes import (
    Amount,
    Choice,
    Day,
    Declared,
    Flag,
    Flat,
    Many,
    Nested,
    Number,
    Plain,
    Shape,
    Table,
    Whole,
    declared,
)

Sort = Literal["day", "number", "whole", "flag", "text", "unit", "list", "nested"]
ENVELOPE = frozenset({"id", "source", "recorded_at", "recorded_by", "supersedes", "status"})


@frozen(kw_only=True)
class Target:
    """One key of a kind of fact. key: "dose.value" is the value inside `dose`. words: those that it may hold, if fixed.

    free: whether people write it in their own words. default: the word that stands for one that is left out.
    """

    key: str
    sort: Sort
    required: bool = False
    words: tuple[str, ...] = ()
    free: bool = False
    default: str | None = None
    units: tuple[str, ...] = ()


@functools.cache
def targets(kind: str) -> dict[str, Target]:
    """The keys of a kind, in the order of their declaration."""
    fields = (each for each in declared(KINDS[kind]) if each.name not in ENVELOPE)
    return {target.key: target for each in fields for target in _of(each)}


def _of(each: Declared) -> list[Target]:
    needed = each.part.required
    if isinstance(each.part, Flat):
        return [_number("value", needed), Target(key="unit", sort="unit", required=needed)]
    key = each.part.keys[0]
    shape = each.part.shape if isinstance(each.part, Plain) else None
    if isinstance(shape, Amount):
        return [_number(f"{key}.value", False), Target(key=f"{key}.unit", sort="unit", units=shape.units)]
    sort = _sort(shape)
    fixed = tuple(shape.words) if isinstance(shape, Choice) else ()
    stands = each.default if isinstance(each.default, str) else None
    free = type(shape).__name__ == "Text"
    return [Target(key=key, sort=sort, required=needed, words=fixed, free=free, default=stands)]


def _number(key: str, needed: bool) -> Target:
    return Target(key=key, sort="number", required=needed)


def _sort(shape: Shape[object] | None) -> Sort:
    if isinstance(shape, Many):
        return "nested" if isinstance(shape.item, Nested | Table | Many) else "list"
    if isinstance(shape, Table | Nested):
        return "nested"
    for kinds, sort in ((Day, "day"), (Whole, "whole"), (Number, "number"), (Flag, "flag")):
        if isinstance(shape, kinds):
            return sort  # type: ignore[return-value]
    return "text"
