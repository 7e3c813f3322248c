"""Responses of xenografts: class of each mouse, time to event, delay, and the class of a group.

Source: [@pptp-supplement, definitions], [@drap, manual pages]. The cut between PD1 and PD2 and the scores of the
classes were not verified: a mouse without regression is PD here, its delay beside it, and groups go by class.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from attrs import frozen

from rosette.kernel import NotComputable

MEASURABLE_CM3, EVENT_FOLD = 0.10, 4.0
REGRESSED, GROWN = 0.5, 1.25


class MouseClass(IntEnum):
    """Classes in their order; PD is a progressive mouse whose split was not made."""

    PD = 0
    PD1 = 1
    PD2 = 2
    SD = 3
    PR = 4
    CR = 5
    MCR = 6


@frozen(kw_only=True)
class Curve:
    """Volumes of one tumour, cm3, on days from the start of treatment; the first is the volume at the start."""

    days: tuple[float, ...]
    volumes: tuple[float, ...]

    def __attrs_post_init__(self) -> None:
        rising = all(a < b for a, b in zip(self.days, self.days[1:], strict=False))
        if len(self.days) != len(self.volumes) or len(self.days) < 2 or not rising:
            raise NotComputable("a curve needs two days or more, rising, with a volume each")
        if self.volumes[0] <= 0 or min(self.volumes) < 0:
            raise NotComputable("a tumour has a volume above zero at the start, and never below zero")

    @property
    def lowest(self) -> float:
        """Lowest volume relative to the start, the start left out."""
        return min(self.volumes[1:]) / self.volumes[0]

    def mouse_class(self) -> MouseClass:
        """The class of one mouse."""
        if self.volumes[-1] < MEASURABLE_CM3:
            return MouseClass.MCR
        if min(self.volumes[1:]) < MEASURABLE_CM3:
            return MouseClass.CR
        if self.lowest <= 1 - REGRESSED:
            return MouseClass.PR
        return MouseClass.SD if self.volumes[-1] <= GROWN * self.volumes[0] else MouseClass.PD

    def time_to_event(self) -> float | None:
        """Days until four times the start volume, straight on the logarithm between measurements; None when never."""
        limit = EVENT_FOLD * self.volumes[0]
        pairs = zip(self.days, self.volumes, self.days[1:], self.volumes[1:], strict=False)
        for t1, v1, t2, v2 in pairs:
            if v1 < limit <= v2:
                if v1 <= 0:
                    return t2
                return t1 + (t2 - t1) * math.log(limit / v1) / math.log(v2 / v1)
        return None


def growth_delay(time_to_event: float, control_median: float) -> float:
    """Time to event over the median of the controls; raises NotComputable for a median that is not above zero."""
    if control_median <= 0:
        raise NotComputable("the controls need a median time to event above zero")
    return time_to_event / control_median


def median_event(times: Sequence[float | None]) -> float | None:
    """Kaplan-Meier median of times to event, mice without event followed to the end; None when not reached."""
    events = sorted(t for t in times if t is not None)
    at_risk, surviving = len(times), 1.0
    for t in events:
        surviving *= 1 - 1 / at_risk
        at_risk -= 1
        if surviving <= 0.5 + 1e-12:
            return t
    return None


def efs_ratio(treated: Sequence[float | None], control: Sequence[float | None], *, end: float) -> tuple[str, float]:
    """Ratio of median event-free times: ("=", ratio), or (">", bound) when the treated median is not reached."""
    low = median_event(control)
    if low is None:
        raise NotComputable("the controls' median is not reached: no ratio")
    high = median_event(treated)
    return ("=", high / low) if high is not None else (">", end / low)


def group_class(classes: Sequence[MouseClass]) -> tuple[MouseClass, MouseClass]:
    """Median class of a group: the same class twice, or the two middle ones when they differ."""
    if not classes:
        raise NotComputable("a group has mice")
    ordered, n = sorted(classes), len(classes)
    return ordered[(n - 1) // 2], ordered[n // 2]


def objective_response(classes: Sequence[MouseClass]) -> bool:
    """Whether the group's median is a partial response or better."""
    return group_class(classes)[0] >= MouseClass.PR


def volume_ratio(treated: Sequence[float], control: Sequence[float]) -> float:
    """Mean relative volume treated over control on a day; no class is given: its cuts were not verified."""
    return float(np.mean(treated) / np.mean(control))
