"""Scores, sizes and marrow over time: one strip each, with the days of treatment and of events marked."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from xml.etree import ElementTree as Xml

from rosette.documents.drawings.axis import Axis, draw_months
from rosette.documents.drawings.svg import Sheet
from rosette.response.series import SeriesDay

WIDTH, LEFT, RIGHT, STRIP, TOP = 760.0, 120.0, 744.0, 74.0, 34.0
HEAD = ("Day", "Curie", "SIOPEN", "Marrow %", "Targets mm", "Event", "Response")
STRIPS = (("Curie", "curie"), ("SIOPEN", "siopen"), ("Marrow, %", "marrow"), ("Targets, mm", "targets_mm"))


def series_table(days: Sequence[SeriesDay]) -> tuple[tuple[str, ...], ...]:
    """The same as rows of text, under HEAD."""
    return tuple(
        (
            str(day.on),
            *(_cell(getattr(day, name)) for _, name in STRIPS),
            day.event,
            "" if day.response is None else day.response.overall.sentence.partition(":")[0],
        )
        for day in days
    )


def _cell(value: float | None) -> str:
    return "—" if value is None else f"{value:g}"


def series_svg(days: Sequence[SeriesDay], *, since: date | None = None, prefix: str = "series") -> str:
    """One strip for each thing that was measured; empty when nothing was."""
    strips = [(title, name) for title, name in STRIPS if any(getattr(day, name) is not None for day in days)]
    if not strips:
        return ""
    sheet = Sheet(
        width=WIDTH,
        height=TOP + STRIP * len(strips) + 26,
        title="Scores, marrow and sizes over time",
        description="One strip each. The broken line is the first day of the treatment judged. A table follows.",
        prefix=prefix,
    )
    root = sheet.start("rz-series")
    axis = Axis(first=days[0].on - timedelta(days=14), last=days[-1].on + timedelta(days=14), left=LEFT, right=RIGHT)
    draw_months(sheet, root, axis, top=TOP - 8, bottom=TOP + STRIP * len(strips))
    if since is not None and axis.first <= since <= axis.last:
        sheet.line(root, axis.at(since), TOP - 8, axis.at(since), TOP + STRIP * len(strips), "rz-now")
    for place, (title, name) in enumerate(strips):
        _strip(sheet, root, axis, [(day.on, getattr(day, name)) for day in days], title, TOP + STRIP * place)
    for day in days:
        if day.event:
            tip = f"{day.on}: {day.event}"
            sheet.mark(
                root, axis.at(day.on), TOP + STRIP * len(strips) + 12, "rz-mark rz-mark--diamond", tip, shape="diamond"
            )
    return sheet.done(root)


def _strip(
    sheet: Sheet, root: Xml.Element, axis: Axis, points: Sequence[tuple[date, float | None]], title: str, top: float
) -> None:
    known = [(day, value) for day, value in points if value is not None]
    most = max((value for _, value in known), default=1) or 1
    bottom, high = top + STRIP - 16, STRIP - 30
    sheet.label(root, LEFT - 10, bottom - high / 2 + 4, title, "rz-what", "end")
    sheet.line(root, LEFT, bottom, RIGHT, bottom, "rz-rule")
    placed = [(axis.at(day), bottom - high * value / most, value, day) for day, value in known]
    for (x1, y1, _, _), (x2, y2, _, _) in itertools.pairwise(placed):
        sheet.line(root, x1, y1, x2, y2, "rz-line")
    for x, y, value, day in placed:
        sheet.mark(root, x, y, "rz-dot", f"{day}: {value:g}")
        sheet.label(root, x + 6, y - 6, f"{value:g}", "rz-what")
