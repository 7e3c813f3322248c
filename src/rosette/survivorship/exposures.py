"""What a child was exposed to, with doses that may be unknown: the only thing from which a plan is made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from attrs import field, frozen
from attrs.validators import in_

from rosette.kernel import number_text

STATUSES = ("exact", "estimated", "incomplete", "unknown")
KINDS = ("agent", "radiation", "transplant", "surgery", "infusion")
TOTAL_BODY = "total_body_irradiation"


@frozen(kw_only=True)
class Dose:
    """A dose that may be estimated, incomplete (at least so much) or unknown; unknown is never zero.

    unit: mg/m2 of an agent, Gy of radiation, MBq/kg of an infusion.
    """

    value: float | None = None
    unit: str = "mg/m2"
    status: str = field(default="exact", validator=in_(STATUSES))

    def __attrs_post_init__(self) -> None:
        if (self.value is None) != (self.status == "unknown"):
            raise ValueError(f"a dose of {self.value} cannot be {self.status}")

    @classmethod
    def unknown(cls, unit: str = "mg/m2") -> Dose:
        """A dose that nobody could tell."""
        return cls(value=None, unit=unit, status="unknown")

    @property
    def complete(self) -> bool:
        """Whether the value is all that was given."""
        return self.status in ("exact", "estimated")

    def __str__(self) -> str:
        if self.value is None:
            return "dose unknown"
        told = f"{number_text(self.value)} {self.unit}"
        return told if self.status == "exact" else f"{told} ({self.status})"


@frozen(kw_only=True)
class Exposed:
    """One agent, course of radiation, transplant, operation or infusion; `tags` are its names and classes.

    organs: the dose that each organ in the field got. reach_known: false when nobody says what the field reached.
    """

    kind: str = field(validator=in_(KINDS))
    name: str
    tags: frozenset[str]
    dose: Dose
    first: date | None = None
    last: date | None = None
    organs: Mapping[str, Dose] = field(factory=dict, eq=False)
    reach_known: bool = True
    sources: tuple[str, ...] = ()

    @property
    def whole_body(self) -> bool:
        """Whether it reached every organ."""
        return TOTAL_BODY in self.tags


@frozen
class OrganTotal:
    """What an organ got from all courses, in Gy: at least `value`, all of it when `complete`."""

    value: float
    complete: bool
    estimated: bool
    courses: tuple[Exposed, ...]


@frozen(kw_only=True)
class Exposures:
    """Everything of one history that a surveillance rule may ask for.

    end_of_therapy: None while treatment goes on. unknown: conditions, "steroids" or "transfusions" that nobody could
    tell. transfused: how many times red cells were given, as "none", "once" or "several".
    """

    id: str
    sex: str | None
    birth: date
    diagnosis: date | None = None
    end_of_therapy: date | None = None
    given: tuple[Exposed, ...] = ()
    conditions: frozenset[str] = frozenset()
    steroid_weeks: int = 0
    transfused: str = field(default="none", validator=in_(("none", "once", "several")))
    first_transfusion: date | None = None
    puberty: str | None = None
    growth_ended: date | None = None
    unknown: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @cached_property
    def tagged(self) -> Mapping[str, tuple[Exposed, ...]]:
        """The exposures by each name that they answer to."""
        found: dict[str, list[Exposed]] = {}
        for each in self.given:
            for tag in each.tags:
                found.setdefault(tag, []).append(each)
        return {tag: tuple(each) for tag, each in found.items()}

    @cached_property
    def organs(self) -> dict[str, OrganTotal | None]:
        """Totals by organ, as they are asked for."""
        return {}

    def organ(self, name: str) -> OrganTotal | None:
        """What an organ got from all courses and total-body irradiation; None when nothing reached it."""
        if name not in self.organs:
            self.organs[name] = self._organ(name)
        return self.organs[name]

    def _organ(self, name: str) -> OrganTotal | None:
        reached = [(each, dose) for each in self.radiation if (dose := dose_to(each, name)) is not None]
        if not reached:
            return None
        return OrganTotal(
            sum(dose.value or 0.0 for _, dose in reached),
            all(dose.complete for _, dose in reached),
            any(dose.status == "estimated" for _, dose in reached),
            tuple(each for each, _ in reached),
        )

    def of(self, kind: str) -> tuple[Exposed, ...]:
        """The exposures of one kind."""
        return tuple(each for each in self.given if each.kind == kind)

    @cached_property
    def radiation(self) -> tuple[Exposed, ...]:
        """The courses of radiation."""
        return tuple(each for each in self.given if each.kind == "radiation")


def dose_to(course: Exposed, organ: str) -> Dose | None:
    """What an organ got from one course; None when it was not reached, unknown when nobody says."""
    told = course.organs.get(organ)
    if told is not None:
        return None if told.value == 0 else told
    if course.whole_body:
        return course.dose
    return None if course.reach_known else Dose.unknown("Gy")
