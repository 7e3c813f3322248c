"""Reads a FHIR R4 ResearchStudy that was made of a registry record."""

from __future__ import annotations

from typing import Any

from rosette.portfolio.registry.looking import Look
from rosette.portfolio.registry.record import ArmGroup, Contact, Site

# FHIR R4 value set research-study-status; "active" there does not say whether children may enter, so it is kept.
_STATUSES = {
    "closed-to-accrual": "ACTIVE_NOT_RECRUITING",
    "closed-to-accrual-and-intervention": "ACTIVE_NOT_RECRUITING",
    "completed": "COMPLETED",
    "temporarily-closed-to-accrual": "SUSPENDED",
    "temporarily-closed-to-accrual-and-intervention": "SUSPENDED",
    "withdrawn": "WITHDRAWN",
}


def read_research_study(look: Look) -> dict[str, Any]:
    """The fields of a RegistryRecord that the resource holds; the rest is left unsaid."""
    period = look.part("period")
    days = (("start", period.text("start")[:10]), ("completion", period.text("end")[:10]))
    return {
        "id": next((value for each in look.parts("identifier") if (value := each.text("value"))), ""),
        "title": look.text("title"),
        "status": _status(look),
        "phases": tuple(part for part in (look.part("phase").text("text").upper().replace(" ", ""),) if part),
        "conditions": tuple(each.text("text") for each in look.parts("condition")),
        "arms": tuple(
            ArmGroup(label=each.text("name"), kind=each.part("type").text("text"), description=each.text("description"))
            for each in look.parts("arm")
        ),
        "sites": tuple(_sites(look)),
        "contacts": tuple(Contact(name=each.text("name")) for each in look.parts("contact")),
        "dates": tuple((name, day) for name, day in days if day),
        "updated": look.part("meta").text("lastUpdated")[:10],
        "eligibility": "\n\n".join(text for each in look.parts("enrollment") if (text := each.text("display"))),
    }


def _status(look: Look) -> str:
    told = look.text("status", wanted=True)
    if told and told not in _STATUSES:
        look.surprise("status", told, "a status that says whether children may enter", remedy="Kept as it stands.")
    return _STATUSES.get(told, told)


def _sites(look: Look) -> list[Site]:
    places = [each for each in look.parts("contained") if each.text("resourceType") == "Location"]
    return [
        Site(
            facility=each.text("name"),
            city=each.part("address").text("city"),
            state=each.part("address").text("state"),
            country=each.part("address").text("country"),
        )
        for each in places
    ]
