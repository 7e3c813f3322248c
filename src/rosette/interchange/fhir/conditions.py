"""Conditions, allergies and adverse events: the diagnosis with its stages, and what else the child has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rosette.interchange.codes import Meaning
from rosette.interchange.fhir.answering import attribute_value
from rosette.interchange.fhir.desk import Desk, Mapped, candidate, loss
from rosette.interchange.fhir.elements import Raw, code_of, codings, day, extensions, part, parts, told, word
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.fhir.statuses import status_of
from rosette.interchange.naming import turned

PRESENT = ("active", "recurrence", "relapse")
GONE = ("inactive", "remission", "resolved")
DENIED_TWICE, ASK = "its code says that it is absent, and its status that this does not hold", "Ask the sender."
SURE = (None, "confirmed", "refuted", "entered-in-error")


def conditions(resource: Resource, desk: Desk) -> Iterable[Mapped]:
    """The facts of one Condition."""
    status = status_of(resource)
    concept = part(resource.raw, "code")
    known = _agreed(desk.meanings(concept, "diagnosis", "condition"))
    if status not in SURE:
        yield loss(resource, f"it is {status}, not confirmed", grade="kept_aside")
    elif known is None or (known.kind == "diagnosis" and status == "refuted"):
        why = "a diagnosis that was refuted" if known else "no code of it is known here, or its codes disagree"
        yield loss(resource, why, grade="kept_aside" if known else "not_understood")
    elif turned(word(concept, "text") or known.name, known.name):
        yield loss(resource, f'its text and its code, "{known.name}", say different things', remedy=ASK)
    elif _denied_twice(resource, known):
        yield loss(resource, DENIED_TWICE, remedy=ASK)
    elif status == "refuted" and not known.reverse:
        why = f"that this is excluded does not exclude {known.content['code']}, which is wider"
        yield loss(resource, why, grade="kept_aside")
    elif known.kind == "diagnosis":
        yield from _diagnosis(resource, known, desk)
    elif status != "refuted" and _over(resource.raw) and _onset(resource.raw) is None:
        why = "it is over, and when it began is not told: the day of its recording is no day on which it was there"
        yield loss(resource, why, said=_ended(resource.raw), remedy="Ask when it began.", grade="kept_aside")
    else:
        yield _condition(resource, known)


def _agreed(known: list[Meaning]) -> Meaning | None:
    """The one thing that the codes say; a diagnosis by its histology wins over none, two different ones are none."""
    return known[0] if len(known) == 1 else None


def _over(raw: Raw) -> bool:
    """Whether it is there no longer, by its status or by the day on which it went."""
    return code_of(raw, "clinicalStatus") in GONE or _abatement(raw) is not None


def _ended(raw: Raw) -> str:
    told = (_told(raw), code_of(raw, "clinicalStatus"), f"until {_abatement(raw)}" if _abatement(raw) else None)
    return ", ".join(each for each in told if each)


def _told(raw: Raw) -> str:
    return told(part(raw, "code"))


def _diagnosis(resource: Resource, known: Meaning, desk: Desk) -> Iterable[Mapped]:
    raw = resource.raw
    sites = [told(each) for each in parts(raw, "bodySite") if told(each)]
    found: dict[str, Any] = {**known.content, "on": _since(raw), "primary_site": sites[0] if len(sites) == 1 else None}
    said = [(stage, _stage(stage, desk)) for stage in parts(raw, "stage")]
    stages = {key: {says[key] for _, says in said if key in says} for _, each in said for key in each}
    agreed = {key: next(iter(values)) for key, values in stages.items() if len(values) == 1}
    yield candidate(resource, "diagnosis", {**found, **agreed})
    for stage, says in said:
        if not says or not says.keys() <= agreed.keys():
            why = "it contradicts another stage" if says else "the stage is not known here"
            shown = f"{told(part(stage, 'type'))}: {told(part(stage, 'summary'))}".strip(": ")
            yield loss(resource, why, said=shown or "a stage without a summary", remedy="Enter it by hand.")


def _stage(stage: Raw, desk: Desk) -> dict[str, str]:
    """What a stage that stands in the condition itself says, by the system that it names."""
    found: dict[str, str] = {}
    for each in desk.meanings(part(stage, "type"), "question"):
        key = each.content.get("key", "")
        value = attribute_value({"valueCodeableConcept": part(stage, "summary")}, "diagnosis", key, desk)
        if each.content.get("kind") == "diagnosis" and value is not None:
            found[key] = value
    return found


def _condition(resource: Resource, known: Meaning) -> Mapped:
    raw = resource.raw
    return candidate(resource, "condition", {**_stated(resource, known), **_days(raw)})


def _stated(resource: Resource, known: Meaning) -> dict[str, Any]:
    """What a code says of a condition, absent where it was refuted."""
    return {**known.content, "state": "absent"} if status_of(resource) == "refuted" else dict(known.content)


def _denied_twice(resource: Resource, known: Meaning | None) -> bool:
    """Whether the absence that a code says is refuted: what is there instead is not told."""
    return known is not None and known.content.get("state") == "absent" and status_of(resource) == "refuted"


def _days(raw: Raw) -> dict[str, Any]:
    """From the onset to the abatement; without an onset the day on which it was recorded."""
    start, end = _onset(raw), _abatement(raw)
    state = code_of(raw, "clinicalStatus")
    if status_refuted(raw) or start is None:
        return {"on": start or _since(raw)}
    return {"from": start, "to": end, "ongoing": True if state in PRESENT and end is None else None}


def status_refuted(raw: Raw) -> bool:
    """Whether it was looked for and is not there."""
    return code_of(raw, "verificationStatus") == "refuted"


def _onset(raw: Raw) -> str | None:
    return day(word(raw, "onsetDateTime") or word(part(raw, "onsetPeriod"), "start"))


def _abatement(raw: Raw) -> str | None:
    text = word(raw, "abatementDateTime") or word(part(raw, "abatementPeriod"), "end")
    return day(text or word(part(raw, "onsetPeriod"), "end"))


def _since(raw: Raw) -> str | None:
    asserted = [word(each, "valueDateTime") for each in extensions(raw).get("condition-assertedDate", [])]
    return _onset(raw) or day(next(iter(asserted), None) or word(raw, "recordedDate") or word(raw, "assertedDate"))


def allergies(resource: Resource, desk: Desk) -> Iterable[Mapped]:
    """The fact of one AllergyIntolerance; the substance is named as written."""
    raw = resource.raw
    concept, status = part(raw, "code"), status_of(resource)
    known = _agreed(desk.meanings(concept, "condition"))
    days = {"on": day(word(raw, "onsetDateTime") or word(raw, "recordedDate"))}
    state = "absent" if status == "refuted" else None
    if status not in SURE:
        yield loss(resource, f"it is {status}, not confirmed", grade="kept_aside")
    elif state is None and code_of(raw, "clinicalStatus") in GONE:
        yield loss(
            resource, f"its status is {code_of(raw, 'clinicalStatus')}: it is no allergy now", grade="kept_aside"
        )
    elif _denied_twice(resource, known):
        yield loss(resource, DENIED_TWICE, remedy=ASK)
    elif known is not None:
        yield candidate(resource, "condition", {**_stated(resource, known), **days})
    elif not told(concept):
        yield loss(resource, "it names no substance")
    else:
        content = {"code": "allergy", "agent": told(concept), "state": state, **days}
        yield candidate(resource, "condition", content, said=f"allergy: {told(concept)}")


def events(resource: Resource, desk: Desk) -> Iterable[Mapped]:
    """The fact of one AdverseEvent, with its grade where the CTCAE extension says it."""
    raw = resource.raw
    known = _agreed(desk.meanings(part(raw, "event"), "condition"))
    if code_of(raw, "actuality") == "potential":
        yield loss(resource, "it might have happened and did not", grade="kept_aside")
    elif known is None:
        yield loss(resource, "no code of it is known here", said=told(part(raw, "event")))
    else:
        grades = [part(each, "valueCodeableConcept") for each in extensions(raw).get("ctcae-grade", [])]
        content = {**known.content, "on": day(word(raw, "date") or word(raw, "detected")), "grade": _grade(grades)}
        yield candidate(resource, "condition", content, said=told(part(raw, "event")))


def _grade(grades: list[Raw]) -> int | None:
    codes = [each.code for concept in grades for each in codings(concept) if each.code]
    return int(codes[0]) if len(codes) == 1 and codes[0].isascii() and codes[0].isdigit() else None
