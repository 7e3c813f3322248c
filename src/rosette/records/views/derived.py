"""Codes that are worked out from other facts, each as a stream of readings."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from rosette.records.views.index import RecordIndex
from rosette.records.views.readings import Derived, Reading, measured
from rosette.records.views.scans import (
    avid_lesions,
    avid_sites,
    bone_lesions,
    curie_scores,
    marrow_percents,
    siopen_scores,
)
from rosette.records.views.scores import stem_cells
from rosette.records.views.sizes import ANY, MEASURABLE, NODE, largest

FLIPPED = {"<": ">", "<=": ">=", ">=": "<=", ">": "<"}


def paired_with_height(index: RecordIndex, code: str) -> Iterator[tuple[Reading, Reading]]:
    """Each reading of `code` with the height that goes with it.

    The height of the same day, else the nearest in time that is at most so many days away as the knowledge
    files say; of two equally near, the later one. Where a day has several heights, each makes a pair. Partial
    days are taken at their farthest.
    """
    heights = [height for height in measured(index).get("height", ()) if height.comparator is None]
    most = index.constant("body.pairing_days")
    for reading in measured(index).get(code, ()):
        near = [(_distance(reading, height), -height.last, height) for height in heights]
        near = [item for item in near if item[0] <= most]
        best = min((item[:2] for item in near), default=None)
        for distance, later, height in near:
            if (distance, later) == best:
                yield reading, height


def _distance(one: Reading, other: Reading) -> int:
    """Days between two readings at the farthest that their days allow."""
    return max(abs(one.last - other.first), abs(other.last - one.first))


def _worked_out(reading: Reading, height: Reading, value: float, *, falls: bool = False) -> Reading:
    """A value dated by the reading; `falls` when it falls as the reading rises."""
    comparator = FLIPPED.get(reading.comparator or "") if falls else reading.comparator
    return Reading(reading.first, reading.last, value, None, None, comparator, reading.fact, (height.fact,))


def _bsa(index: RecordIndex) -> Iterator[Reading]:
    """Body surface area in m2 by Mosteller: the root of height (cm) times weight (kg) over 3600."""
    divisor = index.constant("bsa.mosteller_divisor")
    for weight, height in paired_with_height(index, "weight"):
        yield _worked_out(weight, height, math.sqrt(height.value * weight.value / divisor))


def _bmi(index: RecordIndex) -> Iterator[Reading]:
    """Body-mass index in kg/m2."""
    for weight, height in paired_with_height(index, "weight"):
        yield _worked_out(weight, height, weight.value / (height.value / 100) ** 2)


def _schwartz(index: RecordIndex) -> Iterator[Reading]:
    """Creatinine clearance in mL/min/1.73 m2 by the bedside Schwartz formula, dated by the creatinine."""
    factor = index.constant("schwartz.bedside")
    for creatinine, height in paired_with_height(index, "creatinine"):
        if creatinine.value > 0:
            yield _worked_out(creatinine, height, factor * height.value / creatinine.value, falls=True)


def _stored_cd34(index: RecordIndex) -> Iterator[Reading]:
    """Stored CD34-positive cells of each product that was not given back, in 10^6/kg."""
    for cells in stem_cells(index):
        if cells.cd34_millions_per_kg is not None and not cells.released:
            yield Reading(cells.first, cells.last, cells.cd34_millions_per_kg, None, None, None, cells.fact)


def _of_modality(make: Callable[[RecordIndex, str], Iterator[Reading]], modality: str) -> Derived:
    return lambda index: make(index, modality)


DERIVED: Mapping[str, Derived] = {
    "bsa": _bsa,
    "bmi": _bmi,
    "schwartz_clearance": _schwartz,
    "measurable_lesion": lambda index: largest(index, MEASURABLE),
    "largest_lesion": lambda index: largest(index, ANY),
    "node_short_axis": lambda index: largest(index, NODE),
    "mibg_avid_sites": _of_modality(avid_sites, "mibg"),
    "mibg_lesions": _of_modality(avid_lesions, "mibg"),
    "curie_score": curie_scores,
    "siopen_score": siopen_scores,
    "fdg_avid_sites": _of_modality(avid_sites, "fdg_pet"),
    "marrow_percent": marrow_percents,
    "bone_lesions": bone_lesions,
    "stem_cells_cd34": _stored_cd34,
}
