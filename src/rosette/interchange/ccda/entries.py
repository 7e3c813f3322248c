"""The entries of a section as FHIR resources, so that one mapping serves both.

Source: [@ccda-r21, entry templates: result, vital sign, problem, allergy, medication, procedure].
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rosette.interchange.ccda.elements import (
    child,
    children,
    concept,
    limits,
    local,
    period,
    quantity,
    value_of,
    valued,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Raw = dict[str, Any]
STATES = {"completed": "final", "active": "preliminary", "aborted": "cancelled", "cancelled": "cancelled"}
STATES |= {"nullified": "entered-in-error"}
MEDICATION_STATES = {"aborted": "stopped", "nullified": "entered-in-error"}
PROCEDURE_STATES = {**MEDICATION_STATES, "active": "in-progress"}
RESULTS, VITALS, PROBLEMS, ALLERGIES = "30954-2", "8716-3", "11450-4", "48765-2"
MEDICATIONS, PROCEDURES, GIVEN = "10160-0", "47519-4", "29549-3"


def resources_of(entry: Element, section: str) -> Iterator[tuple[str, Raw]]:
    """The resources that an entry holds, each with its place below the entry; none when it is not read here."""
    act = next(iter(entry), None)
    reader = READERS.get(section)
    if act is not None and reader is not None:
        yield from reader(act)


def _results(act: Element) -> Iterator[tuple[str, Raw]]:
    panel = act if local(act) == "organizer" else None
    found = _within(act) if panel is not None else []
    for number, each in enumerate(found or ([act] if local(act) == "observation" else []), 1):
        yield f", component {number}" if found else "", _observation(each, panel)


def _answered(element: Element) -> Raw:
    """The one value of a result; several are told and none is chosen."""
    several = len(children(element, "value"))
    if several > 1:
        return {"dataAbsentReason": {"text": f"it has {several} values"}}
    return valued(child(element, "value"))


def _within(panel: Element) -> list[Element]:
    """The observations of an organizer, those of the organizers inside it too."""
    below = [each for part in children(panel, "component") for each in part]
    nested = {id(each): _within(each) for each in below if local(each) == "organizer"}
    return [one for each in below for one in nested.get(id(each), [each] if local(each) == "observation" else [])]


def _state(element: Element) -> str:
    return value_of(child(element, "statusCode"), "code") or ""


def _panel_state(panel: Element | None) -> str | None:
    """What the state of an organizer makes of its results; None when it leaves them as they are."""
    if panel is None:
        return None
    state = "cancelled" if _negated(panel) else STATES.get(_state(panel), _state(panel))
    return None if state in ("", "final", "preliminary") else state


def _observation(element: Element, panel: Element | None) -> Raw:
    start, _ = period(child(element, "effectiveTime"))
    if start is None and panel is not None:
        start, _ = period(child(panel, "effectiveTime"))
    state = _state(element)
    own = "cancelled" if _negated(element) else STATES.get(state, state or None)
    return _stated(
        "Observation",
        element,
        status=_panel_state(panel) or own,
        code=concept(child(element, "code")),
        effectiveDateTime=start,
        referenceRange=limits(element),
        **_answered(element),
    )


def _problems(act: Element) -> Iterator[tuple[str, Raw]]:
    for number, each in enumerate(_inside(act, "observation"), 1):
        start, end = period(child(each, "effectiveTime"))
        yield (
            f", problem {number}",
            _stated(
                "Condition",
                each,
                code=concept(child(each, "value")),
                verificationStatus=_coded(_verified(act, each)),
                clinicalStatus=_coded(_clinical(act, end)),
                onsetDateTime=start,
                abatementDateTime=end,
            ),
        )


def _verified(act: Element, each: Element) -> str:
    """Whether it holds: what is denied of the concern is denied of the problem in it, and no plan is a finding."""
    if "nullified" in (_state(act), _state(each)):
        return "entered-in-error"
    moods = {one.get("moodCode") or "EVN" for one in (act, each)}
    if moods != {"EVN"}:
        return f"of mood {', '.join(sorted(moods - {'EVN'}))}"
    if _negated(act) and _negated(each):
        return "denied twice over"
    return "refuted" if _negated(act) or _negated(each) else "confirmed"


def _clinical(act: Element, end: str | None) -> str:
    return "resolved" if end or value_of(child(act, "statusCode"), "code") == "completed" else "active"


def _allergies(act: Element) -> Iterator[tuple[str, Raw]]:
    for number, each in enumerate(_inside(act, "observation"), 1):
        start, _ = period(child(each, "effectiveTime"))
        substance = child(each, "participant", "participantRole", "playingEntity", "code")
        yield (
            f", allergy {number}",
            _stated(
                "AllergyIntolerance",
                each,
                code=concept(substance),
                verificationStatus=_coded(_verified(act, each)),
                onsetDateTime=start,
            ),
        )


def _medications(act: Element) -> Iterator[tuple[str, Raw]]:
    if local(act) != "substanceAdministration":
        return
    given = act.get("moodCode") == "EVN"
    state = value_of(child(act, "statusCode"), "code") or "unknown"
    start, end = period(child(act, "effectiveTime"))
    dose, route = quantity(child(act, "doseQuantity")), concept(child(act, "routeCode"))
    dosage = {"doseAndRate": [{"doseQuantity": dose}] if dose else [], "route": route}
    yield (
        "",
        _stated(
            "MedicationStatement" if given else "MedicationRequest",
            act,
            status="not-taken" if _negated(act) else MEDICATION_STATES.get(state, state),
            medicationCodeableConcept=concept(_material(act)),
            effectivePeriod={key: value for key, value in (("start", start), ("end", end)) if value},
            dosage=[{key: value for key, value in dosage.items() if value}] if any(dosage.values()) else None,
        ),
    )


def _material(act: Element) -> Element | None:
    return child(act, "consumable", "manufacturedProduct", "manufacturedMaterial", "code")


def _procedures(act: Element) -> Iterator[tuple[str, Raw]]:
    if local(act) not in ("procedure", "act", "observation") or act.get("moodCode") != "EVN":
        return
    start, end = period(child(act, "effectiveTime"))
    state = value_of(child(act, "statusCode"), "code") or "unknown"
    spans = {"performedDateTime": start} if start == end else {"performedPeriod": {"start": start, "end": end}}
    sites = [concept(each) for each in children(act, "targetSiteCode")]
    yield (
        "",
        _stated(
            "Procedure",
            act,
            status="not-done" if _negated(act) else PROCEDURE_STATES.get(state, state),
            code=concept(child(act, "code")),
            bodySite=sites,
            **spans,
        ),
    )


def _inside(act: Element, name: str) -> list[Element]:
    return [each for link in children(act, "entryRelationship") for each in children(link, name)]


def _negated(element: Element) -> bool:
    return element.get("negationInd") in ("true", "1")


def _coded(code: str) -> Raw:
    return {"coding": [{"code": code}]}


def _stated(kind: str, element: Element, **values: Any) -> Raw:
    found = {"resourceType": kind, "id": name_of(element), **values, "subject": {"reference": "Patient/child"}}
    return {key: value for key, value in found.items() if value}


def name_of(element: Element) -> str | None:
    """The id that the sender gave an entry."""
    given = child(element, "id")
    parts = (value_of(given, "root"), value_of(given, "extension"))
    return ".".join(part for part in parts if part) or None


READERS: Mapping[str, Callable[[Element], Iterator[tuple[str, Raw]]]] = {
    RESULTS: _results,
    VITALS: _results,
    PROBLEMS: _problems,
    ALLERGIES: _allergies,
    MEDICATIONS: _medications,
    GIVEN: _medications,
    PROCEDURES: _procedures,
}
