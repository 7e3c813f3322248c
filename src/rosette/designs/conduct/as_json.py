"""The week and the board's pack as plain data, with the names of their fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from attrs import fields, has

from rosette.designs.conduct.entries import Entry
from rosette.designs.conduct.pack import Pack
from rosette.designs.conduct.sentences import sentence
from rosette.designs.conduct.weekly import Weekly
from rosette.designs.states import Reason
from rosette.kernel import Quantity

WEEK_ONLY = ("new", "watched")


def week_json(week: Weekly) -> dict[str, Any]:
    """The weekly table; `on` is its day."""
    found = {"on" if each.name == "day" else each.name: told(getattr(week, each.name)) for each in fields(Weekly)}
    return {**found, "next": _next(week), "notice": week.notice.sentence if week.notice else None}


def pack_json(pack: Pack) -> dict[str, Any]:
    """The board's pack: the week without its news, then everything else."""
    week = {key: value for key, value in week_json(pack.week).items() if key not in WEEK_ONLY}
    return {
        **week,
        "plan": told(pack.plan),
        "versions": told(pack.versions),
        "accrual": [{"month": month, "children": count} for month, count in pack.accrual],
        "children": [{**told(child), "left": child.left} for child in pack.children],
        "decisions": told(pack.rulings),
        "late_changes": [{**told(each), "changes": each.changes, "sentence": each.sentence} for each in pack.late],
        "replacements": told(pack.replacements),
        "uncounted": told(pack.uncounted),
        "expansion": told(pack.expansion),
    }


def _next(week: Weekly) -> dict[str, Any]:
    return {**told(week.next), "margin": week.next.decision.margin}


def told(value: Any) -> Any:
    """A value as plain data: names of fields, days, quantities and reasons as text."""
    if isinstance(value, Reason):
        return value.words
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, Quantity)):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): told(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [told(each) for each in value]
    if not has(type(value)):
        return value
    found = {each.name: told(getattr(value, each.name)) for each in fields(type(value))}
    return {"kind": value.kind, **found, "sentence": sentence(value)} if isinstance(value, Entry) else found
