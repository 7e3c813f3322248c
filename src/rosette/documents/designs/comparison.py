"""Designs side by side as one page: what is compared and by which words, every drawing with its table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rosette.designs.compare import Comparison
from rosette.designs.grids import decision_grid
from rosette.designs.spec import Specification
from rosette.documents.drawings.designs import (
    characteristics_svg,
    characteristics_table,
    comparison_svg,
    comparison_table,
    decisions_head,
    decisions_svg,
    decisions_table,
    level_names,
    supposed_words,
)
from rosette.documents.drawings.designs.characteristics import HEAD as OC_HEAD
from rosette.documents.drawings.designs.comparison import HEAD, letter
from rosette.documents.drawings.designs.standalone import sheet_text
from rosette.kernel import NotComputable
from rosette.version import SOFTWARE

FOLDER = Path(__file__).parent
DESIGNS_HEAD = ("", "Design", "Trial", "Children together", "Children at most", "First level", "Design file")


@frozen(kw_only=True)
class Figure:
    """One drawing with its table: a title, words, the SVG (empty: none), the head and the rows."""

    title: str
    words: str
    svg: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def comparison_page(found: Comparison, specifications: Sequence[Specification]) -> str:
    """The page as HTML; specifications: those compared, in the same order."""
    loader = FileSystemLoader(FOLDER)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.get_template("comparison.jinja").render(
        title=found.title,
        rules=meanings(found),
        style=Markup(sheet_text() + (FOLDER / "page.css").read_text(encoding="utf-8")),
        designs_head=DESIGNS_HEAD,
        designs=tuple(_design(*each) for each in enumerate(zip(found.designs, specifications, strict=True))),
        figures=(_compared(found), *_each(found, specifications)),
        software=SOFTWARE,
    )


def meanings(found: Comparison) -> tuple[str, ...]:
    """What the words of the comparison mean, sentence by sentence."""
    limit = found.too_toxic
    too_toxic = (
        "No limit was stated above which a level is too toxic: that column is empty."
        if limit is None
        else f"Too toxic: a level whose true rate of toxicity is above {100 * limit:g} %."
    )
    return (
        f"Target: {100 * found.target:g} % of children with a dose-limiting toxicity.",
        "Correct level: the one whose true rate is nearest to the target; of equally near ones each is correct. "
        "Where every level is too toxic none is, and to recommend none is correct.",
        too_toxic,
        "Children above: treated at levels above the correct one, on average; all where no level is correct.",
        "Exact: every way of the trial was followed. Simulated: the number of trials and the seed are stated, and the "
        "standard error of the share with a correct level.",
    )


def _design(place: int, pair: tuple[str, Specification]) -> tuple[str, ...]:
    name, spec = pair
    design = spec.design
    levels = level_names(spec)
    together, first = str(design.cohort), levels[design.start - 1]
    return (letter(place), name, spec.name, together, str(design.most), first, spec.digest[:12])


def _compared(found: Comparison) -> Figure:
    return Figure(
        title="Side by side",
        words="A row a scenario, a column a measure, a bar a design.",
        svg=Markup(comparison_svg(found)),
        head=HEAD,
        rows=comparison_table(found),
    )


def _each(found: Comparison, specifications: Sequence[Specification]) -> list[Figure]:
    pairs = zip(found.designs, specifications, strict=True)
    return [
        figure
        for place, (name, spec) in enumerate(pairs)
        for figure in (_outcomes(found, place, name, spec), _decisions(place, name, spec))
        if figure is not None
    ]


def _outcomes(found: Comparison, place: int, name: str, spec: Specification) -> Figure | None:
    cells = [found.cell(name, scenario.name) for scenario in found.scenarios]
    known = [(cell.scenario, cell.outcome) for cell in cells if cell.outcome is not None]
    if not known:
        return None
    names = level_names(spec)
    return Figure(
        title=f"{letter(place)}: {name}, by level",
        words="; ".join(f"{cell.scenario}: {cell.source}" for cell in cells),
        svg=Markup(characteristics_svg(known, names=names, target=found.target, prefix=f"oc-{place}")),
        head=OC_HEAD,
        rows=characteristics_table(known, names),
    )


def _decisions(place: int, name: str, spec: Specification) -> Figure | None:
    try:
        grid = decision_grid(spec.design)
    except NotComputable:
        return None
    return Figure(
        title=f"{letter(place)}: {name}, decisions",
        words=supposed_words(grid),
        svg=Markup(decisions_svg(grid, prefix=f"grid-{place}")),
        head=decisions_head(grid),
        rows=decisions_table(grid),
    )
