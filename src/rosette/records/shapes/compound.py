"""Shapes made of other shapes: lists, tables, quantities and nested objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from attrs import frozen

from rosette.kernel import Quantity, UnitError, one_of, parse_unit
from rosette.knowledge import Knowledge
from rosette.records.shapes.base import FAULT, Desk, Fault, Json, Part, Schema, Shape, shown
from rosette.records.shapes.scalars import Number, Text, plain_number

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


@frozen
class Many(Shape[tuple[T, ...]], Generic[T]):
    """A list, kept in its order."""

    item: Shape[T]

    def read(self, raw: object, at: str, desk: Desk) -> tuple[T, ...] | Fault:
        """Read a list."""
        if not isinstance(raw, list):
            return desk.refuse(at, f"{shown(raw)} is not a list", "a list in square brackets")
        found: list[T] = []
        for place, value in enumerate(raw):
            read = self.item.read(value, f"{at}[{place}]", desk)
            if not isinstance(read, Fault):
                found.append(read)
            elif desk.full:
                break
        return tuple(found) if len(found) == len(raw) else FAULT

    def write(self, value: tuple[T, ...]) -> Json:
        """Write a list."""
        return [self.item.write(item) for item in value]

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe a list."""
        return {"type": "array", "items": self.item.schema(knowledge)}


@frozen
class Table(Shape[tuple[tuple[str, V], ...]], Generic[V]):
    """An object whose keys are names, kept as pairs in the order of the names."""

    value: Shape[V]

    def read(self, raw: object, at: str, desk: Desk) -> tuple[tuple[str, V], ...] | Fault:
        """Read names with values."""
        if not isinstance(raw, dict):
            return desk.refuse(at, f"{shown(raw)} is not an object", "an object in curly brackets")
        refuse_repeats(raw, at, desk)
        pairs: list[tuple[str, V]] = []
        for key, value in sorted(raw.items()):
            name, read = Text().read(key, f"{at}.{key}", desk), self.value.read(value, f"{at}.{key}", desk)
            if not isinstance(name, Fault) and not isinstance(read, Fault):
                pairs.append((name, read))
            elif desk.full:
                break
        return tuple(pairs) if len(pairs) == len(raw) else FAULT

    def write(self, value: tuple[tuple[str, V], ...]) -> Json:
        """Write names with values."""
        return {name: self.value.write(item) for name, item in value}

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe names with values."""
        return {"type": "object", "additionalProperties": self.value.schema(knowledge)}


@frozen
class Amount(Shape[Quantity]):
    """A quantity as an object with `value` and `unit`; its unit is of the kind of one of `units`."""

    units: tuple[str, ...]

    def read(self, raw: object, at: str, desk: Desk) -> Quantity | Fault:
        """Read a quantity."""
        if not isinstance(raw, dict):
            return desk.refuse(
                at,
                f"{shown(raw)} has no unit",
                f'an object such as {{"value": 1, "unit": "{self.units[0]}"}}',
            )
        refuse_repeats(raw, at, desk)
        for key in raw.keys() - {"value", "unit"}:
            desk.refuse(f"{at}.{key}", f'"{key}" is not a field of a quantity', "value and unit")
        missing = [key for key in ("value", "unit") if key not in raw]
        if missing:
            return desk.refuse(at, f"the quantity has no {' and no '.join(missing)}", "both value and unit")
        return self._of_the_kind(read_quantity(raw, at, desk), at, desk)

    def _of_the_kind(self, found: Quantity | Fault, at: str, desk: Desk) -> Quantity | Fault:
        if isinstance(found, Fault) or found.unit.kind in {parse_unit(unit).kind for unit in self.units}:
            return found
        return desk.refuse(f"{at}.unit", f'"{found.unit}" is not a unit of this quantity', one_of(self.units))

    def write(self, value: Quantity) -> Json:
        """Write a quantity."""
        return {"value": plain_number(value.value), "unit": value.unit.code}

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe a quantity."""
        properties = {
            "value": {"type": "number", "minimum": 0},
            "unit": {"type": "string", "examples": list(self.units)},
        }
        return {
            "type": "object",
            "properties": properties,
            "required": ["value", "unit"],
            "additionalProperties": False,
        }


def read_quantity(raw: Mapping[str, object], at: str, desk: Desk) -> Quantity | Fault:
    """Read `value` and `unit` of an object; the unit must be a UCUM code."""
    value, unit = (
        Number().read(raw["value"], f"{at}.value", desk),
        Text().read(raw["unit"], f"{at}.unit", desk),
    )
    if isinstance(unit, Fault):
        return FAULT
    try:
        parsed = parse_unit(unit)
    except UnitError as fault:
        problem = fault.problems[0]
        return desk.refuse(f"{at}.unit", problem.found, problem.wanted, problem.remedy)
    return FAULT if isinstance(value, Fault) else Quantity(value, parsed)


def refuse_repeats(raw: Mapping[str, object], at: str, desk: Desk) -> None:
    """Note the keys that the text of an object had twice."""
    for key in getattr(raw, "repeated", ()):
        desk.refuse(place(at, key), f'"{key}" stands twice in one object', remedy="Keep one of them.")


@frozen(kw_only=True)
class Plain(Part):
    """A field that is one key of its object."""

    shape: Shape[Any]

    def take(self, raw: Mapping[str, object], at: str, desk: Desk) -> Any:
        """Take the key."""
        return self.shape.read(raw[self.keys[0]], place(at, self.keys[0]), desk)

    def give(self, value: Any) -> dict[str, Json]:
        """Give the key."""
        return {self.keys[0]: self.shape.write(value)}

    def properties(self, knowledge: Knowledge) -> dict[str, Schema]:
        """Describe the key."""
        return {self.keys[0]: self.shape.schema(knowledge)}


@frozen(kw_only=True)
class Flat(Part):
    """A quantity whose `value` and `unit` stand in the object itself."""

    keys: tuple[str, ...] = ("value", "unit")

    def take(self, raw: Mapping[str, object], at: str, desk: Desk) -> Any:
        """Take value and unit."""
        missing = [key for key in self.keys if key not in raw]
        if missing:
            other = "value" if missing == ["unit"] else "unit"
            return desk.refuse(
                place(at, missing[0]), f"the {other} stands without its {missing[0]}", "both value and unit"
            )
        return read_quantity(raw, at, desk)

    def give(self, value: Any) -> dict[str, Json]:
        """Give value and unit."""
        return {"value": plain_number(value.value), "unit": value.unit.code}

    def properties(self, knowledge: Knowledge) -> dict[str, Schema]:
        """Describe value and unit."""
        return {"value": {"type": "number", "minimum": 0}, "unit": {"type": "string", "minLength": 1}}


def place(at: str, key: str) -> str:
    """The path of a key below `at`."""
    return f"{at}.{key}" if at else key
