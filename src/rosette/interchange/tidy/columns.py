"""The columns of a tidy table: one table a kind of fact, the keys of the kind as columns, quantities as two of them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Literal

from attrs import frozen

from rosette.interchange.codes import DATA
from rosette.interchange.tables import Target, targets
from rosette.kernel import KnowledgeError, Problems, Quantity, UnitError
from rosette.knowledge import Knowledge
from rosette.knowledge.textfiles import load_toml
from rosette.records import Fact
from rosette.records.measured import canonical
from rosette.records.shapes import write_object

Type = Literal["text", "day", "number", "integer", "boolean", "json"]
_TYPES: Mapping[str, Type] = {
    "day": "day",
    "number": "number",
    "whole": "integer",
    "flag": "boolean",
    "text": "text",
    "unit": "text",
    "list": "json",
    "nested": "json",
}
CANONICAL = ("canonical_value", "canonical_unit")
CHILDREN = "children"


@frozen(kw_only=True)
class TidyColumn:
    """One column. key: the key of the fact that it holds; empty for one that stands beside the fact.

    free: people write it in their own words, so it may tell who the child is.
    """

    name: str
    type: Type
    key: str = ""
    free: bool = False


@functools.cache
def columns(table: str) -> tuple[TidyColumn, ...]:
    """The columns of a table: "children", or a kind of fact."""
    child = TidyColumn(name="child", type="text")
    if table == CHILDREN:
        birth, sex = TidyColumn(name="birth", type="day", free=True), TidyColumn(name="sex", type="text")
        return (child, birth, sex)
    keys = targets(table)
    says = [_column(each) for each in keys.values()]
    measured = (TidyColumn(name=CANONICAL[0], type="number"), TidyColumn(name=CANONICAL[1], type="text"))
    more = measured if "value" in keys and "code" in keys else ()
    return (child, TidyColumn(name="fact", type="text"), *says, *more, TidyColumn(name="source_type", type="text"))


def _column(target: Target) -> TidyColumn:
    return TidyColumn(
        name=target.key.replace(".", "_"),
        type=_TYPES[target.sort],
        key=target.key,
        free=target.free or target.sort in ("list", "nested"),
    )


def row_of(fact: Fact, *, child: str, name: str, knowledge: Knowledge) -> dict[str, Any]:
    """One fact as a row; what is not stated is None, a default that counts is written out."""
    written = write_object(fact)
    found: dict[str, Any] = {"child": child, "fact": name, "source_type": fact.source.type}
    for key, target in targets(fact.kind).items():
        outer, _, inner = key.partition(".")
        value: Any = written.get(outer, target.default)
        if inner:
            value = value[inner] if isinstance(value, dict) else None
        found[key.replace(".", "_")] = value
    return found | _canonical(fact, knowledge)


def _canonical(fact: Fact, knowledge: Knowledge) -> dict[str, Any]:
    quantity, code = getattr(fact, "quantity", None), getattr(fact, "code", "")
    if not isinstance(quantity, Quantity) or code not in knowledge.observations:
        return {}
    try:
        value = canonical(quantity, code, knowledge)
    except UnitError:
        return {}
    return dict(zip(CANONICAL, (value, knowledge.observations[code].unit), strict=True))


@functools.cache
def _told() -> dict[str, Any]:
    problems = Problems()
    found = load_toml(DATA / "tidy.toml", problems) or {}
    problems.raise_as(KnowledgeError, what="tidy.toml")
    return found


def meaning(table: str, column: str) -> tuple[str, str]:
    """What a column means and its unit, for people; the unit is empty where there is none or it stands beside."""
    told = _told()
    text = told["of"].get(table, {}).get(column) or told["meanings"][column]
    return str(text), str(told["units"].get(column, ""))
