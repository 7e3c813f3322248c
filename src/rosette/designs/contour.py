"""The contour of EffTox: how much toxicity efficacy is worth."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from rosette.designs.states import FloatArray
from rosette.kernel import UsageError


@frozen(kw_only=True)
class Contour:
    """Pairs of efficacy and toxicity that are worth the same as two that the team named; raises UsageError.

    efficacy_alone: efficacy that is worth it without any toxicity; toxicity_alone: toxicity that efficacy for certain
    is worth; efficacy, toxicity: a pair between them. Source: [@thall2004, section 3].
    """

    efficacy_alone: float
    toxicity_alone: float
    efficacy: float
    toxicity: float

    def __attrs_post_init__(self) -> None:
        if not (0 < self.efficacy_alone < self.efficacy < 1 and 0 < self.toxicity < self.toxicity_alone < 1):
            raise UsageError(
                "the points of the contour do not fit: efficacy alone below the efficacy of the pair, "
                "toxicity alone above its toxicity, all above 0 and below 1"
            )

    @property
    def exponent(self) -> float:
        """The exponent p of the contour through the three points."""
        one = (1 - self.efficacy) / (1 - self.efficacy_alone)
        two = self.toxicity / self.toxicity_alone
        low, high = 1e-3, 1e3
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if one**middle + two**middle > 1 else (low, middle)
        return (low + high) / 2

    def worth(self, efficacy: FloatArray, toxicity: FloatArray) -> FloatArray:
        """0 on the contour, 1 for efficacy for certain without toxicity."""
        p = self.exponent
        one, two = (1 - efficacy) / (1 - self.efficacy_alone), toxicity / self.toxicity_alone
        return np.asarray(1 - (one**p + two**p) ** (1 / p))
