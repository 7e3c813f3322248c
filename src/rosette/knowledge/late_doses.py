"""Rows with which late effects are measured: dose factors, organs and fields, grades of hearing, points of a score."""

from __future__ import annotations

from attrs import frozen

from rosette.knowledge.declared import choice, counted, declared, text, words
from rosette.knowledge.entries import Entry
from rosette.knowledge.rows import Row, shown

RISK_ITEMS = ("sex", "age", "anthracycline", "heart")


@frozen(kw_only=True)
class HearingGrade(Entry):
    """A grade of a hearing scale: a loss in dB at any of these frequencies in kHz; rows stand the worst first."""

    scale: str
    grade: str
    at: tuple[str, ...]
    over: int | None
    at_least: int | None
    under: int | None


@frozen(kw_only=True)
class CedFactor(Entry):
    """What a dose of the agent of this id counts as cyclophosphamide."""

    factor: float


@frozen(kw_only=True)
class Organ(Entry):
    """An organ to which doses are recorded; `keys` are other names in records, such as the two sides."""

    name: str
    keys: tuple[str, ...] = ()


@frozen(kw_only=True)
class FieldReach(Entry):
    """The organs that a class of fields, or a site in words, is held to reach when a record gives no organ doses."""

    organs: tuple[str, ...]
    sites: tuple[str, ...] = ()


@frozen(kw_only=True)
class RiskPoints(Entry):
    """Points of one item of a published score, in one reading of it, from `low` up to below `high`."""

    model: str
    reading: str
    item: str
    low: float
    high: float | None
    points: int


@frozen(kw_only=True)
class RiskBand(Entry):
    """What a total of a score means."""

    model: str
    least: int
    name: str
    risk: str


def _decibel(row: Row, key: str) -> int | None:
    """A level such as "20 dB"; the unit is that of audiograms, which no other unit converts to."""
    value = row.get(key)
    if value is None:
        return None
    count, _, unit = value.partition(" ") if isinstance(value, str) else ("", "", "")
    if unit == "dB" and count.isdecimal():
        return int(count)
    row.refuse(key, f"{shown(value)} is not a hearing level", 'such as "20 dB"')
    return None


def _factor(row: Row, key: str) -> float:
    found = row.quantity(key, like="mg{cyclophosphamide}/mg")
    if row.get(key) is None:
        row.problems.add(row.path, found=f'"{key}" is missing', wanted='such as "0.244 mg{cyclophosphamide}/mg"')
    return 0.0 if found is None else found.to("mg{cyclophosphamide}/mg").value


def _low(row: Row, key: str) -> float:
    return _bound(row, key) or 0.0


def _bound(row: Row, key: str) -> float | None:
    """A bound in the unit of the item: mg/m2, Gy, or years of age."""
    if row.get(key) is None:
        return None
    if row.text("item") in ("age", "sex"):
        span = row.span(key)
        return None if span is None else float(span.count)
    found = row.quantity(key, like="Gy" if row.text("item") == "heart" else "mg/m2")
    return None if found is None else found.value


read_hearing_grade = declared(
    HearingGrade,
    scale=text(),
    grade=text(),
    at=words(needed=True),
    over=_decibel,
    at_least=_decibel,
    under=_decibel,
)
read_ced_factor = declared(CedFactor, factor=_factor)
read_organ = declared(Organ, name=text(), keys=words())
read_field_reach = declared(FieldReach, organs=words(needed=True), sites=words())
read_risk_points = declared(
    RiskPoints,
    model=text(),
    reading=text(),
    item=choice(*RISK_ITEMS),
    low=_low,
    high=_bound,
    points=counted(),
)
read_risk_band = declared(RiskBand, model=text(), least=counted(), name=text(), risk=text())
LATE_DOSES = {
    "hearing_grade": read_hearing_grade,
    "ced_factor": read_ced_factor,
    "organ": read_organ,
    "field_reach": read_field_reach,
    "risk_points": read_risk_points,
    "risk_band": read_risk_band,
}
