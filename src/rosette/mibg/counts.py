"""Readings of a probe before and behind the child: the geometric mean without background, as a share of the first."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from rosette.kernel import NotComputable, Problem, Problems

FloatArray = NDArray[np.float64]
LATE_FIRST_H = 1.0


class CountsFault(NotComputable):
    """Readings from which nothing can be computed; every fault is listed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(["readings:", *(f"  {each.sentence()}" for each in problems)]))


@frozen(kw_only=True)
class ProbeReading:
    """Counts of one time, hours after the end of the infusion; counts of equal duration, dead time corrected.

    voided: whether the child passed urine since the reading before; None when that is not said.
    """

    hours: float
    anterior: float
    posterior: float
    background_anterior: float
    background_posterior: float
    voided: bool | None = None

    @property
    def front(self) -> float:
        """Anterior without background."""
        return self.anterior - self.background_anterior

    @property
    def back(self) -> float:
        """Posterior without background."""
        return self.posterior - self.background_posterior


@frozen(kw_only=True)
class Retention:
    """What remains in the body by time: hours shape (n,), rising; geometric mean and share of the first, shape (n,)."""

    readings: tuple[ProbeReading, ...]
    hours: FloatArray
    mean: FloatArray
    share: FloatArray
    warnings: tuple[str, ...]


def retention(readings: Sequence[ProbeReading], *, without: Sequence[float] = ()) -> Retention:
    """The geometric mean of each time and its share of the first, not corrected for decay.

    without: hours of readings to leave out, said in the warnings. Raises CountsFault with every fault: too few
    readings, two at one time, counts that are not above background. Source: [@eanm-sop-mibg, preamble].
    """
    kept = sorted((each for each in readings if each.hours not in set(without)), key=lambda each: each.hours)
    _refuse(kept, without, readings)
    hours = np.array([each.hours for each in kept])
    mean = np.sqrt(np.array([each.front * each.back for each in kept]))
    left = [f"The reading at {hour:g} h was left out by hand." for hour in without]
    warnings = (*left, *_late(kept), *_rising(kept, mean), *_swapped(kept))
    return Retention(readings=tuple(kept), hours=hours, mean=mean, share=mean / mean[0], warnings=warnings)


def _refuse(kept: Sequence[ProbeReading], without: Sequence[float], given: Sequence[ProbeReading]) -> None:
    problems = Problems()
    for hour in without:
        if hour not in {each.hours for each in given}:
            problems.add(f"{hour:g} h", found="there is no reading to leave out")
    if len(kept) < 2:
        problems.add("", found=f"{len(kept)} readings", wanted="two at least, three for each phase")
    for one, two in itertools.pairwise(kept):
        if one.hours == two.hours:
            problems.add(f"{one.hours:g} h", found="two readings at one time", remedy="Keep the one that was meant.")
    for each in kept:
        _refuse_reading(each, problems)
    if problems:
        raise CountsFault(problems.found)


def _refuse_reading(each: ProbeReading, problems: Problems) -> None:
    place = f"{each.hours:g} h"
    counts = (each.anterior, each.posterior, each.background_anterior, each.background_posterior)
    if not np.isfinite([each.hours, *counts]).all() or each.hours < 0:
        problems.add(place, found="not a time and counts")
        return
    for name, counted, background in (
        ("anterior", each.anterior, each.background_anterior),
        ("posterior", each.posterior, each.background_posterior),
    ):
        if background < 0 or counted < 0:
            problems.add(place, found=f"{name} counts below zero")
        elif counted <= background:
            remedy = "Measure again, or leave the reading out and say so."
            problems.add(place, found=f"{name} {counted:g} is not above its background {background:g}", remedy=remedy)


def _late(kept: Sequence[ProbeReading]) -> list[str]:
    told = []
    if kept[0].voided:
        told.append("The first reading was taken after a void: it does not stand for the whole activity given.")
    if kept[0].hours > LATE_FIRST_H:
        told.append(
            f"The first reading was taken {kept[0].hours:g} h after the infusion: what left before is not seen."
        )
    return told


def _rising(kept: Sequence[ProbeReading], mean: FloatArray) -> list[str]:
    told = []
    for n in range(1, len(kept)):
        if mean[n] > mean[n - 1]:
            void = " although the child voided between them" if kept[n].voided else ""
            told.append(
                f"Counts rise from {kept[n - 1].hours:g} h to {kept[n].hours:g} h{void}: activity cannot come back. "
                "Look for a bag or a bed in the view, another distance, or readings that were exchanged."
            )
    return told


def _swapped(kept: Sequence[ProbeReading]) -> list[str]:
    """Readings whose front and back look exchanged against the others."""
    if len(kept) < 3:
        return []
    ratios = np.log([each.front / each.back for each in kept])
    told = []
    for n, each in enumerate(kept):
        usual = float(np.median(np.delete(ratios, n)))
        apart = abs(usual) > 0.02 and abs(ratios[n] + usual) < abs(ratios[n] - usual)
        if apart:
            told.append(
                f"At {each.hours:g} h front and back look exchanged (ratio {np.exp(ratios[n]):.2f}, usual "
                f"{np.exp(usual):.2f}). Their mean hardly changes, except by the backgrounds: check the sheet."
            )
    return told
