"""Objects by declaration: an attrs class whose fields carry parts is read, written, described by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import attrs
from attrs import NOTHING, frozen

from rosette.kernel import did_you_mean, one_of
from rosette.knowledge import Knowledge
from rosette.records.shapes.base import FAULT, Desk, Fault, Json, Part, Schema, Shape, shown
from rosette.records.shapes.compound import Plain, place, refuse_repeats

T = TypeVar("T")


def said(shape: Shape[Any] | Part, key: str = "") -> dict[str, Any]:
    """Metadata of a declared field: how it is said in JSON; `key` is its name there when it differs.

    A field without a default must be there.
    """
    return {"part": shape, "key": key}


@frozen
class Declared:
    """One field of a declared class, with the part that reads and writes it."""

    name: str
    part: Part
    default: Any


_DECLARED: dict[type[Any], tuple[Declared, ...]] = {}


def declared(kind: type[Any]) -> tuple[Declared, ...]:
    """List the declared fields that `kind` takes; `without_fields` of a class leaves out inherited ones."""
    if kind not in _DECLARED:
        left_out: frozenset[str] = getattr(kind, "without_fields", frozenset())
        found = (each for each in attrs.fields(kind) if "part" in each.metadata and each.name not in left_out)
        _DECLARED[kind] = tuple(Declared(each.name, _part(each, kind), each.default) for each in found)
    return _DECLARED[kind]


def _part(field: attrs.Attribute[Any], kind: type) -> Part:
    shape = field.metadata["part"]
    required = field.default is NOTHING or field.name in getattr(kind, "required_fields", ())
    if isinstance(shape, Part):
        return attrs.evolve(shape, required=required)
    return Plain(keys=(field.metadata["key"] or field.name,), required=required, shape=shape)


def read_object(kind: type[T], raw: object, at: str, desk: Desk) -> T | Fault:
    """Read an object of the declared class; every fault goes to the desk."""
    if not isinstance(raw, dict):
        return desk.refuse(at, f"{shown(raw)} is not an object", "an object in curly brackets")
    before = desk.refused
    refuse_repeats(raw, at, desk)
    _refuse_strangers(kind, raw, at, desk)
    present = (each for each in declared(kind) if _present(each, raw, at, desk))
    values = {each.name: each.part.take(raw, at, desk) for each in present}
    return FAULT if desk.refused > before else kind(**values)


def _present(field: Declared, raw: Mapping[str, object], at: str, desk: Desk) -> bool:
    if any(key in raw and raw[key] is not None for key in field.part.keys):
        return True
    if field.part.required:
        key = field.part.keys[0]
        desk.refuse(place(at, key), f'"{key}" is missing', remedy=f"Every {_noun(raw)} needs it.")
    return False


def _noun(raw: Mapping[str, object]) -> str:
    kind = raw.get("kind")
    return f"fact of kind {kind}" if isinstance(kind, str) else "such entry"


def _refuse_strangers(kind: type, raw: Mapping[str, object], at: str, desk: Desk) -> None:
    known = [key for each in declared(kind) for key in each.part.keys]
    known += ["kind"] if hasattr(kind, "kind") else getattr(kind, "other_keys", ())
    instead: Mapping[str, str] = getattr(kind, "instead", {})
    for key in raw:
        if desk.full:
            return
        if key in instead:
            desk.refuse(place(at, key), f'"{key}" is not a field here', instead[key])
        elif key not in known:
            found = f'"{key}" is not a field here{did_you_mean(key, known)}'
            desk.refuse(place(at, key), found, one_of(known, most=40))


def write_object(value: Any) -> dict[str, Json]:
    """Write an object, leaving out what is not stated."""
    written: dict[str, Json] = {"id": value.id, "kind": value.kind} if hasattr(value, "kind") else {}
    for field in declared(type(value)):
        content = getattr(value, field.name)
        if field.default is NOTHING or content != field.default:
            written |= field.part.give(content)
    return written


def object_schema(kind: type, knowledge: Knowledge) -> Schema:
    """Describe an object of the declared class as JSON Schema."""
    properties: dict[str, Schema] = {}
    required: list[str] = []
    if hasattr(kind, "kind"):
        properties["kind"] = {"const": kind.kind}
        required.append("kind")
    for field in declared(kind):
        properties |= field.part.properties(knowledge)
        required += field.part.keys if field.part.required else ()
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


@frozen
class Nested(Shape[T], Generic[T]):
    """An object of a declared class as the value of a field."""

    kind: type[T]

    def read(self, raw: object, at: str, desk: Desk) -> T | Fault:
        """Read the object."""
        return read_object(self.kind, raw, at, desk)

    def write(self, value: T) -> Json:
        """Write the object."""
        return write_object(value)

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe the object."""
        return object_schema(self.kind, knowledge)
