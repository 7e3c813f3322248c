"""What an import found, as plain data: new facts, those that replace, and every loss with its reason."""

from __future__ import annotations

from typing import Any

from attrs import asdict

from rosette.interchange.finds import Found, Loss
from rosette.interchange.merging import Merged
from rosette.records.shapes import write_object


def imported_as_json(found: Found, merged: Merged) -> dict[str, Any]:
    """One file's import."""
    return {
        "file": found.origin.file,
        "sha256": found.origin.sha256,
        "format": found.origin.format,
        "version": found.origin.version,
        "seen": dict(found.seen),
        "added": [write_object(fact) for fact in merged.added],
        "superseding": [write_object(fact) for fact in merged.superseding],
        "unchanged": merged.unchanged,
        "losses": [loss_as_json(loss) for loss in (*found.losses, *merged.losses)],
    }


def loss_as_json(loss: Loss) -> dict[str, str]:
    """One loss."""
    told: dict[str, str] = asdict(loss)
    return told
