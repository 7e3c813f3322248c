"""Invented resources of FHIR, and reading them as a file."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from rosette.interchange import Asked, Batch, ChildFound, Content, Found, Merged, merge, record_for
from rosette.interchange.fhir import read_fhir
from rosette.knowledge import load_knowledge
from rosette.records import ChildRecord

KNOWLEDGE = load_knowledge()
ASKED = Asked(knowledge=KNOWLEDGE)
SNOMED, LOINC, UCUM = "http://snomed.info/sct", "http://loinc.org", "http://unitsofmeasure.org"
NCIT = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
HGNC = "http://www.genenames.org/geneId"
CHILD = {"resourceType": "Patient", "id": "c", "gender": "female", "birthDate": "2019-03-10"}
OF = {"reference": "Patient/c"}


def content(raw: Any, name: str = "file.json") -> Content:
    """A file with this JSON, or this text."""
    text = raw if isinstance(raw, str) else json.dumps(raw)
    return Content(name=name, data=text.encode())


def found(*resources: dict[str, Any]) -> Found:
    """What a collection of the child with these resources gives."""
    return read_fhir(content(bundle(CHILD, *resources)), ASKED)


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    """A collection of resources."""
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": each} for each in resources]}


def child(*resources: dict[str, Any]) -> ChildFound:
    """What these resources give for the one child."""
    (only,) = found(*resources).children
    return only


def put(*resources: dict[str, Any], record: ChildRecord | None = None, number: int = 1) -> Merged:
    """The record after these resources came."""
    file = found(*resources)
    base = record or record_for(file.children[0], name="example")
    batch = Batch(id=f"b{number}", at=datetime(2026, 6, number, tzinfo=UTC), by="A. Nurse")
    return merge(file.children[0], into=base, origin=file.origin, batch=batch, knowledge=KNOWLEDGE)


def said(merged: Merged) -> list[dict[str, Any]]:
    """What the new facts say, without their envelope."""
    from rosette.records.shapes import write_object

    outside = {"id", "source", "recorded_at", "recorded_by", "supersedes"}
    return [{key: value for key, value in write_object(fact).items() if key not in outside} for fact in merged.facts]


def concept(system: str, code: str, display: str = "") -> dict[str, Any]:
    """A concept of one code."""
    return {"coding": [{"system": system, "code": code, **({"display": display} if display else {})}]}


def quantity(value: float, code: str) -> dict[str, Any]:
    """A quantity in UCUM."""
    return {"value": value, "unit": code, "system": UCUM, "code": code}


def observation(code: dict[str, Any], **elements: Any) -> dict[str, Any]:
    """A final Observation of one day."""
    base = {"resourceType": "Observation", "id": "o", "status": "final", "subject": OF, "code": code}
    return {**base, "effectiveDateTime": "2026-05-28", **elements}


def platelets(value: float = 75, unit: str = "10*9/L", **elements: Any) -> dict[str, Any]:
    """A platelet count."""
    return observation(concept(LOINC, "777-3", "Platelets"), valueQuantity=quantity(value, unit), **elements)


def resource(kind: str, **elements: Any) -> dict[str, Any]:
    """A resource about the child."""
    return {"resourceType": kind, "id": kind.lower(), "subject": OF, **elements}


def variant(gene: str, *, present: str = "LA9633-4", **components: Any) -> dict[str, Any]:
    """A variant of a gene; components by their LOINC code."""
    listed = [{"code": concept(LOINC, "48018-6"), "valueCodeableConcept": concept(HGNC, "", gene)}]
    listed += [
        {"code": concept(LOINC, code.strip("_").replace("_", "-")), **value} for code, value in components.items()
    ]
    value = concept(LOINC, present)
    return observation(concept(LOINC, "69548-6"), valueCodeableConcept=value, component=listed)
