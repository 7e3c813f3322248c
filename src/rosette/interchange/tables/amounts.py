"""Numbers with the comparator and the unit that belong to them, wherever in a row or file those stand."""

from __future__ import annotations

from typing import Any

from rosette.interchange.finds import Loss
from rosette.interchange.tables.grid import Line
from rosette.interchange.tables.rules import Rule
from rosette.interchange.tables.targets import Target
from rosette.interchange.tables.values import Amount, Refusal
from rosette.interchange.units import unit_of

_OWN = "unit of the file"


def amount_of(content: dict[str, Any], target: Target, amount: Amount) -> Any:
    """The number of an amount; its comparator and unit go under their own keys."""
    if amount.comparator is not None:
        if target.key != "value":
            return Refusal(why=f'"{amount.comparator}" cannot be said of {target.key}')
        content["comparator"] = amount.comparator
    if amount.unit is not None:
        put(content, f"{target.key.removesuffix('value')}unit", amount.unit)
    return amount.value


def own_unit(content: dict[str, Any], target: Target, value: Any, unit: str) -> Any:
    """The value when the file's own unit is readable; a rule that says another unit is refused afterwards."""
    if target.sort != "number" or not target.key.endswith("value"):
        return Refusal(why=f'the file gives it in "{unit}", and {target.key} has no unit beside it')
    read = unit_of(unit)
    if read.code is None:
        return Refusal(why=read.why, remedy="A unit is never guessed.")
    content[_OWN] = {**content.get(_OWN, {}), f"{target.key.removesuffix('value')}unit": read.code}
    return value


def contradicted(content: dict[str, Any], line: Line, rule: Rule) -> list[Loss]:
    """Units of the file that the mapping says otherwise; where the mapping says none, the file's unit counts."""
    losses = []
    for key, unit in content.pop(_OWN, {}).items():
        outer, _, inner = key.partition(".")
        said = content.get(outer, {}).get(inner) if inner else content.get(outer)
        if said is None:
            put(content, key, unit)
        elif said != unit:
            why = f'the file gives the unit "{unit}", the mapping says "{said}"'
            remedy = "Correct the mapping, or leave its unit out."
            losses.append(Loss(place=line.at(rule.trigger), said=unit, why=why, remedy=remedy, grade="refused"))
    return losses


def put(content: dict[str, Any], key: str, value: Any) -> None:
    """Put a value under its key; a key with a point is one inside another."""
    outer, _, inner = key.partition(".")
    if inner:
        content.setdefault(outer, {})[inner] = value
    else:
        content[outer] = value


def without_unit(content: dict[str, Any], rule: Rule, line: Line) -> list[Loss]:
    """A number whose unit stands in a column of its own that is empty."""
    unit = rule.columns.get("unit")
    if unit is None or content.get("value") is None or content.get("unit") is not None:
        return []
    why = "no unit is given"
    return [Loss(place=line.at(unit.name), said="", why=why, remedy="A unit is never guessed.", grade="refused")]
