"""Scores, sizes and marrow over time, and the response judged on every day of re-staging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from attrs import frozen

from rosette.kernel import NotComputable
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord, DiseaseEvent, Imaging, RecordIndex
from rosette.response.assessment import Assessment, assess
from rosette.response.reading import ANATOMY, lesions_of, marrow_shares, size_now
from rosette.response.rules import SHIPPED
from rosette.response.scores import scores_in

METHODS = ("curie", "siopen")


@frozen(kw_only=True)
class SeriesDay:
    """One day with what was found on it; None where nothing was."""

    on: date
    curie: int | None = None
    siopen: int | None = None
    marrow: float | None = None
    targets_mm: float | None = None
    event: str = ""
    response: Assessment | None = None


def series_of(
    record: ChildRecord, *, on: date, since: date | None = None, rules: str = SHIPPED, knowledge: Knowledge
) -> tuple[SeriesDay, ...]:
    """Every day up to `on` with a scan, a marrow or an event; from the judged treatment on with its response."""
    index = RecordIndex(record, knowledge)
    days = {day.on: day.percent for day in marrow_shares(index, on)}
    studies: dict[date, list[Imaging]] = {}
    for study in record.of(Imaging):
        if study.on is not None and study.on.exact and study.on.earliest <= on:
            studies.setdefault(study.on.earliest, []).append(study)
    events = {
        event.on.earliest: " ".join(filter(None, (event.event, event.response)))
        for event in record.of(DiseaseEvent)
        if event.on is not None and event.on.exact and event.on.earliest <= on
    }
    found = [
        SeriesDay(
            on=day,
            curie=_total(studies.get(day, []), "curie", knowledge),
            siopen=_total(studies.get(day, []), "siopen", knowledge),
            marrow=days.get(day),
            targets_mm=_targets(studies, day),
            event=events.get(day, ""),
            response=_judged(record, day, since, rules, knowledge) if day in {*studies, *days} else None,
        )
        for day in sorted({*studies, *days, *events})
    ]
    return tuple(found)


def _total(studies: list[Imaging], method: str, knowledge: Knowledge) -> int | None:
    for study in studies:
        scores = scores_in(study, knowledge) if study.modality == "mibg" else None
        if scores is not None and scores.scale == method:
            return scores.total
        stated: int | None = getattr(study, method)
        if stated is not None:
            return stated
    return None


def _targets(studies: Mapping[date, Sequence[Imaging]], day: date) -> float | None:
    """The sum of all targets named by the day, where one study of it measures each or shows that it is gone."""
    anatomy = {on: [study for study in found if study.modality in ANATOMY] for on, found in studies.items()}
    named = {
        site
        for on, found in anatomy.items()
        if on <= day
        for site, lesion in lesions_of(found).items()
        if lesion.target
    }
    sizes = [size_now(site, anatomy.get(day, [])) for site in sorted(named)]
    known = [size for size in sizes if size is not None]
    return sum(known) if known and len(known) == len(sizes) else None


def _judged(record: ChildRecord, day: date, since: date | None, rules: str, knowledge: Knowledge) -> Assessment | None:
    try:
        return assess(record, on=day, since=since, rules=rules, knowledge=knowledge)
    except NotComputable:
        return None
