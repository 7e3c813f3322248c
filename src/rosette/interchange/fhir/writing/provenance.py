"""Where a fact comes from, who entered it and when: the Provenance of its resources."""

from __future__ import annotations

from typing import Any

from rosette.interchange.fhir.own import SOURCE, extension_of
from rosette.interchange.fhir.writing.words import Written
from rosette.records import Fact
from rosette.records.shapes import write_object

NAME = "urn:rosette:fact"
_OUTSIDE = ("id", "source", "recorded_at", "recorded_by", "supersedes", "status")


def provenance(fact: Fact, targets: list[str], *, counts: bool, name: str) -> Written:
    """The Provenance of one fact; counts: whether it still does, for what was replaced is sent as an error."""
    envelope = {key: value for key, value in write_object(fact).items() if key in _OUTSIDE}
    source: dict[str, Any] = {**envelope["source"]}  # type: ignore[dict-item]
    held = {**source, "status": envelope.get("status", "active")} if not counts else source
    entities = [{"role": "source", "what": {"display": source["name"]}}]
    if fact.supersedes is not None:
        what = {"identifier": {"system": NAME, "value": fact.supersedes}}
        entities.append({"role": "revision", "what": what})
    return {
        "resourceType": "Provenance",
        "id": name,
        "extension": [extension_of(SOURCE, held)],
        "target": [{"reference": each} for each in targets],
        "recorded": fact.recorded_at.isoformat(),
        "agent": [{"who": {"display": fact.recorded_by}}],
        "entity": entities,
    }
