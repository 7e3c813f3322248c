"""Reads one study of ClinicalTrials.gov, API version 2; any surprise is listed beside what could be read."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from rosette.kernel import BadInput, Problem, Problems
from rosette.portfolio.registry.fhir import read_research_study
from rosette.portfolio.registry.looking import Look
from rosette.portfolio.registry.record import AgeLimit, ArmGroup, Contact, Intervention, RegistryRecord, Site
from rosette.portfolio.registry.words import PHASES, SEXES, STATUSES, STUDY_TYPES

MODULES = (
    "armsInterventionsModule",
    "conditionsModule",
    "contactsLocationsModule",
    "designModule",
    "eligibilityModule",
    "identificationModule",
    "statusModule",
)
NOT_READ = (
    "descriptionModule",
    "ipdSharingStatementModule",
    "outcomesModule",
    "oversightModule",
    "referencesModule",
    "sponsorCollaboratorsModule",
)
DATES = {
    "start": "startDateStruct",
    "primary completion": "primaryCompletionDateStruct",
    "completion": "completionDateStruct",
}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
_AGE = re.compile(r"(\d{1,4}) (Year|Month|Week|Day|Hour|Minute)s?")
_NO_LIMIT = ("", "N/A")


def read_study(source: object) -> RegistryRecord:
    """Read a study from parsed JSON: an API version 2 study, or a FHIR ResearchStudy.

    Errors: BadInput only when there is no study in it, or none that can be named.
    """
    try:
        return _read(source)
    except RecursionError:
        raise _no_study("", "lists inside lists without end") from None


def _read(source: object) -> RegistryRecord:
    if not isinstance(source, dict):
        raise _no_study("", f"{type(source).__name__} where a study was expected")
    problems = Problems()
    look = Look(table=source, path="", problems=problems)
    if source.get("resourceType") == "ResearchStudy":
        found = read_research_study(look)
    elif "protocolSection" in source:
        found = _study(look.part("protocolSection"))
    else:
        raise _no_study("", f"keys {', '.join(sorted(repr(each)[:40] for each in source)[:6]) or 'none'}")
    if not _ID.fullmatch(str(found["id"])):
        raise _no_study("protocolSection.identificationModule.nctId", repr(str(found["id"])[:60]))
    return RegistryRecord(**found, unknown=tuple(problems.found), digest=digest_of(source))


def digest_of(source: object) -> str:
    """Name of this very content, whatever the order of its keys."""
    text = json.dumps(source, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _no_study(path: str, found: str) -> BadInput:
    wanted = 'an object with "protocolSection", or a FHIR ResearchStudy, with a registry id'
    return BadInput([Problem(path, found, wanted)], what="registry study")


def _study(section: Look) -> dict[str, Any]:
    parts = {name: section.part(name, wanted=True) for name in MODULES}
    for name in sorted(set(section.table) - {*MODULES, *NOT_READ}):
        section.surprise(name, "a module", "one that is known", remedy="Not read; look whether it matters.")
    head, eligibility = parts["identificationModule"], parts["eligibilityModule"]
    return {
        "id": head.text("nctId", wanted=True),
        "title": head.text("briefTitle") or head.text("officialTitle"),
        "official_title": head.text("officialTitle"),
        **_status(parts["statusModule"]),
        **_design(parts["designModule"]),
        "conditions": parts["conditionsModule"].texts("conditions"),
        **_arms(parts["armsInterventionsModule"]),
        **_places(parts["contactsLocationsModule"]),
        "eligibility": eligibility.text("eligibilityCriteria", wanted=True),
        "minimum_age": _age(eligibility, "minimumAge"),
        "maximum_age": _age(eligibility, "maximumAge"),
        "sex": eligibility.word("sex", SEXES),
        "healthy_volunteers": eligibility.flag("healthyVolunteers"),
    }


def _status(part: Look) -> dict[str, Any]:
    dates = [(name, part.part(key).text("date")) for name, key in DATES.items()]
    posted = part.part("lastUpdatePostDateStruct").text("date")
    return {
        "status": part.word("overallStatus", STATUSES, wanted=True),
        "why_stopped": part.text("whyStopped"),
        "dates": tuple((name, day) for name, day in dates if day),
        "updated": posted or part.text("lastUpdateSubmitDate"),
    }


def _design(part: Look) -> dict[str, Any]:
    info = part.part("designInfo")
    told = [
        ("study type", part.word("studyType", STUDY_TYPES)),
        *((name, info.text(key)) for name, key in (("allocation", "allocation"), ("model", "interventionModel"))),
        ("purpose", info.text("primaryPurpose")),
        ("masking", info.part("maskingInfo").text("masking")),
    ]
    phases = part.texts("phases")
    return {
        "phases": tuple(part.known("phases", each, PHASES) for each in phases),
        "design": tuple((name, value) for name, value in told if value),
    }


def _arms(part: Look) -> dict[str, Any]:
    interventions = tuple(
        Intervention(name=each.text("name"), kind=each.text("type"), other_names=each.texts("otherNames"))
        for each in part.parts("interventions")
    )
    arms = tuple(
        ArmGroup(
            label=each.text("label"),
            kind=each.text("type"),
            description=each.text("description"),
            interventions=each.texts("interventionNames"),
        )
        for each in part.parts("armGroups")
    )
    return {"interventions": interventions, "arms": arms}


def _places(part: Look) -> dict[str, Any]:
    sites = tuple(
        Site(
            facility=each.text("facility"),
            city=each.text("city"),
            state=each.text("state"),
            postcode=each.text("zip"),
            country=each.text("country"),
            status=each.word("status", STATUSES),
            contacts=_contacts(each, "contacts"),
        )
        for each in part.parts("locations")
    )
    return {"sites": sites, "contacts": _contacts(part, "centralContacts")}


def _contacts(part: Look, name: str) -> tuple[Contact, ...]:
    keys = ("name", "role", "phone", "email")
    return tuple(Contact(**{key: each.text(key) for key in keys}) for each in part.parts(name))


def _age(part: Look, name: str) -> AgeLimit:
    text = part.text(name)
    plain = _AGE.fullmatch(text)
    if plain:
        return AgeLimit(text=text, number=int(plain[1]), unit=plain[2].lower())
    if text not in _NO_LIMIT:
        part.surprise(name, text, 'a number and a unit such as "12 Months"', remedy="Kept as it stands.")
    return AgeLimit(text=text)
