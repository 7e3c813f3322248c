"""The decision table as protocols print it: children across, toxicities down, each cell shaded and lettered."""

from __future__ import annotations

from rosette.designs.grids import DecisionGrid, Letter
from rosette.documents.drawings.designs.levels import Element
from rosette.documents.drawings.svg import Sheet

CELL, LEFT, TOP = 30.0, 78.0, 40.0


def decisions_head(grid: DecisionGrid) -> tuple[str, ...]:
    """The head of the table: a column for each number of children."""
    return ("Toxicities, by children at the level", *(str(n) for n in range(1, grid.most + 1)))


def decisions_table(grid: DecisionGrid) -> tuple[tuple[str, ...], ...]:
    """The letters as rows of text, under `decisions_head`; a dash where there cannot be so many toxicities."""
    return tuple((str(y), *(_letter(grid.at(n, y)) for n in range(1, grid.most + 1))) for y in range(grid.most + 1))


def _letter(found: Letter | None) -> str:
    return "—" if found is None else found.name


def supposed_words(grid: DecisionGrid) -> str:
    """What the letters suppose about the rest of the trial."""
    return (
        f"Decisions at level {grid.level}, all children at it observed. Supposed: {grid.below} at each level below, "
        "none with toxicity; nobody above; toxicities not in the last cohort as far as can be."
    )


def decisions_svg(grid: DecisionGrid, *, prefix: str = "grid", mirrored: bool = False) -> str:
    """The grid as SVG with its key."""
    used = [letter for letter in Letter if any(letter in column for column in grid.columns)]
    bottom = TOP + CELL * (grid.most + 1)
    sheet = Sheet(
        width=max(LEFT + CELL * grid.most + 8, 360),
        height=bottom + 14 + 24 * len(used),
        title=f"Decisions by children and toxicities at level {grid.level}",
        description=f"{supposed_words(grid)} The table beside has the same letters.",
        prefix=prefix,
        mirrored=mirrored,
    )
    root = sheet.start("rz-trial rz-grid-of-decisions")
    sheet.label(root, LEFT, 14, "children at the level", "rz-tick")
    sheet.label(root, LEFT - 10, TOP - 8, "toxicities", "rz-tick", "end")
    for n in range(1, grid.most + 1):
        sheet.label(root, LEFT + CELL * (n - 0.5), TOP - 8, str(n), "rz-tick", "middle")
    for y in range(grid.most + 1):
        sheet.label(root, LEFT - 10, TOP + CELL * y + 20, str(y), "rz-tick", "end")
        for n in range(max(y, 1), grid.most + 1):
            _cell(sheet, root, LEFT + CELL * (n - 1), TOP + CELL * y, grid.at(n, y), f"{y} of {n}")
    for place, letter in enumerate(used):
        y_key = bottom + 12 + 24 * place
        _cell(sheet, root, LEFT, y_key, letter, letter.value, tall=20)
        sheet.label(root, LEFT + CELL + 8, y_key + 15, letter.value, "rz-what")
    return sheet.done(root)


def _cell(
    sheet: Sheet, root: Element, x: float, y: float, letter: Letter | None, tip: str, *, tall: float = CELL
) -> None:
    if letter is None:
        return
    sheet.box(root, x, y, CELL, tall, f"rz-cell rz-cell--{letter.name}", f"{tip}: {letter.value}")
    sheet.label(root, x + CELL / 2, y + tall / 2 + 4.5, letter.name, f"rz-letter rz-letter--{letter.name}", "middle")
