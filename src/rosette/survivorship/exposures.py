"""What a child was exposed to, with doses that may be unknown: the only thing from which a plan is made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from attrs import field, frozen
from attrs.validators import in_

from rosette.survivorship.doses import Dose

KINDS = ("agent", "radiation", "transplant", "surgery", "infusion")
TOTAL_BODY = "total_body_irradiation"


@frozen(kw_only=True)
class Exposed:
    """One agent, course of radiation, transplant, operation or infusion; `tags` are its names and classes.

    first, last: of a partial day the earliest that it can mean; first_latest, last_latest: the latest, when that is
    another one. going_on: still given. trial: the words of the trial or regimen; investigational: whether in a trial.
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
    first_latest: date | None = None
    last_latest: date | None = None
    going_on: bool = False
    trial: str = ""
    investigational: bool | None = None

    @property
    def first_by(self) -> date | None:
        """The latest day on which it can have begun."""
        return self.first_latest or self.first

    @property
    def last_by(self) -> date | None:
        """The latest day on which it can have ended."""
        return self.last_latest or self.last

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

    birth, end_of_therapy: of a partial day the earliest that it can mean, with the latest in birth_latest and
    end_latest. end_of_therapy: None while treatment goes on. end_known: false when nobody says when treatment ended:
    then it is the earliest day that is possible. puberty_past_on: the first day on which puberty was past. unknown:
    conditions, "steroids" or "transfusions" that nobody could tell. transfused: how many times red cells were given,
    as "none", "once" or "several".
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
    birth_latest: date | None = None
    end_latest: date | None = None
    end_known: bool = True
    puberty_past_on: date | None = None

    @property
    def born_by(self) -> date:
        """The latest day of birth: ages that end something are counted from it."""
        return self.birth_latest or self.birth

    @property
    def ended_by(self) -> date | None:
        """The latest day on which treatment can have ended; None when it goes on or nobody says."""
        return (self.end_latest or self.end_of_therapy) if self.end_known else None

    @property
    def began(self) -> date:
        """The earliest day on which anything can have been given."""
        return self.diagnosis or self.birth

    @property
    def end_words(self) -> str:
        """When treatment ended, for people."""
        if self.end_of_therapy is None:
            return "treatment goes on"
        if not self.end_known:
            return f"the end of treatment is not recorded, it was not before {self.end_of_therapy}"
        if self.end_latest not in (None, self.end_of_therapy):
            return f"treatment ended between {self.end_of_therapy} and {self.end_latest}"
        return f"treatment ended on {self.end_of_therapy}"

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
