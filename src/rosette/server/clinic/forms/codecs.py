"""How a shape is typed: what stands in the inputs for a value, and which value stands for what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from rosette.knowledge import Knowledge
from rosette.records.shapes import (
    AgentName,
    Amount,
    Choice,
    Day,
    Flag,
    Flat,
    Many,
    Nested,
    Number,
    Part,
    Plain,
    Shape,
    Table,
    Whole,
    Word,
    declared,
)

GROUPS = 2
DAY_HINT = "Year-month-day, such as 2026-05-29. Leave out what is not known: 2026-05, or 2026."
Typed = Mapping[str, str]


@frozen(kw_only=True)
class Input:
    """One input of a form: its name, how it is typed, its choices, and what it belongs to."""

    name: str
    label: str
    widget: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    required: bool = False
    group: str = ""


def inputs_of(part: Part, label: str, name: str, knowledge: Knowledge, *, groups: int) -> list[Input]:
    """The inputs of one declared field."""
    if isinstance(part, Flat):
        return _amount_inputs("value", "unit", "Value", knowledge, required=part.required)
    shape = part.shape if isinstance(part, Plain) else None
    if isinstance(shape, Amount):
        return _amount_inputs(f"{name}.value", f"{name}.unit", label, knowledge, units=shape.units)
    if isinstance(shape, Nested):
        return _nested_inputs(shape.kind, name, label, knowledge)
    if isinstance(shape, Many) and isinstance(shape.item, Nested):
        found: list[Input] = []
        for count in range(groups):
            found += _nested_inputs(shape.item.kind, f"{name}[{count}]", f"{label} {count + 1}", knowledge)
        return found
    return [_input(shape, label, name, knowledge, required=part.required)]


def _input(shape: Any, label: str, name: str, knowledge: Knowledge, *, required: bool) -> Input:
    common: dict[str, Any] = {"name": name, "label": label, "required": required}
    if isinstance(shape, Word | Choice):
        words = shape.words if isinstance(shape, Choice) else sorted(shape.vocabulary(knowledge))
        return Input(**common, widget="select", choices=_choices(words))
    if isinstance(shape, Flag):
        return Input(**common, widget="select", choices=(("", "Not stated"), ("yes", "Yes"), ("no", "No")))
    if isinstance(shape, Day):
        return Input(**common, hint=DAY_HINT)
    if isinstance(shape, Many) and isinstance(shape.item, Choice):
        return Input(**common, widget="boxes", choices=_choices(shape.item.words)[1:])
    if isinstance(shape, Many):
        return Input(**common, widget="lines", hint="One on each line.")
    if isinstance(shape, Table):
        example = "ALK: mutation, amplification" if isinstance(shape.value, Many) else "name: number"
        return Input(**common, widget="lines", hint=f"One on each line, as {example}.")
    if isinstance(shape, AgentName):
        return Input(**common, widget="agent", hint="The name of the medicine; synonyms are understood.")
    return Input(**common, widget="area" if name in ("text", "reason") else "text")


def _choices(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return (("", "Choose"), *((word, word.replace("_", " ")) for word in words))


def _amount_inputs(
    value: str, unit: str, label: str, knowledge: Knowledge, *, units: Sequence[str] = (), required: bool = False
) -> list[Input]:
    hint = f"UCUM, such as {', '.join(units)}." if units else "UCUM, such as g/dL, 10*9/L, mg/dL, mL/min."
    return [
        Input(name=value, label=label, required=required),
        Input(name=unit, label=f"{label}: unit", hint=hint, required=required),
    ]


def _nested_inputs(kind: type, name: str, label: str, knowledge: Knowledge) -> list[Input]:
    return [
        _input(
            field.part.shape,
            f"{label}: {words(field.part.keys[0])}",
            f"{name}.{field.part.keys[0]}",
            knowledge,
            required=False,
        )
        for field in declared(kind)
        if isinstance(field.part, Plain)
    ]


def words(key: str) -> str:
    """A key of the format for people: "reason_stopped" as "reason stopped"."""
    return key.replace("_", " ")


def typed_of(shape: Any, value: Any) -> str | list[str]:
    """What stands in the input for a JSON value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(shape, Many) and isinstance(shape.item, Choice):
        return [str(each) for each in value]
    if isinstance(value, list):
        return "\n".join(str(each) for each in value)
    if isinstance(value, dict):
        return "\n".join(f"{key}: {', '.join(item) if isinstance(item, list) else item}" for key, item in value.items())
    return str(value)


def value_of(shape: Any, typed: str, boxes: Sequence[str] = ()) -> Any:
    """The JSON value for what was typed; None when nothing was; what cannot be read stays text and is refused."""
    if isinstance(shape, Many) and isinstance(shape.item, Choice):
        return list(boxes) or None
    text = typed.strip()
    if not text:
        return None
    if isinstance(shape, Flag):
        return {"yes": True, "no": False}.get(text, text)
    if isinstance(shape, Whole | Number):
        return _number(text)
    if isinstance(shape, Many):
        return [line.strip() for line in text.splitlines() if line.strip()]
    if isinstance(shape, Table):
        return dict(_pair(line, shape.value) for line in text.splitlines() if line.strip())
    return text if isinstance(shape, Shape) else typed


def _pair(line: str, shape: Any) -> tuple[str, Any]:
    key, _, rest = line.partition(":")
    if isinstance(shape, Many):
        return key.strip(), [each.strip() for each in rest.split(",") if each.strip()]
    return key.strip(), _number(rest.strip())


def _number(text: str) -> Any:
    """A number as typed; a comma is not guessed to be a point or a thousand."""
    try:
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    except ValueError:
        return text
