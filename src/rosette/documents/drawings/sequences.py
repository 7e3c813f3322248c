"""Sequences as lanes of steps over days; the pause after a step is drawn hollow."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from rosette.documents.drawings.svg import Sheet
from rosette.options.sequences import OptionSequence, Sequences
from rosette.options.sequences.steps import GAP_DAYS, Step

WIDTH, ROW, TOP, BAR, LEFT = 900.0, 54.0, 26.0, 30.0, 34.0
HEAD = ("", "Steps", "A response in one step at least", "Days at home", "Other doors after the first step", "Why shown")


def step_name(step: Step) -> str:
    """The step as people name it."""
    return step.regimen.name if step.regimen else step.option.title


def sequence_table(found: Sequences) -> tuple[tuple[str, ...], ...]:
    """The same as rows of text, under HEAD."""
    return tuple(_line(number, each) for number, each in enumerate(found.sequences, start=1))


def _line(number: int, each: OptionSequence) -> tuple[str, ...]:
    home = "not known" if each.home_share is None else f"{each.home_share:.0%} of {each.days} days"
    kept = "—" if each.kept is None else f"{each.kept:.0%} stay open"
    benefit = f"{each.benefit:.0%}" + (" (a step without evidence)" if each.assumed else "")
    return (str(number), ", then ".join(step_name(s) for s in each.steps), benefit, home, kept, "; ".join(each.reasons))


def sequences_svg(found: Sequences, *, prefix: str = "seq", mirrored: bool = False) -> str:
    """The lanes as SVG."""
    longest = max((each.days for each in found.sequences), default=1)
    scale = (WIDTH - LEFT - 8) / longest
    sheet = Sheet(
        width=WIDTH,
        height=TOP + ROW * len(found.sequences) + 8,
        title="Sequences of options over time",
        description="One lane a sequence, numbered as in the table below, which says the same in words.",
        prefix=prefix,
        mirrored=mirrored,
    )
    root = sheet.start("rz-sequences")
    for day in range(0, longest + 1, 56):
        sheet.line(root, LEFT + day * scale, TOP - 6, LEFT + day * scale, TOP + ROW * len(found.sequences), "rz-grid")
        sheet.label(root, LEFT + day * scale, TOP - 10, f"day {day}", "rz-tick", "middle" if day else "start")
    for place, each in enumerate(found.sequences):
        _lane(sheet, root, each, number=place + 1, y=TOP + ROW * place, scale=scale)
    return sheet.done(root)


def _lane(sheet: Sheet, root: Element, each: OptionSequence, *, number: int, y: float, scale: float) -> None:
    sheet.label(root, 4, y + 20, str(number), "rz-track")
    x = LEFT
    for step in each.steps:
        wide, pause = step.days * scale, GAP_DAYS * scale
        known = "rz-step" if step.contact_days is not None else "rz-step rz-step--unknown"
        sheet.box(root, x, y, wide, BAR, known, tip=f"{step_name(step)}: {step.days} days")
        sheet.label(root, x + 5, y + 19, _fitting(step_name(step), wide), "rz-what")
        sheet.box(root, x + wide, y + 9, pause, BAR - 18, "rz-pause", tip=f"pause of {GAP_DAYS} days")
        x += wide + pause


def _fitting(text: str, wide: float) -> str:
    most = max(int(wide / 5.6) - 2, 3)
    return text if len(text) <= most else text[: most - 1] + "…"
