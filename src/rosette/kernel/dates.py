"""Partial dates, calendar spans and ages, by the stated conventions of Rosette.

Months and years are calendar months and years. Counting months, the 31st falls back to the month's last day
and 29 February to 28 February. A child born on 29 February has the birthday on 1 March in common years.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Literal, Self, cast

from attrs import field, frozen
from attrs.validators import ge, in_

from rosette.kernel.errors import Problem, RosetteError, did_you_mean

SpanUnit = Literal["day", "week", "month", "year"]
SPAN_UNITS: tuple[SpanUnit, ...] = ("day", "week", "month", "year")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SPAN = re.compile(r"(\d+) ([a-z]+)")


class DateError(RosetteError, ValueError):
    """A day or a span of time that cannot be read."""

    exit_code = 3

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.sentence())


@frozen(order=False)
class PartialDate:
    """A day of which the month, or the day in the month, may be unknown; nothing is filled in."""

    year: int
    month: int | None = None
    day: int | None = None

    def __attrs_post_init__(self) -> None:
        try:
            date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        except ValueError as fault:
            raise DateError(Problem("", f'"{self}" is not a day of the calendar', remedy=str(fault))) from None
        if self.day and not self.month:
            raise DateError(Problem("", f'"{self}" has a day but no month'))

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read "2024", "2024-05" or "2024-05-31"; raises DateError."""
        match = _PARTIAL.fullmatch(text)
        if match is None:
            raise DateError(Problem("", f'"{text}" is not a date', "YYYY, YYYY-MM or YYYY-MM-DD"))
        year, month, day = match.groups()
        if month == "00" or day == "00":
            raise DateError(Problem("", f'"{text}" has a zero part', remedy="Leave an unknown part out."))
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def of(cls, day: date) -> Self:
        """The exact day."""
        return cls(day.year, day.month, day.day)

    @property
    def exact(self) -> bool:
        """Whether the whole day is known."""
        return self.day is not None

    @property
    def earliest(self) -> date:
        """First day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """Last day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{self.month:02d}"] if self.month else []
        parts += [f"{self.day:02d}"] if self.day else []
        return "-".join(parts)


def add_months(day: date, months: int) -> date:
    """Count calendar months; a day that the month lacks falls back to its last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@frozen
class Span:
    """A stretch of calendar time: so many days, weeks, months or years."""

    count: int = field(validator=ge(0))
    unit: SpanUnit = field(validator=in_(SPAN_UNITS))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "21 days" or "1 year"; raises DateError."""
        match = _SPAN.fullmatch(text.strip())
        unit = match[2].removesuffix("s") if match else ""
        if match is None or unit not in SPAN_UNITS:
            hint = did_you_mean(unit, SPAN_UNITS)
            raise DateError(Problem("", f'"{text}" is not a span of time{hint}', 'such as "21 days" or "6 months"'))
        return cls(int(match[1]), cast(SpanUnit, unit))

    def after(self, day: date) -> date:
        """The day so long after `day`."""
        if self.unit in ("month", "year"):
            return add_months(day, self._months)
        return day + timedelta(days=self.count * (7 if self.unit == "week" else 1))

    def before(self, day: date) -> date:
        """The day so long before `day`."""
        if self.unit in ("month", "year"):
            return add_months(day, -self._months)
        return day - timedelta(days=self.count * (7 if self.unit == "week" else 1))

    @property
    def _months(self) -> int:
        return self.count * (12 if self.unit == "year" else 1)

    @property
    def whole_years(self) -> int | None:
        """Years, when the span is a whole number of them."""
        if self.unit not in ("month", "year") or self._months % 12:
            return None
        return self._months // 12

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def age_reached(birth: date, age: Span) -> date:
    """First day on which a child born on `birth` is `age` old."""
    years = age.whole_years
    if years is not None and (birth.month, birth.day) == (2, 29):
        year = birth.year + years
        return date(year, 2, 29) if calendar.isleap(year) else date(year, 3, 1)
    return age.after(birth)


def completed_years(birth: date, on: date) -> int:
    """Years of age completed on the day."""
    years = on.year - birth.year
    return years - (1 if age_reached(birth, Span(years, "year")) > on else 0) if years >= 0 else -1


def age_text(birth: PartialDate, on: date) -> str:
    """Age for people: days below 1 month, months below 2 years, then years; a range when the birth date is partial."""
    old, young = _age_words(birth.earliest, on), _age_words(birth.latest, on)
    return old if old == young else f"{young} to {old}"


def _age_words(birth: date, on: date) -> str:
    if birth > on:
        return "not yet born"
    months = (on.year - birth.year) * 12 + on.month - birth.month
    months -= 1 if age_reached(birth, Span(months, "month")) > on else 0
    if months < 1:
        return f"{Span((on - birth).days, 'day')}"
    return str(Span(months, "month")) if months < 24 else str(Span(completed_years(birth, on), "year"))
