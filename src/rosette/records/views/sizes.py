"""The sizes of lesions that criteria ask for: the largest that counts, the largest at all, of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from rosette.kernel import Truth
from rosette.records.facts import Imaging, Lesion
from rosette.records.views.index import RecordIndex
from rosette.records.views.lesions import CROSS_SECTION, is_disease
from rosette.records.views.readings import Reading
from rosette.records.views.spans import point


@frozen
class Size:
    """Which lesions are asked for, and by which diameter in mm."""

    counts: Callable[[Lesion, RecordIndex], Truth]
    length: Callable[[Lesion], float | None]


def _measurable(lesion: Lesion, index: RecordIndex) -> Truth:
    return Truth.NO if lesion.node or lesion.bone else is_disease(lesion, index)


def _node(lesion: Lesion, index: RecordIndex) -> Truth:
    return is_disease(lesion, index) if lesion.node else Truth.NO


MEASURABLE = Size(_measurable, lambda lesion: lesion.longest_mm)
NODE = Size(_node, lambda lesion: lesion.short_axis_mm)
ANY = Size(
    lambda lesion, index: Truth.YES,
    lambda lesion: lesion.short_axis_mm if lesion.longest_mm is None else lesion.longest_mm,
)


@frozen
class _Day:
    """What the studies of one day show of the lesions that are asked for."""

    studies: tuple[Imaging, ...]
    sizes: dict[str, float]
    unsure: float
    again: frozenset[str]

    @property
    def whole(self) -> bool:
        return any(study.complete for study in self.studies)

    @property
    def value(self) -> float:
        return max(self.sizes.values(), default=0.0)


def largest(index: RecordIndex, size: Size) -> Iterator[Reading]:
    """The largest lesion of each day of CT or MRI, in mm.

    Studies of one day are read together. A day on which no study is marked complete shows only part of the
    child: its largest lesion is a lower bound (">="), and it does not hide a larger lesion of an earlier
    study that it did not measure again. Complete without such a lesion is 0 mm; incomplete without one says
    nothing. A lesion that may count, or whose size is missing, makes a lower bound too.
    """
    standing: dict[str, float] = {}
    for day in _days(index, size):
        hidden = max((old for site, old in standing.items() if site not in day.again), default=0.0)
        if day.whole or (day.sizes and day.value >= hidden):
            first, last = point(day.studies[0])
            exact = day.whole and day.unsure <= day.value
            yield Reading(first, last, day.value, None, None, None if exact else ">=", day.studies[0], day.studies[1:])
        left = {} if day.whole else {site: old for site, old in standing.items() if site not in day.again}
        standing = {**left, **day.sizes}


def _days(index: RecordIndex, size: Size) -> Iterator[_Day]:
    for studies in studies_by_day(index):
        found = [lesion for study in studies for lesion in study.lesions]
        sizes: dict[str, float] = {}
        unsure = 0.0
        for lesion in found:
            counts, length = size.counts(lesion, index), size.length(lesion)
            if counts is Truth.YES and length is not None:
                sizes[lesion.site] = max(length, sizes.get(lesion.site, 0.0))
            elif counts is not Truth.NO:
                unsure = max(unsure, float("inf") if length is None else length)
        yield _Day(studies, sizes, unsure, frozenset(lesion.site for lesion in found))


def studies_by_day(index: RecordIndex) -> tuple[tuple[Imaging, ...], ...]:
    """The CT and MRI studies, those of the same day together, oldest first."""
    days: dict[str, list[Imaging]] = {}
    for study in index.record.of(Imaging):
        if study.modality in CROSS_SECTION:
            days.setdefault(str(study.on), []).append(study)
    return tuple(tuple(day) for day in sorted(days.values(), key=lambda studies: point(studies[0])[::-1]))
