"""One reader for each kind of row of the medicines room."""

from __future__ import annotations

import re

from rosette.knowledge.gates import read_common
from rosette.knowledge.lesion_readers import count
from rosette.knowledge.readers import References
from rosette.knowledge.regimens import (
    BASES,
    ENDPOINTS,
    GATES,
    GRADES,
    INTENTS,
    POPULATIONS,
    STATISTICS,
    TRAVELS,
    RankingCriterion,
    Regimen,
    Result,
    Schedule,
    Toxicity,
)
from rosette.knowledge.rows import Row

_COUNTS = re.compile(r"(\d+)/(\d+)")
_NUMBER = r"\d+(?:\.\d+)?"
_ESTIMATE = re.compile(rf"({_NUMBER})(?: \(({_NUMBER}) to ({_NUMBER})\))?")
KINDS = ("benefit", "burden", "doors")


def read_regimen(row: Row, references: References) -> Regimen:
    """A regimen."""
    common = read_common(row, references)
    return Regimen(
        **common,
        name=row.text("name"),
        group=row.text("group"),
        targets=row.words("targets"),
        agents=row.words("agents"),
        gates=row.words("gates", choices=GATES),
        route=row.words("route"),
        schedule=row.text("schedule", default="not stated"),
        dose=row.text("dose", default="not stated"),
        trials=row.words("trials"),
    )


def read_result(row: Row, references: References) -> Result:
    """A result: counts, or an estimate with its interval."""
    estimate, interval = _estimate(row)
    return Result(
        **read_common(row, references),
        regimen=row.text("regimen"),
        endpoint=row.choice("endpoint", ENDPOINTS),
        definition=row.text("definition", default=""),
        statistic=row.choice("statistic", STATISTICS, default="proportion"),
        counts=_counts(row),
        estimate=estimate,
        interval=interval,
        unit=row.text("unit", default="1"),
        at=row.text("at", default=""),
        population=row.text("population", default="relapsed or refractory"),
        intent=row.choice("intent", INTENTS, default="treat"),
        contrast=row.text("contrast", default=""),
        overlaps=row.words("overlaps"),
    )


def _counts(row: Row) -> tuple[int, int] | None:
    text = row.optional("counts")
    if text is None:
        return None
    match = _COUNTS.fullmatch(text)
    if match is None or not 0 <= int(match[1]) <= int(match[2]) or int(match[2]) == 0:
        row.refuse("counts", f'"{text}" does not fit', 'those with the event of those looked at, such as "5/36"')
        return None
    return int(match[1]), int(match[2])


def _estimate(row: Row) -> tuple[float | None, tuple[float, float] | None]:
    text = row.optional("estimate")
    if text is None:
        return None, None
    match = _ESTIMATE.fullmatch(text)
    if match is None:
        row.refuse("estimate", f'"{text}" does not fit', 'a number, with its interval "0.35 (0.16 to 0.54)"')
        return None, None
    ends = (float(match[2]), float(match[3])) if match[2] else None
    if ends is not None and not ends[0] <= float(match[1]) <= ends[1]:
        row.refuse("estimate", f'"{text}": the estimate is outside its interval')
    return float(match[1]), ends


def read_toxicity(row: Row, references: References) -> Toxicity:
    """A rate of something unwanted; from counts, or as it was printed."""
    counts = _counts(row)
    printed = row.optional("rate")
    rate = counts[0] / counts[1] if counts else _share(row, printed)
    return Toxicity(
        **read_common(row, references),
        regimen=row.text("regimen"),
        event=row.text("event"),
        grade=row.choice("grade", GRADES, default="3+"),
        rate=rate,
        per=row.choice("per", BASES, default="patient"),
        population=row.choice("population", POPULATIONS, default="relapse"),
        counts=counts,
    )


def _share(row: Row, text: str | None) -> float:
    match = re.fullmatch(_NUMBER, text or "")
    if match is None or not 0 <= float(match[0]) <= 1:
        row.refuse("rate", f'"{text}" is not a share', 'a share of children or courses such as "0.34", or counts')
        return 0.0
    return float(match[0])


def read_schedule(row: Row, references: References) -> Schedule:
    """A schedule."""
    made = {key: count(row, key) if row.get(key) is not None else 0 for key in OPTIONAL}
    schedule = Schedule(
        **read_common(row, references),
        regimen=row.text("regimen"),
        cycle_days=count(row, "cycle_days"),
        facility_days=count(row, "facility_days"),
        **made,
        travel=row.choice("travel", TRAVELS),
        late_effects=row.text("late_effects", default=""),
    )
    if schedule.cycle_days < 1 or schedule.facility_days > schedule.cycle_days:
        row.refuse("cycle_days", f"{schedule.cycle_days} days with {schedule.facility_days} in a facility")
    return schedule


OPTIONAL = ("visit_days", "isolation_nights", "sedations")


def read_ranking_criterion(row: Row, references: References) -> RankingCriterion:
    """A criterion; its ends are numbers of its own unit, written as text."""
    worst, best = (_end(row, key) for key in ("worst", "best"))
    if worst == best:
        row.refuse("best", f"{best} is also the worst", "two different ends")
    return RankingCriterion(
        **read_common(row, references),
        name=row.text("name"),
        unit=row.text("unit"),
        worst=worst,
        best=best,
        kind=row.choice("kind", KINDS),
    )


def _end(row: Row, key: str) -> float:
    text = row.text(key)
    if re.fullmatch(_NUMBER, text) is None:
        row.refuse(key, f'"{text}" does not fit', 'a number as text, such as "0.60"')
        return 0.0
    return float(text)
