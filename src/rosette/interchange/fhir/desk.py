"""What every mapper works with: the resources at hand, the words that codes stand for, and how an item is named."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from attrs import field, frozen

from rosette.interchange.codes import CodeBook, Meaning
from rosette.interchange.fhir.elements import Coding, Raw, codings, part, parts, told, word
from rosette.interchange.fhir.pool import Pool
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.fhir.statuses import withdrawn
from rosette.interchange.finds import Candidate, Grade, Loss
from rosette.knowledge import Knowledge

OWN = "urn:rosette:code:"
Mapped: TypeAlias = "Candidate | Loss"
Mapper: TypeAlias = "Callable[[Resource, Desk], Iterable[Mapped]]"
OWN_KEYS: Mapping[str, str] = {
    "diagnosis": "diagnosis",
    "therapy": "agent",
    "medication": "agent",
    "growth_factor": "agent",
    "radiopharmaceutical": "agent",
    "transplant": "type",
    "surgery": "extent",
    "radiation": "field",
    "transfusion": "product",
    "disease_event": "event",
    "imaging": "modality",
    "performance": "scale",
    "gene": "gene",
    "alteration": "alteration",
    "origin": "origin",
}


@frozen(kw_only=True)
class Desk:
    """Where the resources of one file are read."""

    knowledge: Knowledge
    book: CodeBook = field(repr=False)
    pool: Pool = field(repr=False)

    def meanings(self, concept: Raw, *kinds: str) -> list[Meaning]:
        """What the codes of a concept say here, those of some kinds only, each once; the record's own words win."""
        found: list[Meaning] = []
        listed = codings(concept)
        own = [each for each in listed if (each.system or "").startswith(OWN)]
        for each in own or listed:
            meaning = self.meaning(each)
            if meaning is not None and (not kinds or meaning.kind in kinds) and not _known(meaning, found):
                found.append(meaning)
        return found

    def meaning(self, each: Coding) -> Meaning | None:
        """What one code says here; the words of a record stand for themselves."""
        if each.system and each.code and each.system.startswith(OWN):
            kind = each.system.removeprefix(OWN)
            return Meaning(kind=kind, content={OWN_KEYS.get(kind, "code"): each.code})
        return self.book.meaning(each.system, each.code, each.display)

    def lookup(self, reference: Raw, holder: Resource) -> Resource | None:
        """The resource that a reference means, when the file holds it."""
        return self.pool.resolve(reference, holder)


def _known(meaning: Meaning, found: list[Meaning]) -> bool:
    return any((each.kind, each.content) == (meaning.kind, meaning.content) for each in found)


def candidate(
    resource: Resource, kind: str, content: Mapping[str, Any], *, said: str = "", part_of: str = ""
) -> Candidate:
    """A candidate that a resource gives; part_of names the component that it comes from."""
    key = f"{name_of(resource)}{f'#{part_of}' if part_of else ''}"
    return Candidate(
        kind=kind,
        content=content,
        place=place_of(resource),
        said=said or concept_told(resource),
        key=key,
        system=sender(resource),
        item=f"{resource.type}/{resource.id}" if resource.id else key,
        withdrawn=withdrawn(resource),
    )


def loss(resource: Resource, why: str, *, said: str = "", remedy: str = "", grade: Grade = "not_understood") -> Loss:
    """A loss that a resource ends in, or one element of it."""
    shown = said or concept_told(resource) or resource.type
    return Loss(place=place_of(resource), said=f"{resource.type}: {shown}"[:2000], why=why, remedy=remedy, grade=grade)


def place_of(resource: Resource) -> str:
    """Where a resource stands in its file."""
    return resource.place or resource.type


def name_of(resource: Resource) -> str:
    """What makes it the same item when it is sent again: its id, an identifier, its address, else its content."""
    if resource.id and resource.holder is None:
        return f"{resource.type}/{resource.id}"
    for each in parts(resource.raw, "identifier"):
        if value := word(each, "value"):
            return f"{resource.type}/{word(each, 'system') or ''}|{value}"
    if resource.holder is not None:
        return f"{name_of(resource.holder)}#{resource.id or resource.place}"
    return f"{resource.type}/{resource.address or _digest(resource.raw)}"


def _digest(raw: Raw) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()[:16]


def sender(resource: Resource) -> str:
    """Who sent it, where that is told: the source of its meta, else the server that its address is on."""
    outer = resource.holder or resource
    source = word(part(outer.raw, "meta"), "source")
    if source:
        return source.split("#")[0]
    address = outer.address or ""
    base, _, tail = address.rpartition(f"/{outer.type}/")
    return base if tail and address.startswith("http") else ""


def concept_told(resource: Resource) -> str:
    """What the resource is about, in its own words."""
    raw = resource.raw
    names = ("code", "medicationCodeableConcept", "vaccineCode", "event", "type", "category")
    return next((told(part(raw, key)) for key in names if told(part(raw, key))), "")
