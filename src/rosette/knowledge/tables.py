"""Limits by age and sex."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import frozen

from rosette.kernel import DayRange, Quantity, Span, age_reached
from rosette.knowledge.entries import Entry

_ANY_BIRTH = date(2001, 1, 1)


@frozen(kw_only=True)
class AgeSexRow:
    """The limits from an age that has been reached until (not including) the day on which the next is."""

    from_age: Span
    to_age: Span | None
    male: Quantity
    female: Quantity

    def days(self, birth: date) -> DayRange:
        """The days of a child born on `birth` for which the row speaks."""
        last = None if self.to_age is None else age_reached(birth, self.to_age) - timedelta(days=1)
        return DayRange(age_reached(birth, self.from_age), last)


@frozen(kw_only=True)
class AgeSexTable(Entry):
    """Limits of one observation (`code`) in its canonical unit; outside the rows there is no limit."""

    name: str
    code: str
    unit: str
    rows: tuple[AgeSexRow, ...]

    def row(self, birth: date, on: date) -> AgeSexRow | None:
        """The row of the day, or None outside the table."""
        return next((row for row in self.rows if on in row.days(birth)), None)

    def limit(self, birth: date, sex: str, on: date) -> float | None:
        """The limit of the day in `unit`; None outside the table and for a sex that it does not know."""
        row = self.row(birth, on)
        if row is None or sex not in ("male", "female"):
            return None
        return row.male.value if sex == "male" else row.female.value

    def gaps(self) -> list[str]:
        """Rows that end before they begin or overlap, in words; empty when the table is sound."""
        faults = []
        for row in self.rows:
            if row.days(_ANY_BIRTH).empty:
                faults.append(f"the row from {row.from_age} ends before it begins")
        for one, two in zip(self.rows, self.rows[1:], strict=False):
            if not (one.days(_ANY_BIRTH) & two.days(_ANY_BIRTH)).empty:
                faults.append(f"the rows from {one.from_age} and from {two.from_age} overlap")
        return faults
