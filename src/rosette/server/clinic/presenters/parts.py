"""A Django form as parts for the design system's macros; every error stands at its field and, linked, at the top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from django import forms


@frozen(kw_only=True)
class Part:
    """One field as a macro and its arguments."""

    macro: str
    args: dict[str, Any]


@frozen(kw_only=True)
class FormParts:
    """A whole form: the faults at the top, each linked to its field, and the fields."""

    errors: Sequence[dict[str, str]]
    parts: Sequence[Part]
    hidden: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, form: forms.BaseForm) -> FormParts:
        """Say a form."""
        return cls(
            errors=tuple(_errors(form)),
            parts=tuple(_part(field) for field in form.visible_fields()),
            hidden=tuple((field.html_name, str(field.value() or "")) for field in form.hidden_fields()),
        )


def _errors(form: forms.BaseForm) -> list[dict[str, str]]:
    found = [{"text": str(error), "href": "#maincontent"} for error in form.non_field_errors()]
    for field in form.visible_fields():
        found += [
            {"text": f"{field.label}: {error}", "href": f"#{field.id_for_label or field.html_name}"}
            for error in field.errors
        ]
    return found


def _part(field: forms.BoundField) -> Part:
    widget = field.field.widget
    common: dict[str, Any] = {"id": field.id_for_label or f"id_{field.html_name}", "name": field.html_name}
    if field.help_text:
        common["hint"] = {"text": str(field.help_text)}
    if field.errors:
        common["errorMessage"] = {"text": " ".join(str(error) for error in field.errors)}
    for kind, make in _MAKERS:
        if isinstance(widget, kind):
            return make(field, common)
    return _text(field, common)


def _text(field: forms.BoundField, common: dict[str, Any]) -> Part:
    value = field.value()
    widget = field.field.widget
    kind = getattr(widget, "input_type", "text")
    extra = {"type": kind, "value": "" if value is None else str(value), "classes": "nhsuk-u-width-two-thirds"}
    if widget.attrs.get("autocomplete"):
        extra["autocomplete"] = widget.attrs["autocomplete"]
    return Part(macro="input", args={**common, **extra, "label": {"text": _label(field)}})


def _area(field: forms.BoundField, common: dict[str, Any]) -> Part:
    rows = str(field.field.widget.attrs.get("rows", 4))
    args = {**common, "rows": rows, "value": field.value() or "", "label": {"text": _label(field)}}
    return Part(macro="textarea", args=args)


def _select(field: forms.BoundField, common: dict[str, Any]) -> Part:
    value = str(field.value() if field.value() is not None else "")
    items = [{"value": str(key), "text": str(text), "selected": str(key) == value} for key, text in field.field.choices]
    return Part(macro="select", args={**common, "items": items, "label": {"text": _label(field)}})


def _radios(field: forms.BoundField, common: dict[str, Any]) -> Part:
    value = str(field.value() if field.value() is not None else "")
    items = [
        {"value": str(key), "text": str(text), "checked": str(key) == value}
        for key, text in field.field.choices
        if key != ""
    ]
    return Part(macro="radios", args=_grouped(field, common, items))


def _boxes(field: forms.BoundField, common: dict[str, Any]) -> Part:
    chosen = {str(each) for each in (field.value() or [])}
    items = [{"value": str(key), "text": str(text), "checked": str(key) in chosen} for key, text in field.field.choices]
    return Part(macro="checkboxes", args=_grouped(field, common, items))


def _tick(field: forms.BoundField, common: dict[str, Any]) -> Part:
    items = [{"value": "on", "text": _label(field), "checked": bool(field.value())}]
    return Part(macro="checkboxes", args={**common, "idPrefix": common["id"], "items": items})


def _file(field: forms.BoundField, common: dict[str, Any]) -> Part:
    return Part(macro="file", args={**common, "label": {"text": _label(field)}})


def _grouped(field: forms.BoundField, common: dict[str, Any], items: list[dict[str, Any]]) -> dict[str, Any]:
    legend = {"legend": {"text": _label(field), "classes": "nhsuk-fieldset__legend--s"}}
    return {**common, "idPrefix": f"id_{field.html_name}", "items": items, "fieldset": legend}


def _label(field: forms.BoundField) -> str:
    return str(field.label) if field.field.required else f"{field.label} (if known)"


_MAKERS: tuple[tuple[type[forms.Widget], Any], ...] = (
    (forms.CheckboxSelectMultiple, _boxes),
    (forms.RadioSelect, _radios),
    (forms.Select, _select),
    (forms.Textarea, _area),
    (forms.CheckboxInput, _tick),
    (forms.FileInput, _file),
)
