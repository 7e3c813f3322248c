"""A time axis: days to places, and ticks that people read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree import ElementTree as Xml

from attrs import frozen

from rosette.documents.drawings.svg import Sheet
from rosette.kernel.dates import add_months


@frozen(kw_only=True)
class Axis:
    """The days from `first` to `last` over the places from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """The place of a day's start, held inside the axis."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)

    def months(self, *, every: int = 1) -> Iterator[date]:
        """The first days of months inside."""
        day = self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first and (day.month - 1) % every == 0:
                yield day
            day = add_months(day, 1)

    def mondays(self) -> Iterator[date]:
        """The Mondays inside."""
        day = self.first + timedelta(days=-self.first.weekday() % 7)
        while day <= self.last:
            yield day
            day += timedelta(days=7)


def draw_months(sheet: Sheet, root: Xml.Element, axis: Axis, *, top: float, bottom: float) -> None:
    """Month lines with their names; years alone when there are many."""
    months = (axis.last - axis.first).days // 30
    every = 1 if months <= 8 else 3 if months <= 18 else 12
    for day in axis.months(every=every):
        sheet.line(root, axis.at(day), top, axis.at(day), bottom, "rz-grid")
        text = f"{day:%Y}" if every == 12 else f"{day:%b %Y}" if day.month == 1 or every == 3 else f"{day:%b}"
        sheet.label(root, axis.at(day) + 3, top - 4, text, "rz-tick")
