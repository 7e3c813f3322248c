"""Phase 2 trials as JSON: one set of names for terminal, page and file."""

from __future__ import annotations

from typing import Any

from attrs import asdict

from rosette.designs.phase2.trials.spec import Phase2Specification
from rosette.designs.phase2.trials.told import Answer, Plan, Result


def phase2_json(spec: Phase2Specification) -> dict[str, Any]:
    """What the trial is."""
    return {"name": spec.name, "digest": spec.digest, "design": spec.kind, "variant": spec.variant}


def plan_json(plan: Plan) -> dict[str, Any]:
    """Figures, looks with bounds, characteristics and notes."""
    return {
        "facts": dict(plan.facts),
        "looks": [asdict(look) for look in plan.looks],
        "characteristics": [asdict(case) for case in plan.cases],
        "notes": list(plan.notes),
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """A decision at a look."""
    return {
        "act": answer.act,
        "reason": answer.reason,
        "changes": [asdict(change) for change in answer.changes],
        "notes": list(answer.notes),
    }


def result_json(result: Result) -> dict[str, Any]:
    """The verdict at the end with its figures."""
    return {
        "verdict": result.verdict,
        "estimates": [asdict(each) for each in result.estimates],
        "notes": list(result.notes),
    }
