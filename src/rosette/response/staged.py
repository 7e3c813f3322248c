"""Stage and risk of one child from what is said at diagnosis and what the record holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from rosette.kernel import Span, UsageError, age_reached, did_you_mean
from rosette.knowledge import Knowledge, RiskFactor
from rosette.records import ChildRecord, RecordIndex, views
from rosette.response.staging import (
    Extent,
    RiskReading,
    StageReading,
    features_of,
    inrgss,
    inss,
    risk_group,
)

NONE = "none"


@frozen(kw_only=True)
class Staged:
    """Stages by what is said, and the risk groups that remain."""

    record: ChildRecord
    stages: tuple[StageReading, ...]
    risks: tuple[RiskReading, ...]


def staged(
    record: ChildRecord,
    *,
    knowledge: Knowledge,
    distant: Sequence[str] | None = None,
    risk_factors: Sequence[str] | None = None,
    marrow: float | None = None,
    **stated: str | None,
) -> Staged:
    """Stages and risk groups; "none" says that there is none. Raises UsageError for an unknown risk factor."""
    held = knowledge.table(RiskFactor)
    for name in risk_factors or ():
        if name != NONE and name not in held:
            raise UsageError(f'"{name}" is no group of risk factors{did_you_mean(name, held)}: {", ".join(held)}')
    _refuse_contradictions(distant, marrow)
    extent = Extent(distant=_said(distant), risk_factors=_said(risk_factors), marrow=marrow)
    months = _months(record, knowledge)
    stages = (
        (inrgss(extent, months=months, knowledge=knowledge), inss(extent, months=months, knowledge=knowledge))
        if extent.distant is not None
        else ()
    )
    said = {"stage": stages[0].stages[0]} if stages and len(stages[0].stages) == 1 else {}
    features = features_of(record, knowledge, **said, **stated)
    risks = tuple(risk_group(system, features, knowledge) for system in ("INRG", "COG"))
    return Staged(record=record, stages=stages, risks=risks)


SITES = ("bone", "marrow", "liver", "skin", "nodes", "lung", "cns", "other")


def _refuse_contradictions(distant: Sequence[str] | None, marrow: float | None) -> None:
    for name in distant or ():
        if name not in (*SITES, NONE):
            raise UsageError(f'"{name}" is no site{did_you_mean(name, SITES)}: {", ".join(SITES)}, or {NONE}')
    if distant and NONE in distant and len(distant) > 1:
        raise UsageError(f'"{NONE}" stands beside other sites')
    if marrow is not None and not 0 <= marrow <= 100:
        raise UsageError(f"{marrow} is no share of tumour cells; 0 to 100 %")
    if marrow and distant is not None and "marrow" not in distant:
        raise UsageError(f"marrow with {marrow:g} % of tumour cells, and marrow is not among the sites")


def _said(names: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(name for name in names if name != NONE)


def _months(record: ChildRecord, knowledge: Knowledge) -> int | None:
    """Completed months of age at diagnosis; None when a partial date leaves them open."""
    day = views.diagnosis_day(RecordIndex(record, knowledge))
    if day is None or day[0] != day[1]:
        return None
    found = {_completed(birth, date.fromordinal(day[0])) for birth in (record.birth.earliest, record.birth.latest)}
    return found.pop() if len(found) == 1 else None


def _completed(birth: date, on: date) -> int:
    months = (on.year - birth.year) * 12 + on.month - birth.month + 1
    while age_reached(birth, Span(max(months, 0), "month")) > on:
        months -= 1
    return months
