"""Coded results, in the order of their days: laboratory, assessments, and what studies and samples imply."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import frozen

from rosette.kernel import Truth
from rosette.records.facts import Assessment, Fact, Imaging, Laboratory
from rosette.records.views.index import RecordIndex
from rosette.records.views.lesions import is_disease
from rosette.records.views.scans import marrow_days, studies
from rosette.records.views.sizes import studies_by_day
from rosette.records.views.spans import point


@frozen
class CodedReading:
    """One coded result on a day between `first` and `last` (ordinals)."""

    first: int
    last: int
    value: str
    fact: Fact


def coded(index: RecordIndex, code: str) -> tuple[CodedReading, ...]:
    """Every result of a coded test, worked out ones too, sorted by the latest possible day."""
    return index.kept(("coded", code), lambda: _coded(index, code))


def _coded(index: RecordIndex, code: str) -> tuple[CodedReading, ...]:
    found = [*_stated(index).get(code, ()), *(_IMPLIED[code](index) if code in _IMPLIED else ())]
    return tuple(sorted(found, key=lambda reading: (reading.last, reading.first)))


def _stated(index: RecordIndex) -> Mapping[str, list[CodedReading]]:
    return index.kept("coded results", lambda: _gather(index))


def _gather(index: RecordIndex) -> Mapping[str, list[CodedReading]]:
    found: dict[str, list[CodedReading]] = {}
    facts: list[Laboratory | Assessment] = [*index.record.of(Laboratory), *index.record.of(Assessment)]
    for fact in facts:
        if fact.result is not None:
            found.setdefault(fact.code, []).append(_reading(fact, fact.result))
    return found


def _reading(fact: Fact, value: str) -> CodedReading:
    first, last = point(fact)
    return CodedReading(first, last, value, fact)


def _marrow(index: RecordIndex) -> Iterator[CodedReading]:
    """Involved when any sample of the day is; not involved when both sides were free of tumour that day."""
    for day in marrow_days(index):
        if day.involved is not None:
            yield _reading(day.samples[0], "involved" if day.involved else "not_involved")


def _avid(modality: str) -> Callable[[RecordIndex], Iterator[CodedReading]]:
    def readings(index: RecordIndex) -> Iterator[CodedReading]:
        return (_reading(study, word) for study in studies(index, modality) for word in sorted(_avidity(study)))

    return readings


def _avidity(study: Imaging) -> set[str]:
    """What a study says of avidity; a study that contradicts itself says both."""
    found = set() if study.avid is None else {"yes" if study.avid else "no"}
    if study.sites or any(lesion.avid for lesion in study.lesions):
        found.add("yes")
    if study.avid is None and study.curie is not None:
        found.add("yes" if study.curie else "no")
    return found


def _bone(index: RecordIndex) -> Iterator[CodedReading]:
    """Bone disease: a lesion marked as bone, an avid bone scan; none only by a bone scan that is not avid."""
    for study in index.record.of(Imaging):
        if any(lesion.bone for lesion in study.lesions):
            yield _reading(study, "yes")
        elif study.modality == "bone_scan":
            yield from (_reading(study, word) for word in sorted(_avidity(study)))


def _soft_tissue(index: RecordIndex) -> Iterator[CodedReading]:
    """Soft-tissue disease by CT or MRI: a lesion that counts, not bone; none only by a complete study."""
    for day in studies_by_day(index):
        found = [lesion for study in day for lesion in study.lesions if not lesion.bone and lesion.longest_mm != 0]
        counting = {is_disease(lesion, index) for lesion in found}
        if Truth.YES in counting:
            yield _reading(day[0], "yes")
        elif Truth.UNKNOWN not in counting and any(study.complete for study in day):
            yield _reading(day[0], "no")


_IMPLIED: Mapping[str, Callable[[RecordIndex], Iterable[CodedReading]]] = {
    "marrow": _marrow,
    "mibg_avid": _avid("mibg"),
    "fdg_avid": _avid("fdg_pet"),
    "bone_disease": _bone,
    "soft_tissue_disease": _soft_tissue,
}
