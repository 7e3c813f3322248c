"""Activity in the body by time, by powers of ten: readings, the curve taken, and what is assumed after them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

import numpy as np

from rosette.documents.drawings.svg import Sheet
from rosette.mibg.curves import Curve

WIDTH, HEIGHT = 760.0, 330.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 744.0, 30.0, 284.0
HEAD = ("Hours", "Reading", "Curve")


def retention_table(
    hours: Sequence[float], values: Sequence[float], curve: Curve, *, first: float = 1.0
) -> tuple[tuple[str, str, str], ...]:
    """The same as rows of text, under HEAD."""
    return tuple(
        (f"{hour:g}", f"{value:.4g}", f"{first * curve.at(hour):.4g}")
        for hour, value in zip(hours, values, strict=True)
    )


def retention_svg(
    hours: Sequence[float],
    values: Sequence[float],
    curve: Curve,
    *,
    first: float = 1.0,
    unit: str = "share of the first reading",
    marks: Sequence[tuple[str, float]] = (),
    prefix: str = "curve",
) -> str:
    """Readings as dots, the curve as a line, broken after the last reading; `marks` are named levels, such as a limit.

    hours, values: the readings; first: what the curve's 1 stands for in the unit of the values.
    """
    sheet = Sheet(
        width=WIDTH,
        height=HEIGHT,
        title=f"By time: {unit}",
        description="Dots are readings. The line is the curve; it is broken after the last reading. A table follows.",
        prefix=prefix,
    )
    root = sheet.start("rz-curve")
    last = max(hours) * 1.5
    levels = [value for _, value in marks]
    plot = _Plot(last=last, values=[*values, first * curve.at(last), *levels])
    _axes(sheet, root, plot, unit)
    for name, value in marks:
        sheet.line(root, LEFT, plot.y(value), RIGHT, plot.y(value), "rz-limit")
        sheet.label(root, RIGHT - 4, plot.y(value) - 4, name, "rz-what", "end")
    for css, start, end in (("rz-line", 0.0, max(hours)), ("rz-line rz-line--tail", max(hours), last)):
        steps = np.linspace(start, end, 60)
        _path(root, [(plot.x(float(t)), plot.y(first * curve.at(float(t)))) for t in steps], css)
    for hour, value in zip(hours, values, strict=True):
        sheet.mark(root, plot.x(hour), plot.y(value), "rz-dot", f"{hour:g} h: {value:.4g}")
    return sheet.done(root)


class _Plot:
    """Hours and values to places, values by powers of ten."""

    def __init__(self, *, last: float, values: Sequence[float]) -> None:
        self.last = last
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values)) - 1e-9), self.low + 1)

    def x(self, hours: float) -> float:
        return LEFT + (RIGHT - LEFT) * hours / self.last

    def y(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return BOTTOM - (BOTTOM - TOP) * share


def _axes(sheet: Sheet, root: Xml.Element, plot: _Plot, unit: str) -> None:
    for power in range(plot.low, plot.high + 1):
        y = plot.y(10.0**power)
        sheet.line(root, LEFT, y, RIGHT, y, "rz-grid")
        sheet.label(root, LEFT - 6, y + 4, f"{10.0**power:g}", "rz-tick", "end")
    step = 12 if plot.last <= 100 else 24 if plot.last <= 260 else 48
    for hour in range(0, int(plot.last) + 1, step):
        sheet.line(root, plot.x(hour), TOP, plot.x(hour), BOTTOM, "rz-grid")
        sheet.label(root, plot.x(hour), BOTTOM + 16, str(hour), "rz-tick", "middle")
    sheet.label(root, (LEFT + RIGHT) / 2, HEIGHT - 10, "hours after the end of the infusion", "rz-tick", "middle")
    sheet.label(root, LEFT, TOP - 12, unit, "rz-tick")


def _path(root: Xml.Element, points: Sequence[tuple[float, float]], css: str) -> None:
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    Xml.SubElement(root, "polyline", {"points": text, "class": css, "fill": "none"})
