"""A trial as plain data."""

from __future__ import annotations

from typing import Any

from rosette.eligibility import Item, Note
from rosette.portfolio.trial import Arm, Trial


def trial_json(trial: Trial) -> dict[str, Any]:
    """One trial with its arms and criteria."""
    registry = trial.registry
    return {
        "id": trial.id,
        "title": trial.title,
        "short": trial.short,
        "phase": trial.phase,
        "sponsor": trial.sponsor,
        "version": trial.version,
        "completeness": trial.completeness,
        "completeness_note": trial.completeness_note,
        "summary": trial.summary,
        "sources": [{"ref": source.ref, "at": source.at} for source in trial.sources],
        "registry": {"status": registry.status, "as_of": str(registry.as_of) if registry.as_of else None},
        "review": {"on": str(trial.review.on), "by": trial.review.by, "due": str(trial.review.due)},
        "arms": [_arm(arm) for arm in trial.arms],
    }


def _arm(arm: Arm) -> dict[str, Any]:
    return {
        "place": arm.place,
        "title": arm.title,
        "kind": arm.kind,
        "agents": list(arm.agents),
        "doses": list(arm.doses),
        "dose": arm.dose,
        "items": [_item(item) for item in arm.items],
    }


def _item(item: Item) -> dict[str, str]:
    if isinstance(item, Note):
        return {"id": item.id, "note": item.text, "source": item.cite}
    return {"id": item.id, "text": getattr(item, "text", ""), "source": getattr(item, "cite", "")}
