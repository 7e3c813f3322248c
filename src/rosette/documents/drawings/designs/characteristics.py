"""Selection and allocation by scenario: true toxicity, what is recommended, and where the children are."""

from __future__ import annotations

from collections.abc import Sequence

from rosette.designs.compare import Outcome
from rosette.documents.drawings.designs.levels import Element, cut, filled, hatched, mean, numbered, percent
from rosette.documents.drawings.svg import Sheet

HEAD = ("Scenario", "Level", "True toxicity", "Recommended", "Children", "Toxicities")
NAME, RATE, CHOSEN, CHILDREN, RIGHT = 118.0, 128.0, 300.0, 500.0, 720.0
ROW, TOP, TITLE = 24.0, 30.0, 44.0
RATE_WIDE, BAR_WIDE = 140.0, 126.0

Named = Sequence[tuple[str, Outcome]]


def characteristics_table(found: Named, names: Sequence[str] = ()) -> tuple[tuple[str, ...], ...]:
    """The same as rows of text, under HEAD; the row "none" has the children and toxicities of a whole trial."""
    return tuple(row for name, outcome in found for row in _rows(name, outcome, names))


def _rows(scenario: str, found: Outcome, names: Sequence[str]) -> list[tuple[str, ...]]:
    levels = names or numbered(len(found.selected))
    cells = zip(levels, found.scenario, found.selected, found.children, found.toxicities, strict=True)
    rows = [
        (scenario, level, f"{100 * rate:g} %", percent(share), mean(n), mean(y)) for level, rate, share, n, y in cells
    ]
    total = mean(sum(found.children)), mean(sum(found.toxicities))
    return [*rows, (scenario, "none", "—", percent(found.none), *total)]


def characteristics_svg(
    found: Named,
    *,
    names: Sequence[str] = (),
    target: float | None = None,
    prefix: str = "oc",
    mirrored: bool = False,
) -> str:
    """A panel for each scenario; target: drawn as a line through the true rates. Toxicities are the hatched part."""
    rows = len(found[0][1].selected) + 1 if found else 0
    panel = TITLE + ROW * rows + 16
    aim = "" if target is None else f" The broken line is the target, {100 * target:g} %."
    sheet = Sheet(
        width=RIGHT + 8,
        height=TOP + panel * len(found),
        title="What is recommended, and where the children are, by scenario",
        description="For each level its true rate of toxicity, the share of trials that recommend it, and the children "
        f"treated at it on average, those with toxicity hatched.{aim} The table beside says the same in words.",
        prefix=prefix,
        mirrored=mirrored,
    )
    root = sheet.start("rz-trial rz-oc")
    fill = hatched(sheet, root)
    for x, words in ((RATE, "true toxicity"), (CHOSEN, "recommended"), (CHILDREN, "children (toxicities hatched)")):
        sheet.label(root, x, 16, words, "rz-tick")
    most = max((max(outcome.children) for _, outcome in found), default=1) or 1
    for place, (name, outcome) in enumerate(found):
        _panel(sheet, root, TOP + panel * place, name, outcome, names, target, most, fill)
    return sheet.done(root)


def _panel(
    sheet: Sheet,
    root: Element,
    top: float,
    name: str,
    found: Outcome,
    names: Sequence[str],
    target: float | None,
    most: float,
    fill: str,
) -> None:
    sheet.label(root, 4, top + 16, name, "rz-track")
    sheet.line(root, 4, top + 24, RIGHT, top + 24, "rz-grid")
    levels = [*(names or numbered(len(found.selected))), "none"]
    first = top + TITLE - 14
    for place, level in enumerate(levels):
        y = first + ROW * place
        sheet.label(root, NAME - 6, y + 16, cut(level, NAME - 8), "rz-what", "end")
        if place < len(found.scenario):
            _rate(sheet, root, y, found.scenario[place])
            _bar(sheet, root, CHILDREN, y, found.children[place] / most, mean(found.children[place]))
            hit = BAR_WIDE * found.toxicities[place] / most
            filled(sheet, root, (CHILDREN, y + 4, hit, 16), fill, tip=f"{mean(found.toxicities[place])} toxicities")
        chosen = found.selected[place] if place < len(found.selected) else found.none
        _bar(sheet, root, CHOSEN, y, chosen, percent(chosen))
    total = f"{mean(sum(found.children))} in all, {mean(sum(found.toxicities))} with toxicity"
    sheet.label(root, CHILDREN, first + ROW * (len(levels) - 1) + 16, total, "rz-what")
    if target is not None:
        x = RATE + RATE_WIDE * target
        sheet.line(root, x, first, x, first + ROW * len(found.scenario), "rz-limit")


def _rate(sheet: Sheet, root: Element, y: float, rate: float) -> None:
    sheet.line(root, RATE, y + 12, RATE + RATE_WIDE, y + 12, "rz-grid")
    sheet.line(root, RATE, y + 12, RATE + RATE_WIDE * rate, y + 12, "rz-line rz-stem")
    sheet.mark(root, RATE + RATE_WIDE * rate, y + 12, "rz-dot", f"{100 * rate:g} %")
    sheet.label(root, RATE + RATE_WIDE * rate + 8, y + 8, f"{100 * rate:g}", "rz-what")


def _bar(sheet: Sheet, root: Element, x: float, y: float, share: float, told: str) -> None:
    sheet.box(root, x, y + 4, BAR_WIDE * share, 16, "rz-share", told)
    sheet.label(root, x + BAR_WIDE * share + 6, y + 16, told, "rz-what")
