"""A board in short as plain data, to be stored and read back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import asdict

from rosette.options.marks import Mark, Marks, Reason

DAYS = ("opens_on", "stale_on", "closes_on")
PLAIN = ("id", "title", "verdict", "section", "place", "status", "left", "texts")


def marks_json(marks: Marks) -> dict[str, Any]:
    """The marks as plain data; what an option does not have is left out."""
    plain = {name: {**asdict(mark), **_days(mark)} for name, mark in marks.options.items()}
    return {
        "on": marks.on.isoformat(),
        "record_version": marks.record_version,
        "knowledge": marks.knowledge,
        "portfolio": marks.portfolio,
        "options": {name: _stated(mark) for name, mark in plain.items()},
    }


def _stated(mark: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: list(each) if isinstance(each, tuple) else each for name, each in mark.items()}
    return {name: each for name, each in plain.items() if each or (each == 0 and each is not False)}


def _days(mark: Mark) -> dict[str, str | None]:
    found = {name: getattr(mark, name) for name in DAYS}
    return {name: day.isoformat() if day else None for name, day in found.items()}


def read_marks(raw: Mapping[str, Any]) -> Marks:
    """The marks from their plain data, such as was kept by an earlier version."""
    return Marks(
        on=date.fromisoformat(raw["on"]),
        record_version=raw["record_version"],
        knowledge=raw.get("knowledge", ""),
        portfolio=raw["portfolio"],
        options={name: _read_mark(each) for name, each in raw["options"].items()},
    )


def _read_mark(raw: Mapping[str, Any]) -> Mark:
    found: dict[str, Any] = {name: raw[name] for name in PLAIN if name in raw}
    found |= {name: date.fromisoformat(raw[name]) for name in DAYS if raw.get(name)}
    found |= {name: tuple(map(_reason, raw.get(name, ()))) for name in ("not_met", "repeats", "closing")}
    found |= {name: tuple(raw.get(name, ())) for name in ("stale", "lapsing")}
    return Mark(open_here=raw.get("open_here", False), **found)


def _reason(raw: Mapping[str, str] | str) -> Reason:
    if isinstance(raw, str):
        head, _, why = raw.partition(" ")
        return Reason(id=head, why=why)
    return Reason(**raw)
