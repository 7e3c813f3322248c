"""Grades of blood results by named versions of the common criteria; a grade never stands without its version."""

from __future__ import annotations

import math

from attrs import frozen

from rosette.kernel import NotComputable, Quantity, UsageError, did_you_mean
from rosette.knowledge import BloodGrade, Knowledge

DEFAULT_VERSION = "5.0"


@frozen(kw_only=True)
class Grade:
    """A grade 0 to 4 with the version that gave it, why, and what it leaves to a person."""

    value: int
    row: BloodGrade
    why: str
    notes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """In words."""
        told = f"grade {self.value} of CTCAE {self.row.version}, {self.row.term}: {self.why}"
        return f"{told} [unverified: {self.row.unverified}]" if self.row.unverified else told


def versions_of(code: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The versions that hold limits for a result."""
    return tuple(dict.fromkeys(row.version for row in knowledge.table(BloodGrade).values() if row.code == code))


def grade(
    code: str,
    value: float,
    *,
    version: str,
    knowledge: Knowledge,
    lln: float | None = None,
    uln: float | None = None,
    baseline: float | None = None,
) -> Grade:
    """Grade a value in the canonical unit of its code. baseline: an abnormal one, for liver enzymes.

    A value at a lower limit has the milder grade. Raises UsageError for a code or version that is not held,
    NotComputable without the limit of normal that decides. Source: [@ctcae-v5, criteria].
    """
    _refuse_numbers(value, lln, uln, baseline)
    row = _row(code, version, knowledge, baseline=_abnormal(code, uln, baseline))
    unit = knowledge.observations[code].unit
    limits = [_limit(text, row, unit, lln) for text in row.limits]
    measured = value / _basis(row, uln, baseline)
    if limits[0] is None and row.direction == "below":
        return _without_normal(row, measured, limits, unit)
    reached = [
        n + 1 for n, limit in enumerate(limits) if limit is not None and _passes(row, measured, limit, first=n == 0)
    ]
    return Grade(value=max(reached, default=0), row=row, why=_why(row, value, unit, measured), notes=_notes(row))


def _refuse_numbers(value: float, *limits: float | None) -> None:
    known = [value, *(limit for limit in limits if limit is not None)]
    if not all(math.isfinite(each) and each >= 0 for each in known):
        raise NotComputable("a value or a limit is no number, or below zero")


def _abnormal(code: str, uln: float | None, baseline: float | None) -> float | None:
    """The baseline when it was abnormal; a normal one is graded by the upper limit of normal."""
    if baseline is None:
        return None
    if uln is None:
        raise NotComputable(f"whether the baseline of {code} was abnormal hangs on the upper limit of normal: enter it")
    return baseline if baseline > uln else None


def _row(code: str, version: str, knowledge: Knowledge, *, baseline: float | None) -> BloodGrade:
    rows = [row for row in knowledge.table(BloodGrade).values() if row.code == code]
    if not rows:
        codes = sorted({row.code for row in knowledge.table(BloodGrade).values()})
        raise UsageError(f'"{code}" has no grades here{did_you_mean(code, codes)}: {", ".join(codes)}')
    fitting = [row for row in rows if row.version == version and (row.basis == "baseline") == (baseline is not None)]
    if not fitting:
        held = ", ".join(sorted({f"{row.version} by {row.basis}" for row in rows}))
        raise UsageError(f"version {version} holds no limits of {code} like this; held: {held}")
    return fitting[0]


def _limit(text: str, row: BloodGrade, unit: str, lln: float | None) -> float | None:
    if text == "clinical":
        return None
    if text == "LLN":
        return lln
    return float(text) if row.basis != "value" else Quantity.parse(text).to(unit).value


def _basis(row: BloodGrade, uln: float | None, baseline: float | None) -> float:
    if row.basis == "value":
        return 1.0
    found = uln if row.basis == "uln" else baseline
    if found is None or found <= 0:
        what = "upper limit of normal of its laboratory" if row.basis == "uln" else "baseline"
        raise NotComputable(f"{row.term} needs the {what}: enter it with the result")
    return found


def _passes(row: BloodGrade, value: float, limit: float, *, first: bool) -> bool:
    if row.direction == "below":
        return value < limit
    return value >= limit if first and row.first_closed else value > limit


def _without_normal(row: BloodGrade, value: float, limits: list[float | None], unit: str) -> Grade:
    """Grades 2 to 4 need no limit of normal; above them grade 0 and 1 cannot be told apart."""
    reached = [n + 1 for n, limit in enumerate(limits) if limit is not None and value < limit]
    if not reached:
        raise NotComputable(
            f"{row.term}: {value:g} {unit} is grade 0 or 1; the lower limit of normal of its laboratory decides"
        )
    return Grade(value=max(reached), row=row, why=f"{value:g} {unit}", notes=_notes(row))


def _why(row: BloodGrade, value: float, unit: str, measured: float) -> str:
    if row.basis == "value":
        return f"{value:g} {unit}"
    return f"{value:g} {unit}, {measured:.3g} times the {'upper limit of normal' if row.basis == 'uln' else 'baseline'}"


def _notes(row: BloodGrade) -> tuple[str, ...]:
    told = ["Grade 4 is life-threatening: a person grades it."] if "clinical" in row.limits else []
    if row.basis == "value":
        told.append("With marrow disease and abnormal counts before, the protocol's own rule counts, not this one.")
    return tuple(told)
