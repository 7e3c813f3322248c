"""What is known of the toxicity of each level: a point and an interval, by counts alone or by a model."""

from __future__ import annotations

import math

from attrs import frozen

from rosette.designs.crm import Crm
from rosette.designs.design import Design
from rosette.designs.states import State

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
    """By the model of a design that has one, else by the counts of each level alone."""
    if isinstance(design.chooser, Crm):
        return model_posteriors(design.chooser, state)
    return beta_posteriors(state)


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


def model_posteriors(model: Crm, state: State) -> tuple[LevelPosterior, ...]:
    """The rates at the mean of the parameter, and at 1.96 standard deviations of it to each side.

    Source: [@cheung2011, chapter 3]; an interval of the curve, so that levels without children have one too.
    """
    import numpy as np

    fit = model.fit(state.n, state.y)
    away = HALF_WIDTH * math.sqrt(fit.variance)
    edges = model.rates(np.array([fit.mean - away, fit.mean + away]))
    return tuple(
        LevelPosterior(level=level, n=n, y=y, rate=rate, low=float(pair.min()), high=float(pair.max()))
        for level, (n, y, rate, pair) in enumerate(zip(state.n, state.y, fit.rates, edges.T, strict=True), 1)
    )
