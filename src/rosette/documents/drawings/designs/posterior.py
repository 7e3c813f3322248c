"""What is known of the toxicity of each level: a point, its 95 % interval, and the target with its band."""

from __future__ import annotations

from collections.abc import Sequence

from rosette.designs.posterior import LevelPosterior
from rosette.documents.drawings.designs.levels import Element, cut, numbered, percent
from rosette.documents.drawings.svg import Sheet

HEAD = ("Level", "Children", "Toxicities", "Rate", "From", "To")
LEFT, RIGHT, ROW, TOP = 128.0, 468.0, 34.0, 40.0


def posterior_table(found: Sequence[LevelPosterior], names: Sequence[str] = ()) -> tuple[tuple[str, ...], ...]:
    """The same as rows of text, under HEAD."""
    levels = names or numbered(len(found))
    return tuple(
        (levels[each.level - 1], str(each.n), str(each.y), percent(each.rate), percent(each.low), percent(each.high))
        for each in found
    )


def posterior_svg(
    found: Sequence[LevelPosterior],
    *,
    names: Sequence[str] = (),
    target: float | None = None,
    band: tuple[float, float] | None = None,
    prefix: str = "posterior",
    mirrored: bool = False,
) -> str:
    """A row a level, the highest on top; a level without children is hollow. band: the rates held to be on target."""
    bottom = TOP + ROW * len(found)
    aims = [
        *([] if target is None else [f" The broken line is the target, {percent(target)}."]),
        *([] if band is None else [f" The band is {percent(band[0])} to {percent(band[1])}."]),
    ]
    sheet = Sheet(
        width=RIGHT + 112,
        height=bottom + 40,
        title="Toxicity by level: the rate and its 95 % interval",
        description="A point for each level with its interval; hollow where no child was observed."
        f"{''.join(aims)} The table beside says the same in words.",
        prefix=prefix,
        mirrored=mirrored,
    )
    root = sheet.start("rz-trial rz-posterior")
    if band is not None:
        sheet.box(
            root, _x(band[0]), TOP - 8, _x(band[1]) - _x(band[0]), bottom - TOP + 8, "rz-target-band", "target band"
        )
    _scale(sheet, root, bottom)
    if target is not None:
        sheet.line(root, _x(target), TOP - 8, _x(target), bottom, "rz-limit")
        sheet.label(root, _x(target), TOP - 14, f"target {percent(target)}", "rz-tick", "middle")
    levels = names or numbered(len(found))
    for place, each in enumerate(reversed(found)):
        _row(sheet, root, each, levels[each.level - 1], TOP + ROW * place + ROW / 2)
    return sheet.done(root)


def _x(rate: float) -> float:
    return LEFT + (RIGHT - LEFT) * rate


def _scale(sheet: Sheet, root: Element, bottom: float) -> None:
    for tenths in range(0, 11, 2):
        x = _x(tenths / 10)
        sheet.line(root, x, TOP - 8, x, bottom, "rz-grid")
        sheet.label(root, x, bottom + 16, f"{10 * tenths}", "rz-tick rz-axis", "middle")
    sheet.label(root, (LEFT + RIGHT) / 2, bottom + 34, "children with toxicity, %", "rz-tick", "middle")


def _row(sheet: Sheet, root: Element, each: LevelPosterior, name: str, y: float) -> None:
    css = "rz-line" if each.n else "rz-line rz-line--tail"
    seen = f"{each.y}/{each.n}" if each.n else "no child"
    told = f"{percent(each.low)} to {percent(each.high)}"
    sheet.label(root, LEFT - 10, y + 4, cut(name, LEFT - 14), "rz-what", "end")
    sheet.line(root, _x(each.low), y, _x(each.high), y, css)
    for edge in (each.low, each.high):
        sheet.line(root, _x(edge), y - 5, _x(edge), y + 5, css)
    sheet.mark(root, _x(each.rate), y, "rz-dot rz-dot--seen" if each.n else "rz-dot", f"{percent(each.rate)}, {told}")
    sheet.label(root, RIGHT + 12, y - 2, f"{seen} · {percent(each.rate)}", "rz-what")
    sheet.label(root, RIGHT + 12, y + 11, told, "rz-tick")
