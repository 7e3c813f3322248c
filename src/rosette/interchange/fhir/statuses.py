"""The status of a resource: whether it counts, was taken back, or says that the thing did not happen."""

from __future__ import annotations

from rosette.interchange.fhir.elements import code_of, part, parts, told
from rosette.interchange.fhir.resources import Resource

IN_ERROR = "entered-in-error"
WITHDRAWN = "urn:rosette:fhir:withdrawn"
_COUNTS = {
    "Observation": {"final", "amended", "corrected"},
    "DiagnosticReport": {"final", "amended", "corrected", "appended"},
    "Procedure": {"completed", "in-progress", "stopped"},
    "MedicationStatement": {"active", "completed", "stopped", "on-hold"},
    "MedicationAdministration": {"completed", "in-progress", "stopped", "on-hold"},
    "Immunization": {"completed"},
    "Consent": {"active"},
}
_TOLD = {
    "registered": "the result is only announced",
    "preliminary": "the result is preliminary",
    "partial": "the report is partial",
    "cancelled": "it was cancelled",
    "unknown": "its status is unknown",
    "not-done": "it was not done",
    "not-taken": "it was not taken",
    "intended": "it is intended, not taken",
    "preparation": "it is being prepared",
}


def status_of(resource: Resource) -> str | None:
    """The status as it was sent; of a condition or an allergy whether it was verified."""
    key = "verificationStatus" if resource.type in ("Condition", "AllergyIntolerance") else "status"
    return code_of(resource.raw, key) or told(part(resource.raw, key)) or None


def withdrawn(resource: Resource) -> bool:
    """Whether the sender took it back."""
    marked = any(each.get("url") == WITHDRAWN for each in parts(resource.raw, "modifierExtension"))
    return marked or status_of(resource) == IN_ERROR


def silent(resource: Resource) -> str | None:
    """Why its status keeps it from being a fact; None when it counts, or was taken back."""
    counts, status = _COUNTS.get(resource.type), status_of(resource)
    if counts is None or status in counts or status == IN_ERROR:
        return None
    if status is None:
        return "it has no status"
    return _TOLD.get(status, f'its status is "{status}"')
