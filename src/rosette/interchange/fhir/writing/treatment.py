"""Writes treatments: medicines taken or given, courses of radiotherapy, transplants, operations, transfusions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rosette.interchange.fhir.writing.words import PROFILE, Pen, Written, having, quantity

Content = Mapping[str, Any]
DOSE = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-radiotherapy-dose-delivered-to-volume"


def taken(pen: Pen, content: Content) -> list[Written]:
    """A medicine that was taken, from its first to its last dose, or once."""
    dosage = having(
        text=content.get("dosing"),
        route={"text": content["route"]} if "route" in content else {},
        doseAndRate=[{"doseQuantity": quantity(**content["dose"])}] if "dose" in content else [],
    )
    made = pen.about(
        "MedicationStatement",
        status=_status(content, going="active"),
        medicationCodeableConcept=pen.concept(content["kind"], "agent", content),
        **having(
            effectiveDateTime=content.get("on"), effectivePeriod=_period(content), dosage=[dosage] if dosage else []
        ),
    )
    return [made]


def given(pen: Pen, content: Content) -> list[Written]:
    """A radiopharmaceutical that was given; of MIBG by the profile of its therapy."""
    activity = {"dose": quantity(**content["activity"])} if "activity" in content else {}
    meta = {"profile": [f"{PROFILE}mibg-therapy"]} if content["agent"] == "mibg_131i" else {}
    made = pen.about(
        "MedicationAdministration",
        status="completed",
        medicationCodeableConcept=pen.concept("radiopharmaceutical", "agent", content),
        **having(effectiveDateTime=content.get("on"), dosage=activity, meta=meta),
    )
    return [made]


def radiation(pen: Pen, content: Content) -> list[Written]:
    """A course of radiotherapy, with its dose as mCODE writes it."""
    code = pen.concept("radiation", "field", content)
    code["coding"] = [pen.coding("snomed", "1217123003", "Radiotherapy course of treatment"), *code["coding"]]
    dose = _delivered(content)
    made = pen.about(
        "Procedure",
        status=_status(content, going="in-progress"),
        code=code,
        **having(
            performedPeriod=_period(content),
            bodySite=[{"text": content["site"]}] if "site" in content else [],
            extension=[{"url": DOSE, "extension": dose}] if dose else [],
        ),
    )
    return [made]


def _delivered(content: Content) -> list[Written]:
    """The dose and the fractions of the one volume, where they are stated."""
    found: list[Written] = []
    if "dose_gy" in content:
        found.append({"url": "totalDoseDelivered", "valueQuantity": quantity(content["dose_gy"], "Gy")})
    if "fractions" in content:
        found.append({"url": "fractionsDelivered", "valuePositiveInt": content["fractions"]})
    return found


def done(pen: Pen, content: Content) -> list[Written]:
    """A procedure of one day: a transplant, an operation, a transfusion."""
    key = {"transplant": "type", "surgery": "extent", "transfusion": "product"}[content["kind"]]
    made = pen.about(
        "Procedure",
        status="completed",
        code=pen.concept(content["kind"], key, content),
        **having(
            performedDateTime=content.get("on"),
            bodySite=[{"text": content["site"]}] if "site" in content else [],
        ),
    )
    return [made]


def _period(content: Content) -> Written:
    return having(start=content.get("from"), end=content.get("to"))


def _status(content: Content, *, going: str) -> str:
    """Going on, ended, or not told; nothing is guessed."""
    if content.get("ongoing"):
        return going
    return "completed" if "to" in content or "on" in content else "unknown"
