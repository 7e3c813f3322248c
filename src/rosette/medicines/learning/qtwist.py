"""Quality-adjusted time without symptoms or toxicity, from three survival curves or from their areas.

Source: [@prioritisation-frame, Q-TWiST].
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from rosette.kernel import NotComputable

Numbers = NDArray[np.float64]


@frozen(kw_only=True)
class States:
    """Restricted mean times with toxicity, without symptoms or toxicity, and after progression; one unit of time."""

    toxic: float
    twist: float
    relapse: float

    def worth(self, *, toxic: float, relapse: float) -> float:
        """Time, each state weighed by what it is worth: utilities from 0 to 1."""
        return toxic * self.toxic + self.twist + relapse * self.relapse


def states_from_curves(
    times: Sequence[float],
    toxic: Sequence[float],
    progression_free: Sequence[float],
    survival: Sequence[float],
    *,
    horizon: float,
) -> States:
    """States from step curves that start at time 0. horizon: inside the follow-up of all curves.

    Raises NotComputable for a horizon beyond the last time, and for curves that cross.
    """
    t = np.asarray(times, dtype=np.float64)
    curves = [np.asarray(each, dtype=np.float64) for each in (toxic, progression_free, survival)]
    if t[0] != 0 or horizon > t[-1] or horizon <= 0:
        raise NotComputable(f"the horizon {horizon:g} is not inside the follow-up of {t[-1]:g}")
    if any(len(each) != len(t) for each in curves) or (curves[0] > curves[1]).any() or (curves[1] > curves[2]).any():
        raise NotComputable("curves of one length that do not cross: toxic <= progression-free <= survival")
    areas = [_area(t, each, horizon) for each in curves]
    return States(toxic=areas[0], twist=areas[1] - areas[0], relapse=areas[2] - areas[1])


def _area(times: Numbers, curve: Numbers, horizon: float) -> float:
    edges = np.append(times[times < horizon], horizon)
    return float(np.sum(np.diff(edges) * curve[: len(edges) - 1]))


def difference(a: States, b: States, *, toxic: float, relapse: float) -> float:
    """How much more a is worth than b."""
    return a.worth(toxic=toxic, relapse=relapse) - b.worth(toxic=toxic, relapse=relapse)


def indifference(a: States, b: States, *, relapse: float) -> float | None:
    """Worth of toxic time at which both are equal, for a worth of time after progression; None when it never is."""
    slope = a.toxic - b.toxic
    if slope == 0:
        return None
    return -difference(a, b, toxic=0.0, relapse=relapse) / slope


def threshold_plane(a: States, b: States, *, steps: int = 11) -> Numbers:
    """Difference over a grid of both worths from 0 to 1; shape (steps of toxic, steps of relapse)."""
    grid = np.linspace(0, 1, steps)
    return np.array([[difference(a, b, toxic=u, relapse=v) for v in grid] for u in grid])
