"""Stage and risk group by sourced tables; what is not known leaves several groups open, and says what would decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs
from attrs import frozen

from rosette.kernel import PartialDate, Truth, age_reached
from rosette.knowledge import Knowledge, RiskGroup
from rosette.records import ChildRecord, RecordIndex, views

FEATURES = (
    "histology",
    "differentiation",
    "mycn",
    "eleven_q",
    "ploidy",
    "inpc",
    "segmental",
    "resected",
    "symptoms",
)
FEATURE_WORDS = {
    "stage": "INRGSS stage",
    "age": "age at diagnosis",
    "histology": "maturing or other histology",
    "differentiation": "grade of differentiation",
    "mycn": "MYCN",
    "eleven_q": "11q aberration",
    "ploidy": "ploidy",
    "inpc": "INPC histology",
    "segmental": "segmental aberrations (1p, 11q)",
    "resected": "how much was resected",
    "symptoms": "symptoms",
}


@frozen(kw_only=True)
class RiskFeatures:
    """What a table of risk groups asks; None where it is not known."""

    stage: str | None = None
    birth: PartialDate | None = None
    diagnosed: date | None = None
    histology: str | None = None
    differentiation: str | None = None
    mycn: str | None = None
    eleven_q: str | None = None
    ploidy: str | None = None
    inpc: str | None = None
    segmental: str | None = None
    resected: str | None = None
    symptoms: str | None = None


@frozen(kw_only=True)
class RiskReading:
    """The groups that remain, and what would decide among them; one group is a result, none a gap of the table."""

    system: str
    rows: tuple[RiskGroup, ...]
    rest: str | None
    asks: tuple[str, ...]

    @property
    def risks(self) -> tuple[str, ...]:
        """The risks that are possible."""
        found = [row.risk for row in self.rows] + ([self.rest] if self.rest else [])
        return tuple(dict.fromkeys(found))

    @property
    def sentence(self) -> str:
        """In words."""
        groups = [f"{row.group} ({row.risk})" for row in self.rows] + (
            [f"none of its rows ({self.rest})"] if self.rest else []
        )
        if len(self.risks) == 1:
            return f"{self.system}: {self.risks[0]} risk; {', '.join(groups)}"
        if not groups:
            return f"{self.system}: no row of the table fits"
        return f"{self.system}: not decided; {', '.join(groups)}. It hangs on {', '.join(self.asks)}"


def risk_group(system: str, features: RiskFeatures, knowledge: Knowledge) -> RiskReading:
    """The rows of a table that the features do not rule out.

    COG calls what is in none of its high and low rows intermediate. Source: [@pdq-neuroblastoma, stage information],
    [@irwin-2021, table].
    """
    rows = [row for row in knowledge.table(RiskGroup).values() if row.system == system]
    judged = [(row, _fits(row, features)) for row in rows]
    sure = [row for row, fits in judged if all(truth is Truth.YES for truth in fits.values())]
    if system == "COG" and any(row.risk == "high" for row in sure):
        return RiskReading(system=system, rows=tuple(row for row in sure if row.risk == "high"), rest=None, asks=())
    maybe = [(row, fits) for row, fits in judged if all(truth is not Truth.NO for truth in fits.values())]
    rest = "intermediate" if system == "COG" and not sure else None
    asks = [name for _, fits in maybe for name, truth in fits.items() if truth is Truth.UNKNOWN]
    words = tuple(dict.fromkeys(FEATURE_WORDS[name] for name in asks))
    return RiskReading(system=system, rows=tuple(row for row, _ in maybe), rest=rest, asks=words)


def _fits(row: RiskGroup, features: RiskFeatures) -> Mapping[str, Truth]:
    found = {"stage": _member(features.stage, row.stage), "age": _age(row, features)}
    for name in FEATURES:
        allowed = getattr(row, name)
        found[name] = _member(getattr(features, name), allowed) if allowed else Truth.YES
    return found


def _member(value: str | None, allowed: Iterable[str]) -> Truth:
    return Truth.UNKNOWN if value is None else Truth.YES if value in allowed else Truth.NO


def _age(row: RiskGroup, features: RiskFeatures) -> Truth:
    if row.at_least is None and row.under is None:
        return Truth.YES
    if features.birth is None or features.diagnosed is None:
        return Truth.UNKNOWN
    found = {_age_on(row, birth, features.diagnosed) for birth in (features.birth.earliest, features.birth.latest)}
    return found.pop() if len(found) == 1 else Truth.UNKNOWN


def _age_on(row: RiskGroup, birth: date, on: date) -> Truth:
    old = row.at_least is None or age_reached(birth, row.at_least) <= on
    young = row.under is None or on < age_reached(birth, row.under)
    return Truth.YES if old and young else Truth.NO


def features_of(record: ChildRecord, knowledge: Knowledge, **stated: str | None) -> RiskFeatures:
    """The features that the record holds, with those that are stated in their place; amplification stands out."""
    index = RecordIndex(record, knowledge)
    day = views.diagnosis_day(index)
    on = day[1] if day else record.birth.latest.toordinal()
    known = {name: _attribute(index, name, on) for name in ("mycn", "ploidy", "inpc")}
    if known["mycn"] == "gain":
        known["mycn"] = "not_amplified"
    held = RiskFeatures(
        stage=_attribute(index, "inrgss", on),
        birth=record.birth,
        diagnosed=date.fromordinal(day[1]) if day and day[0] == day[1] else None,
        eleven_q=_eleven_q(index),
        **known,
    )
    changes: dict[str, Any] = {name: value for name, value in stated.items() if value is not None}
    return attrs.evolve(held, **changes)


def _attribute(index: RecordIndex, name: str, on: int) -> str | None:
    found = {value for value, _ in views.attribute(index, name, on)}
    return found.pop() if len(found) == 1 else None


def _eleven_q(index: RecordIndex) -> str | None:
    view = views.molecular(index)
    if view.found("11q", "loss"):
        return "yes"
    return "no" if view.looked_for("11q", "loss") else None


@frozen(kw_only=True)
class Extent:
    """Where the disease is at diagnosis, for the stages; None where it is not known.

    distant: sites such as bone, marrow, liver, skin, nodes; risk_factors: image-defined ones that were found;
    marrow: per cent of tumour cells.
    """

    distant: tuple[str, ...] | None = None
    risk_factors: tuple[str, ...] | None = None
    marrow: float | None = None
    excised: bool | None = None
    nodes_same_side: bool | None = None
    nodes_other_side: bool | None = None
    across_midline: bool | None = None


SPECIAL = frozenset({"skin", "liver", "marrow"})


@frozen(kw_only=True)
class StageReading:
    """A stage, or the stages that remain with what would decide."""

    system: str
    stages: tuple[str, ...]
    why: str
    asks: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """In words."""
        told = f"{self.system} {' or '.join(self.stages)}: {self.why}"
        return f"{told}. It hangs on {', '.join(self.asks)}" if self.asks else told


def inrgss(extent: Extent, *, months: int | None, knowledge: Knowledge) -> StageReading:
    """The stage by imaging before treatment; months: age at diagnosis in completed months.

    Source: [@pdq-neuroblastoma, stage information].
    """
    if extent.distant is None:
        return StageReading(
            system="INRGSS", stages=("L1", "L2", "M", "MS"), why="sites not said", asks=("distant sites",)
        )
    if extent.distant:
        return _distant("INRGSS", "M", "MS", 18, extent, months, knowledge)
    if extent.risk_factors is None:
        return StageReading(system="INRGSS", stages=("L1", "L2"), why="localised", asks=("image-defined risk factors",))
    if extent.risk_factors:
        return StageReading(system="INRGSS", stages=("L2",), why=f"localised, {', '.join(extent.risk_factors)}")
    return StageReading(system="INRGSS", stages=("L1",), why="localised, no image-defined risk factor")


def _unsaid(system: str, stages: tuple[str, ...]) -> StageReading:
    return StageReading(system=system, stages=stages, why="sites not said", asks=("distant sites",))


def _distant(
    system: str, usual: str, special: str, limit: int, extent: Extent, months: int | None, knowledge: Knowledge
) -> StageReading:
    share = knowledge.constants["stage.ms_marrow_under"].value.value
    sites = set(extent.distant or ())
    told = f"spread to {', '.join(sorted(sites))}"
    spread = system == "INSS" and (extent.across_midline or extent.nodes_other_side)
    if spread or not sites <= SPECIAL or (months is not None and months >= limit):
        return StageReading(system=system, stages=(usual,), why=told)
    if "marrow" in sites and extent.marrow is not None and extent.marrow >= share:
        return StageReading(system=system, stages=(usual,), why=f"{told}, marrow {extent.marrow:g} %")
    asks = [] if months is not None else ["age at diagnosis"]
    asks += ["share of tumour cells in marrow"] if "marrow" in sites and extent.marrow is None else []
    if asks:
        return StageReading(system=system, stages=(usual, special), why=told, asks=tuple(asks))
    return StageReading(system=system, stages=(special,), why=f"{told}, below {limit} months")


def inss(extent: Extent, *, months: int | None, knowledge: Knowledge) -> StageReading:
    """The stage after surgery; months: age at diagnosis in completed months. Source: [@inss-table, table 2]."""
    if extent.distant is None:
        return _unsaid("INSS", ("1", "2A", "2B", "3", "4", "4S"))
    if extent.distant:
        return _distant("INSS", "4", "4S", 12, extent, months, knowledge)
    if extent.across_midline or extent.nodes_other_side:
        return StageReading(system="INSS", stages=("3",), why="across the midline, or nodes of the other side")
    return _localised(extent)


def _localised(extent: Extent) -> StageReading:
    named = {
        "growth across the midline": extent.across_midline,
        "nodes of the other side": extent.nodes_other_side,
        "nodes of the same side": extent.nodes_same_side,
        "whether gross excision was complete": extent.excised,
    }
    asks = tuple(name for name, value in named.items() if value is None)
    possible = {"1", "2A", "2B", "3"}
    if extent.across_midline is False and extent.nodes_other_side is False:
        possible.discard("3")
    if extent.nodes_same_side is not None:
        possible -= {"1", "2A"} if extent.nodes_same_side else {"2B"}
    if extent.excised is not None:
        possible -= {"2A"} if extent.excised else {"1"}
    if possible == {"2B"}:
        asks = ()
    left = asks if len(possible) > 1 else ()
    return StageReading(system="INSS", stages=tuple(sorted(possible)), why="localised", asks=left)
