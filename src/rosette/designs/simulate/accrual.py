"""How children come to a trial and how long they are observed."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from rosette.designs.states import FloatArray
from rosette.kernel import Quantity, UnitError, UsageError
from rosette.knowledge.rows import Row, shown

PATTERNS = ("poisson", "fixed")
ARRIVALS = ("wait", "turned away")


@frozen(kw_only=True)
class Accrual:
    """Days between children, the window of observation in days, and what happens while nobody can be enrolled.

    late: share of the toxicities that come in the second half of the window; not_evaluable: share of children who
    leave without an answer, at a day of the window, and are replaced. Raises UsageError with every fault.
    """

    gap: float
    window: float
    pattern: str = "poisson"
    arrivals: str = "wait"
    late: float = 0.5
    not_evaluable: float = 0.0

    def __attrs_post_init__(self) -> None:
        faults = [
            *([] if self.gap > 0 else [f"{self.gap:g} days between children is not above 0"]),
            *([] if self.window > 0 else [f"a window of {self.window:g} days is not above 0"]),
            *([] if 0 <= self.late <= 1 else [f"{self.late:g} is no share of late toxicities"]),
            *([] if 0 <= self.not_evaluable <= 0.5 else [f"{self.not_evaluable:g} not evaluable: from 0 to 0.5"]),
            *([] if self.pattern in PATTERNS else [f'"{self.pattern}" is no pattern: {" or ".join(PATTERNS)}']),
            *([] if self.arrivals in ARRIVALS else [f'"{self.arrivals}": children {" or are ".join(ARRIVALS)}']),
        ]
        if faults:
            raise UsageError("; ".join(faults))

    def part(self, chance: FloatArray) -> FloatArray:
        """The share of the window after which something is seen; chance: uniform."""
        early, late = 1 - self.late, self.late
        first = 0.5 * chance / (early if early > 0 else 1.0)
        return np.where(chance < early, first, 0.5 + 0.5 * (chance - early) / (late if late > 0 else 1.0))

    @property
    def clock(self) -> tuple[float, float, float, float, float, float]:
        """Gap, window, late, not evaluable, whether gaps are fixed, whether children are turned away."""
        fixed, away = self.pattern == "fixed", self.arrivals == "turned away"
        return self.gap, self.window, self.late, self.not_evaluable, float(fixed), float(away)


def accrual_of(row: Row, *, most: int | None) -> Accrual | None:
    """The accrual that a design file states, every fault noted in the row; None when it is faulty.

    most: children of the design, None when it is not known; a window that outlasts their arrival is refused.
    """
    gap, window = _days(row, "gap"), _days(row, "window")
    pattern = row.choice("pattern", PATTERNS, default=PATTERNS[0])
    arrivals = row.choice("arrivals", ARRIVALS, default=ARRIVALS[0])
    late, lost = _share(row, "late", 0.5), _share(row, "not_evaluable", 0.0)
    row.close()
    if gap is None or window is None or late is None or lost is None:
        return None
    if most is not None and 0 < gap * most < window:
        told = f"{window:g} days outlast the trial: {most} children come in {gap * most:g}"
        row.refuse("window", told, "a shorter window, or a design that waits")
        return None
    try:
        return Accrual(gap=gap, window=window, pattern=pattern, arrivals=arrivals, late=late, not_evaluable=lost)
    except UsageError as fault:
        row.problems.add(row.path, found=str(fault))
        return None


def _days(row: Row, key: str) -> float | None:
    text = row.text(key)
    try:
        return Quantity.parse(text).to("d").value
    except UnitError:
        row.refuse(key, f'"{text}" is no number of days', 'such as "28 d"')
        return None


def _share(row: Row, key: str, default: float) -> float | None:
    found = row.get(key)
    if found is None:
        return default
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        return float(found)
    row.refuse(key, f"{shown(found)} is no share", "a number from 0 to 1")
    return None
