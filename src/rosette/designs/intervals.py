"""Designs by a table of boundaries: BOIN, mTPI, mTPI-2, Keyboard, and any table that a protocol prints."""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen

from rosette.designs.design import Design, Wishes
from rosette.designs.isotonic import Isotonic
from rosette.designs.states import IntArray, Mask, Reason, States
from rosette.kernel import UsageError

NEVER = 10**6
EXACT = 1e-12
LEAST_TO_ELIMINATE = 3


def read_row(row: tuple[int, ...], n: IntArray) -> IntArray:
    """The entries of a row for so many children.

    More than the table has happen when a child who was replaced has a toxicity after all: the last entry holds for
    them, which excludes a dose no later than a longer table would.
    """
    return np.asarray(np.array(row)[np.minimum(n, len(row) - 1)])


def within(states: States, step: IntArray, why: IntArray) -> Wishes:
    """A step from the last dose, within the doses that there are."""
    wanted, doses = states.at + step, states.n.shape[1]
    found = Wishes(dose=np.clip(wanted, 1, doses), why=why)
    return found.where(wanted > doses, doses, Reason.TOP).where(wanted < 1, 1, Reason.BOTTOM)


@frozen(kw_only=True)
class DecisionTable:
    """For 0 to the most evaluable children at a dose: up at or below, down at or above, eliminated at or above.

    Source of a table stands with its maker. -1 never goes up; 1000000 never goes down or eliminates.
    """

    up: tuple[int, ...]
    down: tuple[int, ...]
    out: tuple[int, ...]

    def __attrs_post_init__(self) -> None:
        faults = [
            f"{n} children: up at {up} or fewer and down at {down} or more overlap"
            for n, (up, down) in enumerate(zip(self.up, self.down, strict=True))
            if up >= down
        ]
        if len(self.out) != len(self.up):
            faults.append("the three rows have different lengths")
        if faults:
            raise UsageError("; ".join(faults))

    def choose(self, states: States) -> Wishes:
        """One up, one down or the same dose, within the doses that there are."""
        n, y = states.here(states.n), states.here(states.y)
        step = np.where(y <= read_row(self.up, n), 1, np.where(y >= read_row(self.down, n), -1, 0))
        why = np.array([int(Reason.DOWN), int(Reason.STAY), int(Reason.UP)])[step + 1]
        return within(states, step, why)


@frozen(kw_only=True)
class Elimination:
    """A dose at or above its boundary is out with all above; extra: a stricter boundary for dose 1 alone.

    treated: children under observation count, as without toxicity.
    """

    out: tuple[int, ...]
    extra: tuple[int, ...] | None = None
    treated: bool = False

    def admissible(self, states: States) -> Mask:
        """The doses below the lowest that is out."""
        n = states.n + states.pending if self.treated else states.n
        hot = states.y >= read_row(self.out, n)
        if self.extra is not None:
            hot[:, 0] |= states.y[:, 0] >= read_row(self.extra, n[:, 0])
        return ~np.logical_or.accumulate(hot, axis=1)


def elimination_row(*, target: float, most: int, cut: float) -> tuple[int, ...]:
    """The fewest toxicities with P(p > target) above the cut under a uniform prior, for 0 to `most` children.

    No dose is out with fewer than three children.

    Source: [@liu2015, safety rule].
    """
    from scipy.special import betaincc

    def least(n: int) -> int:
        y = np.arange(n + 1)
        hot = betaincc(1 + y, 1 + n - y, target) > cut
        return int(hot.argmax()) if n >= LEAST_TO_ELIMINATE and hot.any() else NEVER

    return tuple(least(n) for n in range(most + 1))


def boin_rates(*, target: float, low: float, high: float) -> tuple[float, float]:
    """The two rates between which a dose is given again; raises UsageError for a target too near to 0 or 1.

    Source: [@liu2015, equations 2 and 3]."""
    if not 0 < low < target < high < 1:
        raise UsageError(
            f"a target of {target:g} has no rates around it: {low:g} and {high:g} do not both lie between 0 and 1"
        )
    up = math.log((1 - low) / (1 - target)) / math.log(target * (1 - low) / (low * (1 - target)))
    down = math.log((1 - target) / (1 - high)) / math.log(high * (1 - target) / (target * (1 - high)))
    return up, down


def boin_boundaries(*, target: float, most: int, cut: float = 0.95, parity: bool = False) -> DecisionTable:
    """The table of BOIN.

    parity: where the upper rate times n is a whole number, one toxicity more is asked for, as in its authors' package.
    Source: [@liu2015, table 1].
    """
    rates = boin_rates(target=target, low=0.6 * target, high=1.4 * target)
    out = elimination_row(target=target, most=most, cut=cut)
    up = tuple(math.floor(rates[0] * n + EXACT) if n else -1 for n in range(most + 1))
    down = tuple(min(_reached(rates[1] * n, parity), out[n]) if n else 1 for n in range(most + 1))
    return DecisionTable(up=up, down=down, out=out)


def _reached(count: float, parity: bool) -> int:
    whole = abs(count - round(count)) < EXACT
    return round(count) + parity if whole else math.ceil(count)


def interval_boundaries(
    *, kind: str, target: float, most: int, below: float = 0.05, above: float = 0.05, cut: float = 0.95
) -> DecisionTable:
    """The table of mTPI, mTPI-2 or Keyboard under a uniform prior.

    below, above: the target interval goes from target - below to target + above. Raises UsageError for another kind.
    Source: [@ji2010, decision rule]; [@guo2017, decision rule]; [@yan2017, decision rule].
    """
    makers = {"mTPI": _three, "mTPI-2": _cut, "Keyboard": _keys}
    if kind not in makers:
        raise UsageError(f'"{kind}" is no interval design: {", ".join(makers)}')
    if not 0 < target - below < target + above < 1:
        raise UsageError(f"the interval of {below:g} below and {above:g} above the target {target:g} leaves 0 to 1")
    edges, middle = makers[kind](target - below, target + above)
    out = elimination_row(target=target, most=most, cut=cut)
    steps = [_steps(n, edges, middle, by_width=kind != "Keyboard") for n in range(1, most + 1)]
    up = (-1, *(sum(1 for step in each if step > 0) - 1 for each in steps))
    down = (1, *(min(_first(each, n), out[n]) for n, each in enumerate(steps, 1)))
    return DecisionTable(up=up, down=down, out=out)


def _first(steps: list[int], n: int) -> int:
    return next((y for y, step in enumerate(steps) if step < 0), n + 1)


def _steps(n: int, edges: list[tuple[float, float]], middle: int, *, by_width: bool) -> list[int]:
    """For 0 to n toxicities: 1 up, 0 the same, -1 down, by the interval with the most mass (a width, or in all)."""
    from scipy.special import betainc

    y = np.arange(n + 1)[:, None]
    low, high = np.array(edges).T
    mass = betainc(1 + y, 1 + n - y, high) - betainc(1 + y, 1 + n - y, low)
    best = (mass / (high - low) if by_width else mass).argmax(axis=1)
    return [int(np.sign(middle - place)) for place in best]


def _three(low: float, high: float) -> tuple[list[tuple[float, float]], int]:
    return [(0.0, low), (low, high), (high, 1.0)], 1


def _keys(low: float, high: float) -> tuple[list[tuple[float, float]], int]:
    width = high - low
    left, right = math.floor(low / width + EXACT), math.floor((1 - high) / width + EXACT)
    keys = [(low + k * width, high + k * width) for k in range(-left, right + 1)]
    return keys, left


def _cut(low: float, high: float) -> tuple[list[tuple[float, float]], int]:
    keys, middle = _keys(low, high)
    first, last = keys[0][0], keys[-1][1]
    left = [(0.0, first)] if first > EXACT else []
    right = [(last, 1.0)] if last < 1 - EXACT else []
    return [*left, *keys, *right], middle + len(left)


def table_design(
    *,
    name: str,
    boundaries: DecisionTable,
    target: float,
    doses: int,
    most: int,
    start: int = 1,
    cohort: int = 3,
    enough_here: int | None = None,
    extra: tuple[int, ...] | None = None,
    variant: str = "",
) -> Design:
    """A design from its table. enough_here: ends once so many were treated at a dose that would be given again.

    Raises UsageError with every fault: of the target, the table, the start, the cohort, the stop.
    """
    faults = [
        *([] if 0 < target < 1 else [f"the target {target:g} is not between 0 and 1"]),
        *(
            []
            if len(boundaries.up) > most
            else [f"the table ends at {len(boundaries.up) - 1} children, the design at {most}"]
        ),
        *([] if 1 <= start <= doses else [f"the start, dose {start}, is not one of {doses}"]),
        *([] if 1 <= cohort <= most else [f"cohorts of {cohort} of {most} children"]),
        *(
            []
            if enough_here is None or 1 <= enough_here <= most
            else [f"a stop at {enough_here} of {most} children never comes"]
        ),
    ]
    if faults:
        raise UsageError("; ".join(faults))
    safety = Elimination(out=boundaries.out, extra=extra)
    return Design(
        name=name,
        variant=variant,
        doses=doses,
        start=start,
        cohort=cohort,
        most=most,
        chooser=boundaries,
        safety=safety,
        enough_here=enough_here,
        selection=Isotonic(target=target, safety=safety),
    )
