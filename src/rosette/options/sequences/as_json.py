"""Sequences as plain data: the same object that is printed."""

from __future__ import annotations

from typing import Any

from rosette.options.sequences.doors import FirstStep
from rosette.options.sequences.frontier import OptionSequence
from rosette.options.sequences.search import Sequences
from rosette.options.sequences.steps import Step


def sequences_json(found: Sequences) -> dict[str, Any]:
    """Everything that was found, with what was assumed."""
    return {
        "depth": found.depth,
        "looked_at": found.looked_at,
        "assumed": list(found.assumed),
        "first_steps": [_first(each) for each in found.first],
        "sequences": [_plan(each) for each in found.sequences],
    }


def _first(each: FirstStep) -> dict[str, Any]:
    return {
        "places": list(each.step.places),
        "kept": each.kept,
        "stays_open": list(each.stays),
        "shuts_for_ever": list(each.shuts_for_ever),
        "shut_for_now": list(each.shut_for_now),
        "opens": list(each.opens),
        "opens_anyway": list(each.opens_anyway),
    }


def _plan(each: OptionSequence) -> dict[str, Any]:
    return {
        "steps": [_step(step) for step in each.steps],
        "benefit": round(each.benefit, 4),
        "without_evidence": list(each.assumed),
        "days": each.days,
        "contact_days": each.contact_days,
        "home_share": each.home_share,
        "doors_kept": each.kept,
        "reasons": list(each.reasons),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "places": list(step.places),
        "title": step.option.title,
        "regimen": step.regimen.id if step.regimen else None,
        "days": step.days,
        "contact_days": step.contact_days,
    }
