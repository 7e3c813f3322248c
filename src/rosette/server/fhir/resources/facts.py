"""The facts of a child as resources: those that the export writes, with ids and references of this server."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from rosette.interchange.fhir.writing import fhir_bundle
from rosette.knowledge import load_knowledge
from rosette.records import ChildRecord
from rosette.server.fhir.resources.held import Held, Json, own_id, stamped
from rosette.server.policy import Kind
from rosette.server.store.models import Child
from rosette.server.store.records import record_of, record_version

FACTS = "urn:rosette:fact"
_CARRIED: dict[tuple[Any, ...], ChildRecord] = {}


def facts_of(child: Child) -> tuple[Held, ...]:
    """Every resource of the child's facts, kept while the record stays the same; private ones only for who may."""
    key = (child.public_id, record_version(child), load_knowledge().digest)
    _CARRIED[key] = record_of(child)
    try:
        made = _facts(key)
    finally:
        _CARRIED.pop(key, None)
    private = set(child.facts.filter(private=True).values_list("fact_id", flat=True))
    return tuple(_hidden(each) if each.fact in private else each for each in made) if private else made


def _hidden(held: Held) -> Held:
    return attrs.evolve(held, kinds=(Kind.FACT, Kind.PRIVATE_FACT))


@functools.lru_cache(maxsize=64)
def _facts(key: tuple[Any, ...]) -> tuple[Held, ...]:
    child, record = key[0], _CARRIED[key]
    bundle = fhir_bundle(record, knowledge=load_knowledge())
    addresses = {entry["fullUrl"]: _address(child, entry["resource"]) for entry in bundle["entry"]}
    owners = _owners(bundle["entry"])
    return tuple(
        _held(child, record, entry["resource"], addresses, owners[entry["fullUrl"]])
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] != "Patient"
    )


def _address(child: str, resource: Json) -> str:
    if resource["resourceType"] == "Patient":
        return f"Patient/{child}"
    return f"{resource['resourceType']}/{own_id(child, resource['id'])}"


def _owners(entries: list[Json]) -> Mapping[str, str]:
    """Which fact each resource is of: a fact's resources stand together and end with their Provenance."""
    found, waiting, fact = dict[str, str](), list[str](), ""
    for entry in entries:
        waiting.append(entry["fullUrl"])
        names = [each["value"] for each in entry["resource"].get("identifier", []) if each.get("system") == FACTS]
        fact = names[0] if names else fact
        if entry["resource"]["resourceType"] in ("Patient", "Provenance"):
            found |= dict.fromkeys(waiting, fact)
            waiting, fact = [], ""
    return found


def _held(child: str, record: ChildRecord, raw: Json, addresses: Mapping[str, str], owner: str) -> Held:
    fact = record.by_id[owner]
    resource = _rewritten(raw, addresses) | {"id": own_id(child, raw["id"])}
    counts = fact.status == "active" and fact.id not in record.superseded
    return Held(
        resource=stamped(resource, _instant(fact.recorded_at)),
        kinds=(Kind.FACT,),
        child=child,
        counts=counts,
        fact=fact.id,
    )


def _instant(value: datetime) -> datetime:
    from datetime import UTC

    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _rewritten(value: Any, addresses: Mapping[str, str]) -> Any:
    """The same with every reference inside the Bundle as one of this server."""
    if isinstance(value, dict):
        return {key: _rewritten(each, addresses) for key, each in value.items()}
    if isinstance(value, list):
        return [_rewritten(each, addresses) for each in value]
    return addresses.get(value, value) if isinstance(value, str) else value
