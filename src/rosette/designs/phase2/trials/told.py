"""What a phase 2 trial tells, of whatever kind: its plan, a decision at a look, a result; and what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from attrs import field, frozen

from rosette.kernel import UsageError

NAMES = {"follow_up": "follow-up", "groups": "group"}
OPTIONS = ("children", "responses", "toxicities", "second", "first", "groups", "follow_up")


@frozen(kw_only=True)
class Condition:
    """A bound: what is looked at, its value, whether it acts there and below ("fewer") or above ("more"), and then."""

    what: str
    at: float
    side: str
    then: str


@frozen(kw_only=True)
class Look:
    """A look with its bounds; `at` is counted in `unit`."""

    at: float
    unit: str
    conditions: tuple[Condition, ...]


@frozen(kw_only=True)
class Case:
    """What the trial does at true rates: probabilities by name, children on average (None where they are fixed)."""

    name: str
    rates: Mapping[str, float]
    probabilities: Mapping[str, float]
    children: float | None


@frozen(kw_only=True)
class Plan:
    """The whole plan: figures by name, looks with bounds, exact characteristics, and what must be known beside them."""

    facts: Mapping[str, object]
    looks: tuple[Look, ...]
    cases: tuple[Case, ...]
    notes: tuple[str, ...] = ()


@frozen(kw_only=True)
class Change:
    """How many more (below zero: fewer) of a count lead elsewhere, and where."""

    what: str
    by: int
    then: str


@frozen(kw_only=True)
class Answer:
    """The decision at a look: act and reason, and for each count the nearest that would have changed the act."""

    act: str
    reason: str
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()


@frozen(kw_only=True)
class Estimate:
    """One figure of a result, with an interval where it has one."""

    what: str
    value: float
    low: float | None = None
    high: float | None = None


@frozen(kw_only=True)
class Result:
    """The verdict at the end of a trial with its figures."""

    verdict: str
    estimates: tuple[Estimate, ...]
    notes: tuple[str, ...] = ()


@frozen(kw_only=True)
class Seen:
    """What was seen, None or empty where it is not told.

    groups: responses and children by name of arm or basket. follow_up: by child, days and whether an event was seen.
    first: responses of the first stage. second: children with the second endpoint.
    """

    children: int | None = None
    responses: int | None = None
    toxicities: int | None = None
    second: int | None = None
    first: int | None = None
    groups: Mapping[str, tuple[int, int]] = field(factory=dict)
    follow_up: tuple[tuple[float, bool], ...] = ()

    def counts(self, *needed: str) -> tuple[int, ...]:
        """These counts, and nothing else; raises UsageError with what is missing and what is too much."""
        self.only(*needed)
        return tuple(int(getattr(self, name)) for name in needed)

    def only(self, *needed: str) -> None:
        """Refuse, by name, what is missing of these and what is given beyond them."""
        given = {name for name in OPTIONS if getattr(self, name) not in (None, {}, ())}
        missing = [f"--{NAMES.get(name, name)} is missing" for name in needed if name not in given]
        extra = [f"--{NAMES.get(name, name)} is not asked for" for name in OPTIONS if name in given - set(needed)]
        if missing or extra:
            asked = ", ".join(f"--{NAMES.get(name, name)}" for name in needed)
            raise UsageError(f"this design asks for {asked}: " + "; ".join([*missing, *extra]) + ".")


class Trial(Protocol):
    """A phase 2 trial of any kind: one object that plans, decides and concludes."""

    def plan(self) -> Plan:
        """Its bounds and exact characteristics."""

    def look(self, seen: Seen) -> Answer:
        """What to do now and why."""

    def result(self, seen: Seen) -> Result:
        """What the whole trial shows."""


def fewer(what: str, at: float | None, then: str) -> tuple[Condition, ...]:
    """A bound that acts at so many or fewer, if there is one."""
    return () if at is None else (Condition(what=what, at=at, side="fewer", then=then),)


def more(what: str, at: float | None, then: str) -> tuple[Condition, ...]:
    """A bound that acts at so many or more, if there is one."""
    return () if at is None else (Condition(what=what, at=at, side="more", then=then),)
