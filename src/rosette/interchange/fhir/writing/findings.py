"""Writes what was measured or observed: results, scores, scans, marrow, stored cells, answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rosette.interchange.fhir.own import MAIN
from rosette.interchange.fhir.writing.words import (
    PROFILE,
    Pen,
    Written,
    components,
    having,
    own_coding,
    quantity,
    value_of,
)

Content = Mapping[str, Any]
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_SORTS = {"laboratory": "laboratory", "measurement": "vital-signs", "imaging": "imaging", "reported_outcome": "survey"}
FIELDS = {
    "imaging": ("siopen", "avid", "complete"),
    "marrow": ("site", "method", "involved"),
    "stem_cells": ("cd34", "mnc", "purged", "viable", "site", "released"),
    "reported_outcome": ("instrument", "domain", "reporter"),
    "attestation": ("question", "answer", "reason"),
    "disease_event": ("response", "confirmed_by"),
    "diagnosis": ("basis", "inss", "inrgss", "inrg_risk", "cog_risk", "inpc", "mycn", "ploidy", "primary_site"),
}


def observation(pen: Pen, content: Content, code: Written, **elements: Any) -> Written:
    """An Observation of one day."""
    sort = _SORTS.get(content["kind"], "exam")
    category = [{"coding": [{"system": CATEGORY, "code": sort}]}]
    return pen.about(
        "Observation",
        status="final",
        category=category,
        code=code,
        **having(effectiveDateTime=content.get("on")),
        **elements,
    )


def measured(pen: Pen, content: Content) -> list[Written]:
    """A value with its limits of normal, or a coded result."""
    kind = content["kind"]
    code = pen.concept(kind, "code", content)
    if "value" not in content:
        result = {"coding": [own_coding("result", content["result"])], "text": content["result"]}
        return [observation(pen, content, code, valueCodeableConcept=result)]
    unit = content["unit"]
    limits = {key: quantity(content[name], unit) for key, name in (("low", "lln"), ("high", "uln")) if name in content}
    value = quantity(content["value"], unit, content.get("comparator"))
    return [observation(pen, content, code, valueQuantity=value, **having(referenceRange=[limits] if limits else []))]


def performance(pen: Pen, content: Content) -> list[Written]:
    """A score on its scale."""
    return [observation(pen, content, pen.concept("performance", "scale", content), valueInteger=content["score"])]


def imaging(pen: Pen, content: Content) -> list[Written]:
    """A study; an MIBG scan by the Curie profile, with one component a segment."""
    code = pen.concept("imaging", "modality", content)
    meta = {"meta": {"profile": [f"{PROFILE}curie"]}} if content["modality"] == "mibg" else {}
    return [by_fields(pen, content, code, **meta)]


def by_fields(pen: Pen, content: Content, code: Written, **elements: Any) -> Written:
    """An Observation with a main value, and one component a field."""
    kind = content["kind"]
    main = MAIN.get(kind, "")
    stated = having(component=components(content, *FIELDS[kind]))
    value = value_of(content[main]) if main in content else {}
    return observation(pen, content, code, **value, **stated, **elements)


def fields_only(pen: Pen, content: Content) -> list[Written]:
    """An Observation whose code is the kind of the fact."""
    code = {"coding": [own_coding("kind", content["kind"])], "text": content["kind"].replace("_", " ")}
    return [by_fields(pen, content, code)]
