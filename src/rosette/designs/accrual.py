"""Children against days: who waited, who was under observation when, and when the trial took nobody."""

from __future__ import annotations

from attrs import frozen

from rosette.kernel import UsageError


@frozen(kw_only=True)
class Stay:
    """One child: the days on which it came, began and was observed in full, counted from the first day of the trial.

    enrolled, until: None where the child was never enrolled, or is under observation still. outcome: as cohorts are
    written, N, T, E, B or P, or L for one that left without an answer; empty for a child that was not enrolled.
    """

    came: float
    enrolled: float | None = None
    until: float | None = None
    level: int | None = None
    outcome: str = ""

    @property
    def waited(self) -> float | None:
        """Days between coming and beginning; None for a child that was not enrolled."""
        return None if self.enrolled is None else self.enrolled - self.came


@frozen(kw_only=True)
class Suspension:
    """Days on which nobody could be enrolled, because those under observation decide."""

    first: float
    last: float


@frozen(kw_only=True)
class AccrualPath:
    """The children in the order in which they came, the suspensions, and the day up to which is told.

    Raises UsageError with every fault.
    """

    children: tuple[Stay, ...]
    suspended: tuple[Suspension, ...]
    days: float

    def __attrs_post_init__(self) -> None:
        faults = [fault for number, stay in enumerate(self.children, 1) for fault in _faults(number, stay, self.days)]
        faults += [
            f"a suspension from day {span.first:g} to day {span.last:g} does not lie in {self.days:g} days"
            for span in self.suspended
            if not 0 <= span.first <= span.last <= self.days
        ]
        if faults:
            raise UsageError("; ".join(faults))

    @property
    def suspended_days(self) -> float:
        """Days of suspension in all."""
        return sum(span.last - span.first for span in self.suspended)

    def enrolled_by(self, day: float) -> int:
        """Children enrolled up to and on a day."""
        return sum(stay.enrolled is not None and stay.enrolled <= day for stay in self.children)


def _faults(number: int, stay: Stay, days: float) -> list[str]:
    known = [day for day in (stay.came, stay.enrolled, stay.until) if day is not None]
    told, inside = ", ".join(f"{day:g}" for day in known), [0, *known, days]
    return [
        *([f"child {number}: days {told} do not follow each other in {days:g}"] if inside != sorted(inside) else []),
        *([f"child {number}: observed but never enrolled"] if stay.until is not None and stay.enrolled is None else []),
        *([f"child {number}: enrolled at no level"] if (stay.enrolled is None) != (stay.level is None) else []),
        *([f"child {number}: {OPEN}"] if stay.enrolled is not None and _half_known(stay) else []),
        *([f'child {number}: "{stay.outcome}" is no outcome: N, T, E, B, P or L'] if _unknown(stay) else []),
    ]


def _unknown(stay: Stay) -> bool:
    return (stay.enrolled is not None) != (stay.outcome in tuple("NTEBPL"))


OPEN = "a child under observation has no last day of it and P as outcome, any other has both known"


def _half_known(stay: Stay) -> bool:
    return (stay.until is None) != (stay.outcome == "P")
