"""What is known of the toxicity of each level: a point and an interval, by counts alone or by a model."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from rosette.designs.crm import Crm
from rosette.designs.design import Design
from rosette.designs.late import TiteCrm
from rosette.designs.states import FloatArray, State, many

SHARE = 0.95
HALF_WIDTH = 1.959963984540054  # standard deviations of a normal distribution to each side that hold 95 %


@frozen(kw_only=True)
class LevelPosterior:
    """One level: children and toxicities, the rate in the middle and the bounds of its 95 % interval."""

    level: int
    n: int
    y: int
    rate: float
    low: float
    high: float


def level_posteriors(design: Design, state: State) -> tuple[LevelPosterior, ...]:
    """By the model of a design that has one, else by the counts of each level alone.

    A child under observation counts by its follow-up where the model says so, else not yet.
    """
    chooser, states = design.chooser, many([state])
    if isinstance(chooser, TiteCrm):
        return model_posteriors(chooser.model, state, *_first(chooser.means(states)))
    if isinstance(chooser, Crm):
        return model_posteriors(chooser, state, *_first(chooser.means(states.n, states.y)))
    return beta_posteriors(state)


def _first(found: tuple[FloatArray, FloatArray]) -> tuple[float, float]:
    return float(found[0][0]), float(found[1][0])


def beta_posteriors(state: State) -> tuple[LevelPosterior, ...]:
    """Mean and equal-tailed 95 % interval under a uniform prior; a level without children shows the prior alone.

    Source: [@liu2015, safety rule], whose uniform prior this is.
    """
    from scipy.special import betaincinv

    tail = (1 - SHARE) / 2
    return tuple(
        LevelPosterior(
            level=level,
            n=n,
            y=y,
            rate=(1 + y) / (2 + n),
            low=float(betaincinv(1 + y, 1 + n - y, tail)),
            high=float(betaincinv(1 + y, 1 + n - y, 1 - tail)),
        )
        for level, (n, y) in enumerate(zip(state.n, state.y, strict=True), 1)
    )


def model_posteriors(model: Crm, state: State, mean: float, variance: float) -> tuple[LevelPosterior, ...]:
    """The rates at the mean of the parameter, and at 1.96 standard deviations of it to each side.

    Source: [@cheung2011, chapter 3]; an interval of the curve, so that levels without children have one too.
    """
    away = HALF_WIDTH * math.sqrt(variance)
    low, rates, high = model.rates(np.array([mean + away, mean, mean - away]))
    return tuple(
        LevelPosterior(level=level, n=n, y=y, rate=float(rate), low=float(min(edges)), high=float(max(edges)))
        for level, (n, y, rate, *edges) in enumerate(zip(state.n, state.y, rates, low, high, strict=True), 1)
    )
