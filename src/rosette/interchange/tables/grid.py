"""A table as it was read: columns and rows of filled cells, whatever file they came from."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from rosette.interchange.finds import Loss
from rosette.kernel import PartialDate

MOST_COLUMNS = 10_000
MOST_CELLS = 2_000_000


@frozen(kw_only=True)
class Cell:
    """A filled cell. text: as it is shown. day, number: when the file itself types it.

    unit: the unit that the file itself gives it. fault: why its value may not be used, such as a formula.
    """

    text: str
    day: PartialDate | None = None
    number: float | None = None
    unit: str = ""
    fault: str = ""


@frozen(kw_only=True)
class Line:
    """One row: its place, as a person finds it, and its filled cells by column."""

    place: str
    cells: Mapping[str, Cell] = field(factory=dict, eq=False)
    withdrawn: bool = False

    def text(self, column: str) -> str:
        """What stands in a column; empty when nothing does."""
        cell = self.cells.get(column)
        return cell.text if cell else ""

    def at(self, column: str) -> str:
        """The place of one of its cells."""
        return f'{self.place}, column "{column}"'


@frozen(kw_only=True)
class Grid:
    """A whole table. told: format and version, for the origin.

    private: columns that the file itself calls identifying. missing: codes that the file itself says state nothing.
    unticked: columns in which "0" is a box that was not ticked. frame: columns that say where a row stands.
    losses: what is no cell, such as a hidden sheet.
    """

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    told: str
    version: str = ""
    private: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    unticked: frozenset[str] = frozenset()
    frame: frozenset[str] = frozenset()
    losses: tuple[Loss, ...] = ()
    seen: Mapping[str, int] = field(factory=dict, eq=False)

    @property
    def filled(self) -> int:
        """How many cells are filled."""
        return sum(len(each.cells) for each in self.lines)


def cells_told(count: int) -> str:
    """A number of cells, for people."""
    return "1 cell" if count == 1 else f"{count} cells"
