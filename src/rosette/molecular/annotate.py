"""Everything that the findings of one child mean, on a day: one object that page, command and JSON print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from rosette.kernel import Problem
from rosette.knowledge import Knowledge
from rosette.molecular.alleles import InhibitorStanding, inhibitors_for
from rosette.molecular.civic import CivicItem, disagreements, profile_score
from rosette.molecular.findings import Findings, NamedFinding, findings_of
from rosette.molecular.germline import GermlineFlag, germline_flags
from rosette.molecular.imaging import ImagingTarget, imaging_targets
from rosette.molecular.lesions import LesionReport, lesions_of
from rosette.molecular.oncogenicity import OncogenicityCall, call_oncogenicity
from rosette.molecular.tiers import Tier, disagree
from rosette.records import ChildRecord


@frozen(kw_only=True, eq=False)
class Annotation:
    """Findings, lesions, ALK inhibitors by allele, oncogenicity, tiers from files, and matters for genetics."""

    record: ChildRecord = field(repr=False)
    on: date
    knowledge: Knowledge = field(repr=False)
    findings: Findings
    lesions: tuple[LesionReport, ...]
    imaging: tuple[ImagingTarget, ...]
    inhibitors: tuple[InhibitorStanding, ...]
    oncogenicity: tuple[tuple[NamedFinding, tuple[OncogenicityCall, ...]], ...]
    germline: tuple[GermlineFlag, ...]
    civic: tuple[tuple[NamedFinding, tuple[CivicItem, ...]], ...] = ()
    tiers: tuple[tuple[NamedFinding, tuple[Tier, ...]], ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read."""
        return self.findings.problems


def annotate(
    record: ChildRecord,
    knowledge: Knowledge,
    *,
    on: date,
    civic: Iterable[CivicItem] = (),
    oncokb: Iterable[tuple[str, str, Tier]] = (),
    codes: Mapping[str, tuple[str, ...]] | None = None,
) -> Annotation:
    """Annotate a record. civic, oncokb: what a user's files say. codes: oncogenicity codes by "ALK F1174L"."""
    findings = findings_of(record, knowledge, on=on)
    items, graded = tuple(civic), tuple(oncokb)
    return Annotation(
        record=record,
        on=on,
        knowledge=knowledge,
        findings=findings,
        lesions=lesions_of(findings, knowledge),
        imaging=imaging_targets(record, knowledge, on=on),
        inhibitors=inhibitors_for(findings, record, knowledge, on=on),
        oncogenicity=_calls(findings, knowledge, codes or {}),
        germline=germline_flags(findings, knowledge),
        civic=_matched(findings, lambda f: tuple(i for i in items if (i.gene, i.variant) == (f.gene, f.allele))),
        tiers=_matched(findings, lambda f: tuple(t for g, change, t in graded if (g, change) == (f.gene, f.allele))),
    )


def _matched(findings: Findings, found: Any) -> tuple[tuple[NamedFinding, Any], ...]:
    rows = ((finding, found(finding)) for finding in findings.found)
    return tuple((finding, some) for finding, some in rows if some)


def _calls(
    findings: Findings, knowledge: Knowledge, codes: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[NamedFinding, tuple[OncogenicityCall, ...]], ...]:
    rows = []
    for finding in findings.found:
        given = codes.get(f"{finding.gene} {finding.allele}", ())
        if finding.variant is not None and finding.variant.coordinates == "p" and given:
            calls = call_oncogenicity(finding.variant, gene=finding.gene, codes=given, knowledge=knowledge)
            rows.append((finding, calls))
    return tuple(rows)


def annotation_json(found: Annotation, *, software: str) -> dict[str, Any]:
    """Plain data."""
    return {
        "on": found.on.isoformat(),
        "record": {"id": found.record.id, "label": found.record.label},
        "knowledge": {"release": found.knowledge.release, "digest": found.knowledge.digest},
        "software": software,
        "findings": [_finding(each) for each in found.findings.found],
        "lesions": [_lesion(each) for each in found.lesions],
        "imaging": [
            {"target": t.target, "status": t.status.value, "on": t.on, "says": t.sentence} for t in found.imaging
        ],
        "inhibitors": [_inhibitor(each) for each in found.inhibitors],
        "oncogenicity": [_oncogenicity(finding, calls) for finding, calls in found.oncogenicity],
        "germline": [{"gene": f.gene.id, "says": f.sentence, "do": f.remedy} for f in found.germline],
        "civic": [_civic(finding, items) for finding, items in found.civic],
        "tiers": [_tiers(finding, tiers) for finding, tiers in found.tiers],
        "problems": [each.sentence() for each in found.problems],
    }


def _finding(each: NamedFinding) -> dict[str, Any]:
    return {
        "gene": each.gene,
        "alteration": each.alteration,
        "change": each.change,
        "hgvs": str(each.variant) if each.variant else None,
        "transcript": each.transcript,
        "specimen": each.specimen,
        "assay": each.reading.fact.assay,
        "vaf": each.reading.finding.vaf,
        "origin": each.reading.finding.origin,
        "fact": each.reading.fact.id,
    }


def _lesion(each: LesionReport) -> dict[str, Any]:
    return {
        "id": each.lesion.id,
        "name": each.lesion.name,
        "status": each.status.value,
        "findings": [finding.change for finding in each.findings],
        "classes": list(each.lesion.classes),
        "level": each.lesion.level,
        "evidence": each.evidence,
        "says": each.lesion.statement,
        "frequency": each.lesion.frequency,
        "unverified": each.lesion.unverified,
        "do": each.remedy,
        "sources": [str(source) for source in each.lesion.sources],
    }


def _inhibitor(each: InhibitorStanding) -> dict[str, Any]:
    return {
        "agent": each.agent,
        "allele": each.allele,
        "standing": each.standing.words,
        "acquired": list(each.acquired),
        "evidence": [
            {"setting": row.setting, "effect": row.effect, "support": row.support, "says": row.statement}
            | {"sources": [str(source) for source in row.sources]}
            for row in each.evidence
        ],
    }


def _oncogenicity(finding: NamedFinding, calls: tuple[OncogenicityCall, ...]) -> dict[str, Any]:
    rows = [
        {"collection": c.collection, "codes": list(c.codes), "points": c.points, "class": c.verdict}
        | {"cuts": c.cuts.name, "why": c.why}
        for c in calls
    ]
    return {"gene": finding.gene, "change": finding.change, "calls": rows}


def _civic(finding: NamedFinding, items: tuple[CivicItem, ...]) -> dict[str, Any]:
    split = [[item.id for item in group] for group in disagreements(items)]
    rows = [
        {"id": i.id, "therapies": list(i.therapies), "level": i.level, "rating": i.rating, "disease": i.disease}
        | {"direction": i.direction, "significance": i.significance, "citation": i.citation}
        for i in items
    ]
    return {
        "gene": finding.gene,
        "change": finding.change,
        "items": rows,
        "disagreements": split,
        "curated": profile_score(items),
    }


def _tiers(finding: NamedFinding, tiers: tuple[Tier, ...]) -> dict[str, Any]:
    rows = [{"system": t.system, "grade": t.grade, "axis": t.axis, "by": t.by, "note": t.note} for t in tiers]
    return {"gene": finding.gene, "change": finding.change, "grades": rows, "disagree": disagree(tiers)}
