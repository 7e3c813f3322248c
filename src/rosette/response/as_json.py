"""Judgements of response as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rosette.response.assessment import Assessment
from rosette.response.codes import Component, RuleGap
from rosette.response.grading import Grade
from rosette.response.scored import ScoredScan
from rosette.response.series import SeriesDay
from rosette.response.staging import RiskReading, StageReading

Data = dict[str, Any]


def assessment_json(found: Assessment) -> Data:
    """One judgement."""
    return {
        "record": found.record.id,
        "rules": found.rules.name,
        "since": str(found.period.since),
        "since_why": found.period.why,
        "on": str(found.period.on),
        "overall": {
            "code": found.overall.code,
            "says": found.overall.sentence,
            "best": found.overall.best,
            "worst": found.overall.worst,
        },
        "components": [_component(each) for each in found.components],
        "rule_gap": found.rule_gap,
        "gaps": [_gap(each) for each in found.gaps],
        "asks": list(found.asks),
        "notes": list(found.notes),
    }


def _component(each: Component) -> Data:
    return {
        "name": each.name,
        "code": each.code,
        "why": list(each.why),
        "evidence": list(each.evidence),
        "asks": list(each.asks),
        "gaps": [_gap(gap) for gap in each.gaps],
    }


def _gap(gap: RuleGap) -> Data:
    return {"id": gap.id, "taken": gap.taken, "alternative": gap.alternative, "why": gap.why}


def scored_json(scan: ScoredScan) -> Data:
    """One scored scan, with the one before the treatment if there is one."""
    found = scan.scores
    return {
        "scale": found.scale,
        "scan_on": str(scan.on),
        "total": found.total,
        "bone": found.bone,
        "before_on": None if scan.before_on is None else str(scan.before_on),
        "relative_bone": scan.relative,
        "segments": [
            {"segment": row.segment, "name": row.name, "part": row.part, "points": points, "most": row.most}
            for row, points in found.points
        ],
        "cuts": [
            {"use": each.cut.use, "at_most": each.cut.most, "mycn": each.cut.mycn, "below": each.below}
            | {"says": each.says, "series": each.cut.statement, "sources": [str(s) for s in each.cut.sources]}
            for each in scan.cuts
        ],
    }


def series_json(days: Sequence[SeriesDay]) -> list[Data]:
    """Days over time."""
    return [
        {
            "on": str(day.on),
            "curie": day.curie,
            "siopen": day.siopen,
            "marrow_percent": day.marrow,
            "targets_mm": day.targets_mm,
            "event": day.event or None,
            "response": None if day.response is None else day.response.overall.code,
        }
        for day in days
    ]


def stages_json(stages: Sequence[StageReading], risks: Sequence[RiskReading]) -> Data:
    """Stages and risk groups."""
    return {
        "stages": [
            {"system": each.system, "stages": list(each.stages), "why": each.why, "asks": list(each.asks)}
            for each in stages
        ],
        "risk": [
            {"system": each.system, "risks": list(each.risks), "groups": [row.group for row in each.rows]}
            | {"asks": list(each.asks), "says": each.sentence}
            for each in risks
        ],
    }


def grade_json(found: Grade) -> Data:
    """One grade."""
    return {
        "code": found.row.code,
        "grade": found.value,
        "version": found.row.version,
        "term": found.row.term,
        "why": found.why,
        "notes": list(found.notes),
        "unverified": found.row.unverified,
    }
