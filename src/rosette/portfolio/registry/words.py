"""The words of a registry that are known, and what they mean for a child who would enter."""

from __future__ import annotations

from typing import Literal

STATUSES = (
    "ACTIVE_NOT_RECRUITING",
    "APPROVED_FOR_MARKETING",
    "AVAILABLE",
    "COMPLETED",
    "ENROLLING_BY_INVITATION",
    "NOT_YET_RECRUITING",
    "NO_LONGER_AVAILABLE",
    "RECRUITING",
    "SUSPENDED",
    "TEMPORARILY_NOT_AVAILABLE",
    "TERMINATED",
    "UNKNOWN",
    "WITHDRAWN",
    "WITHHELD",
)
PHASES = ("NA", "EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4")
STUDY_TYPES = ("EXPANDED_ACCESS", "INTERVENTIONAL", "OBSERVATIONAL")
SEXES = ("ALL", "FEMALE", "MALE")
OPEN = frozenset({"AVAILABLE", "ENROLLING_BY_INVITATION", "RECRUITING"})
NOT_KNOWN = frozenset({"", "UNKNOWN", "WITHHELD"})

Entry = Literal["open", "closed", "unknown"]


def entry_of(status: str) -> Entry:
    """Whether the registry says that a child may enter; a word that is not known says nothing."""
    if status in OPEN:
        return "open"
    return "closed" if status in STATUSES and status not in NOT_KNOWN else "unknown"
