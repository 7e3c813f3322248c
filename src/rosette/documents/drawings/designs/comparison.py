"""Designs side by side: small multiples, a row a scenario and a column a measure, a bar for each design."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from rosette.designs.compare import Cell, Comparison, Measures
from rosette.designs.scenarios import Shared
from rosette.documents.drawings.designs.levels import Element, cut, mean, percent
from rosette.documents.drawings.svg import Sheet

HEAD = (
    "Scenario", "Correct level", "Design", "Correct", "Standard error", "Too toxic", "None", "Children above",
    "Toxicities", "Children", "Source",
)  # fmt: skip
LEFT, PANEL, WIDE, BAR, PAD = 176.0, 126.0, 62.0, 17.0, 26.0
SHADES = 4


@frozen(kw_only=True)
class Column:
    """A measure as a column: its words, how it is read, how it is printed; whole: what fills a bar, None: the most."""

    words: tuple[str, str]
    read: Callable[[Measures], float | None]
    told: Callable[[float], str]
    whole: float | None


COLUMNS = (
    Column(words=("correct level", "recommended"), read=lambda each: each.correct, told=percent, whole=1.0),
    Column(words=("too toxic level", "recommended"), read=lambda each: each.too_toxic, told=percent, whole=1.0),
    Column(words=("children above", "the correct level"), read=lambda each: each.above, told=mean, whole=None),
    Column(words=("toxicities", "in a trial"), read=lambda each: each.toxicities, told=mean, whole=None),
    Column(words=("children", "in a trial"), read=lambda each: each.children, told=mean, whole=None),
)


def letter(place: int) -> str:
    """The letter of a design: A for the first."""
    return chr(ord("A") + place) if place < 26 else str(place + 1)


def correct_words(scenario: Shared) -> str:
    """The correct levels of a scenario in words."""
    return " or ".join(f"level {level}" for level in scenario.correct) or "none (all too toxic)"


def comparison_table(found: Comparison) -> tuple[tuple[str, ...], ...]:
    """The same as rows of text, under HEAD."""
    return tuple(
        (
            scenario.name,
            correct_words(scenario),
            f"{letter(place)}: {design}",
            *_cells(found.cell(design, scenario.name)),
        )
        for scenario in found.scenarios
        for place, design in enumerate(found.designs)
    )


def _cells(cell: Cell) -> tuple[str, ...]:
    measures = cell.measures
    if measures is None or cell.error is None:
        return (*["—"] * 7, cell.source)
    return (
        percent(measures.correct),
        percent(cell.error),
        "—" if measures.too_toxic is None else percent(measures.too_toxic),
        percent(measures.none),
        mean(measures.above),
        mean(measures.toxicities),
        mean(measures.children),
        cell.source,
    )


def comparison_svg(found: Comparison, *, prefix: str = "compare", mirrored: bool = False) -> str:
    """The small multiples as SVG; the letter of a design stands before its bar."""
    key = 30 + 18 * len(found.designs)
    panel = BAR * len(found.designs) + PAD
    sheet = Sheet(
        width=LEFT + PANEL * len(COLUMNS) + 8,
        height=key + 40 + panel * len(found.scenarios),
        title=f"{len(found.designs)} designs in {len(found.scenarios)} scenarios",
        description="A row a scenario, a column a measure, a bar for each design with its letter. "
        "The table beside says the same in words.",
        prefix=prefix,
        mirrored=mirrored,
    )
    root = sheet.start("rz-trial rz-comparison")
    for place, design in enumerate(found.designs):
        sheet.box(root, 6, 6 + 18 * place, 22, 12, _shade(place))
        sheet.label(root, 36, 16 + 18 * place, f"{letter(place)}: {design}", "rz-what")
    for at, column in enumerate(COLUMNS):
        for line, words in enumerate(column.words):
            sheet.label(root, LEFT + PANEL * at + 16, key + 6 + 13 * line, words, "rz-tick")
    for place, scenario in enumerate(found.scenarios):
        _row(sheet, root, found, scenario, key + 36 + panel * place)
    return sheet.done(root)


def _shade(place: int) -> str:
    return f"rz-of rz-of--{place % SHADES}"


def _row(sheet: Sheet, root: Element, found: Comparison, scenario: Shared, top: float) -> None:
    sheet.line(root, 4, top - 8, sheet.width - 4, top - 8, "rz-grid")
    sheet.label(root, 4, top + 8, cut(scenario.name, LEFT - 6), "rz-track")
    rates = ", ".join(f"{100 * rate:g}" for rate in scenario.toxicity)
    sheet.label(root, 4, top + 22, cut(f"{rates} %", LEFT), "rz-tick")
    sheet.label(root, 4, top + 35, cut(f"correct: {correct_words(scenario)}", LEFT * 1.15), "rz-tick")
    for at, column in enumerate(COLUMNS):
        whole = column.whole or _largest(found, column)
        for place, design in enumerate(found.designs):
            measures = found.cell(design, scenario.name).measures
            value = None if measures is None else column.read(measures)
            _bar(sheet, root, LEFT + PANEL * at, top + BAR * place, place, value, column, whole)


def _bar(
    sheet: Sheet, root: Element, x: float, y: float, place: int, value: float | None, column: Column, whole: float
) -> None:
    sheet.label(root, x + 10, y + 11, letter(place), "rz-tick", "end")
    if value is None:
        sheet.label(root, x + 16, y + 11, "—", "rz-what")
        return
    sheet.box(root, x + 16, y + 1, WIDE * value / whole, 12, _shade(place), column.told(value))
    sheet.label(root, x + 20 + WIDE * value / whole, y + 11, column.told(value), "rz-what")


def _largest(found: Comparison, column: Column) -> float:
    values = [column.read(cell.measures) for cell in found.cells if cell.measures is not None]
    return max((value for value in values if value is not None), default=1.0) or 1.0
