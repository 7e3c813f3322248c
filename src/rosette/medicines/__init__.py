"""Medicines: evidence with its prior, burden in days, the effects table, rankings, and what to develop next.

Promises: unlike endpoints are never compared; an unverified value is refused by name; "no evidence loaded" is said,
never zero; every ranking names its weights, seed and draws.
"""

from rosette.medicines.betas import UNIFORM, Beta, beta_from
from rosette.medicines.burden import Burden, burden_of, schedule_of
from rosette.medicines.effects import Cell, EffectsRow, effects_row
from rosette.medicines.evidence import (
    NO_EVIDENCE,
    Contrast,
    LeftOut,
    PooledEvidence,
    Unverified,
    contrasts,
    nant_prior,
    response_evidence,
    survival_evidence,
    verified,
)
from rosette.medicines.matching import regimen_of
from rosette.medicines.reading import read_ranking
from rosette.medicines.shrinkage import Group, Shrunk, shrink

__all__ = [
    "NO_EVIDENCE",
    "UNIFORM",
    "Beta",
    "Burden",
    "Cell",
    "Contrast",
    "EffectsRow",
    "Group",
    "LeftOut",
    "PooledEvidence",
    "Shrunk",
    "Unverified",
    "beta_from",
    "burden_of",
    "contrasts",
    "effects_row",
    "nant_prior",
    "read_ranking",
    "regimen_of",
    "response_evidence",
    "schedule_of",
    "shrink",
    "survival_evidence",
    "verified",
]
