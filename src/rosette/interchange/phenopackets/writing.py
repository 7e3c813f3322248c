"""Writes a record as a phenopacket of version 2, with a list of what it cannot say.

A fact stands in the packet whole, or without the fields that are listed as lost, or is listed as lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any, Final

from attrs import define, field, frozen

from rosette.interchange.codes import code_book
from rosette.interchange.fhir.desk import Desk
from rosette.interchange.fhir.pool import pool_of
from rosette.interchange.losing import Lost, head_lost
from rosette.interchange.phenopackets.diseases import ATTRIBUTES, UNSTATED
from rosette.interchange.phenopackets.terms import PREFIX
from rosette.interchange.phenopackets.wording import Made, Words, exact, time_of
from rosette.interchange.phenopackets.wording_actions import medicine, procedure
from rosette.interchange.phenopackets.wording_findings import condition, measurement, variants
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord
from rosette.records.facts import Diagnosis, Fact
from rosette.records.shapes import write_object

NOT_HERE = "a phenopacket has no element for it that is written here"
SEXES = {"male": "MALE", "female": "FEMALE"}
PREFIXES: Final[Mapping[str, tuple[str, str]]] = {
    "HP": ("Human Phenotype Ontology", "http://purl.obolibrary.org/obo/HP_"),
    "MONDO": ("Mondo Disease Ontology", "http://purl.obolibrary.org/obo/MONDO_"),
    "NCIT": ("NCI Thesaurus", "http://purl.obolibrary.org/obo/NCIT_"),
    "LOINC": ("LOINC", "http://loinc.org/rdf/"),
    "SNOMED": ("SNOMED CT", "http://snomed.info/id/"),
    "HGNC": ("HUGO Gene Nomenclature Committee", "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/"),
    "SO": ("Sequence Ontology", "http://purl.obolibrary.org/obo/SO_"),
    "UCUM": ("Unified Code for Units of Measure", "http://unitsofmeasure.org/"),
    PREFIX: ("Words of a Rosette record", "urn:rosette:code:"),
}


@frozen(kw_only=True)
class Packet:
    """A phenopacket as JSON, and what it does not say of the record."""

    raw: Mapping[str, Any] = field(repr=False, eq=False)
    lost: tuple[Lost, ...]

    @property
    def text(self) -> str:
        """The packet as a file holds it."""
        return json.dumps(self.raw, ensure_ascii=False, indent=2) + "\n"


@define(kw_only=True)
class _Making:
    words: Words
    packet: dict[str, list[dict[str, Any]]] = field(factory=dict)
    lost: list[Lost] = field(factory=list)

    def add(self, fact: Fact) -> None:
        """Write one fact where it belongs, with what is lost of it."""
        writer = WRITERS.get(fact.kind)
        made = writer(fact, self.words) if writer is not None else NOT_HERE
        if isinstance(made, str):
            self.lost.append(Lost(fact=fact.id, what=fact.kind, why=made, whole=True))
            return
        for key, listed in made.elements.items():
            self.packet.setdefault(key, []).extend(listed)
        stated = write_object(fact).keys()
        self.lost += [Lost(fact=fact.id, what=name, why=why) for name, why in made.lost.items() if name in stated]


def phenopacket_of(record: ChildRecord, knowledge: Knowledge) -> Packet:
    """Write a record as a phenopacket."""
    book = code_book(knowledge)
    desk = Desk(knowledge=knowledge, book=book, pool=pool_of(()))
    making = _Making(words=Words(book=book, desk=desk, subject=record.id))
    for fact in record.active:
        making.add(fact)
    head = head_lost(record)
    born = {"dateOfBirth": exact(record.birth)} if record.birth.exact else {}
    if not born:
        head.append(Lost(fact="", what="birth_date", why="a partial day of birth is no instant"))
    sex = SEXES.get(record.sex or "", "UNKNOWN_SEX")
    body: dict[str, Any] = {"id": record.id, "subject": {"id": record.id, **born, "sex": sex}, **making.packet}
    return Packet(raw={**body, "metaData": _meta(record, body)}, lost=(*head, *making.lost))


def _meta(record: ChildRecord, body: Mapping[str, Any]) -> dict[str, Any]:
    """Who made it, and the ontologies that it uses; its instant is that of the latest fact."""
    used = json.dumps(body)
    resources = [
        {"id": key.lower(), "name": name, "url": iri, "version": "not told", "namespacePrefix": key, "iriPrefix": iri}
        for key, (name, iri) in PREFIXES.items()
        if f'"{key}:' in used
    ]
    instants = [fact.recorded_at.astimezone(UTC) for fact in record.facts]
    created = max(instants).strftime("%Y-%m-%dT%H:%M:%SZ") if instants else exact(record.birth)
    told = {"created": created, "createdBy": "Rosette", "phenopacketSchemaVersion": "2.0"}
    return {**told, "resources": resources}


def _diagnosis(fact: Fact, words: Words) -> Made | str:
    assert isinstance(fact, Diagnosis)
    term = words.term("diagnosis", {"diagnosis": fact.diagnosis}) if fact.diagnosis else _unstated()
    values = {name: getattr(fact, name) for name in ATTRIBUTES[1:] if getattr(fact, name) is not None}
    stages = [words.term("diagnosis", {name: value}, own=f"{name}/{value}") for name, value in values.items()]
    site = {"primarySite": words.text("site", fact.primary_site)} if fact.primary_site else {}
    listed = {"diseaseStage": stages} if stages else {}
    return Made(elements={"diseases": [{"term": term, "onset": time_of(fact.on), **listed, **site}]})


def _unstated() -> dict[str, str]:
    return {"id": UNSTATED, "label": "diagnosis not stated"}


WRITERS: Final[Mapping[str, Callable[[Fact, Words], Made | str]]] = {
    "diagnosis": _diagnosis,
    "condition": condition,
    "laboratory": measurement,
    "measurement": measurement,
    "organ_test": measurement,
    "assessment": measurement,
    "performance": measurement,
    "molecular": variants,
    "therapy": medicine,
    "medication": medicine,
    "growth_factor": medicine,
    "radiopharmaceutical": medicine,
    "surgery": procedure,
    "transplant": procedure,
    "transfusion": procedure,
}
