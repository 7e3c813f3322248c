"""The care plan of a surveillance plan against the rules of FHIR R4 for the elements that it uses.

The table was carried over by hand from the definitions of CarePlan, Timing, Reference and Annotation in FHIR 4.0.1.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.unit.documents.survivors import BOOK, EXAMPLES, HISTORIES, KNOWLEDGE, ON, all_done, plan

from rosette.documents.survivorship import care_plan
from rosette.documents.survivorship.repeats import holds_until
from rosette.knowledge import SurveillanceTest
from rosette.survivorship import Practice, load_practice, merged, plan_of

PLAIN = {
    "uri": r"\S+",
    "code": r"[^\s]+(\s[^\s]+)*",
    "string": r"\S[\s\S]*\S|\S",
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
}
# element: (least, most, type); most None is "*"
SHAPES: dict[str, dict[str, tuple[int, int | None, str]]] = {
    "CarePlan": {
        "resourceType": (1, 1, "code"),
        "identifier": (0, None, "Identifier"),
        "status": (1, 1, "code"),
        "intent": (1, 1, "code"),
        "title": (0, 1, "string"),
        "description": (0, 1, "string"),
        "subject": (1, 1, "Reference"),
        "period": (0, 1, "Period"),
        "created": (0, 1, "date"),
        "activity": (0, None, "Activity"),
        "note": (0, None, "Annotation"),
    },
    "Activity": {"detail": (0, 1, "Detail")},  # cpl-3: a detail or a reference, never both
    "Detail": {
        "kind": (0, 1, "code"),
        "code": (0, 1, "CodeableConcept"),
        "reasonCode": (0, None, "CodeableConcept"),
        "status": (1, 1, "code"),
        "statusReason": (0, 1, "CodeableConcept"),
        "doNotPerform": (0, 1, "boolean"),
        "scheduledTiming": (0, 1, "Timing"),
        "scheduledPeriod": (0, 1, "Period"),
        "scheduledString": (0, 1, "string"),
        "performer": (0, None, "Reference"),
        "description": (0, 1, "string"),
    },
    "Timing": {"event": (0, None, "date"), "repeat": (0, 1, "Repeat")},
    "Repeat": {
        "boundsPeriod": (0, 1, "Period"),
        "frequency": (0, 1, "positive"),
        "period": (0, 1, "positive"),
        "periodUnit": (0, 1, "code"),
    },
    "Period": {"start": (0, 1, "date"), "end": (0, 1, "date")},
    "Identifier": {"system": (0, 1, "uri"), "value": (0, 1, "string")},
    "Reference": {"type": (0, 1, "uri"), "identifier": (0, 1, "Identifier"), "display": (0, 1, "string")},
    "CodeableConcept": {"coding": (0, None, "Coding"), "text": (0, 1, "string")},
    "Coding": {"system": (0, 1, "uri"), "code": (0, 1, "code")},
    "Annotation": {"text": (1, 1, "string")},
}
CODES = {
    "CarePlan.status": {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"},
    "CarePlan.intent": {"proposal", "plan", "order", "option"},
    "Detail.kind": {
        *("Appointment", "CommunicationRequest", "DeviceRequest", "MedicationRequest", "NutritionOrder", "Task"),
        *("ServiceRequest", "VisionPrescription"),
    },
    "Detail.status": {
        *("not-started", "scheduled", "in-progress", "on-hold", "completed", "cancelled", "stopped", "unknown"),
        "entered-in-error",
    },
    "Repeat.periodUnit": {"s", "min", "h", "d", "wk", "mo", "a"},
}


def faults(value: Any, kind: str, at: str = "") -> list[str]:
    """Every breach of the table, with its place."""
    at = at or kind
    if kind in PLAIN:
        return [] if isinstance(value, str) and re.fullmatch(PLAIN[kind], value) else [f"{at}: {value!r} is no {kind}"]
    if kind in ("boolean", "positive"):
        right = isinstance(value, bool) if kind == "boolean" else type(value) is int and value > 0
        return [] if right else [f"{at}: {value!r} is no {kind}"]
    shape = SHAPES[kind]
    found = [f"{at}.{name}: unknown element" for name in value if name not in shape]
    found += [] if value else [f"{at}: empty"]
    for name, (least, most, inner) in shape.items():
        here = value.get(name, [] if most is None else None)
        many = here if isinstance(here, list) else [] if here is None else [here]
        if len(many) < least or (most is None and name in value and not many) or (most == 1 and isinstance(here, list)):
            found.append(f"{at}.{name}: {len(many)} of {least}..{most or '*'}")
        for each in many:
            found += faults(each, inner, f"{at}.{name}")
            if each not in CODES.get(f"{kind}.{name}", {each} if isinstance(each, str) else [each]):
                found.append(f"{at}.{name}: {each!r} is no code of its value set")
    return [*found, *rules(value, kind, at)]


def rules(value: dict, kind: str, at: str) -> list[str]:
    """Invariants: per-1, tim-2 (a period has a unit), choice of one `scheduled[x]`, a reference that says something."""
    match kind:
        case "Period":
            broken = value.get("start", "") > value.get("end", "9999")
        case "Repeat":
            broken = ("period" in value) != ("periodUnit" in value)
        case "Detail":
            broken = sum(name.startswith("scheduled") for name in value) > 1
        case _:
            broken = False
    return [f"{at}: breaks a rule of {kind}"] if broken else []


@pytest.mark.parametrize("done", [(), all_done(date(2026, 3, 31))], ids=["nothing done", "all done"])
@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_the_care_plan_keeps_the_rules_of_fhir_r4_without_extensions(path: Path, done: tuple) -> None:
    told = care_plan(plan(path, results=done))
    assert faults(told, "CarePlan") == []
    assert (told["status"], told["intent"]) == ("active", "plan")
    assert told["subject"]["type"] == "Patient"
    assert len(told["activity"]) == len(merged(plan(path, results=done)).items)


@pytest.mark.parametrize(
    ("at", "value", "fault"),
    [
        ("status", None, "CarePlan.status"),
        ("intent", "wish", "CarePlan.intent"),
        ("subject", None, "CarePlan.subject"),
        ("activity.0.detail.status", None, "CarePlan.activity.detail.status"),
        ("activity.0.detail.kind", "Visit", "CarePlan.activity.detail.kind"),
        ("activity.0.detail.scheduledTiming.repeat.periodUnit", "year", "repeat.periodUnit"),
        ("activity.0.detail.scheduledTiming.repeat.periodUnit", None, "rule of Repeat"),
        ("activity.0.detail.scheduledTiming.repeat.frequency", 0, "repeat.frequency"),
        ("activity.0.detail.scheduledTiming.repeat.boundsPeriod.end", "1999-01-01", "rule of Period"),
        ("activity.0.detail.scheduledString", "yearly", "rule of Detail"),
        ("activity.0.detail.reasonCode", [], "reasonCode"),
        ("note", [{}], "note"),
    ],
)
def test_the_check_itself_finds_what_breaks_a_rule(at: str, value: Any, fault: str) -> None:
    told = json.loads(json.dumps(care_plan(plan())))
    told["activity"] = [each for each in told["activity"] if "repeat" in each["detail"].get("scheduledTiming", {})]
    *path, last = at.split(".")
    inner: Any = told
    for step in path:
        inner = inner[int(step)] if step.isdigit() else inner[step]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    assert any(fault in each for each in faults(told, "CarePlan"))


def details(found) -> dict[str, dict]:
    return {each["detail"]["code"]["coding"][0]["code"]: each["detail"] for each in care_plan(found)["activity"]}


def test_rows_of_the_care_plan_say_what_the_plan_says() -> None:
    found = merged(plan(practice=load_practice(EXAMPLES / "site.toml")))
    told = details(found)
    assert len(told) == len(found.items)
    hearing = told["audiometry"]
    assert hearing["scheduledTiming"]["event"] == ["2026-09-14"]
    assert "overdue since 2019-09-20" in hearing["description"]
    assert hearing["reasonCode"] == [{"text": "cisplatin, 400 mg/m2"}]
    pressure = told["blood_pressure"]["scheduledTiming"]["repeat"]
    assert (pressure["frequency"], pressure["period"], pressure["periodUnit"]) == (1, 2, "a")
    assert told["psychosocial"]["status"] == "not-started"
    assert told["dental"]["status"] == "on-hold"
    assert "a clinician decides" in told["dental"]["statusReason"]["text"]
    assert "scheduledString" in told["dental"]


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_a_timing_begins_on_the_next_day_and_claims_no_more_than_is_known(path: Path) -> None:
    found = merged(plan(path, results=all_done(date(2026, 3, 31))))
    told = details(found)
    for item in found.items:
        timing = told[item.test.id].get("scheduledTiming", {})
        if "repeat" not in timing:
            continue
        bounds, end = timing["repeat"]["boundsPeriod"], holds_until(item, birth=found.exposures.birth)
        assert bounds["start"] == timing["event"][0] == str(item.due)
        assert bounds.get("end") == (None if end is None else str(max(end, item.due)))


def test_an_interval_that_changes_with_age_is_bound_by_that_birthday() -> None:
    young = attrs.evolve(plan().exposures, birth=date(2021, 5, 1), end_of_therapy=date(2024, 1, 1))
    found = plan_of(young, BOOK, on=ON, results=all_done(date(2025, 3, 31)), practice=Practice())
    repeat = details(found)["audiometry"]["scheduledTiming"]["repeat"]
    assert (repeat["period"], repeat["boundsPeriod"]) == (1, {"start": "2026-06-01", "end": "2027-04-30"})


def test_a_test_at_two_ages_has_both_days_and_one_done_once_its_window() -> None:
    told = {code: each for path in HISTORIES for code, each in details(plan(path, on=date(2010, 6, 1))).items()}
    two = [each["scheduledTiming"]["event"] for each in told.values() if len(each.get("scheduledTiming", {})) == 1]
    assert two
    assert all(first < second for first, second in two)
    spans = [each["scheduledPeriod"] for each in told.values() if "scheduledPeriod" in each]
    assert any(each["end"] > each["start"] for each in spans)


def test_a_test_that_is_not_routine_is_told_as_not_to_be_performed() -> None:
    told = care_plan(plan(HISTORIES[1]))["activity"]
    assert {each["detail"]["code"]["text"] for each in told if each["detail"]["doNotPerform"]} == {"echocardiogram"}


def test_every_code_of_a_care_plan_is_a_test_of_the_rules() -> None:
    known = set(KNOWLEDGE.table(SurveillanceTest))
    assert all(set(details(plan(path))) <= known for path in HISTORIES)
