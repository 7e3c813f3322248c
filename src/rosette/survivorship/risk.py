"""The heart-failure score of 2015, in both readings that were found; shown, flagged, and never part of a plan.

Source: [@chow-2015, abstract], [@chow-2015-asco, table of points], [@chow-2015-algorithms, points].
"""

from __future__ import annotations

from attrs import frozen

from rosette.kernel import completed_years
from rosette.knowledge import Knowledge, RiskBand, RiskPoints
from rosette.survivorship.exposures import Exposures
from rosette.survivorship.rulebook import OF_A_SCORE
from rosette.survivorship.totals import ANTHRACYCLINE, summed

MODEL, READINGS = "chow-2015", ("report", "calculator")


@frozen(kw_only=True)
class RiskScore:
    """One reading of the score: points by item, the total and what it means; `missing` says why there is none."""

    model: str
    reading: str
    points: tuple[tuple[str, int], ...]
    total: int | None
    group: str
    risk: str
    missing: tuple[str, ...]
    flag: str


def heart_failure_scores(exposures: Exposures, knowledge: Knowledge) -> tuple[RiskScore, ...]:
    """Heart failure by age 40 in both readings; a score is never given for an unknown dose."""
    values, missing = _values(exposures, knowledge)
    return tuple(_score(reading, values, missing, knowledge) for reading in READINGS)


def _values(exposures: Exposures, knowledge: Knowledge) -> tuple[dict[str, float], tuple[str, ...]]:
    """The value of each item, and what is missing."""
    found: dict[str, float] = {}
    agents = exposures.tagged.get(ANTHRACYCLINE, ())
    total = summed(MODEL, agents, knowledge.conversion_sets[OF_A_SCORE].factors)
    if total.complete:
        found["anthracycline"] = total.value
    heart = exposures.organ("heart")
    if heart is None or heart.complete:
        found["heart"] = 0.0 if heart is None else heart.value
    if exposures.diagnosis is not None:
        ages = {completed_years(day, exposures.diagnosis) for day in (exposures.birth, exposures.born_by)}
        if len(ages) == 1:
            found["age"] = float(ages.pop())
    if exposures.sex is not None:
        found["sex"] = 1.0 if exposures.sex == "female" else -1.0
    return found, tuple(item for item in ("sex", "age", "anthracycline", "heart") if item not in found)


def _score(reading: str, values: dict[str, float], missing: tuple[str, ...], knowledge: Knowledge) -> RiskScore:
    rows = [row for row in knowledge.table(RiskPoints).values() if (row.model, row.reading) == (MODEL, reading)]
    points = tuple((item, _points(item, value, rows)) for item, value in values.items())
    total = None if missing else sum(count for _, count in points)
    bands = [row for row in knowledge.table(RiskBand).values() if total is not None and row.least <= total]
    band = max(bands, key=lambda row: row.least) if bands else None
    return RiskScore(
        model=MODEL,
        reading=reading,
        points=points,
        total=total,
        group="" if band is None else band.name,
        risk="" if band is None else band.risk,
        missing=missing,
        flag=rows[0].unverified or "" if rows else "",
    )


def _points(item: str, value: float, rows: list[RiskPoints]) -> int:
    """The points of one item; a boundary value belongs to the higher group."""
    hits = (row for row in rows if row.item == item and row.low <= value and (row.high is None or value < row.high))
    return next((row.points for row in hits), 0)
