"""Every fault of a call, gathered before anything is refused."""

from __future__ import annotations

import math
import numbers
import operator
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from attrs import define, field

from rosette.kernel import UsageError


@define
class Faults:
    """The faults of one call: each says what was found and the way out."""

    found: list[str] = field(factory=list)

    def unless(self, holds: object, fault: str) -> None:
        """Note the fault when the condition does not hold."""
        if not holds:
            self.found.append(fault)

    def rate(self, name: str, value: float, *, closed: bool = False) -> None:
        """A probability: between 0 and 1, and at the ends too when `closed`."""
        inside = number(value) and (0 <= value <= 1 if closed else 0 < value < 1)
        ends = "from 0 to 1" if closed else "above 0 and below 1"
        self.unless(inside, f"{name} is {value}: give a probability {ends}")

    def count(self, name: str, value: int, *, least: int = 0) -> bool:
        """Whether it is a whole number, not below the least; a fault otherwise."""
        good = whole(value) and value >= least
        self.unless(good, f"{name} is {value}: give a whole number, {least} or more")
        return good

    def above_zero(self, name: str, value: float) -> None:
        """A finite number above zero."""
        self.unless(number(value) and value > 0, f"{name} is {value}: give a finite number above 0")

    def hypotheses(self, p0: float, p1: float) -> None:
        """Two response rates, the one of no interest below the one hoped for."""
        self.rate("p0", p0)
        self.rate("p1", p1)
        if number(p0) and number(p1):
            self.unless(p0 < p1, f"p0 is {p0}, p1 is {p1}: the rate of no interest must lie below the one hoped for")

    def state(self, responses: int, n: int, most: int) -> None:
        """Responses among children, and no more children than were planned."""
        good = self.count("responses", responses) & self.count("n", n)
        if good:
            self.unless(
                responses <= n, f"responses are {responses} of {n} children: there cannot be more than children"
            )
            self.unless(
                n <= most, f"n is {n}: the design ends at {most}; judge what came beyond it by another analysis"
            )

    def prior(self, prior: Sequence[float]) -> None:
        """The two numbers of a Beta prior."""
        self.unless(len(prior) == 2, f"the prior has {len(prior)} numbers: give a and b")
        for name, value in zip("ab", prior, strict=False):
            self.above_zero(f"prior {name}", value)

    def count_of(self, name: str, count: int, n: int, most: int) -> None:
        """So many of n children, and no more children than were planned."""
        if self.count(name, count) & self.count("children", n):
            self.unless(count <= n, f"{name} are {count} of {n} children: there cannot be more than children")
            beyond = f"children are {n}: the design ends at {most}; judge what came beyond it by another analysis"
            self.unless(n <= most or beyond in self.found, beyond)

    def looks(self, looks: Sequence[int]) -> bool:
        """Whether looks are numbers of children, each above the one before."""
        good = len(looks) > 0 and all(whole(each) and each >= 1 for each in looks)
        self.unless(good, f"looks are {list(looks)}: give one or more whole numbers of children, 1 or more")
        rising = good and all(one < two for one, two in pairwise(looks))
        self.unless(rising or not good, f"looks are {list(looks)}: give them rising, each once")
        return rising

    def refuse(self, what: str) -> None:
        """Raise all faults at once, if there are any."""
        if self.found:
            raise UsageError(f"{what}: " + "; ".join(self.found) + ".")


def whole(value: Any) -> bool:
    """Whether it counts something: a whole number, and not a truth."""
    if isinstance(value, bool):
        return False
    try:
        operator.index(value)
    except TypeError:
        return False
    return True


def number(value: Any) -> bool:
    """Whether it is a finite number."""
    return isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value)
