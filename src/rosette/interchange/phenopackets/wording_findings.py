"""Conditions, measurements and molecular reports of a record as elements of a phenopacket."""

from __future__ import annotations

from typing import Any

from rosette.interchange.phenopackets.genomics import OWN_NUMBERS, OWN_TEXTS
from rosette.interchange.phenopackets.terms import PREFIX, SEEN
from rosette.interchange.phenopackets.wording import Made, Words, time_of, unit
from rosette.records.facts import (
    Assessment,
    Condition,
    Fact,
    Finding,
    Laboratory,
    Measurement,
    Molecular,
    OrganTest,
    Performance,
)

NO_FIELD = "the element has no field for it"
SEEN_TERM = {"id": f"{PREFIX}:{'/'.join(SEEN)}", "label": "seen on the day of the onset, which is not its beginning"}


def condition(fact: Fact, words: Words) -> Made | str:
    """A feature: from its onset, or seen on a day, or excluded on a day."""
    assert isinstance(fact, Condition)
    absent, began = fact.state == "absent", fact.on or fact.start
    if began is None:
        return "a feature without a beginning or a day would have no time"
    if absent and fact.on is None:
        return "a feature is excluded at a time, not for a time"
    made: dict[str, Any] = {"type": words.term("condition", {"code": fact.code}), "onset": time_of(began)}
    made |= {"excluded": True} if absent else {}
    made |= {"modifiers": [SEEN_TERM]} if fact.on is not None and not absent else {}
    made |= {"resolution": time_of(fact.end)} if fact.end is not None else {}
    lost = dict.fromkeys(("grade", "controlled", "controlled_from", "agent", "cause", "ongoing"), NO_FIELD)
    return Made(elements={"phenotypicFeatures": [made]}, lost=lost)


def measurement(fact: Fact, words: Words) -> Made | str:
    """A measurement with its value, its unit and both limits of normal."""
    assert isinstance(fact, Laboratory | Measurement | OrganTest | Assessment | Performance)
    if getattr(fact, "comparator", None) is not None:
        return "a value without its comparator would be another value"
    content = {"scale": fact.scale} if isinstance(fact, Performance) else {"code": fact.code}
    value, lost = _value(fact, words)
    if value is None:
        return "a measurement needs a value"
    made = {"assay": words.term(fact.kind, content), "value": value, "timeObserved": time_of(fact.on)}
    lost |= dict.fromkeys(("method", "wheelchair"), NO_FIELD)
    return Made(elements={"measurements": [made]}, lost=lost)


def _value(fact: Fact, words: Words) -> tuple[dict[str, Any] | None, dict[str, str]]:
    if isinstance(fact, Performance):
        return {"quantity": {"unit": {"id": "UCUM:{score}", "label": "score"}, "value": fact.score}}, {}
    quantity, result = getattr(fact, "quantity", None), getattr(fact, "result", None)
    if quantity is None:
        return ({"ontologyClass": words.term("result", {"code": result})} if result else None), {}
    made = unit(quantity)
    low, high = getattr(fact, "lln", None), getattr(fact, "uln", None)
    if low is not None and high is not None:
        made |= {"referenceRange": {"unit": made["unit"], "low": low, "high": high}}
        return {"quantity": made}, {"result": "the value stands for it"}
    why = "a range of normal needs both limits"
    return {"quantity": made}, {"lln": why, "uln": why, "result": "the value stands for it"}


def variants(fact: Fact, words: Words) -> Made | str:
    """A specimen, and an interpretation with each finding."""
    assert isinstance(fact, Molecular)
    if not fact.findings:
        return "a phenopacket has no word for looked for and not found"
    sample = {"id": fact.id, "individualId": words.subject, "description": fact.assay}
    found = [_variant(each, f"{fact.id}-{number}", fact.id, words) for number, each in enumerate(fact.findings, 1)]
    disease = {"id": f"{PREFIX}:diagnosis/not_stated", "label": "not stated"}
    read = {"id": fact.id, "progressStatus": "UNKNOWN_PROGRESS"}
    diagnosis = {"disease": disease, "genomicInterpretations": found}
    lost = {"certified": NO_FIELD, "covers": "a phenopacket has no word for looked for and not found"}
    return Made(
        elements={
            "biosamples": [{**sample, "timeOfCollection": time_of(fact.on)}],
            "interpretations": [{**read, "diagnosis": diagnosis}],
        },
        lost=lost,
    )


def _variant(finding: Finding, name: str, sample: str, words: Words) -> dict[str, Any]:
    code = words.term("gene", {"gene": finding.gene})["id"]
    gene = {"valueId": code if code.startswith("HGNC:") else f"{PREFIX}:symbol/{finding.gene}", "symbol": finding.gene}
    told = {"alteration": finding.alteration}
    told |= {key: str(value) for key in OWN_TEXTS if (value := getattr(finding, key)) is not None}
    told |= {key: repr(value) for key in OWN_NUMBERS if (value := getattr(finding, key)) is not None}
    descriptor = {
        "id": name,
        "geneContext": gene,
        "expressions": _expressions(finding),
        "moleculeContext": "genomic",
        "extensions": [{"name": f"rosette:{key}", "value": value} for key, value in told.items()],
    }
    kind = words.term("alteration", {"alteration": finding.alteration})
    descriptor |= {"structuralType": kind} if kind["id"].startswith("SO:") else {}
    return {
        "subjectOrBiosampleId": sample,
        "interpretationStatus": "UNKNOWN_STATUS",
        "variantInterpretation": {"variationDescriptor": descriptor},
    }


def _expressions(finding: Finding) -> list[dict[str, str]]:
    coding = finding.hgvs_c
    if coding is not None and finding.transcript is not None and ":" not in coding:
        coding = f"{finding.transcript}:{coding}"
    listed = (("hgvs.c", coding), ("hgvs.p", finding.hgvs_p))
    return [{"syntax": syntax, "value": value} for syntax, value in listed if value is not None]
