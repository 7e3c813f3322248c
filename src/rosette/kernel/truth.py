"""Strong Kleene truth, and its folding as pairs of bit masks.

A pair of masks `(yes, no)` holds many truths at once: bit i of `yes` says that truth i is YES, bit i of `no`
that it is NO; neither is UNKNOWN. A mask is an int. Days of a timeline and children of a screened table are
both folded by the functions below, so that the two engines cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

Masks = tuple[int, int]


class Truth(Enum):
    """Strong Kleene logic. UNKNOWN: the record does not say."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __and__(self, other: Truth) -> Truth:
        return self if self.value <= other.value else other

    def __or__(self, other: Truth) -> Truth:
        return self if self.value >= other.value else other

    def __invert__(self) -> Truth:
        return _INVERTED[self]

    def __bool__(self) -> bool:
        raise TypeError("Truth has three values: compare with `is`")

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """Read a bool, or None for UNKNOWN."""
        if value is None:
            return cls.UNKNOWN
        return cls.YES if value else cls.NO


_INVERTED = {Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN, Truth.YES: Truth.NO}


def all_of(parts: Iterable[Masks], *, full: int) -> Masks:
    """Conjunction: YES where every part is, NO where any part is."""
    yes, no = full, 0
    for part_yes, part_no in parts:
        yes &= part_yes
        no |= part_no
    return yes, no


def any_of(parts: Iterable[Masks], *, full: int) -> Masks:
    """Disjunction: YES where any part is, NO where every part is."""
    yes, no = 0, full
    for part_yes, part_no in parts:
        yes |= part_yes
        no &= part_no
    return yes, no


def negation(part: Masks) -> Masks:
    """Swap YES and NO; UNKNOWN stays."""
    return part[1], part[0]


def at_least(count: int, parts: Sequence[Masks], *, full: int) -> Masks:
    """YES where `count` parts are YES; NO where so many are NO that `count` cannot be reached."""
    yes = _reached(count, [part[0] for part in parts], full=full)
    no = _reached(len(parts) - count + 1, [part[1] for part in parts], full=full)
    return yes, no


def choice(condition: Masks, then: Masks, otherwise: Masks) -> Masks:
    """If / then / else: where the condition is UNKNOWN, what both branches agree on."""
    yes = (condition[0] & then[0]) | (condition[1] & otherwise[0]) | (then[0] & otherwise[0])
    no = (condition[0] & then[1]) | (condition[1] & otherwise[1]) | (then[1] & otherwise[1])
    return yes, no


def _reached(count: int, masks: Sequence[int], *, full: int) -> int:
    """Return where at least `count` of the masks are set, by counting level by level."""
    if count <= 0:
        return full
    levels = [full] + [0] * count
    for mask in masks:
        for level in range(count, 0, -1):
            levels[level] |= levels[level - 1] & mask
    return levels[count]
