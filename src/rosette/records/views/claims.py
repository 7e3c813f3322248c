"""What values a record claims, and when: the latest day wins, and what remains may disagree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from rosette.records.facts import Fact

Candidates = tuple[tuple[str, tuple[Fact, ...]], ...]


@frozen
class Claim:
    """One value claimed from a day between `first` and `last` on, until its end if it has one (ordinals)."""

    first: int
    last: int
    value: str
    fact: Fact
    end_earliest: int | None = None
    end_latest: int | None = None

    def holds(self, day: int) -> bool:
        """Whether it is sure to hold on the day."""
        return self.last <= day and (self.end_earliest is None or day <= self.end_earliest)

    def may_hold(self, day: int) -> bool:
        """Whether it may hold on the day."""
        return self.first <= day and (self.end_latest is None or day <= self.end_latest)

    def days(self) -> Iterable[int]:
        """The days on which the claim may begin or cease to hold."""
        ends = (self.end_earliest, self.end_latest)
        return (self.first, self.last, *(end + 1 for end in ends if end is not None))


def candidates(claims: Sequence[Claim], day: int) -> Candidates:
    """The values that the latest claims give for the day, each with its facts; more than one is a conflict.

    A claim counts when it surely holds and no other one is surely later. A claim whose partial date leaves
    open whether it holds cannot settle the value alone, but can contradict the others.
    """
    sure = [claim for claim in claims if claim.holds(day)]
    latest = [claim for claim in sure if not any(other.first > claim.last for other in sure)]
    unsure = [claim for claim in claims if claim.may_hold(day) and not claim.holds(day)]
    found: dict[str, list[Fact]] = {}
    for claim in (*latest, *unsure) if latest else ():
        found.setdefault(claim.value, []).append(claim.fact)
    return tuple((value, tuple(facts)) for value, facts in sorted(found.items()))
