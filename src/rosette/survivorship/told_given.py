"""What a history in TOML says was given: agents, radiation, transplants, operations, with their doses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rosette.kernel import did_you_mean
from rosette.knowledge import Knowledge, Organ
from rosette.knowledge.rows import Row
from rosette.survivorship.doses import Dose
from rosette.survivorship.exposures import Exposed
from rosette.survivorship.per_cycle import dose_of_cycles, per_kg_of
from rosette.survivorship.told_days import day_told

CELLS, FIELDS, OPERATIONS = "stem_cell_infusion", "radiation", "surgery"


def given_in(row: Row, knowledge: Knowledge) -> Iterator[Exposed]:
    """Everything that was given, in the order of the file; faults are noted."""
    for each in rows_of(row, "agent"):
        yield from _agent(each, knowledge)
    for each in rows_of(row, "radiation"):
        yield from _radiation(each, knowledge)
    for kind, key in (("transplant", "type"), ("surgery", "operation")):
        for each in rows_of(row, kind):
            yield from _event(each, key, kind, knowledge)


def rows_of(row: Row, key: str) -> Iterable[Row]:
    """The tables of a list that may be missing."""
    return row.rows(key) if row.get(key) is not None else ()


def _agent(row: Row, knowledge: Knowledge) -> Iterator[Exposed]:
    name, (last, last_latest) = row.text("name"), day_told(row, "last")
    agent = knowledge.agent(name)
    infusion = agent is not None and "mibg_therapy" in knowledge.classes_of(agent.id)
    dose = _activity(row) if infusion else _agent_dose(row)
    first, first_latest = day_told(row, "first")
    if infusion and first is None:
        first, first_latest = last, last_latest
    trial, tried = row.text("trial", default=""), row.flag("investigational") or None
    row.close()
    if agent is None:
        if name:
            row.refuse("name", f'"{name}" is not an agent{knowledge.suggest(name)}')
        return
    yield Exposed(
        kind="infusion" if infusion else "agent",
        name=agent.id,
        tags=knowledge.classes_of(agent.id),
        dose=dose,
        first=first,
        first_latest=first_latest,
        last=last,
        last_latest=last_latest,
        trial=trial,
        investigational=tried or (True if trial else None),
    )


def _agent_dose(row: Row) -> Dose:
    """The cumulative dose, or that of a cycle times the cycles."""
    cycles, each = _cycles(row), dose_told(row, "per_cycle", "mg/m2")
    if row.get("dose") is not None or row.get("per_cycle") is None:
        return dose_told(row, "dose", "mg/m2")
    return dose_of_cycles(each, cycles)


def _cycles(row: Row) -> int | None:
    value = row.get("cycles")
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    row.refuse("cycles", f"{value!r} is not a number of cycles", "a whole number such as 5")
    return None


def _activity(row: Row) -> Dose:
    """An activity per body mass; a total activity is divided by the weight of the day, when that is told."""
    mass = row.quantity("weight", like="kg")
    total = row.quantity("activity", like="MBq")
    if row.get("dose") is not None or total is None:
        return dose_told(row, "dose", "MBq/kg")
    return per_kg_of(total, None if mass is None else mass.to("kg").value)


def _radiation(row: Row, knowledge: Knowledge) -> Iterator[Exposed]:
    field, (on, on_latest) = row.text("field"), day_told(row, "on")
    dose = dose_told(row, "dose", "Gy")
    organs = _organs(row, knowledge)
    row.close()
    tags = _class(row, "field", field, FIELDS, knowledge)
    if tags:
        yield Exposed(
            kind="radiation",
            name=field,
            tags=tags,
            dose=dose,
            first=on,
            first_latest=on_latest,
            last=on,
            last_latest=on_latest,
            organs=organs,
            reach_known=bool(organs) or "total_body_irradiation" in tags,
        )


def _organs(row: Row, knowledge: Knowledge) -> dict[str, Dose]:
    if row.get("organs") is None:
        return {}
    inner, known = Row(row.table("organs"), row.at("organs"), row.problems), knowledge.table(Organ)
    for name in inner.data:
        if name not in known:
            inner.problems.add(inner.path, found=f'"{name}" is not an organ{did_you_mean(name, known)}')
    return {name: dose_told(inner, name, "Gy") for name in inner.data}


def _event(row: Row, key: str, kind: str, knowledge: Knowledge) -> Iterator[Exposed]:
    name, (on, on_latest) = row.text(key), day_told(row, "on")
    row.close()
    tags = _class(row, key, name, CELLS if kind == "transplant" else OPERATIONS, knowledge)
    if tags:
        days: dict[str, Any] = {"first": on, "last": on, "first_latest": on_latest, "last_latest": on_latest}
        yield Exposed(kind=kind, name=name, tags=tags, dose=Dose.unknown(), **days)


def _class(row: Row, key: str, name: str, under: str, knowledge: Knowledge) -> frozenset[str]:
    choices = knowledge.members(under) & set(knowledge.classes)
    if name in choices:
        return knowledge.classes_of(name)
    if name:
        row.refuse(key, f'"{name}" is not a kind of {under}{did_you_mean(name, sorted(choices))}')
    return frozenset()


def dose_told(row: Row, key: str, unit: str) -> Dose:
    """A dose as text with its unit, "unknown", or with how sure it is behind."""
    value = row.get(key)
    if value in (None, "unknown"):
        return Dose.unknown(unit)
    text, status = value, "exact"
    for word in ("estimated", "incomplete"):
        if isinstance(text, str) and text.endswith(f" ({word})"):
            text, status = text.removesuffix(f" ({word})"), word
    found = row.amount(text, key, like=unit)
    if found is None:
        return Dose.unknown(unit)
    return Dose(value=found.to(unit).value, unit=unit, status=status)
