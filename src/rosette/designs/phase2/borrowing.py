"""What is believed of several baskets beforehand, and what was seen in each."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from rosette.designs.phase2.checks import Faults, number

FAR = 10
MOST = 2000
MISSING = "a basket may stand alone: say what is believed of its log odds then (`alone`)"


@frozen(kw_only=True)
class Normal:
    """A normal on the log odds of response."""

    mean: float
    sd: float


@frozen(kw_only=True)
class Basket:
    """Responses of children in one disease, and the rate p0 of no interest there.

    exchangeable, alone: for this basket only; without them what the borrowing says of all.
    """

    responses: int
    n: int
    p0: float
    exchangeable: float | None = None
    alone: Normal | None = None


@frozen(kw_only=True)
class Borrowing:
    """What is believed beforehand: log odds ~ N(mu, tau^2), mu normal, tau half-normal of this scale.

    exchangeable: weight (0 to 1) with which each basket belongs with the others, 1 for a plain hierarchical model.
    alone: its log odds when it does not.
    points: how many values tau takes, in the middle of equal steps from 0 to four scales.
    Raises UsageError with every fault.
    """

    mu: Normal
    tau: float = 1.0
    exchangeable: float = 1.0
    alone: Normal | None = None
    points: int = 100

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        _check_normal(faults, "mu", self.mu)
        _check_normal(faults, "alone", self.alone or self.mu)
        faults.unless(number(self.tau) and self.tau >= 0.05, f"tau is {self.tau}: give a scale of 0.05 or more")
        faults.rate("exchangeable", self.exchangeable, closed=True)
        faults.unless(self.exchangeable == 1 or self.alone, MISSING)
        faults.count("points", self.points, least=20)
        faults.refuse("this borrowing cannot be used")


def alone_borrowing(prior: Normal) -> Borrowing:
    """No borrowing at all: each basket by itself, with this prior of its log odds."""
    return Borrowing(mu=prior, exchangeable=0.0, alone=prior)


def share_of(basket: Basket, borrowing: Borrowing) -> float:
    """Weight with which this basket belongs with the others."""
    return borrowing.exchangeable if basket.exchangeable is None else basket.exchangeable


def _check_normal(faults: Faults, name: str, normal: Normal) -> None:
    near = number(normal.mean) and abs(normal.mean) <= FAR
    faults.unless(near, f"mean of {name} is {normal.mean}: give log odds from -{FAR} to {FAR}")
    wide = number(normal.sd) and 0 < normal.sd <= FAR
    faults.unless(wide, f"sd of {name} is {normal.sd}: give a number above 0, at most {FAR}")


def check_baskets(baskets: Sequence[Basket], borrowing: Borrowing) -> None:
    """Refuse baskets that cannot be analysed, with every fault of each."""
    faults = Faults()
    faults.unless(baskets, "there is no basket: give one or more")
    for place, each in enumerate(baskets, start=1):
        under = Faults()
        under.state(each.responses, each.n, MOST)
        under.rate("p0", each.p0)
        under.rate("exchangeable", share_of(each, borrowing), closed=True)
        under.unless(share_of(each, borrowing) == 1 or each.alone or borrowing.alone, MISSING)
        _check_normal(under, "alone", each.alone or borrowing.mu)
        faults.found += [f"basket {place}: {fault}" for fault in under.found]
    faults.refuse("these baskets cannot be analysed")
