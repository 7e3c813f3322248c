"""Entries about the rule: a version, a frozen cut, a decision and what became of it, a suspension."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from rosette.designs.conduct.entry import Entry
from rosette.designs.design import Decision
from rosette.designs.states import State


@frozen(kw_only=True)
class Attached:
    """What the rule does in one scenario, as it was computed when the version was activated.

    Shares are of trials; children and toxicities are means for each level.
    """

    scenario: str
    toxicity: tuple[float, ...]
    selected: tuple[float, ...]
    none: float
    children: tuple[float, ...]
    toxicities: tuple[float, ...]


@frozen(kw_only=True)
class Activated(Entry):
    """A protocol version decides from here on; findings of its sweep are none, else it is refused."""

    kind: ClassVar[str] = "activated"
    specification: str
    name: str
    version: int
    states: int
    findings: tuple[str, ...]
    characteristics: tuple[Attached, ...]


@frozen(kw_only=True)
class Cut(Entry):
    """Everything known so far, frozen: the digest of the line before, and the state that follows."""

    kind: ClassVar[str] = "cut"
    specification: str
    known: str
    state: State


@frozen(kw_only=True)
class Decided(Entry):
    """The rule was asked on a cut: `by` asked.

    cut: the number of its line; digest: of that line. determined: children are under observation, and whatever they
    show, the decision is this one.
    """

    kind: ClassVar[str] = "decided"
    number: int
    cut: int
    digest: str
    decision: Decision
    determined: bool = False


@frozen(kw_only=True)
class Confirmed(Entry):
    """Another person than the one who asked lets the decision take effect."""

    kind: ClassVar[str] = "confirmed"
    number: int


@frozen(kw_only=True)
class Overridden(Entry):
    """The team does something else, with a reason; dose None: nobody is enrolled."""

    kind: ClassVar[str] = "overridden"
    number: int
    dose: int | None
    reason: str


@frozen(kw_only=True)
class Suspended(Entry):
    """Enrolment stops for a reason outside the rule; until: what ends it, in words."""

    kind: ClassVar[str] = "suspended"
    reason: str
    until: str


@frozen(kw_only=True)
class Resumed(Entry):
    """Enrolment goes on."""

    kind: ClassVar[str] = "resumed"
    reason: str
