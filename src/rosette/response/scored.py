"""The last scored scan of a child, with the one before the treatment and what published cuts say."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from rosette.kernel import NotComputable
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord, Imaging, RecordIndex, views
from rosette.response.reading import period_of
from rosette.response.scores import CutReading, Scores, cut_readings, scores_in


@frozen(kw_only=True)
class ScoredScan:
    """One scan by segment; `before` is the last one scored alike before the treatment."""

    on: date
    scores: Scores
    before: Scores | None
    before_on: date | None
    cuts: tuple[CutReading, ...]

    @property
    def relative(self) -> float | None:
        """Bone score over that before the treatment; None without one, or from zero."""
        return None if self.before is None or self.before.bone == 0 else self.scores.bone / self.before.bone


def scored_scans(record: ChildRecord, scale: str, *, on: date, knowledge: Knowledge) -> tuple[tuple[date, Scores], ...]:
    """Every scan scored by segment up to a day."""
    found = []
    for study in record.of(Imaging):
        scores = scores_in(study, knowledge) if study.modality == "mibg" else None
        if scores and scores.scale == scale and study.on is not None and study.on.exact and study.on.earliest <= on:
            found.append((study.on.earliest, scores))
    return tuple(found)


def scored_scan(record: ChildRecord, scale: str, *, on: date, since: date | None, knowledge: Knowledge) -> ScoredScan:
    """The last scan of a scale; raises NotComputable when none is scored by segment."""
    scans = scored_scans(record, scale, on=on, knowledge=knowledge)
    if not scans:
        raise NotComputable(f"no MIBG scan is scored by segment ({scale}): enter the points of every segment")
    day, scores = scans[-1]
    start = _start(record, since, on, knowledge)
    before = [(each, made) for each, made in scans[:-1] if start is not None and each <= start < day]
    return ScoredScan(
        on=day,
        scores=scores,
        before=before[-1][1] if before else None,
        before_on=before[-1][0] if before else None,
        cuts=cut_readings(scale, scores.total, mycn=_mycn(record, on, knowledge), knowledge=knowledge),
    )


def _start(record: ChildRecord, since: date | None, on: date, knowledge: Knowledge) -> date | None:
    try:
        return period_of(RecordIndex(record, knowledge), since=since, on=on).since
    except NotComputable:
        return None


def _mycn(record: ChildRecord, on: date, knowledge: Knowledge) -> str | None:
    found = {value for value, _ in views.attribute(RecordIndex(record, knowledge), "mycn", on.toordinal())}
    value = found.pop() if len(found) == 1 else None
    return "not_amplified" if value == "gain" else value
