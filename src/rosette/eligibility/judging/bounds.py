"""Comparisons of numbers that may be known only within bounds, and their masks."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping

from attrs import frozen

from rosette.eligibility.nodes import Op
from rosette.kernel import Truth

DIGITS = 9
_COMPARE: Mapping[Op, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


@frozen
class Range:
    """A number known to lie between two ends; an open end is not reached."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def exactly(cls, value: float) -> Range:
        """A known number."""
        return cls(value, value)

    @classmethod
    def read(cls, value: float, comparator: str | None) -> Range:
        """A result printed with a comparison sign: "<0.2" is somewhere below 0.2."""
        value = exact(value)
        if comparator is None:
            return cls(value, value)
        if comparator in ("<", "<="):
            return cls(-math.inf, value, high_open=comparator == "<")
        return cls(value, math.inf, low_open=comparator == ">")


def exact(value: float) -> float:
    """The decimal number that was meant: 1.5 times 0.7 is 1.05, whatever binary fractions make of it."""
    return round(value, DIGITS)


def compare(value: float, op: Op, limit: float) -> bool:
    """Compare two known numbers."""
    return _COMPARE[op](value, limit)


def compare_range(value: Range, op: Op, limit: float) -> Truth:
    """Compare a number known within bounds: UNKNOWN when the bounds do not settle it."""
    if value.low == value.high:
        return Truth.of(_COMPARE[op](value.low, limit))
    if op in (">=", ">"):
        return _above(value, op, limit)
    mirrored: Op = ">=" if op == "<=" else ">"
    return _above(Range(-value.high, -value.low, value.high_open, value.low_open), mirrored, -limit)


def _above(value: Range, op: Op, limit: float) -> Truth:
    if value.low > limit or (value.low == limit and (op == ">=" or value.low_open)):
        return Truth.YES
    if value.high < limit or (value.high == limit and (op == ">" or value.high_open)):
        return Truth.NO
    return Truth.UNKNOWN
