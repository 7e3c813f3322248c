"""The rules of a mapping: which columns make which fact, and which rows are put aside."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from attrs import field, frozen

from rosette.interchange.tables.days import DayForm
from rosette.interchange.tables.grid import Line
from rosette.interchange.tables.layout import Layout
from rosette.interchange.tables.targets import targets

ANYTHING = "*"
_SAYS_IT = ("value", "result", "score")


@frozen(kw_only=True)
class Column:
    """One column as a rule reads it. words: what its codes say here. missing: codes that state nothing.

    split: the sign between the items of a list. with_unit: the unit stands behind the number in the same cell.
    """

    name: str
    words: Mapping[str, Any] = field(factory=dict, eq=False)
    days: tuple[DayForm, ...] = ()
    missing: frozenset[str] = frozenset()
    split: str | None = None
    with_unit: bool = False
    json: bool = False


@frozen(kw_only=True)
class When:
    """Which rows: those that have one of the texts in every column named; "*" is any text, "" is none."""

    texts: Mapping[str, tuple[str, ...]] = field(factory=dict, eq=False)

    def holds(self, line: Line) -> bool:
        """Whether a row is meant."""
        return all(_is(line.text(name), wanted) for name, wanted in self.texts.items())


def _is(text: str, wanted: tuple[str, ...]) -> bool:
    return text in wanted or (ANYTHING in wanted and text != "")


@frozen(kw_only=True)
class Coded:
    """A column with codes of a foreign system: a system that is named once, or in a column of its own."""

    code: str
    system: str | Column


@frozen(kw_only=True)
class Rule:
    """How a row becomes one fact of a kind. says: constants and columns by key. key: what names the item again.

    by_class: only for agents whose class makes this kind of fact. if_filled: the column without which a row says none
    of it; without it the one with the value, else the first that is neither a day nor a unit.
    """

    name: str
    kind: str
    says: Mapping[str, Any] = field(factory=dict, eq=False)
    coded: Coded | None = None
    when: When = When()
    withdrawn: When | None = None
    key: tuple[str, ...] = ()
    by_class: bool = False
    if_filled: str | None = None

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The columns that it reads, by the key that they fill."""
        return {key: each for key, each in self.says.items() if isinstance(each, Column)}

    @cached_property
    def trigger(self) -> str:
        """The column without which a row says nothing of this fact."""
        if self.if_filled is not None:
            return self.if_filled
        if self.coded is not None:
            return self.coded.code
        sorts = targets(self.kind)
        told = [each.name for key, each in self.columns.items() if key in _SAYS_IT]
        told += [each.name for key, each in self.columns.items() if sorts[key].sort not in ("day", "unit")]
        return next(iter([*told, *(each.name for each in self.columns.values())]), "")

    @cached_property
    def used(self) -> frozenset[str]:
        """Every column that it looks at."""
        back = self.withdrawn.texts if self.withdrawn else {}
        return self.read.union(self.when.texts, back, self.key, (self.trigger,))

    @cached_property
    def read(self) -> frozenset[str]:
        """The columns of which the fact says something."""
        coded = [] if self.coded is None else [self.coded.code]
        coded += [self.coded.system.name] if self.coded and isinstance(self.coded.system, Column) else []
        return frozenset((*(each.name for each in self.columns.values()), *coded))


@frozen(kw_only=True)
class Aside:
    """Rows that make no fact, and why."""

    why: str
    when: When = When()


@frozen(kw_only=True)
class TableMapping:
    """A mapping file of format rosette-mapping/1, read and checked."""

    name: str
    system: str
    layout: Layout
    child: str
    birth: Column | None = None
    sex: Column | None = None
    facts: tuple[Rule, ...] = ()
    asides: tuple[Aside, ...] = ()

    @cached_property
    def used(self) -> frozenset[str]:
        """Every column that something reads."""
        about = [each.name for each in (self.birth, self.sex) if each is not None]
        found = {self.child, *about}.union(*(each.used for each in self.facts))
        return frozenset(found.union(*(each.when.texts for each in self.asides)))

    @cached_property
    def read(self) -> frozenset[str]:
        """The columns that make facts, without those that only say which rows are meant."""
        return frozenset[str]().union(*(each.read for each in self.facts))

    @property
    def known(self) -> frozenset[str]:
        """Every column that it says anything about."""
        return self.used | self.layout.private | set(self.layout.aside)
