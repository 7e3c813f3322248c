"""Phase 2 trials as files: one object plans, decides at a look, and says what the whole trial shows.

Promises: every fault of a file is listed; a plan that cannot stop, or cannot stop in time, is refused.
"""

from rosette.designs.phase2.trials.spec import KINDS, Phase2Specification, load_phase2, read_phase2
from rosette.designs.phase2.trials.told import Answer, Case, Change, Estimate, Look, Plan, Result, Seen, Trial

__all__ = [
    "KINDS",
    "Answer",
    "Case",
    "Change",
    "Estimate",
    "Look",
    "Phase2Specification",
    "Plan",
    "Result",
    "Seen",
    "Trial",
    "load_phase2",
    "read_phase2",
]
