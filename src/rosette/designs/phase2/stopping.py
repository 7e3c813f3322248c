"""A trial as bounds on its looks: what it does at any rate, exactly, and what to decide on what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

import numpy as np
from attrs import field, frozen

from rosette.designs.phase2.binomial import FloatArray, binomial
from rosette.designs.phase2.checks import Faults, whole


class Act(Enum):
    """What the bounds say to do."""

    GO_ON = "go on"
    STOP_FUTILITY = "stop: too few responses"
    STOP_TOXICITY = "stop: too many toxicities"
    STOP_EFFICACY = "stop: enough responses"
    NOT_PROMISING = "the end: not promising"
    PROMISING = "the end: promising"
    COMPLETE = "the end: no bound crossed"


@frozen(kw_only=True)
class Decision:
    """What to do, and why in words."""

    act: Act
    reason: str


@frozen(kw_only=True)
class Characteristics:
    """What a design does at one true rate p: probabilities, and children on average.

    futility, efficacy: probability of ending at each look for too few or enough responses, shape of the looks; the
    last look always ends the trial. promising: probability that the treatment is called promising.
    """

    p: float
    futility: tuple[float, ...]
    efficacy: tuple[float, ...]
    expected: float

    @property
    def promising(self) -> float:
        """Type I error at the rate of no interest, power at the rate hoped for."""
        return sum(self.efficacy)

    @property
    def stop(self) -> tuple[float, ...]:
        """Probability of ending at each look, for whatever reason."""
        return tuple(one + two for one, two in zip(self.futility, self.efficacy, strict=True))

    @property
    def early(self) -> float:
        """Probability of ending before the last look."""
        return sum(self.stop[:-1])


def _numbers(given: Iterable[int]) -> tuple[int, ...]:
    return tuple(given)


def _bounds(given: Iterable[int | None]) -> tuple[int | None, ...]:
    return tuple(given)


@frozen(kw_only=True)
class Boundaries:
    """The looks of a trial with their bounds; the same object is computed with and conducted by.

    looks: children with a known response at each look, rising; the last is the size of the trial.
    futility: stop at responses <= bound, -1 for none; at the last look such a treatment is not promising.
    efficacy: stop at responses >= bound, None for none; at the last look more than the futility bound is promising.
    Raises UsageError with every fault.
    """

    looks: tuple[int, ...] = field(converter=_numbers)
    futility: tuple[int, ...] = field(converter=_numbers)
    efficacy: tuple[int | None, ...] = field(converter=_bounds, default=())

    def __attrs_post_init__(self) -> None:
        faults = Faults()
        if faults.looks(self.looks):
            _check_bounds(faults, self)
        faults.refuse("these bounds are no design")

    @property
    def most(self) -> int:
        """The size of the trial if it is not stopped."""
        return self.looks[-1]

    @property
    def enough(self) -> tuple[int, ...]:
        """Fewest responses that end each look as promising; more than there are children where there is no bound."""
        given = self.efficacy[:-1] or (None,) * (len(self.looks) - 1)
        early = [look + 1 if each is None else each for look, each in zip(self.looks[:-1], given, strict=True)]
        return (*early, self.futility[-1] + 1)

    def at(self, p: float) -> Characteristics:
        """What the design does when the true rate is p (0 to 1), by recursion over the looks without chance."""
        faults = Faults()
        faults.rate("p", p, closed=True)
        faults.refuse("the design cannot be computed")
        ends = list(self._ends(p))
        spent = sum((few + many) * look for (few, many), look in zip(ends, self.looks, strict=True))
        futility, efficacy = zip(*ends, strict=True)
        return Characteristics(p=p, futility=futility, efficacy=efficacy, expected=spent)

    def _ends(self, p: float) -> Iterator[tuple[float, float]]:
        going: FloatArray = np.ones(1)
        for look, low, high in zip(self.looks, self.futility, self.enough, strict=True):
            going = np.convolve(going, binomial(n=look - len(going) + 1, p=p))
            yield float(going[: low + 1].sum()), float(going[high:].sum())
            going[: low + 1] = 0.0
            going[high:] = 0.0

    def decide(self, *, responses: int, n: int) -> Decision:
        """What to do with so many responses among the first n children, and why.

        Between looks the trial goes on, unless the counts prove that a bound was crossed at a look before.
        """
        faults = Faults()
        faults.state(responses, n, self.most)
        faults.refuse("nothing can be decided")
        for look, low, high in zip(self.looks, self.futility, self.enough, strict=True):
            if look > n:
                return self._go_on(responses, n, look)
            if responses <= low:
                return self._few(responses, n, look, low)
            if responses - (n - look) >= high:
                return self._many(responses, n, look, high)
        raise AssertionError("the last look always ends the trial")

    def _go_on(self, responses: int, n: int, look: int) -> Decision:
        low = self.futility[self.looks.index(look)]
        told = f"no bound is crossed by {_of(responses, n)}; the next look is at {look} children"
        then = f", where {low} or fewer end the trial" if low >= 0 else ""
        return Decision(act=Act.GO_ON, reason=told + then)

    def _few(self, responses: int, n: int, look: int, low: int) -> Decision:
        act = Act.NOT_PROMISING if look == self.most else Act.STOP_FUTILITY
        return Decision(act=act, reason=f"{_of(responses, n)}: at {look} children the bound is {low} or fewer")

    def _many(self, responses: int, n: int, look: int, high: int) -> Decision:
        act = Act.PROMISING if look == self.most else Act.STOP_EFFICACY
        return Decision(act=act, reason=f"{_of(responses, n)}: at {look} children the bound is {high} or more")


def _of(responses: int, n: int) -> str:
    return f"{responses} response{'' if responses == 1 else 's'} of {n}"


def _check_bounds(faults: Faults, given: Boundaries) -> None:
    """The bounds fit the looks: one each, below the children, and room between futility and efficacy."""
    looks, futility, efficacy = given.looks, given.futility, given.efficacy
    one_each = len(futility) == len(looks) and len(efficacy) in (0, len(looks))
    faults.unless(
        one_each, f"{len(looks)} looks, {len(futility)} futility, {len(efficacy)} efficacy bounds: give one each"
    )
    for look, low in zip(looks, futility, strict=False):
        good = whole(low) and -1 <= low < look
        faults.unless(good, f"futility bound {low} at {look} children: give -1 (none) to {look - 1}")
    for look, low, high in zip(looks, futility, efficacy, strict=False):
        good = high is None or (whole(high) and whole(low) and low < high <= look)
        faults.unless(good, f"efficacy bound {high} at {look} children: give None or {low} < bound <= {look}")
    _check_last(faults, given)


def _check_last(faults: Faults, given: Boundaries) -> None:
    last = given.efficacy[-1] if given.efficacy else None
    if last is not None and given.futility and whole(given.futility[-1]):
        wanted = given.futility[-1] + 1
        faults.unless(last == wanted, f"efficacy bound {last} at the last look: give {wanted} or None")
