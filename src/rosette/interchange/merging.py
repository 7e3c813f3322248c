"""Puts what a file says of a child into its record: the same file twice changes nothing, and nothing is half done."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from attrs import define, evolve, field, frozen

from rosette.interchange.errors import InterchangeError
from rosette.interchange.finds import Candidate, ChildFound, Loss, Origin
from rosette.interchange.sourcing import printable, refused, source_of, taken_back
from rosette.kernel import Problems, RecordError
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord, Fact, build_fact
from rosette.records.facts.envelope import ACTIVE, IN_ERROR
from rosette.records.shapes import write_object

ENVELOPE = frozenset({"id", "source", "recorded_at", "recorded_by", "supersedes", "status"})


@frozen(kw_only=True)
class Batch:
    """One import: its name, the instant and the person that the new facts carry."""

    id: str
    at: datetime
    by: str


@frozen(kw_only=True)
class Merged:
    """A record with what was new. added: the new facts; superseding: new ones that replace an earlier version.

    known: what the file says and the record held already. losses: those of the file, and candidates that the record
    refuses, each with all its faults.
    """

    record: ChildRecord
    added: tuple[Fact, ...] = ()
    superseding: tuple[Fact, ...] = ()
    known: tuple[Fact, ...] = ()
    losses: tuple[Loss, ...] = ()

    @property
    def unchanged(self) -> int:
        """How many candidates the record held already."""
        return len(self.known)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All new facts, in the order of the file."""
        new = {fact.id for fact in (*self.added, *self.superseding)}
        return tuple(fact for fact in self.record.facts if fact.id in new)


def record_for(child: ChildFound, *, name: str, label: str | None = None) -> ChildRecord:
    """An empty record for a child of a file; raises InterchangeError when the file does not say the day of birth."""
    if child.birth is None:
        remedy = "Give the day of birth beside the file, or import into the child's record."
        raise InterchangeError.of("it does not say when the child was born", what=child.reference, remedy=remedy)
    return ChildRecord(id=name, label=label, birth=child.birth, sex=child.sex)


def merge(child: ChildFound, *, into: ChildRecord, origin: Origin, batch: Batch, knowledge: Knowledge) -> Merged:
    """Add to a record what a file says; raises InterchangeError when it is about another child."""
    _refuse_stranger(child, into, origin)
    desk = _Desk(record=into, origin=origin, batch=batch, knowledge=knowledge)
    for candidate in _told_apart(child.candidates):
        desk.take(candidate)
    record = evolve(into, facts=(*into.facts, *desk.added, *desk.superseding))
    return Merged(
        record=record,
        added=tuple(desk.added),
        superseding=tuple(desk.superseding),
        known=tuple(desk.known),
        losses=(*child.losses, *desk.losses),
    )


def _refuse_stranger(child: ChildFound, record: ChildRecord, origin: Origin) -> None:
    problems = Problems()
    born = child.birth
    if born is not None and (born.latest < record.birth.earliest or record.birth.latest < born.earliest):
        problems.add("birth", found=f"the file says {born}, the record says {record.birth}")
    if child.sex is not None and record.sex is not None and child.sex != record.sex:
        problems.add("sex", found=f"the file says {child.sex}, the record says {record.sex}")
    if problems:
        problems.add("", found="the file seems to be about another child", remedy="Compare both, then correct one.")
    problems.raise_as(InterchangeError, what=origin.file)


def _told_apart(candidates: Iterable[Candidate]) -> Iterable[Candidate]:
    """Items that share a key and differ are told apart by what they say, in any order; those that agree are one."""
    count: Counter[tuple[str, str]] = Counter()
    known: dict[tuple[str, str, str], Candidate] = {}
    for raw in candidates:
        each = evolve(raw, key=printable(raw.key) or raw.kind, system=printable(raw.system) or "")
        name = (each.system, each.key, canonical({"kind": each.kind, **each.content}))
        if name not in known or each.withdrawn:
            known[name] = each
    numbers: dict[tuple[str, str, str], int] = {}
    for name in sorted(known):
        count[name[:2]] += 1
        numbers[name] = count[name[:2]]
    for name, each in known.items():
        yield each if numbers[name] == 1 else evolve(each, key=f"{each.key}#{numbers[name]}")


def canonical(content: Mapping[str, Any]) -> str:
    """One text for equal contents."""
    return json.dumps({key: value for key, value in content.items() if value is not None}, sort_keys=True)


@define
class _Desk:
    """Where one import is being merged: what the record holds, by key and by content."""

    record: ChildRecord
    origin: Origin
    batch: Batch
    knowledge: Knowledge
    added: list[Fact] = field(factory=list)
    superseding: list[Fact] = field(factory=list)
    losses: list[Loss] = field(factory=list)
    known: list[Fact] = field(factory=list)
    by_key: dict[tuple[str, str], Fact] = field(init=False)
    contents: set[str] = field(init=False)
    replaced: set[tuple[str, str, str]] = field(init=False)
    taken: set[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        last = [fact for fact in self.record.facts if fact.id not in self.record.superseded]
        self.by_key = {(fact.source.system or "", fact.source.key): fact for fact in last if fact.source.key}
        self.contents = {content_of_fact(fact) for fact in self.record.active}
        gone = [fact for fact in self.record.facts if fact.id in self.record.superseded and fact.source.key]
        self.replaced = {(fact.source.system or "", fact.source.key or "", content_of_fact(fact)) for fact in gone}
        self.taken = {fact.id for fact in self.record.facts}

    def take(self, candidate: Candidate) -> None:
        """Add one candidate, or tell why not."""
        before = self.by_key.get((candidate.system, candidate.key))
        if candidate.withdrawn and before is None:
            self.losses.append(taken_back(candidate))
            return
        try:
            fact = build_fact(self._raw(candidate, before), knowledge=self.knowledge, birth=self.record.birth)
        except RecordError as fault:
            self.losses.append(refused(candidate, fault))
            return
        self._place(fact, before)

    def _place(self, fact: Fact, before: Fact | None) -> None:
        content = content_of_fact(fact)
        if before is None:
            sent = (fact.source.system or "", fact.source.key or "", content)
            held = content in self.contents or sent in self.replaced
        else:
            held = (content, fact.status) == (content_of_fact(before), before.status)
        if held:
            self.known.append(fact)
        else:
            self.taken.add(fact.id)
            self.contents.add(content)
            (self.added if before is None else self.superseding).append(fact)

    def _raw(self, candidate: Candidate, before: Fact | None) -> dict[str, Any]:
        return {
            **_held(candidate, before),
            "id": self._name(candidate),
            "source": source_of(candidate, self.origin, self.batch.id),
            "recorded_at": self.batch.at.isoformat(),
            "recorded_by": self.batch.by,
            "supersedes": before.id if before is not None else None,
            "status": IN_ERROR if candidate.withdrawn else ACTIVE,
        }

    def _name(self, candidate: Candidate) -> str:
        told = canonical({"kind": candidate.kind, **candidate.content})
        text = "\n".join((candidate.system, candidate.key, told, str(candidate.withdrawn)))
        name, number = f"i{hashlib.sha256(text.encode()).hexdigest()[:16]}", 1
        while (found := name if number == 1 else f"{name}-{number}") in self.taken:
            number += 1
        return found


def _held(candidate: Candidate, before: Fact | None) -> dict[str, Any]:
    """What the new fact says; what was taken back says what it said, for its sender may have emptied it."""
    if candidate.withdrawn and before is not None:
        return {key: value for key, value in write_object(before).items() if key not in ENVELOPE}
    content = {key: value for key, value in candidate.content.items() if value is not None}
    return {**content, "kind": candidate.kind}


def content_of_fact(fact: Fact) -> str:
    """What a fact says, without who said it and when."""
    written = write_object(fact)
    return canonical({key: value for key, value in written.items() if key not in ENVELOPE})
