"""Results that stand in a file more than once: the last version of a corrected one counts, the others are told."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, evolve, field

from rosette.interchange.finds import Candidate, ChildFound, Loss

CORRECTING = frozenset("CDW")


@define(kw_only=True)
class Versions:
    """Which results of a file correct or take back another, and when each was sent."""

    corrected: set[tuple[str, str]] = field(factory=set)
    sent: dict[int, tuple[str, bool]] = field(factory=dict)

    def note(self, result: Candidate, status: str, sent: str) -> None:
        """Keep the status and the time of one result."""
        correcting = status in CORRECTING
        self.sent[id(result)] = (sent, correcting)
        if correcting:
            self.corrected.add((result.system, result.key))

    def last(self, child: ChildFound) -> ChildFound:
        """The child with the last version of each corrected result, and a loss for every earlier one."""
        final: dict[tuple[str, str], Candidate] = {}
        for each in child.candidates:
            name = (each.system, each.key)
            if name not in final or self.sent[id(each)] >= self.sent[id(final[name])]:
                final[name] = each
        kept = tuple(each for each in child.candidates if self._counts(each, final))
        losses = tuple(_earlier(each) for each in self._others(child, final))
        return evolve(child, candidates=kept, losses=(*child.losses, *losses))

    def _counts(self, each: Candidate, final: dict[tuple[str, str], Candidate]) -> bool:
        name = (each.system, each.key)
        return name not in self.corrected or final[name] is each

    def _others(self, child: ChildFound, final: dict[tuple[str, str], Candidate]) -> Iterator[Candidate]:
        return (each for each in child.candidates if not self._counts(each, final))


def _earlier(each: Candidate) -> Loss:
    why = "the same file corrects it or takes it back"
    return Loss(place=each.place, said=each.said, why=why, grade="kept_aside")
