"""Designs, decisions and characteristics as JSON and as rows of text: one set of names for terminal, page and file."""

from __future__ import annotations

from typing import Any

from attrs import asdict

from rosette.designs.design import Decision
from rosette.designs.exact import Characteristics
from rosette.designs.intervals import NEVER, DecisionTable
from rosette.designs.readiness import Readiness
from rosette.designs.simulate.result import Simulated
from rosette.designs.spec import Level, Specification
from rosette.designs.states import STOP, WAIT, Reason, State


def specification_json(spec: Specification) -> dict[str, Any]:
    """What a design is, with its levels."""
    design = spec.design
    return {
        "name": spec.name,
        "digest": spec.digest,
        "design": design.name,
        "variant": design.variant,
        "version": design.version,
        "cohort": design.cohort,
        "most": design.most,
        "start": design.start,
        "levels": [_level_json(level) for level in spec.levels],
    }


def _level_json(level: Level) -> dict[str, str]:
    one = {"name": level.name, "dose": str(level.dose)}
    return one if level.second is None else {**one, "with": str(level.second)}


def table_rows(boundaries: DecisionTable, most: int) -> list[dict[str, int | None]]:
    """The decision table as protocols print it: a row for each number of evaluable children."""
    return [
        {
            "children": n,
            "up_at_most": boundaries.up[n],
            "down_at_least": boundaries.down[n] if boundaries.down[n] <= n else None,
            "out_at_least": boundaries.out[n] if boundaries.out[n] < NEVER else None,
        }
        for n in range(1, most + 1)
    ]


def characteristics_json(name: str, found: Characteristics | Simulated) -> dict[str, Any]:
    """The characteristics of one scenario, exact or simulated."""
    return {
        "scenario": name,
        "toxicity": list(found.scenario),
        "selected": list(found.selected),
        "none": found.none,
        "children": list(found.children),
        "toxicities": list(found.toxicities),
        "children_in_all": found.total,
        "toxicities_in_all": found.total_toxicities,
        "ended": {Reason(why).words: share for why, share in sorted(found.ended.items())},
    }


def simulated_json(name: str, found: Simulated) -> dict[str, Any]:
    """What came out of simulated trials of one scenario, with standard errors; days where there was a clock."""
    return {
        **characteristics_json(name, found),
        "trials": found.trials,
        "seed": found.seed,
        "selected_error": [found.error(share) for share in found.selected],
        "children_error": list(found.children_error),
        "toxicities_error": list(found.toxicities_error),
        "efficacies": None if found.efficacies is None else list(found.efficacies),
        "days": None if found.times is None else asdict(found.times),
    }


def decision_json(state: State, decision: Decision, recommended: int | None) -> dict[str, Any]:
    """A decision with its reason, what is admissible, and what would have changed it."""
    return {
        "children": list(state.n),
        "toxicities": list(state.y),
        "at": state.at,
        "next": decision.dose,
        "act": act(decision, state),
        "reason": decision.reason.words,
        "admissible": list(decision.admissible),
        "margin": decision.margin,
        "by_toxicities": [
            {"toxicities": y, "next": None if dose in (STOP, WAIT) else dose} for y, dose in enumerate(decision.changes)
        ],
        "recommended_if_ended_now": recommended,
    }


def act(decision: Decision, state: State) -> str:
    """The act in a word: start, escalate, stay, de-escalate, suspend or stop."""
    return act_of(dose=decision.dose, reason=decision.reason, at=state.at)


def act_of(*, dose: int | None, reason: Reason, at: int) -> str:
    """The act of a dose (None: no child is placed now) after a cohort at the dose `at`."""
    if reason is Reason.START:
        return "start"
    if dose is None:
        return "suspend" if reason is Reason.SUSPENDED else "stop"
    return ("de-escalate", "stay", "escalate")[(dose > at) - (dose < at) + 1]


def readiness_json(found: Readiness) -> dict[str, Any]:
    """The sweep: whether it is ready, what was looked at, what was found."""
    return {
        "ready": found.ready,
        "states": found.states,
        "watched": found.watched,
        "note": found.note,
        "findings": [{"law": each.law, "state": each.state} for each in found.findings],
        "reasons": {why.words: count for why, count in sorted(found.reasons.items())},
    }
