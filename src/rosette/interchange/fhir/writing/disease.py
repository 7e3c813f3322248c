"""Writes the disease: diagnosis with stages, turns of the disease, conditions, and molecular reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rosette.interchange.fhir import genomics
from rosette.interchange.fhir.writing.findings import fields_only, observation
from rosette.interchange.fhir.writing.words import PROFILE, Pen, Written, components, having, own_coding, quantity

Content = Mapping[str, Any]
STAGES = {
    "inss": ("snomed", "409720004", "International Neuroblastoma Staging System stage"),
    "inrgss": ("ncit", "C133427", "International Neuroblastoma Risk Group Staging System"),
}
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
SEQUENCING = {"coding": [{"system": "http://loinc.org", "code": "LA26398-0", "display": "Sequencing"}]}


def diagnosis(pen: Pen, content: Content) -> list[Written]:
    """A Condition with its stages; without a diagnosis an Observation of the stage, or of each attribute."""
    if "diagnosis" in content:
        return [_condition_of(pen, content)]
    attributes = [key for key in content if key not in ("kind", "on")]
    if len(attributes) == 1 and attributes[0] in STAGES:
        key = attributes[0]
        code = pen.named(*STAGES[key])
        return [observation(pen, content, code, valueCodeableConcept=_stage(pen, key, content[key]))]
    return fields_only(pen, content)


def _stage(pen: Pen, key: str, value: str) -> Written:
    codes = [pen.coding(*row) for row in pen.book.codes_for("diagnosis", {key: value})]
    return {**having(coding=codes), "text": f"stage {value}"}


def _condition_of(pen: Pen, content: Content) -> Written:
    stages = [
        {"summary": _stage(pen, key, content[key]), "type": pen.named(*STAGES[key])} for key in STAGES if key in content
    ]
    profiled = "inrgss" in content or "inrg_risk" in content
    return pen.about(
        "Condition",
        code=pen.concept("diagnosis", "diagnosis", content),
        verificationStatus=_status(VERIFIED, "confirmed"),
        **having(
            meta={"profile": [f"{PROFILE}inrg"]} if profiled else {},
            onsetDateTime=content.get("on"),
            stage=stages,
            bodySite=[{"text": content["primary_site"]}] if "primary_site" in content else [],
        ),
    )


def _status(system: str, code: str) -> Written:
    return {"coding": [{"system": system, "code": code}]}


def condition(pen: Pen, content: Content) -> list[Written]:
    """A condition, present or refuted; one of a single day by the day on which it was recorded."""
    absent = content.get("state") == "absent"
    clinical = "resolved" if "to" in content else "active" if content.get("ongoing") else None
    made = pen.about(
        "Condition",
        code=pen.concept("condition", "code", content),
        verificationStatus=_status(VERIFIED, "refuted" if absent else "confirmed"),
        **having(
            clinicalStatus=_status(CLINICAL, clinical) if clinical else {},
            onsetDateTime=content.get("from"),
            abatementDateTime=content.get("to"),
            recordedDate=content.get("on"),
        ),
    )
    return [made]


def event(pen: Pen, content: Content) -> list[Written]:
    """A turn of the disease; a response that was graded by the INRC profile."""
    code = pen.named("loinc", "97509-4", "Cancer disease status")
    meta = {"meta": {"profile": [f"{PROFILE}inrc"]}} if "response" in content else {}
    value = pen.concept("disease_event", "event", content)
    stated = having(component=components(content, "response", "confirmed_by"))
    return [observation(pen, content, code, valueCodeableConcept=value, **stated, **meta)]


def molecular(pen: Pen, content: Content) -> list[Written]:
    """A report, with one Observation a finding and one a gene that was sequenced."""
    found = [_variant(pen, content, each) for each in content.get("findings", [])]
    studied = [_region(pen, content, gene) for gene, each in content.get("covers", {}).items() if "mutation" in each]
    results = [*found, *studied]
    report = pen.about(
        "DiagnosticReport",
        status="final",
        code={**pen.named("loinc", "81247-9", "Genetic variant reporting panel"), "text": content["assay"]},
        **having(effectiveDateTime=content.get("on")),
    )
    return [report, *results]


def _variant(pen: Pen, content: Content, finding: Content) -> Written:
    parts = [
        _part(genomics.GENE, pen.concept("gene", "gene", finding)),
        _part(genomics.CHANGE, pen.concept("alteration", "alteration", finding)),
        *[_part(code, {"text": finding[key]}) for key, code in _TEXTS if key in finding],
        *([_part(genomics.SOURCE, pen.concept("origin", "origin", finding))] if "origin" in finding else []),
    ]
    parts += [_amount(code, finding[key]) for key, code in _NUMBERS if key in finding]
    code = pen.named("loinc", genomics.VARIANT, "Genetic variant assessment")
    present = pen.named("loinc", "LA9633-4", "Present")
    return observation(pen, content, code, valueCodeableConcept=present, component=parts)


_TEXTS = (("hgvs_p", genomics.PROTEIN), ("hgvs_c", genomics.CODING), ("transcript", genomics.TRANSCRIPT))
_NUMBERS = (("copies", genomics.COPIES), ("vaf", genomics.FRACTION))


def _part(code: str, concept: Written) -> Written:
    return {"code": {"coding": [{"system": "http://loinc.org", "code": code}]}, "valueCodeableConcept": concept}


def _amount(code: str, value: float) -> Written:
    return {"code": {"coding": [{"system": "http://loinc.org", "code": code}]}, "valueQuantity": quantity(value, "1")}


def _region(pen: Pen, content: Content, gene: str) -> Written:
    code = pen.named("loinc", genomics.REGION, "DNA region of interest panel")
    parts = [_part(genomics.GENE, pen.concept("gene", "gene", {"gene": gene}))]
    return observation(pen, content, code, method=SEQUENCING, component=parts)


__all__ = ["condition", "diagnosis", "event", "molecular", "own_coding"]
