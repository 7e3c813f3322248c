"""Grades of hearing loss by three scales, each ear on its own; bone conduction when the tympanogram is abnormal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from rosette.kernel import NotComputable
from rosette.knowledge import HearingGrade, Knowledge
from rosette.survivorship.results import Result

SCALES = ("SIOP", "Brock", "Chang")
SURVEILLANCE = "SIOP"


@frozen(kw_only=True)
class Ear:
    """Hearing levels of one ear in dB by frequency in kHz ("4"), by air and, where measured, by bone."""

    air: Mapping[str, float]
    bone: Mapping[str, float] = field(factory=dict)
    tympanogram_normal: bool = True

    @property
    def levels(self) -> Mapping[str, float]:
        """The levels that are graded; raises NotComputable when bone conduction is needed and missing."""
        if self.tympanogram_normal:
            return self.air
        if not self.bone:
            raise NotComputable("The tympanogram is abnormal and bone conduction was not measured.")
        return self.bone


@frozen(kw_only=True)
class EarGrade:
    """The grade of one ear; `at_least` when a frequency that a worse grade needs was not measured."""

    scale: str
    grade: str
    rank: int
    at_least: bool
    unverified: str | None


@frozen(kw_only=True)
class HearingGrades:
    """Both ears by one scale."""

    left: EarGrade
    right: EarGrade

    @property
    def better(self) -> EarGrade:
        """The ear that scales report."""
        return min(self.left, self.right, key=lambda each: each.rank)

    @property
    def worse(self) -> EarGrade:
        """The ear that decides what happens next."""
        return max(self.left, self.right, key=lambda each: each.rank)


def ear_grade(ear: Ear, scale: str, knowledge: Knowledge) -> EarGrade:
    """The worst grade that a loss of the ear reaches; grade 0 when none does.

    Source: [@siop-boston, table 2], [@brock-scale, table 2], [@chang-scale, table].
    """
    rows = [row for row in knowledge.table(HearingGrade).values() if row.scale == scale]
    levels, missing = ear.levels, False
    for place, row in enumerate(rows):
        if any(_loss(row, levels[at]) for at in row.at if at in levels):
            return EarGrade(
                scale=scale, grade=row.grade, rank=len(rows) - place, at_least=missing, unverified=row.unverified
            )
        missing |= not any(at in levels for at in row.at)
    unverified = rows[0].unverified if rows else None
    return EarGrade(scale=scale, grade="0", rank=0, at_least=missing, unverified=unverified)


def _loss(row: HearingGrade, level: float) -> bool:
    return (
        (row.over is None or level > row.over)
        and (row.at_least is None or level >= row.at_least)
        and (row.under is None or level < row.under)
    )


def hearing_grades(left: Ear, right: Ear, knowledge: Knowledge, *, scale: str) -> HearingGrades:
    """Both ears by one scale; raises NotComputable when bone conduction is needed and missing."""
    return HearingGrades(left=ear_grade(left, scale, knowledge), right=ear_grade(right, scale, knowledge))


def audiometry(left: Ear, right: Ear, knowledge: Knowledge, *, on: date) -> Result:
    """An audiogram as a result for the plan: the SIOP grade of the worse ear."""
    worse = hearing_grades(left, right, knowledge, scale=SURVEILLANCE).worse
    return Result(test="audiometry", on=on, grade=f"{SURVEILLANCE} {worse.grade}", abnormal=worse.rank > 0)
