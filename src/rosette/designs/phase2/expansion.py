"""An expansion cohort at one dose: toxicity is looked at after every child, responses at stated looks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from rosette.designs.phase2.binomial import FloatArray, posterior_beyond
from rosette.designs.phase2.checks import Faults, number
from rosette.designs.phase2.endpoints import Limits
from rosette.designs.phase2.pairs import PairBounds
from rosette.designs.phase2.stopping import Act


@frozen(kw_only=True)
class TooToxic:
    """Stop once P(rate of toxicity > limit) is above the cut, by a prior Beta(a, b), from `first` children on.

    Raises UsageError with every fault, among them a rule that stops before any toxicity.
    """

    limit: float
    cut: float
    prior: tuple[float, float]
    first: int = 1

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        faults.rate("limit", self.limit)
        faults.rate("cut", self.cut)
        faults.prior(self.prior)
        faults.count("first", self.first, least=1)
        faults.refuse("toxicity cannot be watched")

    def chances(self, n: int) -> FloatArray:
        """Probability that the rate is above the limit, for 0 to n toxicities of n children."""
        return posterior_beyond(n=n, p0=self.limit, prior=self.prior)

    def bound(self, n: int) -> int | None:
        """Fewest toxicities of n children that stop the trial; None when all of them do not."""
        many = int(np.searchsorted(self.chances(n), self.cut, side="right"))
        return many if many <= n else None


@frozen(kw_only=True)
class TooFew:
    """Stop at a look once P(rate of response > p0) is below the cut, by a prior Beta(a, b).

    Raises UsageError with every fault.
    """

    p0: float
    cut: float
    prior: tuple[float, float]
    looks: tuple[int, ...]

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        faults.rate("p0", self.p0)
        faults.rate("cut", self.cut)
        faults.prior(self.prior)
        faults.looks(self.looks)
        faults.refuse("futility cannot be watched")

    def bound(self, n: int) -> int | None:
        """Most responses of n children that stop the trial; None when not even 0 do, or when there is no look."""
        if n not in self.looks:
            return None
        few = int(np.searchsorted(posterior_beyond(n=n, p0=self.p0, prior=self.prior), self.cut, side="left")) - 1
        return few if few >= 0 else None


def expansion(*, most: int, toxic: TooToxic, few: TooFew | None = None) -> PairBounds:
    """The bounds of an expansion cohort of at most so many children: one for toxicity after every child.

    Raises UsageError with every fault: a rule that can never fire, one that fires without a toxicity, a bound
    that all responses would cross, looks beyond the last child.
    Source: [@thall-simon-1994, posterior threshold after every child].
    """
    start = min(toxic.first, few.looks[0]) if few else toxic.first
    looks = range(min(start, most), most + 1) if number(most) and most >= 1 else ()
    many = [toxic.bound(n) if n >= toxic.first else None for n in looks]
    fewest = [few.bound(n) if few else None for n in looks]
    _check(most, toxic, few, many, fewest)
    return PairBounds(
        looks=tuple(looks),
        one=Limits(name="responses", good=True, bounds=fewest),
        two=Limits(name="toxicities", good=False, bounds=many),
        either=True,
        end=Act.COMPLETE,
    )


def _check(
    most: int, toxic: TooToxic, few: TooFew | None, many: Sequence[int | None], fewest: Sequence[int | None]
) -> None:
    faults = Faults()
    if faults.count("most", most, least=1):
        faults.unless(
            toxic.first <= most, f"toxicity is first looked at after {toxic.first} of {most} children: look earlier"
        )
        fires = any(each is not None for each in many)
        faults.unless(fires, f"no number of toxicities among {most} children would stop: lower the cut {toxic.cut}")
        faults.unless(0 not in many, f"the trial would stop without a toxicity: raise the cut {toxic.cut} or the limit")
    if few is not None:
        _check_few(faults, most, few, fewest)
    faults.refuse("no expansion cohort")


def _check_few(faults: Faults, most: int, few: TooFew, fewest: Sequence[int | None]) -> None:
    inside = all(look <= most for look in few.looks)
    faults.unless(inside, f"looks at responses are {list(few.looks)}: the trial ends at {most} children")
    fires = any(each is not None for each in fewest)
    faults.unless(fires or not inside, f"no look at responses could stop the trial: raise the cut {few.cut}")
    faults.unless(
        all(few.bound(look) != look for look in few.looks), f"all responses would still stop: lower {few.cut}"
    )
