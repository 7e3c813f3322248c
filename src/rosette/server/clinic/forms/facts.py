"""The form of a fact, made from the declaration that also reads, writes and describes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, field
from django.http import QueryDict

from rosette.kernel import BadInput, Problem
from rosette.knowledge import Knowledge
from rosette.records import KINDS
from rosette.records.shapes import Amount, Declared, Flat, Many, Nested, Number, Plain, declared
from rosette.server.clinic.forms.codecs import GROUPS, Input, inputs_of, typed_of, value_of, words
from rosette.server.clinic.presenters.parts import FormParts, Part

HIDDEN = frozenset({"id", "recorded_at", "recorded_by", "supersedes", "status"})
LABELS = {"on": "Day", "from": "From", "to": "To", "ongoing": "Goes on"}


@define
class FactForm:
    """The inputs of one kind of fact, what was typed, and the faults by input."""

    kind: str
    knowledge: Knowledge
    data: QueryDict | None = None
    initial: Mapping[str, Any] = field(factory=dict)
    faults: dict[str, list[str]] = field(factory=dict)
    top: list[str] = field(factory=list)

    @property
    def fields(self) -> tuple[Declared, ...]:
        """The declared fields that a person fills in."""
        return tuple(each for each in declared(KINDS[self.kind]) if each.part.keys[0] not in HIDDEN)

    def groups(self, each: Declared) -> int:
        """How many groups of a list of objects the form has."""
        key = each.part.keys[0]
        asked = int(self.data.get("groups") or 0) if self.data and (self.data.get("groups") or "").isdigit() else 0
        there = self.initial.get(key)
        return min(max(len(there) + 1 if isinstance(there, list) else 0, asked, GROUPS), 40)

    def inputs(self) -> list[Input]:
        """Every input in its order."""
        found: list[Input] = []
        for each in self.fields:
            key = each.part.keys[0]
            label = LABELS.get(key, words(key).capitalize())
            found += inputs_of(each.part, label, key, self.knowledge, groups=self.groups(each))
        return found

    def document(self) -> dict[str, Any]:
        """The fact as its JSON document, without the envelope that the server gives."""
        assert self.data is not None
        found: dict[str, Any] = {"kind": self.kind}
        for each in self.fields:
            found |= {key: value for key, value in self._values(each).items() if value is not None}
        return found

    def _values(self, each: Declared) -> dict[str, Any]:
        part, key = each.part, each.part.keys[0]
        if isinstance(part, Flat):
            return {"value": self._number("value"), "unit": self._text("unit") or None}
        shape = part.shape if isinstance(part, Plain) else None
        if isinstance(shape, Amount):
            value, unit = self._number(f"{key}.value"), self._text(f"{key}.unit")
            parts = {name: each for name, each in (("value", value), ("unit", unit or None)) if each is not None}
            return {key: parts or None}
        if isinstance(shape, Nested):
            return {key: self._nested(shape.kind, key)}
        if isinstance(shape, Many) and isinstance(shape.item, Nested):
            rows = [self._nested(shape.item.kind, f"{key}[{count}]") for count in range(self.groups(each))]
            return {key: [row for row in rows if row] or None}
        value = value_of(shape, self._text(key), self._boxes(key))
        return {key: None if value is False and each.default is False else value}

    def _nested(self, kind: type, name: str) -> dict[str, Any] | None:
        found = {}
        for each in declared(kind):
            if isinstance(each.part, Plain):
                key = each.part.keys[0]
                value = value_of(each.part.shape, self._text(f"{name}.{key}"), self._boxes(f"{name}.{key}"))
                found |= {} if value is None else {key: value}
        return found or None

    def _text(self, name: str) -> str:
        return str(self.data.get(name, "")) if self.data is not None else ""

    def _boxes(self, name: str) -> Sequence[str]:
        return self.data.getlist(name) if self.data is not None else ()

    def _number(self, name: str) -> Any:
        return value_of(Number(), self._text(name))

    def refuse(self, error: BadInput) -> None:
        """Put every fault of the reader beside the input that it is about, the rest at the top."""
        names = {each.name for each in self.inputs()}
        for problem in error.problems:
            path = re.sub(r"^facts\[\d+\]\.?", "", problem.path)
            name = path if path in names else next((n for n in names if path and n.startswith(f"{path}.")), "")
            said = _said(problem)
            self.faults.setdefault(name, []).append(said) if name else self.top.append(
                f"{words(path)}: {said}" if path else said
            )

    def typed(self, each: Input) -> str | list[str]:
        """What stands in an input."""
        if self.data is not None:
            return self.data.getlist(each.name) if each.widget == "boxes" else self.data.get(each.name, "")
        return typed_of(_shape(self.kind, each), _dig(self.initial, each.name))

    def parts(self) -> FormParts:
        """The form as parts for the page."""
        errors = [{"text": text, "href": "#maincontent"} for text in self.top]
        shown = []
        for each in self.inputs():
            faults = self.faults.get(each.name, [])
            errors += [{"text": f"{each.label}: {fault}", "href": f"#{_id(each.name)}"} for fault in faults]
            shown.append(_part(each, self.typed(each), faults))
        return FormParts(errors=tuple(errors), parts=tuple(shown), hidden=())


def _said(problem: Problem) -> str:
    text = f"{problem.found}; expected {problem.wanted}" if problem.wanted else problem.found
    text = f"{text[0].upper()}{text[1:]}"
    return f"{text}. {problem.remedy}" if problem.remedy else f"{text}."


def _id(name: str) -> str:
    return "f-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _part(each: Input, typed: str | list[str], faults: Sequence[str]) -> Part:
    label = each.label if each.required else f"{each.label} (if known)"
    args: dict[str, Any] = {"id": _id(each.name), "name": each.name, "label": {"text": label}}
    if each.hint:
        args["hint"] = {"text": each.hint}
    if faults:
        args["errorMessage"] = {"text": " ".join(faults)}
    if each.widget == "select":
        items = [{"value": key, "text": text, "selected": key == typed} for key, text in each.choices]
        if typed and typed not in dict(each.choices):
            items.append({"value": str(typed), "text": str(typed), "selected": True})
        return Part(macro="select", args={**args, "items": items})
    if each.widget == "boxes":
        items = [{"value": key, "text": text, "checked": key in typed} for key, text in each.choices]
        return Part(
            macro="checkboxes",
            args={**args, "idPrefix": args["id"], "items": items, "fieldset": {"legend": {"text": label}}},
        )
    if each.widget in ("lines", "area"):
        return Part(macro="textarea", args={**args, "rows": "3", "value": typed})
    return Part(macro="input", args={**args, "value": typed, "classes": "nhsuk-u-width-two-thirds"})


def _dig(document: Mapping[str, Any], name: str) -> Any:
    """The value at a path such as "lesions[1].site"."""
    found: Any = document
    for step in re.findall(r"[^.\[\]]+", name):
        if isinstance(found, list):
            found = found[int(step)] if int(step) < len(found) else None
        else:
            found = found.get(step) if isinstance(found, Mapping) else None
        if found is None:
            return None
    return found


def _shape(kind: str, each: Input) -> Any:
    for declared_field in declared(KINDS[kind]):
        if declared_field.part.keys[0] == each.name and isinstance(declared_field.part, Plain):
            return declared_field.part.shape
    return None
