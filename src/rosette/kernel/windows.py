"""Windows of days with stated ends."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from rosette.kernel.dates import Span


@frozen
class DayRange:
    """Days from `first` to `last`, both included; None is an open end."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def __and__(self, other: DayRange) -> DayRange:
        firsts = [end for end in (self.first, other.first) if end is not None]
        lasts = [end for end in (self.last, other.last) if end is not None]
        return DayRange(max(firsts, default=None), min(lasts, default=None))

    @property
    def empty(self) -> bool:
        """Whether no day is inside."""
        return self.first is not None and self.last is not None and self.first > self.last


@frozen
class Window:
    """So far back from a day: "within 7 days" reaches back to and includes day -7."""

    back: Span

    def ending(self, on: date) -> DayRange:
        """The days of the window that ends on `on`, both ends included."""
        return DayRange(self.back.before(on), on)

    def valid_until(self, day: date) -> date:
        """Last day on which something of `day` is still inside the window.

        Months can shorten (31 May counts back to 30 April), so the last day is searched, not subtracted.
        """
        last = self.back.after(day)
        while self.back.before(date.fromordinal(last.toordinal() + 1)) <= day:
            last = date.fromordinal(last.toordinal() + 1)
        return last
