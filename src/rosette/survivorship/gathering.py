"""From a child's record to exposures: what is not recorded becomes unknown, never zero, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rosette.kernel import PartialDate, UnitError
from rosette.knowledge import Knowledge
from rosette.records import (
    ChildRecord,
    Condition,
    Diagnosis,
    Fact,
    Molecular,
    Radiation,
    RecordIndex,
    Surgery,
    Therapy,
    Transfusion,
)
from rosette.records.facts import Radiopharmaceutical, Transplant
from rosette.records.views.exposures import USES, Exposure, exposures as given_in
from rosette.survivorship.exposures import Dose, Exposed, Exposures
from rosette.survivorship.fields import course_of
from rosette.survivorship.history import with_parents

DIRECTED = (Therapy, Radiation, Radiopharmaceutical, Transplant)
PREDISPOSING = ("ALK", "PHOX2B", "TP53", "PTPN11", "NRAS", "HRAS", "KRAS")
STEROIDS, PREDISPOSITION = "steroids", "cancer_predisposition"
NEAR_DAYS = 30


def exposures_of(record: ChildRecord, knowledge: Knowledge, *, on: date) -> Exposures:
    """What the record tells of treatment up to a day.

    Of a partial date the earliest day is taken. Doses that cannot be read in mg/m2 are unknown, and a field without
    organ doses reaches its organs with an unknown dose.
    """
    index = RecordIndex(record, knowledge)
    diagnoses = [day for each in record.of(Diagnosis) if (day := _day(each.since)) is not None]
    red = sorted(day for each in record.of(Transfusion) if each.product == "red_cells" if (day := _day(each.on)))
    end, notes = end_of_therapy(record, knowledge, on=on)
    weeks, unknown = _steroids(index, on)
    return Exposures(
        id=record.id,
        sex=record.sex if record.sex in ("female", "male") else None,
        birth=record.birth.earliest,
        diagnosis=min(diagnoses, default=None),
        end_of_therapy=end,
        given=tuple(_given(index, on)),
        conditions=_conditions(record, knowledge, on),
        steroid_weeks=weeks,
        transfused="none" if not red else "several" if len(red) > 1 else "once",
        first_transfusion=red[0] if red else None,
        unknown=unknown,
        notes=(*_birth_note(record), *notes),
    )


def _birth_note(record: ChildRecord) -> tuple[str, ...]:
    return () if record.birth.exact else (f"Birth is known as {record.birth}: its earliest day is used.",)


def end_of_therapy(record: ChildRecord, knowledge: Knowledge, *, on: date) -> tuple[date | None, tuple[str, ...]]:
    """The last day of treatment of the tumour; of operations when there was nothing else; None while it goes on."""
    facts = [fact for kind in DIRECTED for fact in record.of(kind) if _begun(fact, on)]
    if any(fact.ongoing or (fact.until is not None and fact.until.earliest > on) for fact in facts):
        return None, ()
    operations = [fact for fact in record.of(Surgery) if _begun(fact, on) and fact.extent != "central_line"]
    days = [day for fact in facts or operations if (day := _day(fact.until) or _day(fact.since)) is not None]
    open_ends = [fact for fact in facts if fact.until is None]
    notes = tuple(f"The end of {_name(fact)} is not recorded: its first day is used." for fact in open_ends)
    return max(days, default=None), notes


def _name(fact: Fact) -> str:
    return str(getattr(fact, "agent", fact.kind)).replace("_", " ")


def _begun(fact: Fact, on: date) -> bool:
    return fact.since is None or fact.since.earliest <= on


def _day(day: PartialDate | None) -> date | None:
    return None if day is None else day.earliest


def _given(index: RecordIndex, on: date) -> Iterator[Exposed]:
    yield from _agents(index, on)
    for course in index.record.of(Radiation):
        if _begun(course, on):
            yield course_of(course, index)
    for each in index.record.of(Transplant):
        if _begun(each, on):
            yield _event(each, each.type, "transplant", index)
            yield from _conditioning(each, index)
    for operation in index.record.of(Surgery):
        if _begun(operation, on):
            yield _event(operation, operation.extent, "surgery", index)


def _agents(index: RecordIndex, on: date) -> Iterator[Exposed]:
    for fact in index.record.of(Therapy):
        if _begun(fact, on):
            tags = index.with_parents((fact.agent, *fact.classes))
            yield _agent(fact, fact.agent, tags, _total_dose(fact, on))
    for each in index.record.of(Radiopharmaceutical):
        if _begun(each, on):
            yield _agent(each, each.agent, index.with_parents((each.agent,)), _activity(each))


def _agent(fact: Fact, name: str, tags: frozenset[str], dose: Dose) -> Exposed:
    infusion = "mibg_therapy" in tags
    first, last = _day(fact.since), _day(fact.until)
    return Exposed(
        kind="infusion" if infusion else "agent",
        name=name,
        tags=tags | {name},
        dose=dose if infusion or dose.unit == "mg/m2" else Dose.unknown(),
        first=first,
        last=last,
        sources=(fact.source.name,),
    )


def _total_dose(fact: Therapy, on: date) -> Dose:
    """The cumulative dose in mg/m2; while the agent is given it is only a lower bound."""
    if fact.cumulative is None:
        return Dose.unknown()
    try:
        value = fact.cumulative.to("mg/m2").value
    except UnitError:
        return Dose.unknown()
    growing = fact.until is None or fact.until.latest > on
    return Dose(value=value, status="incomplete" if growing else "exact")


def _activity(fact: Radiopharmaceutical) -> Dose:
    try:
        return Dose.unknown("MBq/kg") if fact.activity is None else _per_kg(fact)
    except UnitError:
        return Dose.unknown("MBq/kg")


def _per_kg(fact: Radiopharmaceutical) -> Dose:
    assert fact.activity is not None
    return Dose(value=fact.activity.to("MBq/kg").value, unit="MBq/kg")


def _event(fact: Fact, name: str, kind: str, index: RecordIndex) -> Exposed:
    tags, day = index.with_parents((name,)), _day(fact.since)
    return Exposed(
        kind=kind, name=name, tags=tags, dose=Dose.unknown(), first=day, last=day, sources=(fact.source.name,)
    )


def _conditioning(fact: Transplant, index: RecordIndex) -> Iterator[Exposed]:
    """Agents of the conditioning that no therapy fact tells of, with an unknown dose; and total-body irradiation."""
    day = fact.on.earliest if fact.on is not None else None
    for name in fact.conditioning:
        if not any(_same(each, name, day) for each in index.record.of(Therapy)):
            yield _agent(fact, name, index.with_parents((name,)), Dose.unknown())
    courses = [each for each in index.record.of(Radiation) if "total_body_irradiation" in each.names()]
    if fact.tbi and not courses:
        tags = index.with_parents(("total_body_irradiation",))
        yield Exposed(
            kind="radiation",
            name="total_body_irradiation",
            tags=tags,
            dose=Dose.unknown("Gy"),
            first=day,
            last=day,
            sources=(fact.source.name,),
        )


def _same(each: Therapy, name: str, day: date | None) -> bool:
    last = _day(each.until) or _day(each.since)
    return each.agent == name and day is not None and last is not None and abs((day - last).days) <= NEAR_DAYS


def _conditions(record: ChildRecord, knowledge: Knowledge, on: date) -> frozenset[str]:
    codes = {each.code for each in record.of(Condition) if each.state == "present" and _begun(each, on)}
    found = {up for code in codes for up in with_parents(code, knowledge)}
    germline = [f for report in record.of(Molecular) for f in report.findings if f.origin == "germline"]
    if any(finding.gene in PREDISPOSING for finding in germline):
        found.add(PREDISPOSITION)
    return frozenset(found)


def _steroids(index: RecordIndex, on: date) -> tuple[int, frozenset[str]]:
    """Weeks of the longest course of corticosteroids as treatment, and whether one has no end."""
    courses = [each for each in given_in(index) if _treats(each) and (each.first or 0) <= on.toordinal()]
    spans = [each.last_latest - each.first for each in courses if each.first and each.last_latest]
    open_ended = any(each.last_latest is None or each.first is None for each in courses)
    return max((days + 1 for days in spans), default=0) // 7, frozenset({STEROIDS} if open_ended else ())


def _treats(each: Exposure) -> bool:
    return "corticosteroid" in each.tags and not any(f"{use}_corticosteroid" in each.tags for use in USES)
