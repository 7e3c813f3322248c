"""The ledger: entries in order, each sealed over the one before; nothing is ever taken out or changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from attrs import evolve, frozen

from rosette.designs.conduct.codec import entry_json
from rosette.designs.conduct.entries import Activated, Entry
from rosette.designs.plan import ConductPlan
from rosette.designs.spec import Specification
from rosette.kernel import BadInput, UsageError

START = ""
E = TypeVar("E", bound=Entry)


class LedgerError(BadInput):
    """An entry that a ledger refuses, or a ledger that was changed; every fault is named."""


@frozen(kw_only=True)
class Line:
    """One entry with its number, from 1, and its digest, which covers the line before."""

    number: int
    entry: Entry
    digest: str


@frozen(kw_only=True)
class Ledger:
    """The entries of one trial, and the protocol versions that they speak of. Append with `append`."""

    specifications: tuple[Specification, ...]
    lines: tuple[Line, ...] = ()

    @property
    def digest(self) -> str:
        """The digest of the last line: it covers everything before."""
        return self.lines[-1].digest if self.lines else START

    @property
    def active(self) -> Activated | None:
        """The activation in force; None before the first."""
        found = self.of(Activated)
        return found[-1] if found else None

    @property
    def specification(self) -> Specification:
        """The version in force; before an activation the first that is known."""
        active = self.active
        return self.specifications[0] if active is None else self.version(active.specification)

    @property
    def plan(self) -> ConductPlan:
        """How the version in force is conducted; raises UsageError when its file does not say."""
        plan = self.specification.conduct
        if plan is None:
            raise UsageError(f"{self.specification.name} does not say how it is conducted: add [conduct] to its file")
        return plan

    def version(self, digest: str) -> Specification:
        """The version with that digest; raises UsageError when it is not among those known."""
        for each in self.specifications:
            if each.digest == digest:
                return each
        raise UsageError(f"the protocol version {digest[:12]} is not among those of this ledger: give its design file")

    def of(self, kind: type[E]) -> tuple[E, ...]:
        """The entries of a kind, in order."""
        return tuple(line.entry for line in self.lines if isinstance(line.entry, kind))

    def until(self, day: date) -> Ledger:
        """What was known at the end of a day."""
        return evolve(self, lines=tuple(line for line in self.lines if line.entry.day <= day))

    def before(self, number: int) -> Ledger:
        """What was known before a line."""
        return evolve(self, lines=self.lines[: number - 1])

    def with_version(self, specification: Specification) -> Ledger:
        """The ledger with one more protocol version that may be activated."""
        return evolve(self, specifications=(*self.specifications, specification))

    def sealed(self, entry: Entry) -> Ledger:
        """The ledger with one more line, unchecked; `append` checks it first."""
        digest = seal(entry, previous=self.digest)
        return evolve(self, lines=(*self.lines, Line(number=len(self.lines) + 1, entry=entry, digest=digest)))


def canonical(entry: Entry) -> str:
    """The one text of an entry."""
    return json.dumps(entry_json(entry), sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def seal(entry: Entry, *, previous: str) -> str:
    """The digest of an entry after the line with the digest `previous`."""
    return hashlib.sha256(f"{previous}\n{canonical(entry)}".encode()).hexdigest()


def broken(lines: Sequence[Line]) -> int | None:
    """The number of the first line that is not what was sealed; None when all are."""
    previous = START
    for place, line in enumerate(lines, 1):
        if line.number != place or line.digest != seal(line.entry, previous=previous):
            return place
        previous = line.digest
    return None
