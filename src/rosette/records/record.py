"""One child's record: a birth date, a sex, and dated facts that are superseded and never changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import ClassVar, TypeVar, cast

import attrs
from attrs import field, frozen

from rosette.kernel import PartialDate, Problem, RecordError, did_you_mean, one_of
from rosette.records.facts import ACTIVE, KINDS, Fact
from rosette.records.shapes import Day, Text, attribute, said

FORMAT = "rosette-record/1"
F = TypeVar("F", bound=Fact)


@frozen(kw_only=True, cache_hash=True)
class ChildRecord:
    """Everything that is known about one child; equal records have equal facts in the same order."""

    other_keys: ClassVar[tuple[str, ...]] = ("format", "facts")

    id: str = field(metadata=said(Text()))
    label: str | None = field(default=None, metadata=said(Text()))
    birth: PartialDate = field(metadata=said(Day(), "birth_date"))
    sex: str | None = field(default=None, metadata=said(attribute("sex")))
    facts: tuple[Fact, ...] = ()

    @cached_property
    def superseded(self) -> frozenset[str]:
        """The ids of the facts that a later fact replaces."""
        return frozenset(fact.supersedes for fact in self.facts if fact.supersedes is not None)

    @cached_property
    def active(self) -> tuple[Fact, ...]:
        """The facts that count: neither replaced nor entered in error, in the order of their days."""
        gone = self.superseded
        return tuple(sorted((f for f in self.facts if f.status == ACTIVE and f.id not in gone), key=_day_order))

    @cached_property
    def by_kind(self) -> Mapping[type[Fact], tuple[Fact, ...]]:
        """The active facts by their class."""
        found: dict[type[Fact], list[Fact]] = {}
        for fact in self.active:
            found.setdefault(type(fact), []).append(fact)
        return {kind: tuple(facts) for kind, facts in found.items()}

    @cached_property
    def by_id(self) -> Mapping[str, Fact]:
        """Every fact by its id, the replaced ones too."""
        return {fact.id: fact for fact in self.facts}

    def of(self, kind: type[F]) -> tuple[F, ...]:
        """The active facts of one class, in the order of their days."""
        return cast("tuple[F, ...]", self.by_kind.get(kind, ()))

    def as_known(self, on: datetime) -> ChildRecord:
        """The record as it stood at that instant: only what had been recorded by then."""
        instant = on if on.tzinfo else on.replace(tzinfo=UTC)
        return attrs.evolve(self, facts=tuple(fact for fact in self.facts if fact.recorded_at <= instant))

    def with_facts(self, *facts: Fact) -> ChildRecord:
        """The record with more facts; raises RecordError when an id is taken."""
        counts = Counter(fact.id for fact in (*self.facts, *facts))
        twice = [name for name, count in counts.items() if count > 1]
        if twice:
            raise RecordError([_taken(name) for name in twice], what=f"record {self.id}")
        return attrs.evolve(self, facts=(*self.facts, *facts))

    def without(self, selector: str) -> ChildRecord:
        """The record without the facts that "kind" or "kind:name" ("laboratory:anc") picks, or "sex"."""
        if selector == "sex":
            return attrs.evolve(self, sex=None)
        kind, _, name = selector.partition(":")
        if kind not in KINDS:
            wanted = f"{one_of([*KINDS], most=40)}, or sex"
            raise RecordError(
                [Problem(selector, f'"{kind}" is not a kind of fact{did_you_mean(kind, KINDS)}', wanted)],
                what="selector",
            )
        kept = (f for f in self.facts if f.kind != kind or (name and name not in f.names()))
        return attrs.evolve(self, facts=tuple(kept))

    def history(self, fact_id: str) -> tuple[Fact, ...]:
        """The versions of one fact, oldest first; raises RecordError when there is no such fact."""
        if fact_id not in self.by_id:
            hint = did_you_mean(fact_id, self.by_id)
            raise RecordError([Problem("", f'no fact has the id "{fact_id}"{hint}')], what=f"record {self.id}")
        chain = {fact_id}
        for _ in self.facts:
            chain |= {f.id for f in self.facts if f.supersedes in chain}
            chain |= {f.supersedes for f in self.facts if f.id in chain and f.supersedes is not None}
        return tuple(sorted((f for f in self.facts if f.id in chain), key=lambda f: f.recorded_at))


def _day_order(fact: Fact) -> tuple[int, int]:
    """Order by the first possible day, then the last; facts without a day come first."""
    since, until = fact.since, fact.until
    first = since.earliest.toordinal() if since else 0
    return first, until.latest.toordinal() if until else first


def _taken(name: str) -> Problem:
    return Problem("", f'two facts have the id "{name}"', remedy="Give the new fact its own id.")
