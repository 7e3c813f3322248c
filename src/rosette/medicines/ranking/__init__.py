"""Ranking by many weightings: criteria with ranges, weights that belong to them, SMAA-2 with two value forms."""

from rosette.medicines.ranking.model import Criterion, additive, criteria_of, exponential, linear, piecewise, product
from rosette.medicines.ranking.smaa import Measure, Ranking, rank_options
from rosette.medicines.ranking.weights import (
    FREE,
    Weights,
    WeightsVoid,
    check_weights,
    draw_weights,
    load_weights,
    read_weights,
)

__all__ = [
    "FREE",
    "Criterion",
    "Measure",
    "Ranking",
    "Weights",
    "WeightsVoid",
    "additive",
    "check_weights",
    "criteria_of",
    "draw_weights",
    "exponential",
    "linear",
    "load_weights",
    "piecewise",
    "product",
    "rank_options",
    "read_weights",
]
