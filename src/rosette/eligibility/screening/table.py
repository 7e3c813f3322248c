"""Children as columns: what criteria compare, taken once from each record and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import Any, TypeVar

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from rosette.eligibility.judge import judge_for
from rosette.eligibility.judging.exposed import begins, begun, ended, ends, matching
from rosette.eligibility.nodes import Leaf
from rosette.eligibility.subject import Subject
from rosette.kernel import Truth
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord

Bools = NDArray[np.bool_]
Days = NDArray[np.int64]
Numbers = NDArray[np.float64]
T = TypeVar("T")


@define(eq=False)
class Rows:
    """Several entries a child: `child` says whose, the other columns what."""

    child: NDArray[np.intp]
    columns: dict[str, NDArray[Any]]

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]


@define(eq=False)
class Table:
    """Records on one day, as columns that are made when first asked for; shape (n,) or (rows,)."""

    records: Sequence[ChildRecord]
    knowledge: Knowledge
    on: date
    subjects: list[Subject] = field(init=False)
    _kept: dict[Hashable, Any] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.subjects = [Subject(record, self.knowledge, self.on, horizon=0) for record in self.records]

    @property
    def day(self) -> int:
        """The day as an ordinal."""
        return self.on.toordinal()

    @property
    def first(self) -> Table:
        """The first record alone."""
        return self.kept("first", lambda: Table(self.records[:1], self.knowledge, self.on))

    def __len__(self) -> int:
        return len(self.records)

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under this key, or what is made now."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

    def column(self, key: Hashable, value: Callable[[Subject], Any], dtype: Any) -> NDArray[Any]:
        """One value a child, by a function of the subject."""
        return self.kept(key, lambda: np.fromiter((value(each) for each in self.subjects), dtype, len(self)))

    def rows(
        self, key: Hashable, entries: Callable[[Subject], Sequence[tuple[Any, ...]]], names: Sequence[str]
    ) -> Rows:
        """Several entries a child, by a function of the subject."""
        return self.kept(key, lambda: self._rows(entries, names))

    def _rows(self, entries: Callable[[Subject], Sequence[tuple[Any, ...]]], names: Sequence[str]) -> Rows:
        child: list[int] = []
        found: list[tuple[Any, ...]] = []
        for place, subject in enumerate(self.subjects):
            some = entries(subject)
            child += [place] * len(some)
            found += some
        columns = zip(*found, strict=True) if found else [() for _ in names]
        arrays = {name: np.array(column) for name, column in zip(names, columns, strict=True)}
        return Rows(np.array(child, dtype=np.intp), arrays)

    def exposures(self, of: str, excepting: tuple[str, ...]) -> Rows:
        """Exposures of a class: begins, begun, ended, ends (ordinals) and half-life in hours (nan when not sourced)."""

        def entries(subject: Subject) -> list[tuple[float, ...]]:
            return [
                (
                    begins(each),
                    begun(each),
                    ended(each),
                    ends(each),
                    np.nan if each.half_life_h is None else each.half_life_h,
                )
                for each in matching(subject, of, excepting)
            ]

        return self.rows(("exposures", of, excepting), entries, ("begins", "begun", "ended", "ends", "half_life_h"))

    def known_absent(self, lists: frozenset[str]) -> Bools:
        """Whether absence from the lists is known on the day."""
        return self.column(
            ("absent", lists), lambda each: bool(each.closed(lists) & each.frame.bit(each.day)), np.bool_
        )

    def any_row(self, rows: Rows, chosen: Bools) -> Bools:
        """Whether a child has a chosen row; shape (n,)."""
        return np.bincount(rows.child[chosen], minlength=len(self)) > 0

    def judged(self, leaf: Leaf) -> tuple[Bools, Bools]:
        """Truths by the reference engine, for leaves that are not compared by column: (yes, no)."""
        codes = self.column(("judged", leaf), lambda each: judge_for(each, leaf).truth.value, np.int8)
        return codes == Truth.YES.value, codes == Truth.NO.value
