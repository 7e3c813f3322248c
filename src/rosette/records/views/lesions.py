"""Lesions by study, and whether each counts as disease that can be measured."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from rosette.kernel import Truth
from rosette.records.facts import Closure, Imaging, Lesion, Radiation, Transplant
from rosette.records.views.index import RecordIndex
from rosette.records.views.spans import point

CROSS_SECTION = ("ct", "mri")
FLUIDS = ("effusion", "ascites")


@frozen
class LesionReading:
    """One lesion of one study; `counts`: whether it can be measured as disease, as far as the record says."""

    first: int
    last: int
    modality: str
    lesion: Lesion
    counts: Truth
    fact: Imaging


def lesions(index: RecordIndex) -> tuple[LesionReading, ...]:
    """Every lesion of every study, in the order of the days."""
    return index.kept("lesions", lambda: tuple(_lesions(index)))


def _lesions(index: RecordIndex) -> Iterator[LesionReading]:
    for study in index.record.of(Imaging):
        first, last = point(study)
        for lesion in study.lesions:
            counts = is_disease(lesion, index) if study.modality in CROSS_SECTION else Truth.NO
            yield LesionReading(first, last, study.modality, lesion, counts, study)


def is_disease(lesion: Lesion, index: RecordIndex) -> Truth:
    """Whether a lesion can count: not fluid, and not irradiated unless it has grown since."""
    if any(word in lesion.site.lower() for word in FLUIDS):
        return Truth.NO
    if lesion.progressed_since_irradiation or lesion.irradiated is False or never_irradiated(index):
        return Truth.YES
    if lesion.irradiated is None or lesion.progressed_since_irradiation is None:
        return Truth.UNKNOWN
    return Truth.NO


def never_irradiated(index: RecordIndex) -> bool:
    """Whether the list of radiation was found complete and is empty."""
    return index.kept("never irradiated", lambda: _never_irradiated(index))


def _never_irradiated(index: RecordIndex) -> bool:
    reviewed = any("radiation" in closure.covers for closure in index.record.of(Closure))
    total_body = any(transplant.tbi is not False for transplant in index.record.of(Transplant))
    return reviewed and not index.record.of(Radiation) and not total_body
