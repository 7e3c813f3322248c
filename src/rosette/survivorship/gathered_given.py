"""What a record says was given: agents, radiation, transplants with their conditioning, operations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from rosette.kernel import PartialDate
from rosette.records import Fact, Radiation, RecordIndex, Surgery, Therapy
from rosette.records.facts import Radiopharmaceutical, Transplant
from rosette.records.views.cumulative import weight_near
from rosette.survivorship.doses import Dose
from rosette.survivorship.exposures import TOTAL_BODY, Exposed
from rosette.survivorship.fields import course_of
from rosette.survivorship.per_cycle import dose_of_therapy, per_kg_of
from rosette.survivorship.told_days import between

NEAR_DAYS = 30


def begun(fact: Fact, on: date) -> bool:
    """Whether it may have begun by a day."""
    return fact.since is None or fact.since.earliest <= on


def day_of(day: PartialDate | None) -> date | None:
    """The earliest day of a date."""
    return None if day is None else day.earliest


def days_of(fact: Fact, on: date) -> dict[str, Any]:
    """When it was given, with both ends of partial days, and whether it still is."""
    first, first_latest = between(fact.since)
    last, last_latest = between(fact.until)
    still = fact.ongoing or (last is not None and last > on)
    ends = {} if still else {"last": last, "last_latest": last_latest}
    return {"first": first, "first_latest": first_latest, "going_on": still, **ends}


def given_of(index: RecordIndex, on: date) -> tuple[tuple[Exposed, ...], tuple[str, ...]]:
    """Everything that was given up to a day, and what it is to be read with."""
    found = tuple(_given(index, on))
    unweighed = [each for each in found if each.kind == "infusion" and each.dose.value is None]
    days = ", ".join(str(each.first or "a day that is not recorded") for each in unweighed)
    note = f"131I-MIBG of {days}: MBq/kg is not known. Record its activity, and a weight within 90 days of it."
    return found, (note,) if unweighed else ()


def _given(index: RecordIndex, on: date) -> Iterator[Exposed]:
    yield from _agents(index, on)
    for course in index.record.of(Radiation):
        if begun(course, on):
            yield course_of(course, index, days=days_of(course, on))
    for each in index.record.of(Transplant):
        if begun(each, on):
            yield _event(each, each.type, "transplant", index, on)
            yield from _conditioning(each, index, on)
    for operation in index.record.of(Surgery):
        if begun(operation, on):
            yield _event(operation, operation.extent, "surgery", index, on)


def _agents(index: RecordIndex, on: date) -> Iterator[Exposed]:
    for fact in index.record.of(Therapy):
        if begun(fact, on):
            tags = index.with_parents((fact.agent, *fact.classes))
            growing = fact.until is None or fact.until.latest > on
            tried = {"trial": fact.regimen or "", "investigational": fact.investigational}
            yield _agent(fact, fact.agent, tags, dose_of_therapy(fact, growing=growing), days_of(fact, on), **tried)
    for each in index.record.of(Radiopharmaceutical):
        if begun(each, on):
            tags = index.with_parents((each.agent,))
            yield _agent(each, each.agent, tags, _activity(each, index), days_of(each, on))


def _agent(fact: Fact, name: str, tags: frozenset[str], dose: Dose, days: dict[str, Any], **tried: Any) -> Exposed:
    infusion = "mibg_therapy" in tags
    return Exposed(
        kind="infusion" if infusion else "agent",
        name=name,
        tags=tags | {name},
        dose=dose if infusion or dose.unit == "mg/m2" else Dose.unknown(),
        sources=(fact.source.name,),
        **days,
        **tried,
    )


def _activity(fact: Radiopharmaceutical, index: RecordIndex) -> Dose:
    """MBq/kg; of a total activity by the weight near its day."""
    weight = None if fact.on is None else weight_near(index, fact.on.earliest.toordinal())
    return per_kg_of(fact.activity, None if weight is None else weight.value)


def _event(fact: Fact, name: str, kind: str, index: RecordIndex, on: date) -> Exposed:
    tags = index.with_parents((name,))
    return Exposed(
        kind=kind, name=name, tags=tags, dose=Dose.unknown(), sources=(fact.source.name,), **days_of(fact, on)
    )


def _conditioning(fact: Transplant, index: RecordIndex, on: date) -> Iterator[Exposed]:
    """Agents of the conditioning that no therapy fact tells of, with an unknown dose; and total-body irradiation."""
    days = days_of(fact, on)
    for name in fact.conditioning:
        if not any(_same(each, name, days["first"]) for each in index.record.of(Therapy)):
            yield _agent(fact, name, index.with_parents((name,)), Dose.unknown(), days)
    courses = [each for each in index.record.of(Radiation) if TOTAL_BODY in each.names()]
    if fact.tbi and not courses:
        yield Exposed(
            kind="radiation",
            name=TOTAL_BODY,
            tags=index.with_parents((TOTAL_BODY,)),
            dose=Dose.unknown("Gy"),
            sources=(fact.source.name,),
            **days,
        )


def _same(each: Therapy, name: str, day: date | None) -> bool:
    last = day_of(each.until) or day_of(each.since)
    return each.agent == name and day is not None and last is not None and abs((day - last).days) <= NEAR_DAYS
