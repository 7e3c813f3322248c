"""Learning from the programme's own children: posteriors with their priors, DOOR, Q-TWiST, days, reported outcomes."""

from rosette.medicines.learning.door import Door, door, partial_credit
from rosette.medicines.learning.outcomes import (
    Learned,
    Outcome,
    TimeToxicity,
    learn_harm,
    learn_response,
    time_toxicity,
)
from rosette.medicines.learning.qtwist import States, difference, indifference, states_from_curves, threshold_plane
from rosette.medicines.learning.reported import Series, pedsql_score, reported_series

__all__ = [
    "Door",
    "Learned",
    "Outcome",
    "Series",
    "States",
    "TimeToxicity",
    "difference",
    "door",
    "indifference",
    "learn_harm",
    "learn_response",
    "partial_credit",
    "pedsql_score",
    "reported_series",
    "states_from_curves",
    "threshold_plane",
    "time_toxicity",
]
