"""Paths and comparisons as JSON: one set of names for file and page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rosette.designs.compare import Cell, Comparison
from rosette.designs.paths import Node, Paths
from rosette.designs.spec import Scenario, Specification
from rosette.designs.words import act_of

ALONE, TOGETHER = (
    f"this design decides while children are under observation; here {who} comes at a time and is observed in full"
    for who in ("one child", "one cohort")
)


def note_of(found: Paths) -> str | None:
    """What the paths leave out, in words; None where they leave out nothing."""
    if not found.design.observes:
        return None
    return ALONE if found.alone else TOGETHER


def paths_json(found: Paths, scenario: Scenario | None) -> dict[str, Any]:
    """Nodes and steps; a node is named by its number, from 1. Probabilities are null without a scenario."""
    shares = None if scenario is None else found.probabilities(scenario.toxicity)
    starts = [sum(len(layer) for layer in found.layers[:depth]) + 1 for depth in range(len(found.layers))]
    return {
        "cohorts": len(found.steps),
        "together": found.size,
        "note": note_of(found),
        "scenario": None if scenario is None else {"name": scenario.name, "toxicity": list(scenario.toxicity)},
        "nodes": [
            _node(starts[depth] + place, node, None if shares is None else shares[depth][place])
            for depth, layer in enumerate(found.layers)
            for place, node in enumerate(layer)
        ],
        "steps": [
            {
                "from": starts[depth] + step.parent,
                "to": starts[depth + 1] + step.child,
                "dose": step.dose,
                "children": step.size,
                "toxicities": step.toxicities,
                "probability": None if scenario is None else step.probability(scenario.toxicity),
            }
            for depth, steps in enumerate(found.steps)
            for step in steps
        ],
    }


def _node(number: int, node: Node, share: float | None) -> dict[str, Any]:
    return {
        "node": number,
        "cohort": node.cohort,
        "children": list(node.state.n),
        "toxicities": list(node.state.y),
        "at": node.state.at,
        "next": node.dose,
        "act": act_of(dose=node.dose, reason=node.reason, at=node.state.at),
        "reason": node.reason.words,
        "recommended": node.recommended,
        "ways": node.ways,
        "probability": share,
    }


def comparison_json(found: Comparison, specifications: Sequence[Specification]) -> dict[str, Any]:
    """The designs, the scenarios with their correct levels, and a row for each design in each scenario."""
    pairs = zip(found.designs, specifications, strict=True)
    return {
        "target": found.target,
        "too_toxic": found.too_toxic,
        "designs": [{"design": name, "name": spec.name, "digest": spec.digest} for name, spec in pairs],
        "scenarios": [
            {"scenario": each.name, "toxicity": list(each.toxicity), "correct": list(each.correct)}
            for each in found.scenarios
        ],
        "cells": [_cell(cell) for cell in found.cells],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    measures = cell.measures
    return {
        "design": cell.design,
        "scenario": cell.scenario,
        "source": cell.source,
        "correct": measures and measures.correct,
        "standard_error": cell.error,
        "too_toxic": measures and measures.too_toxic,
        "none": measures and measures.none,
        "children_above": measures and measures.above,
        "toxicities": measures and measures.toxicities,
        "children": measures and measures.children,
    }
