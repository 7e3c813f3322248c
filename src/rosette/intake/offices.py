"""The office that answers, its working days and holidays."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Container
from datetime import date, timedelta
from pathlib import Path

from attrs import frozen

from rosette.intake.places import DATA


@frozen(kw_only=True)
class Office:
    """An office with its country's holidays; days count from the day after."""

    id: str
    country: str
    subdivision: str
    time_zone: str
    answer_within: int
    review_within: int
    source: str

    def works_on(self, day: date) -> bool:
        """Whether the office works on a day."""
        return day.weekday() < 5 and day not in _holidays(self.country, self.subdivision)

    def after(self, day: date, working_days: int) -> date:
        """The day that is so many working days after a day."""
        while working_days:
            day += timedelta(days=1)
            working_days -= self.works_on(day)
        return day


@functools.cache
def _holidays(country: str, subdivision: str) -> Container[date]:
    import holidays

    found: Container[date] = holidays.country_holidays(country, subdiv=subdivision)
    return found


@functools.cache
def load_office(path: Path = DATA / "office.toml") -> Office:
    """The office."""
    return Office(**tomllib.loads(path.read_text(encoding="utf-8")))
