"""Medicines: evidence with its prior, burden in days, the effects table, rankings, and what to develop next.

Promises: unlike endpoints are never compared; an unverified value is refused by name; "no evidence loaded" is said,
never zero; every ranking names its weights, seed and draws.

Here stands what a board needs at once; what computes with arrays is in `effects`, `reading`, `ranking`, `shrinkage`,
`pipeline` and `learning`.
"""

from rosette.medicines.betas import UNIFORM, Beta, beta_from
from rosette.medicines.burden import Burden, burden_of, schedule_of
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

__all__ = [
    "NO_EVIDENCE",
    "UNIFORM",
    "Beta",
    "Burden",
    "Contrast",
    "LeftOut",
    "PooledEvidence",
    "Unverified",
    "beta_from",
    "burden_of",
    "contrasts",
    "nant_prior",
    "regimen_of",
    "response_evidence",
    "schedule_of",
    "survival_evidence",
    "verified",
]
