"""A short history in TOML: what a survivor knows of the treatment, without a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from rosette.kernel import BadInput, did_you_mean
from rosette.knowledge import Knowledge, Organ
from rosette.knowledge.rows import Row, shown
from rosette.knowledge.textfiles import load_declared, read_declared
from rosette.survivorship.exposures import Dose, Exposed, Exposures

FORM = "rosette-history/1"
CELLS, FIELDS, OPERATIONS = "stem_cell_infusion", "radiation", "surgery"


class HistoryError(BadInput):
    """A history that cannot be read."""


def load_history(path: Path, knowledge: Knowledge) -> Exposures:
    """Read a history from a file; raises HistoryError with every fault."""
    return load_declared(path, lambda text: history_of(text, knowledge), error=HistoryError, form=FORM)


def history_of(text: str, knowledge: Knowledge) -> Exposures:
    """Read the text of a history; raises HistoryError with every fault.

    Doses in mg/m2 and Gy, as text with the unit, "unknown", or with " (estimated)" or " (incomplete)" behind.
    """
    return read_declared(
        text, lambda row, digest: _history(row, knowledge), error=HistoryError, form=FORM, name="history"
    )


def _history(row: Row, knowledge: Knowledge) -> Exposures | None:
    given = tuple(_given(row, knowledge))
    birth = row.day("birth")
    found = dict[str, Any](
        id=row.text("id"),
        sex=row.choice("sex", ("female", "male", "unknown")),
        diagnosis=_day(row, "diagnosis"),
        end_of_therapy=_day(row, "end_of_therapy"),
        given=given,
        conditions=_conditions(row, knowledge),
        steroid_weeks=_weeks(row),
        transfused=row.choice("transfused", ("none", "once", "several"), default="none"),
        first_transfusion=_day(row, "first_transfusion"),
        puberty=row.choice("puberty", ("before", "past", ""), default="") or None,
        growth_ended=_day(row, "growth_ended"),
        unknown=_unknown(row, knowledge),
    )
    row.text("told", default="")
    row.close()
    if birth is None or row.problems.found:
        return None
    found["sex"] = None if found["sex"] == "unknown" else found["sex"]
    return Exposures(birth=birth, **found)


def _given(row: Row, knowledge: Knowledge) -> Iterator[Exposed]:
    for each in _rows(row, "agent"):
        yield from _agent(each, knowledge)
    for each in _rows(row, "radiation"):
        yield from _radiation(each, knowledge)
    for kind, key in (("transplant", "type"), ("surgery", "operation")):
        for each in _rows(row, kind):
            yield from _event(each, key, kind, knowledge)


def _rows(row: Row, key: str) -> Iterable[Row]:
    return row.rows(key) if row.get(key) is not None else ()


def _agent(row: Row, knowledge: Knowledge) -> Iterator[Exposed]:
    name, last = row.text("name"), _day(row, "last")
    agent = knowledge.agent(name)
    infusion = agent is not None and "mibg_therapy" in knowledge.classes_of(agent.id)
    dose = _dose(row, "dose", "MBq/kg" if infusion else "mg/m2")
    first = _day(row, "first") or (last if infusion else None)
    row.close()
    if agent is None:
        if name:
            row.refuse("name", f'"{name}" is not an agent{knowledge.suggest(name)}')
        return
    tags = knowledge.classes_of(agent.id)
    kind = "infusion" if infusion else "agent"
    yield Exposed(kind=kind, name=agent.id, tags=tags, dose=dose, first=first, last=last)


def _radiation(row: Row, knowledge: Knowledge) -> Iterator[Exposed]:
    field, on = row.text("field"), _day(row, "on")
    dose = _dose(row, "dose", "Gy")
    organs = _organs(row, knowledge)
    row.close()
    tags = _class(row, "field", field, FIELDS, knowledge)
    if tags:
        reach = bool(organs) or "total_body_irradiation" in tags
        yield Exposed(
            kind="radiation", name=field, tags=tags, dose=dose, first=on, last=on, organs=organs, reach_known=reach
        )


def _organs(row: Row, knowledge: Knowledge) -> dict[str, Dose]:
    if row.get("organs") is None:
        return {}
    inner, known = Row(row.table("organs"), row.at("organs"), row.problems), knowledge.table(Organ)
    for name in inner.data:
        if name not in known:
            inner.problems.add(inner.path, found=f'"{name}" is not an organ{did_you_mean(name, known)}')
    return {name: _dose(inner, name, "Gy") for name in inner.data}


def _event(row: Row, key: str, kind: str, knowledge: Knowledge) -> Iterator[Exposed]:
    name, on = row.text(key), _day(row, "on")
    row.close()
    tags = _class(row, key, name, CELLS if kind == "transplant" else OPERATIONS, knowledge)
    if tags:
        yield Exposed(kind=kind, name=name, tags=tags, dose=Dose.unknown(), first=on, last=on)


def _class(row: Row, key: str, name: str, under: str, knowledge: Knowledge) -> frozenset[str]:
    choices = knowledge.members(under) & set(knowledge.classes)
    if name in choices:
        return knowledge.classes_of(name)
    if name:
        row.refuse(key, f'"{name}" is not a kind of {under}{did_you_mean(name, sorted(choices))}')
    return frozenset()


def _dose(row: Row, key: str, unit: str) -> Dose:
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


def _conditions(row: Row, knowledge: Knowledge) -> frozenset[str]:
    names = row.words("conditions", choices=sorted(knowledge.conditions))
    known = [name for name in names if name in knowledge.conditions]
    return frozenset(up for name in known for up in with_parents(name, knowledge))


def with_parents(condition: str, knowledge: Knowledge) -> frozenset[str]:
    """A condition with every condition above it."""
    found = {condition}
    for name, each in knowledge.conditions.items():
        if condition in knowledge.condition_members(each.id):
            found.add(name)
    return frozenset(found)


def _unknown(row: Row, knowledge: Knowledge) -> frozenset[str]:
    """What nobody could tell; a word that no rule could ask for is refused."""
    choices = {"steroids", "transfusions", *knowledge.conditions, *knowledge.classes, *knowledge.agents}
    return frozenset(row.words("unknown", choices=sorted(choices)))


def _weeks(row: Row) -> int:
    value = row.get("steroid_weeks")
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value or 0
    row.refuse("steroid_weeks", f"{shown(value)} is not a number of weeks")
    return 0


def _day(row: Row, key: str) -> date | None:
    return None if row.get(key) is None else row.day(key)
