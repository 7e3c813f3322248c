"""Facts about treatment: therapies, radiation, radiopharmaceuticals, transplants, surgery, cells, support."""

from __future__ import annotations

from typing import ClassVar

import attrs
from attrs import frozen

from rosette.kernel import Quantity
from rosette.records.facts.disease import RESPONSES
from rosette.records.facts.envelope import PointFact, PointOrSpanFact, SpanFact
from rosette.records.shapes import (
    THERAPY_CLASS,
    AgentName,
    Amount,
    Choice,
    Flag,
    KnownAgent,
    Many,
    Number,
    Table,
    Text,
    Whole,
    said,
    within,
)

INTENTS = ("frontline", "relapse", "consolidation", "maintenance", "other")
_PER = ("", "/m2", "/kg")
GIVEN = tuple(f"{unit}{per}" for unit in ("mg", "[IU]", "U", "10*6") for per in _PER)
DOSES = (*GIVEN, *(f"{unit}/d" for unit in GIVEN))
OF_A_CYCLE = tuple(f"mg{per}/{{cycle}}" for per in _PER)
RADIATION = within("radiation", what="radiation class")


@frozen(kw_only=True)
class Therapy(SpanFact):
    """One anticancer agent, first to last dose; `classes` when knowledge does not hold the agent.

    dose: of one giving, of a day, or of a cycle ("mg/m2/{cycle}").
    """

    kind: ClassVar[str] = "therapy"
    selectors: ClassVar[tuple[str, ...]] = ("agent",)

    agent: str = attrs.field(metadata=said(AgentName()))
    dose: Quantity | None = attrs.field(default=None, metadata=said(Amount((*DOSES, *OF_A_CYCLE))))
    cumulative: Quantity | None = attrs.field(default=None, metadata=said(Amount(GIVEN)))
    route: str | None = attrs.field(default=None, metadata=said(Text()))
    intent: str | None = attrs.field(default=None, metadata=said(Choice(INTENTS)))
    line: int | None = attrs.field(default=None, metadata=said(Whole(least=1, most=40)))
    regimen: str | None = attrs.field(default=None, metadata=said(Text()))
    cycles: int | None = attrs.field(default=None, metadata=said(Whole(most=200)))
    reason_stopped: str | None = attrs.field(default=None, metadata=said(Text()))
    best_response: str | None = attrs.field(default=None, metadata=said(Choice(RESPONSES)))
    investigational: bool | None = attrs.field(default=None, metadata=said(Flag()))
    classes: tuple[str, ...] = attrs.field(default=(), metadata=said(Many(THERAPY_CLASS)))


@frozen(kw_only=True)
class Radiation(SpanFact):
    """One course of radiotherapy; doses in Gy; `field` and `fields` are radiation classes."""

    kind: ClassVar[str] = "radiation"
    selectors: ClassVar[tuple[str, ...]] = ("field", "fields")

    field: str = attrs.field(metadata=said(RADIATION))
    fields: tuple[str, ...] = attrs.field(default=(), metadata=said(Many(RADIATION)))
    dose_gy: float | None = attrs.field(default=None, metadata=said(Number(most=200)))
    fractions: int | None = attrs.field(default=None, metadata=said(Whole(least=1, most=200)))
    organ_doses: tuple[tuple[str, float], ...] = attrs.field(default=(), metadata=said(Table(Number(most=200))))
    site: str | None = attrs.field(default=None, metadata=said(Text()))


@frozen(kw_only=True)
class Radiopharmaceutical(PointFact):
    """One administration of a radioactive medicine."""

    kind: ClassVar[str] = "radiopharmaceutical"
    selectors: ClassVar[tuple[str, ...]] = ("agent",)

    agent: str = attrs.field(metadata=said(KnownAgent()))
    activity: Quantity | None = attrs.field(default=None, metadata=said(Amount(("MBq", "MBq/kg"))))
    whole_body_dose: Quantity | None = attrs.field(default=None, metadata=said(Amount(("Gy",))))
    isolation_nights: int | None = attrs.field(default=None, metadata=said(Whole(most=60)))
    line: int | None = attrs.field(default=None, metadata=said(Whole(least=1, most=40)))
    intent: str | None = attrs.field(default=None, metadata=said(Choice(INTENTS)))


@frozen(kw_only=True)
class Transplant(PointFact):
    """One infusion of stem cells, with the agents that prepared for it."""

    kind: ClassVar[str] = "transplant"
    selectors: ClassVar[tuple[str, ...]] = ("type",)

    type: str = attrs.field(metadata=said(within("stem_cell_infusion", "donor_lymphocytes", what="transplant class")))
    conditioning: tuple[str, ...] = attrs.field(default=(), metadata=said(Many(KnownAgent())))
    tbi: bool | None = attrs.field(default=None, metadata=said(Flag()))


@frozen(kw_only=True)
class Surgery(PointFact):
    """One operation."""

    kind: ClassVar[str] = "surgery"
    selectors: ClassVar[tuple[str, ...]] = ("extent",)

    extent: str = attrs.field(metadata=said(within("surgery", "organ_transplant", what="surgery class")))
    site: str | None = attrs.field(default=None, metadata=said(Text()))


@frozen(kw_only=True)
class StemCells(PointFact):
    """One stored product of stem cells; `released` when it was already given back."""

    kind: ClassVar[str] = "stem_cells"
    selectors: ClassVar[tuple[str, ...]] = ("site",)

    cd34: Quantity | None = attrs.field(default=None, metadata=said(Amount(("10*6/kg",))))
    mnc: Quantity | None = attrs.field(default=None, metadata=said(Amount(("10*8/kg",))))
    purged: bool | None = attrs.field(default=None, metadata=said(Flag()))
    viable: bool | None = attrs.field(default=None, metadata=said(Flag()))
    site: str | None = attrs.field(default=None, metadata=said(Text()))
    released: bool | None = attrs.field(default=None, metadata=said(Flag()))


@frozen(kw_only=True)
class Transfusion(PointFact):
    """One transfusion."""

    kind: ClassVar[str] = "transfusion"
    selectors: ClassVar[tuple[str, ...]] = ("product",)

    product: str = attrs.field(metadata=said(Choice(("platelets", "red_cells"))))


@frozen(kw_only=True)
class GrowthFactor(PointOrSpanFact):
    """A growth factor, given once or for a time."""

    kind: ClassVar[str] = "growth_factor"
    selectors: ClassVar[tuple[str, ...]] = ("agent",)

    agent: str = attrs.field(metadata=said(KnownAgent()))


@frozen(kw_only=True)
class Medication(SpanFact):
    """A medicine that is not directed at the tumour; `classes` when knowledge does not hold the agent."""

    kind: ClassVar[str] = "medication"
    selectors: ClassVar[tuple[str, ...]] = ("agent",)

    agent: str = attrs.field(metadata=said(AgentName()))
    dose: Quantity | None = attrs.field(default=None, metadata=said(Amount(DOSES)))
    dosing: str | None = attrs.field(default=None, metadata=said(Text()))
    classes: tuple[str, ...] = attrs.field(default=(), metadata=said(Many(THERAPY_CLASS)))
