"""Medical actions of a phenopacket as resources of FHIR: medicines, operations, courses of radiotherapy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rosette.interchange.fhir.elements import Raw, number, part, parts, word
from rosette.interchange.phenopackets.items import Item, Reading, resource
from rosette.interchange.phenopackets.terms import concept, quantity, shown
from rosette.interchange.phenopackets.times import When, when

RADIATION = {"coding": [{"system": "urn:rosette:code:radiation", "code": "radiation"}], "text": "radiotherapy"}


def actions(packet: Raw, reading: Reading) -> Iterator[Item]:
    """What was done; an action of no sort that is read here is left to the losses of its elements."""
    for count, raw in enumerate(parts(packet, "medicalActions")):
        place = f"medicalActions[{count}]"
        if part(raw, "treatment"):
            yield _treatment(part(raw, "treatment"), f"{place}.treatment", reading)
        elif part(raw, "procedure"):
            yield _procedure(part(raw, "procedure"), f"{place}.procedure", reading)
        elif part(raw, "radiationTherapy"):
            yield _radiation(part(raw, "radiationTherapy"), f"{place}.radiationTherapy", reading)


def _treatment(raw: Raw, place: str, reading: Reading) -> Item:
    """One medicine from the first day of its intervals to the last; one dose where all intervals agree on it."""
    term, intervals = part(raw, "agent"), parts(raw, "doseIntervals")
    spans = [_interval(part(each, "interval")) for each in intervals]
    starts, ends = ([getattr(each, key) for each in spans] for key in ("start", "end"))
    start = min((each for each in starts if each), default=None)
    end = max((each for each in ends if each), default=None) if all(ends) else None
    doses = [quantity(part(each, "quantity")) for each in intervals if part(each, "quantity")]
    dose = doses[0] if doses and all(each == doses[0] for each in doses) else None
    route = concept(part(raw, "routeOfAdministration"), reading.book)
    dosage = {"doseAndRate": [{"doseQuantity": dose}] if dose else [], "route": route}
    made = resource(
        "MedicationStatement",
        f"treatment/{word(term, 'id') or shown(term)}/{start or ''}",
        status="completed",
        medicationCodeableConcept=concept(term, reading.book),
        effectivePeriod={key: value for key, value in (("start", start), ("end", end)) if value},
        dosage=[{key: value for key, value in dosage.items() if value}] if any(dosage.values()) else None,
    )
    return Item(place=place, raw=made, at=When(start=start, end=end), said=shown(term))


def _interval(raw: Raw) -> When:
    return when({"interval": raw}, None) if raw else When()


def _procedure(raw: Raw, place: str, reading: Reading) -> Item:
    term, at = part(raw, "code"), when(part(raw, "performed"), reading.birth)
    spans: dict[str, Any] = {"performedPeriod": {"start": at.start, "end": at.end}} if at.start != at.end else {}
    made = resource(
        "Procedure",
        f"procedure/{word(term, 'id') or shown(term)}/{at.start or at.said}",
        status="completed",
        code=concept(term, reading.book),
        bodySite=_sites(raw, reading),
        **(spans or {"performedDateTime": at.start}),
    )
    return Item(place=place, raw=made, at=at, said=shown(term))


def _sites(raw: Raw, reading: Reading) -> list[dict[str, Any]]:
    return [found] if (found := concept(part(raw, "bodySite"), reading.book)) else []


def _radiation(raw: Raw, place: str, reading: Reading) -> Item:
    """A course; a phenopacket has no day for it. `dosage` is in Gy by the standard."""
    url = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-radiotherapy-dose-delivered-to-volume"
    parted = [_inner("totalDoseDelivered", valueQuantity=quantity(_gray(raw)))] if number(raw, "dosage") else []
    parted += [_inner("fractionsDelivered", valueUnsignedInt=raw["fractions"])] if number(raw, "fractions") else []
    made = resource(
        "Procedure",
        f"radiation/{word(part(raw, 'bodySite'), 'id') or ''}",
        status="completed",
        code=RADIATION,
        bodySite=_sites(raw, reading),
        extension=[{"url": url, "extension": parted}] if parted else None,
    )
    said = f"radiotherapy of {shown(part(raw, 'bodySite'))}, {raw.get('dosage')} Gy"
    return Item(place=place, raw=made, at=When(why="a phenopacket has no day for radiotherapy"), said=said)


def _gray(raw: Raw) -> Raw:
    return {"value": raw.get("dosage"), "unit": {"id": "UCUM:Gy", "label": "Gy"}}


def _inner(url: str, **value: Any) -> dict[str, Any]:
    return {"url": url, **value}
