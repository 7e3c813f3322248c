"""From a child's record to exposures: what is not recorded becomes unknown, never zero, and says so."""

from __future__ import annotations

from datetime import date
from typing import Any

from rosette.knowledge import Knowledge
from rosette.records import ChildRecord, Condition, Diagnosis, Molecular, RecordIndex, Transfusion
from rosette.records.views.closures import closures
from rosette.records.views.exposures import USES, Exposure, exposures as given_in
from rosette.survivorship.conditions import with_parents
from rosette.survivorship.ends import birth_note
from rosette.survivorship.exposures import Exposures
from rosette.survivorship.gathered_end import with_end
from rosette.survivorship.gathered_given import begun, day_of, given_of
from rosette.survivorship.growing import growing

PREDISPOSING = ("ALK", "PHOX2B", "TP53", "PTPN11", "NRAS", "HRAS", "KRAS")
STEROIDS, PREDISPOSITION = "steroids", "cancer_predisposition"
LISTS = ("therapies", "medications", "radiation", "transplants", "surgery", "transfusions", "conditions")


def exposures_of(record: ChildRecord, knowledge: Knowledge, *, on: date) -> Exposures:
    """What the record tells of treatment up to a day.

    Of a partial date what begins counts from the earliest day, and what ends from the latest. Doses that cannot be read
    in mg/m2 are unknown, and a field without organ doses reaches its organs with an unknown dose.
    """
    index = RecordIndex(record, knowledge)
    weeks, unknown = _steroids(index, on)
    given, notes = given_of(index, on)
    found = Exposures(
        id=record.id,
        sex=record.sex if record.sex in ("female", "male") else None,
        birth=record.birth.earliest,
        birth_latest=None if record.birth.exact else record.birth.latest,
        diagnosis=min((day for each in record.of(Diagnosis) if (day := day_of(each.since))), default=None),
        given=given,
        conditions=_conditions(record, knowledge, on),
        steroid_weeks=weeks,
        **_transfused(record, on),
        **growing(record, on),
        unknown=unknown,
        notes=(*_birth_note(record), *notes, *_open_lists(index, on)),
    )
    return with_end(found, record, on=on)


def _birth_note(record: ChildRecord) -> tuple[str, ...]:
    return () if record.birth.exact else (birth_note(str(record.birth)),)


def _open_lists(index: RecordIndex, on: date) -> tuple[str, ...]:
    """The lists of which nobody said, up to the day, that they are complete."""
    known = closures(index)
    lists = [name for name in LISTS if not any(day <= on.toordinal() for day in known.get(name, ()))]
    if not lists:
        return ()
    return (
        f"Nobody has confirmed that these lists are complete: {', '.join(lists)}. What is missing from them asks for "
        "no test. Confirm them with the treating hospital.",
    )


def _transfused(record: ChildRecord, on: date) -> dict[str, Any]:
    red = sorted(
        day
        for each in record.of(Transfusion)
        if each.product == "red_cells" and begun(each, on) and (day := day_of(each.on))
    )
    told = "none" if not red else "several" if len(red) > 1 else "once"
    return {"transfused": told, "first_transfusion": red[0] if red else None}


def _conditions(record: ChildRecord, knowledge: Knowledge, on: date) -> frozenset[str]:
    codes = {each.code for each in record.of(Condition) if each.state == "present" and begun(each, on)}
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
