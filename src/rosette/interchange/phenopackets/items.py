"""Features and measurements of a phenopacket as resources of FHIR, so that one mapping serves both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import field, frozen

from rosette.interchange.codes import CodeBook
from rosette.interchange.fhir.elements import Raw, part, parts, word
from rosette.interchange.phenopackets.terms import SEEN, concept, own, quantity, shown
from rosette.interchange.phenopackets.times import When, when
from rosette.kernel import PartialDate

SUBJECT = {"reference": "Patient/child"}


@frozen(kw_only=True)
class Item:
    """One item of a packet: where it stands, its resource, and when it was. began: whether its beginning is told."""

    place: str
    raw: dict[str, Any] = field(repr=False)
    at: When
    said: str
    began: bool = True


@frozen(kw_only=True)
class Reading:
    """What reading the items of a packet needs. seen: when the child was last seen."""

    book: CodeBook = field(repr=False)
    birth: PartialDate | None
    seen: When


def resource(kind: str, name: str, **values: Any) -> dict[str, Any]:
    """A resource about the child of the packet, without what is not told."""
    found = {"resourceType": kind, "id": name, **values, "subject": SUBJECT}
    return {key: value for key, value in found.items() if value not in (None, "", [], {})}


def features(packet: Raw, reading: Reading) -> Iterator[Item]:
    """Features of the child; one without an onset counts on the day on which the child was last seen."""
    for number, raw in enumerate(parts(packet, "phenotypicFeatures")):
        yield feature(raw, f"phenotypicFeatures[{number}]", part(raw, "type"), reading)


def feature(raw: Raw, place: str, term: Raw, reading: Reading) -> Item:
    """One feature, or a disease that is a condition here."""
    excluded = raw.get("excluded") is True
    onset, gone = when(part(raw, "onset"), reading.birth), when(part(raw, "resolution"), reading.birth)
    at = reading.seen if reading.seen.day and (excluded or onset.day is None) else onset
    seen = not excluded and any(own(each) == SEEN for each in parts(raw, "modifiers"))
    made = resource(
        "Condition",
        f"feature/{word(term, 'id') or shown(term)}/{onset.start or ''}",
        code=concept(term, reading.book),
        verificationStatus={"coding": [{"code": "refuted" if excluded else "confirmed"}]},
        onsetDateTime=None if seen else onset.day,
        abatementDateTime=gone.day,
        recordedDate=at.day,
    )
    said = f"{shown(term)}{' excluded' if excluded else ''}"
    return Item(place=place, raw=made, at=at, said=said, began=onset.day is not None)


def measurements(packet: Raw, reading: Reading) -> Iterator[Item]:
    """Measurements of the child."""
    for number, raw in enumerate(parts(packet, "measurements")):
        term, at = part(raw, "assay"), when(part(raw, "timeObserved"), reading.birth)
        made = resource(
            "Observation",
            f"measurement/{word(term, 'id') or shown(term)}/{at.start or at.said}",
            status="final",
            code=concept(term, reading.book),
            effectiveDateTime=at.day,
            **_value(part(raw, "value"), reading.book),
            component=_components(part(raw, "complexValue"), reading.book),
        )
        yield Item(place=f"measurements[{number}]", raw=made, at=at, said=shown(term))


def _value(raw: Raw, book: CodeBook) -> dict[str, Any]:
    if part(raw, "ontologyClass"):
        return {"valueCodeableConcept": concept(part(raw, "ontologyClass"), book)}
    return _measured(part(raw, "quantity"))


def _measured(raw: Raw) -> dict[str, Any]:
    limits = part(raw, "referenceRange")
    unit = {"unit": part(limits, "unit")}
    ranges = {
        name: quantity({**unit, "value": limits[key]})
        for key, name in (("low", "low"), ("high", "high"))
        if key in limits
    }
    value = quantity(raw)
    return {"valueQuantity": value, **({"referenceRange": [ranges]} if ranges else {})} if value else {}


def _components(raw: Raw, book: CodeBook) -> list[dict[str, Any]]:
    listed = parts(raw, "typedQuantities")
    return [{"code": concept(part(each, "type"), book), **_measured(part(each, "quantity"))} for each in listed]
