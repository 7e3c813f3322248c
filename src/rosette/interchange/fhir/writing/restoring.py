"""A record from the Bundle that was written of it, with every fact's own source, author and instant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rosette.interchange.codes import code_book
from rosette.interchange.fhir.desk import Desk
from rosette.interchange.fhir.elements import Raw, part, parts, word
from rosette.interchange.fhir.own import FACT, SOURCE, completed, content_of_extension, is_own
from rosette.interchange.fhir.pool import pool_of
from rosette.interchange.fhir.reading import read_resource
from rosette.interchange.fhir.resources import Resource, opened
from rosette.interchange.guarded import Content
from rosette.knowledge import Knowledge
from rosette.records import FORMAT, ChildRecord, build_record


def restored_record(content: Content, *, knowledge: Knowledge) -> ChildRecord:
    """The record that a Bundle was written of; InterchangeError for what is none, RecordError for a broken one."""
    resources = opened(content).resources
    desk = Desk(knowledge=knowledge, book=code_book(knowledge), pool=pool_of(resources))
    heads = [each for each in resources if each.type == "Patient"]
    if len(heads) != 1:
        raise content.refuse(f"it holds {len(heads)} children", wanted="the Bundle of one record")
    origins = {_target(each.raw): each.raw for each in resources if each.type == "Provenance"}
    facts = [_fact(each, origins, desk) for each in resources if each.type != "Patient" and is_own(each)]
    return build_record({**_head(heads[0].raw), "facts": facts}, knowledge=knowledge, what=content.name)


def _head(patient: Raw) -> dict[str, Any]:
    own = next((each.get("value") for each in parts(patient, "identifier")), None)
    label = (content_of_extension(patient, FACT) or {}).get("label")
    found = {"id": own, "label": label, "birth_date": patient.get("birthDate"), "sex": patient.get("gender")}
    return {"format": FORMAT, **{key: value for key, value in found.items() if value is not None}}


def _target(provenance: Raw) -> str | None:
    return next((word(each, "reference") for each in parts(provenance, "target")), None)


def _fact(resource: Resource, origins: Mapping[str | None, Raw], desk: Desk) -> dict[str, Any]:
    found = completed(resource, read_resource(resource, desk))
    origin = origins.get(resource.address, {})
    source = content_of_extension(origin, SOURCE) or {}
    status = source.pop("status", None)
    agents = [part(each, "who").get("display") for each in parts(origin, "agent")]
    return {
        **found.content,
        "kind": found.kind,
        "id": next((each.get("value") for each in parts(resource.raw, "identifier")), None),
        "source": source,
        "recorded_at": origin.get("recorded"),
        "recorded_by": next(iter(agents), None),
        **({"supersedes": _replaced(origin)} if _replaced(origin) else {}),
        **({"status": status} if status else {}),
    }


def _replaced(origin: Raw) -> Any:
    entities = [each for each in parts(origin, "entity") if each.get("role") == "revision"]
    return next((part(part(each, "what"), "identifier").get("value") for each in entities), None)
