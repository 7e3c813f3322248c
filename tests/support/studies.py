"""Six registry records that were made up, in the shape of API version 2; no such study, hospital or person exists."""

from __future__ import annotations

import copy
from typing import Any

TEXT = """Inclusion Criteria:

* Age 1 year or older and younger than 30 years
* Platelets at least 75,000 per microlitre within 7 days

Exclusion Criteria:

* Prior treatment with lorlatinib"""
NAMES = ("NCT99000001", "NCT99000002", "NCT99000003", "NCT99000004", "NCT99000005", "NCT99000006")
SITE = {
    "facility": "Invented Children's Hospital",
    "city": "Nowhere",
    "state": "Ohio",
    "zip": "00000",
    "country": "United States",
    "status": "RECRUITING",
    "contacts": [{"name": "A. Nurse", "role": "CONTACT", "phone": "555-0100", "email": "nurse@hospital.invalid"}],
}


def study(name: str = NAMES[0], **modules: dict[str, Any]) -> dict[str, Any]:
    """A study; of each module named the given parts replace the usual ones."""
    section = {
        "identificationModule": {"nctId": name, "briefTitle": f"Made-up study {name[-1]} in neuroblastoma"},
        "statusModule": {
            "overallStatus": "RECRUITING",
            "startDateStruct": {"date": "2025-03", "type": "ACTUAL"},
            "completionDateStruct": {"date": "2028-12-31", "type": "ESTIMATED"},
            "lastUpdatePostDateStruct": {"date": "2026-05-01", "type": "ACTUAL"},
        },
        "conditionsModule": {"conditions": ["Neuroblastoma"]},
        "designModule": {"studyType": "INTERVENTIONAL", "phases": ["PHASE1"], "designInfo": {"allocation": "NA"}},
        "armsInterventionsModule": {
            "armGroups": [{"label": "A", "type": "EXPERIMENTAL", "interventionNames": ["Drug: lorlatinib"]}],
            "interventions": [{"type": "DRUG", "name": "lorlatinib", "otherNames": ["PF-06463922"]}],
        },
        "eligibilityModule": {
            "eligibilityCriteria": TEXT,
            "sex": "ALL",
            "minimumAge": "1 Year",
            "maximumAge": "29 Years",
            "healthyVolunteers": False,
        },
        "contactsLocationsModule": {"locations": [copy.deepcopy(SITE)]},
    }
    for module, parts in modules.items():
        section.setdefault(module, {}).update(parts)
    return {"protocolSection": section}


def without(source: dict[str, Any], module: str, part: str = "") -> dict[str, Any]:
    """The study without a module, or without a part of it."""
    left = copy.deepcopy(source)
    if part:
        del left["protocolSection"][module][part]
    else:
        del left["protocolSection"][module]
    return left


def every_study() -> list[dict[str, Any]]:
    """All six: recruiting, closed, of other phases, sparse, and one with words that nobody knows."""
    return [
        study(NAMES[0]),
        study(NAMES[1], statusModule={"overallStatus": "COMPLETED"}),
        study(NAMES[2], designModule={"phases": ["PHASE1", "PHASE2"]}),
        study(NAMES[3], designModule={"phases": ["PHASE2"]}, statusModule={"overallStatus": "NOT_YET_RECRUITING"}),
        without(without(study(NAMES[4]), "contactsLocationsModule"), "designModule"),
        study(
            NAMES[5], statusModule={"overallStatus": "PONDERING"}, eligibilityModule={"minimumAge": "Over 12 Months"}
        ),
    ]
