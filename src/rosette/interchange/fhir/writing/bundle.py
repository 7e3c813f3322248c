"""A record as a Bundle of FHIR R4: the child, one resource a fact with its parts, and the Provenance of each."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import field, frozen

from rosette.interchange.codes import code_book
from rosette.interchange.fhir.own import FACT, extension_of
from rosette.interchange.fhir.quoting import quoted
from rosette.interchange.fhir.statuses import WITHDRAWN
from rosette.interchange.fhir.writing import disease, findings, people, treatment
from rosette.interchange.fhir.writing.completing import completed_resource
from rosette.interchange.fhir.writing.provenance import provenance
from rosette.interchange.fhir.writing.words import Pen, Written, having
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord, Fact
from rosette.records.shapes import write_object

ENVELOPE = ("id", "source", "recorded_at", "recorded_by", "supersedes", "status")
RECORD, NAME = "urn:rosette:record", "urn:rosette:fact"
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
Writer = Callable[[Pen, Mapping[str, Any]], list[Written]]
WRITERS: Final[Mapping[str, Writer]] = {
    "diagnosis": disease.diagnosis,
    "disease_event": disease.event,
    "condition": disease.condition,
    "molecular": disease.molecular,
    "therapy": treatment.taken,
    "medication": treatment.taken,
    "growth_factor": treatment.taken,
    "radiopharmaceutical": treatment.given,
    "radiation": treatment.radiation,
    "transplant": treatment.done,
    "surgery": treatment.done,
    "transfusion": treatment.done,
    "laboratory": findings.measured,
    "measurement": findings.measured,
    "organ_test": findings.measured,
    "assessment": findings.measured,
    "performance": findings.performance,
    "imaging": findings.imaging,
    "marrow": findings.fields_only,
    "stem_cells": findings.fields_only,
    "reported_outcome": findings.fields_only,
    "attestation": findings.fields_only,
    "consent": people.consent,
    "closure": people.basic,
    "preference": people.basic,
    "home": people.basic,
}


def bundle_text(record: ChildRecord, *, knowledge: Knowledge) -> str:
    """The Bundle of a record as text."""
    return json.dumps(fhir_bundle(record, knowledge=knowledge), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def fhir_bundle(record: ChildRecord, *, knowledge: Knowledge) -> Written:
    """The Bundle of a record; reading it back gives an equal record."""
    writing = _Writing(record=record, knowledge=knowledge)
    resources = [writing.patient(), *(each for fact in record.facts for each in writing.fact(fact))]
    entries = [{"fullUrl": writing.address(each), "resource": each} for each in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


@frozen(kw_only=True)
class _Writing:
    """One record as it is being written."""

    record: ChildRecord
    knowledge: Knowledge = field(repr=False)

    @property
    def pen(self) -> Pen:
        """What the writers need."""
        return Pen(book=code_book(self.knowledge), subject={"reference": self.address(self.patient())})

    def address(self, resource: Written) -> str:
        """The address of a resource in the Bundle: the same for the same record and fact."""
        name = f"{RECORD}:{quoted(self.record.id)}:{resource['resourceType']}/{resource['id']}"
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"

    @property
    def meta(self) -> Written:
        """Who sends it: the record."""
        return {"source": f"{RECORD}:{quoted(self.record.id)}"}

    def patient(self) -> Written:
        """The child: day of birth and sex, no name."""
        record = self.record
        label = {"label": record.label} if record.label is not None else {}
        return {
            "resourceType": "Patient",
            "id": plain_id(record.id),
            "meta": self.meta,
            **having(extension=[extension_of(FACT, label)] if label else []),
            "identifier": [{"system": RECORD, "value": record.id}],
            **having(gender=record.sex),
            "birthDate": str(record.birth),
        }

    def fact(self, fact: Fact) -> list[Written]:
        """The resources of one fact, with its Provenance."""
        content = {key: value for key, value in write_object(fact).items() if key not in ENVELOPE}
        made = [self._named(each, fact, number) for number, each in enumerate(WRITERS[fact.kind](self.pen, content))]
        if len(made) > 1:
            made[0]["result"] = [{"reference": self.address(each)} for each in made[1:]]
        counts = fact.status == "active" and fact.id not in self.record.superseded
        for each in made if not counts else ():
            _withdraw(each)
        addressed = [(self.address(each), each) for each in made]
        made[0] = completed_resource(addressed, content, knowledge=self.knowledge)
        return [*made, provenance(fact, [address for address, _ in addressed], counts=counts, name=plain_id(fact.id))]

    def _named(self, each: Written, fact: Fact, number: int) -> Written:
        name = plain_id(fact.id) if number == 0 else plain_id(f"{fact.id}/{number}")
        identifier = {"identifier": [{"system": NAME, "value": fact.id}]} if number == 0 else {}
        meta = {**self.meta, **each.pop("meta", {})}
        head = {"resourceType": each.pop("resourceType"), "id": name, "meta": meta, **identifier}
        return {**head, **each}


def plain_id(name: str) -> str:
    """An id as FHIR allows it; another name by its digest."""
    return name if _ID.fullmatch(name) else f"x{hashlib.sha256(name.encode()).hexdigest()[:32]}"


def _withdraw(resource: Written) -> None:
    """Mark what no longer counts, so that no reader takes it for a fact."""
    if resource["resourceType"] == "Condition":
        system = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
        resource["verificationStatus"] = {"coding": [{"system": system, "code": "entered-in-error"}]}
        resource.pop("clinicalStatus", None)
    elif resource["resourceType"] == "Basic":
        resource["modifierExtension"] = [{"url": WITHDRAWN, "valueBoolean": True}]
    else:
        resource["status"] = "entered-in-error"
