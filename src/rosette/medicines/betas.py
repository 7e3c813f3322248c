"""Shares that are not known exactly: beta distributions, exact comparisons, what the next children will show.

Source: [@prioritisation-frame, SMAA]; checked against published figures in tests/published.
"""

from __future__ import annotations

import math
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from rosette.kernel import NotComputable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.float64]

NODES = 400


def _above_zero(_: object, attribute: object, value: float) -> None:
    if not (math.isfinite(value) and value > 0):
        raise NotComputable(f"a beta distribution needs numbers above zero, not {value:g}")


@frozen
class Beta:
    """Knowledge of a share as if `a` had the event and `b` had not."""

    a: float = field(validator=_above_zero)
    b: float = field(validator=_above_zero)

    @property
    def mean(self) -> float:
        """The expected share."""
        return self.a / (self.a + self.b)

    @property
    def sd(self) -> float:
        """Standard deviation of the share."""
        total = self.a + self.b
        return math.sqrt(self.a * self.b / (total * total * (total + 1)))

    def quantile(self, p: float | Numbers) -> Numbers:
        """The share below which the truth lies with probability p."""
        import numpy as np
        from scipy.special import betaincinv

        return np.asarray(betaincinv(self.a, self.b, p))

    def interval(self, mass: float = 0.95) -> tuple[float, float]:
        """Equal-tailed interval that holds the truth with probability `mass`."""
        tail = (1 - mass) / 2
        return float(self.quantile(tail)), float(self.quantile(1 - tail))

    def updated(self, events: int, of: int) -> Beta:
        """What is known after `events` of `of` more children; raises NotComputable for counts that cannot be."""
        if not 0 <= events <= of:
            raise NotComputable(f"{events} of {of} children cannot have the event")
        return Beta(self.a + events, self.b + of - events)

    def below(self, share: float | Numbers) -> Numbers:
        """Probability that the truth is below a share."""
        import numpy as np
        from scipy.special import betainc

        return np.asarray(betainc(self.a, self.b, share))

    def beats(self, other: Beta) -> float:
        """P(this share is above the other), exact to about 1e-9 by quadrature over this one's quantiles."""
        import numpy as np

        nodes, weights = _gauss()
        return float(np.dot(weights, other.below(self.quantile(nodes))))

    @cached_property
    def _log_norm(self) -> float:
        return math.lgamma(self.a) + math.lgamma(self.b) - math.lgamma(self.a + self.b)

    def predictive(self, n: int) -> Numbers:
        """Probability of 0, 1, ... n events in the next n children; shape (n + 1,)."""
        import numpy as np
        from scipy.special import betaln, gammaln

        k = np.arange(n + 1)
        choose = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
        return np.asarray(np.exp(choose + betaln(k + self.a, n - k + self.b) - self._log_norm))

    def predictive_interval(self, n: int, mass: float = 0.95) -> tuple[int, int]:
        """Smallest and largest count of events in the next n children, tails of (1 - mass) / 2 left out."""
        import numpy as np

        total = np.cumsum(self.predictive(n))
        tail = (1 - mass) / 2
        return int(np.searchsorted(total, tail)), int(np.searchsorted(total, 1 - tail))


@cache
def _gauss() -> tuple[Numbers, Numbers]:
    """Nodes and weights on 0 to 1, found once a process: they are the eigenvalues of a large matrix."""
    import numpy as np

    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    found = (nodes + 1) / 2, weights / 2
    for each in found:
        each.flags.writeable = False
    return found


def beta_from(mean: float, sd: float) -> Beta:
    """The beta distribution with this mean and standard deviation; raises NotComputable when there is none."""
    if not 0 < mean < 1 or not 0 < sd < math.sqrt(mean * (1 - mean)):
        raise NotComputable(f"no beta distribution has mean {mean:g} and standard deviation {sd:g}")
    total = mean * (1 - mean) / (sd * sd) - 1
    return Beta(mean * total, (1 - mean) * total)


UNIFORM = Beta(1, 1)
