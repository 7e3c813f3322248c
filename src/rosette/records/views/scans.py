"""What nuclear scans and marrow samples count: avid sites, lesions, scores, the share of tumour cells."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from rosette.records.facts import Imaging, Marrow
from rosette.records.views.index import RecordIndex
from rosette.records.views.readings import Reading
from rosette.records.views.spans import point


def _reading(fact: Imaging | Marrow, value: float, *, at_least: bool = False) -> Reading:
    first, last = point(fact)
    return Reading(first, last, value, None, None, ">=" if at_least else None, fact)


def studies(index: RecordIndex, modality: str) -> Iterator[Imaging]:
    """The studies of one modality."""
    return (study for study in index.record.of(Imaging) if study.modality == modality)


def avid_sites(index: RecordIndex, modality: str) -> Iterator[Reading]:
    """Number of avid sites of each study; at least one when it is avid and its sites are not listed."""
    for study in studies(index, modality):
        if study.sites:
            yield _reading(study, len(set(study.sites)))
        elif study.avid is not None:
            yield _reading(study, 1 if study.avid else 0, at_least=study.avid)


def avid_lesions(index: RecordIndex, modality: str) -> Iterator[Reading]:
    """Number of avid lesions of each study; at least one a site when the lesions are not listed."""
    for study in studies(index, modality):
        listed = sum(1 for lesion in study.lesions if lesion.avid)
        if listed:
            yield _reading(study, listed)
        elif study.avid or study.sites:
            yield _reading(study, max(1, len(set(study.sites))), at_least=True)
        elif study.avid is False:
            yield _reading(study, 0)


def curie_scores(index: RecordIndex) -> Iterator[Reading]:
    """The Curie score of each MIBG scan that was scored."""
    return (_reading(study, study.curie) for study in studies(index, "mibg") if study.curie is not None)


def siopen_scores(index: RecordIndex) -> Iterator[Reading]:
    """The SIOPEN score of each MIBG scan that was scored."""
    return (_reading(study, study.siopen) for study in studies(index, "mibg") if study.siopen is not None)


def bone_lesions(index: RecordIndex) -> Iterator[Reading]:
    """Number of bone lesions: the avid sites of a bone scan, or the lesions that a study marks as bone."""
    for study in index.record.of(Imaging):
        marked = sum(1 for lesion in study.lesions if lesion.bone)
        if marked:
            yield _reading(study, marked, at_least=not study.complete)
        elif study.complete and study.modality in ("ct", "mri"):
            yield _reading(study, 0)
    yield from avid_sites(index, "bone_scan")


@frozen
class MarrowDay:
    """The marrow samples of one day; `involved` None when the day does not say."""

    samples: tuple[Marrow, ...]

    @property
    def involved(self) -> bool | None:
        """Involved when any sample is; not when both sides, or one bilateral sample, are free of tumour."""
        states = {sample: has_tumour(sample) for sample in self.samples}
        if True in states.values():
            return True
        free = {sample.site for sample, state in states.items() if state is False}
        return False if "bilateral" in free or {"left", "right"} <= free else None


def has_tumour(sample: Marrow) -> bool | None:
    """Whether a sample shows tumour, or None when it does not say."""
    if sample.involved is not None:
        return sample.involved
    return None if sample.percent is None else sample.percent > 0


def marrow_days(index: RecordIndex) -> tuple[MarrowDay, ...]:
    """The marrow samples by day."""
    return index.kept("marrow", lambda: _marrow_days(index))


def _marrow_days(index: RecordIndex) -> tuple[MarrowDay, ...]:
    days: dict[str, list[Marrow]] = {}
    for sample in index.record.of(Marrow):
        days.setdefault(str(sample.on), []).append(sample)
    return tuple(MarrowDay(tuple(samples)) for samples in days.values())


def marrow_percents(index: RecordIndex) -> Iterator[Reading]:
    """The highest share of tumour cells of each day, in %; a day known as free of tumour is 0 %."""
    for day in marrow_days(index):
        stated = [(sample.percent, sample) for sample in day.samples if sample.percent is not None]
        open_ended = any(sample.percent is None and has_tumour(sample) for sample in day.samples)
        if stated:
            value, sample = max(stated, key=lambda pair: pair[0])
            yield _reading(sample, value, at_least=open_ended)
        elif day.involved is False:
            yield _reading(day.samples[0], 0.0)
