"""Trials as the portfolio holds them: arms, dose levels, criteria with their places in the source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from attrs import field, frozen

from rosette.eligibility.criteria import Criterion, Item, Note
from rosette.kernel import Citation

Kind = Literal["trial-arm", "mibg", "regimen", "targeted", "supportive"]
KINDS: tuple[Kind, ...] = ("trial-arm", "mibg", "regimen", "targeted", "supportive")
Completeness = Literal["full", "partial", "programme"]
COMPLETENESS: tuple[Completeness, ...] = ("full", "partial", "programme")
Verdict = Literal["eligible", "needs_judgement", "unknown", "not_eligible"]
VERDICTS: tuple[Verdict, ...] = ("eligible", "needs_judgement", "unknown", "not_eligible")


@frozen(kw_only=True)
class Registry:
    """What the registry said in the copy that was read: shown beside the programme's own status, with its date."""

    status: str
    as_of: date | None = None
    start: str | None = None
    enrolled: int | None = None
    sites: str | None = None


@frozen(kw_only=True)
class Review:
    """Who encoded the file, when, and when it must be read again."""

    on: date
    by: str
    due: date


@frozen(kw_only=True)
class Arm:
    """One arm, cohort or stratum that a child may enter, with all criteria that hold for it."""

    id: str
    title: str
    kind: Kind
    agents: tuple[str, ...] = ()
    doses: tuple[str, ...] = ()
    level: int | None = None
    dose: str | None = None
    items: tuple[Item, ...] = field(repr=False, default=())

    @property
    def place(self) -> str:
        """The arm's name inside its trial, with the dose level."""
        return self.id if self.level is None else f"{self.id}/{self.level}"

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria to judge."""
        return tuple(item for item in self.items if isinstance(item, Criterion))

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the source says that is not eligibility."""
        return tuple(item for item in self.items if isinstance(item, Note))


@frozen(kw_only=True)
class Example:
    """An invented child for whom the verdict is known: the common base record with changes."""

    name: str
    arm: str
    verdict: Verdict
    because: tuple[str, ...] = ()
    attest: bool = False
    level: int | None = None
    set: dict[str, Any] = field(factory=dict, eq=False)
    without: tuple[str, ...] = ()
    add: tuple[dict[str, Any], ...] = field(default=(), eq=False)


@frozen(kw_only=True)
class Trial:
    """One trial or standing offer at one version."""

    id: str
    title: str
    short: str
    phase: str
    sponsor: str
    version: str
    completeness: Completeness
    completeness_note: str
    summary: str
    sources: tuple[Citation, ...]
    review: Review
    registry: Registry
    arms: tuple[Arm, ...]
    examples: tuple[Example, ...] = field(repr=False, default=())

    def places(self) -> Iterator[tuple[str, Arm]]:
        """Every place a child may enter, with its id across the portfolio: trial/arm or trial/arm/level."""
        for arm in self.arms:
            yield f"{self.id}/{arm.place}", arm

    def arm(self, place: str) -> Arm | None:
        """The arm (and level) of that name."""
        return next((arm for arm in self.arms if arm.place == place), None)
