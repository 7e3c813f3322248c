"""Designs for two medicines: how their file states the grid, and whether its levels fit it."""

from __future__ import annotations

from collections.abc import Sequence

from rosette.designs.combinations import TIES, VARIANTS, boin_grid
from rosette.designs.design import Design
from rosette.designs.layout import Layout
from rosette.designs.numbers import MOST, number, optional, refused, whole
from rosette.kernel import Quantity, UnitError
from rosette.knowledge.rows import Row, shown


def make_grid(row: Row, doses: int) -> Design:
    """BOIN for a grid; which medicine changes in a tie must be said, for it shapes the trial."""
    layout, target, most = grid_of(row, doses), number(row, "target"), whole(row, "most", largest=MOST)
    variant = row.choice("variant", VARIANTS, default=VARIANTS[0])
    tie, start, cohort = row.choice("tie", TIES), whole(row, "start", 1), whole(row, "cohort", 3)
    enough = optional(row, "enough_here")
    if layout is None or target is None or not most or not variant or not tie:
        refused()
    return boin_grid(
        rows=layout.rows,
        columns=layout.columns,
        target=target,
        most=most,
        cohort=cohort,
        start=start,
        variant=variant,
        tie=tie,
        enough_here=enough,
    )


def grid_of(row: Row, doses: int) -> Layout | None:
    """The shape of the grid; None and a fault where the levels do not fill it."""
    found = row.get("grid")
    if isinstance(found, list) and len(found) == 2 and all(type(each) is int and each > 0 for each in found):
        rows, columns = found
        if rows * columns == doses:
            return Layout(rows=rows, columns=columns)
    row.refuse(
        "grid",
        "is missing" if found is None else f"{shown(found)} is no grid of {doses} levels",
        "[doses of the first medicine, doses of the second]",
    )
    return None


def check_grid(row: Row, doses: Sequence[tuple[str, Quantity, Quantity | None]]) -> None:
    """Notes every level that does not fit: in a row one dose of the first medicine, in a column one of the second.

    doses: name, dose and second dose of every level, row by row. Rows and columns rise.
    """
    for name, _, second in doses:
        if second is None:
            row.refuse("level", f"level {name} has no dose of the second medicine", 'with = "10 mg/m2"')
    shape = row.get("grid")
    columns = shape[1] if isinstance(shape, list) and len(shape) == 2 and type(shape[1]) is int else 0
    if columns < 1 or any(second is None for _, _, second in doses) or len(doses) % columns:
        return
    for place, (name, first, second) in enumerate(doses):
        across, down = place % columns, place // columns
        left = doses[place - 1] if across else None
        above = doses[place - columns] if down else None
        _compare(row, name, first, left and left[:2], same=True)
        _compare(row, name, second, left and (left[0], left[2]), same=False)
        _compare(row, name, first, above and above[:2], same=False)
        _compare(row, name, second, above and (above[0], above[2]), same=True)


def _compare(
    row: Row, name: str, dose: Quantity | None, other: tuple[str, Quantity | None] | None, *, same: bool
) -> None:
    """Notes a dose that is not that of the other level, or not above it."""
    if other is None or dose is None or other[1] is None:
        return
    try:
        ours, theirs = dose.to(other[1].unit.code).value, other[1].value
    except UnitError:
        row.refuse("level", f"{other[1]} and {dose} are of different kinds", "one kind of dose for each medicine")
        return
    if same and ours != theirs:
        row.refuse("level", f"level {name}, {dose}, is not the dose of level {other[0]}, {other[1]}")
    if not same and not ours > theirs:
        row.refuse("level", f"level {name}, {dose}, is not above level {other[0]}, {other[1]}")
