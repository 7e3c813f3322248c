"""Facts that are measured or observed: laboratory, measurements, performance, organ tests, conditions."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from rosette.kernel import PartialDate, Quantity
from rosette.records.facts.envelope import PointFact, PointOrSpanFact
from rosette.records.shapes import (
    CODED_TEST,
    CONDITION,
    LABORATORY_CODE,
    OBSERVATION,
    AgentName,
    Choice,
    Day,
    Flag,
    Flat,
    Number,
    Text,
    Whole,
    said,
)

COMPARATORS = ("<", "<=", ">=", ">")


@frozen(kw_only=True)
class Laboratory(PointFact):
    """One laboratory result: a quantity with its limits of normal in the same unit, or a coded result."""

    kind: ClassVar[str] = "laboratory"
    selectors: ClassVar[tuple[str, ...]] = ("code",)

    code: str = field(metadata=said(LABORATORY_CODE))
    quantity: Quantity | None = field(default=None, metadata=said(Flat()))
    comparator: str | None = field(default=None, metadata=said(Choice(COMPARATORS)))
    uln: float | None = field(default=None, metadata=said(Number()))
    lln: float | None = field(default=None, metadata=said(Number()))
    result: str | None = field(default=None, metadata=said(Text()))


@frozen(kw_only=True)
class Measurement(PointFact):
    """One measurement at the bedside: height, weight, vital signs."""

    kind: ClassVar[str] = "measurement"
    selectors: ClassVar[tuple[str, ...]] = ("code",)

    code: str = field(metadata=said(OBSERVATION))
    quantity: Quantity = field(metadata=said(Flat()))
    comparator: str | None = field(default=None, metadata=said(Choice(COMPARATORS)))


@frozen(kw_only=True)
class OrganTest(PointFact):
    """One value of an organ test: echocardiogram, ECG, lung function, clearance."""

    kind: ClassVar[str] = "organ_test"
    selectors: ClassVar[tuple[str, ...]] = ("code",)

    code: str = field(metadata=said(OBSERVATION))
    quantity: Quantity = field(metadata=said(Flat()))
    comparator: str | None = field(default=None, metadata=said(Choice(COMPARATORS)))
    method: str | None = field(default=None, metadata=said(Text()))


@frozen(kw_only=True)
class Performance(PointFact):
    """One performance score; `wheelchair` when the child is up and about in one."""

    kind: ClassVar[str] = "performance"
    selectors: ClassVar[tuple[str, ...]] = ("scale",)

    scale: str = field(metadata=said(Choice(("lansky", "karnofsky", "ecog"))))
    score: int = field(metadata=said(Whole(most=100)))
    wheelchair: bool | None = field(default=None, metadata=said(Flag()))


@frozen(kw_only=True)
class Assessment(PointFact):
    """The answer to a coded question about the child."""

    kind: ClassVar[str] = "assessment"
    selectors: ClassVar[tuple[str, ...]] = ("code",)

    code: str = field(metadata=said(CODED_TEST))
    result: str = field(metadata=said(Text()))


@frozen(kw_only=True)
class Condition(PointOrSpanFact):
    """A condition that is present, or was looked for and is absent; `grade` by CTCAE, 1 to 5."""

    kind: ClassVar[str] = "condition"
    selectors: ClassVar[tuple[str, ...]] = ("code",)

    code: str = field(metadata=said(CONDITION))
    state: str = field(default="present", metadata=said(Choice(("present", "absent"))))
    grade: int | None = field(default=None, metadata=said(Whole(least=1, most=5)))
    controlled: bool | None = field(default=None, metadata=said(Flag()))
    controlled_from: PartialDate | None = field(default=None, metadata=said(Day()))
    agent: str | None = field(default=None, metadata=said(AgentName()))
    cause: str | None = field(default=None, metadata=said(Text()))
