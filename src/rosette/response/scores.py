"""Curie and SIOPEN by segment: which scale a table of segments is, its total, its bone part, and published cuts."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from attrs import frozen

from rosette.kernel import BadInput, Problems, did_you_mean
from rosette.knowledge import Knowledge, ScoreCut, ScoreLevel, ScoreSegment
from rosette.records import Imaging


class ScoresError(BadInput):
    """A table of segments that is no score."""


@functools.cache
def segments_of(scale: str, knowledge: Knowledge) -> tuple[ScoreSegment, ...]:
    """The segments of a scale in their order."""
    return tuple(row for row in knowledge.table(ScoreSegment).values() if row.scale == scale)


def levels_of(scale: str, knowledge: Knowledge) -> tuple[ScoreLevel, ...]:
    """What each number of points means."""
    return tuple(row for row in knowledge.table(ScoreLevel).values() if row.scale == scale)


def scale_of(names: Mapping[str, int], knowledge: Knowledge) -> str | None:
    """The scale whose segments these are, all of them or a part; None when no scale, or both, could be meant."""
    fitting = [
        scale for scale in ("curie", "siopen") if set(names) <= {row.segment for row in segments_of(scale, knowledge)}
    ]
    return fitting[0] if len(fitting) == 1 else None


@frozen(kw_only=True)
class Scores:
    """One scored scan: points by segment, all segments of its scale."""

    scale: str
    points: tuple[tuple[ScoreSegment, int], ...]

    @classmethod
    def of(cls, points: Mapping[str, int], knowledge: Knowledge, *, scale: str | None = None) -> Scores:
        """Take points by segment; raises ScoresError with every fault: a segment missing, unknown, or out of range."""
        problems = Problems()
        meant = scale or scale_of(points, knowledge)
        if meant is None:
            problems.add(
                "segments", found=f"{', '.join(points) or 'none'} belong to no one scale", wanted="curie or siopen"
            )
            problems.raise_as(ScoresError, what="score")
        assert meant is not None
        rows = segments_of(meant, knowledge)
        known = {row.segment: row for row in rows}
        for name in points:
            if name not in known:
                problems.add(name, found=f"no segment of {meant}{did_you_mean(name, known)}")
        for name, row in known.items():
            if name not in points:
                problems.add(name, found="not scored", remedy="Score every segment; 0 means looked at and free.")
            elif not 0 <= points[name] <= row.most:
                problems.add(name, found=f"{points[name]} points", wanted=f"0 to {row.most}")
        problems.raise_as(ScoresError, what=f"{meant} score")
        return cls(scale=meant, points=tuple((row, points[row.segment]) for row in rows))

    @property
    def total(self) -> int:
        """The sum of all segments."""
        return sum(points for _, points in self.points)

    @property
    def bone(self) -> int:
        """The sum of the bone segments."""
        return sum(points for row, points in self.points if row.part == "bone")

    @property
    def by_segment(self) -> Mapping[str, int]:
        """Points by the name of the segment."""
        return {row.segment: points for row, points in self.points}

    @property
    def by_region(self) -> Mapping[str, int]:
        """Points by region of the drawn body."""
        return {region: points for row, points in self.points for region in row.regions}


def scores_in(study: Imaging, knowledge: Knowledge) -> Scores | None:
    """The scores of a study by segment; None when it states none, or not all of one scale."""
    if not study.segments:
        return None
    try:
        return Scores.of(dict(study.segments), knowledge)
    except ScoresError:
        return None


@frozen(kw_only=True)
class CutReading:
    """What one published cut says of a total."""

    cut: ScoreCut
    below: bool

    @property
    def says(self) -> str:
        """The course that goes with this side of the cut."""
        return self.cut.better if self.below else self.cut.worse


def cut_readings(
    scale: str, total: int, *, use: str | None = None, mycn: str | None = None, knowledge: Knowledge
) -> tuple[CutReading, ...]:
    """Every published cut that fits the use and the MYCN status; the figures are of groups, not of this child."""
    rows: Sequence[ScoreCut] = [row for row in knowledge.table(ScoreCut).values() if row.scale == scale]
    fitting = [row for row in rows if use in (None, row.use) and (row.mycn == "any" or mycn in (None, row.mycn))]
    return tuple(CutReading(cut=row, below=total <= row.most) for row in fitting)


def responded(*, baseline: int, now: int, knowledge: Knowledge) -> bool:
    """Whether a SIOPEN score fell by as much as one series called a response; False from a baseline of zero.

    Source: [@lewington-2017, abstract].
    """
    fall = knowledge.constants["siopen.response_fall"].value.value / 100
    return baseline > 0 and now <= (1 - fall) * baseline
