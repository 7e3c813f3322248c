"""Times of a phenopacket to days: an instant, an interval, or an age that a day of birth turns into days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from attrs import frozen

from rosette.interchange.fhir.elements import Raw, common_day, day, part, word
from rosette.kernel import PartialDate

_AGE = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T[\dHMS.]+)?")
GIVE_BIRTH = "Give the exact day of birth; it is not worked out from an age."


@frozen(kw_only=True)
class When:
    """When something was: its first and its last day as far as they are told, or why there is none."""

    start: str | None = None
    end: str | None = None
    said: str = ""
    why: str = "no time is given"

    @property
    def day(self) -> str | None:
        """The day, the month or the year that both ends have in common."""
        return common_day(self.start, self.end)


def when(raw: Raw, birth: PartialDate | None) -> When:
    """Read a TimeElement."""
    interval, age, ages = part(raw, "interval"), part(raw, "age"), part(raw, "ageRange")
    stamp = word(raw, "timestamp")
    if stamp is not None:
        return When(start=day(stamp), end=day(stamp), said=stamp)
    if interval:
        start, end = word(interval, "start"), word(interval, "end")
        return When(start=day(start), end=day(end), said=f"{start or '?'} to {end or '?'}")
    if age:
        return aged(word(age, "iso8601duration"), birth)
    if ages:
        return _between(*(aged(word(part(ages, key), "iso8601duration"), birth) for key in ("start", "end")))
    return _named(raw)


def _named(raw: Raw) -> When:
    """A stage of life, such as "Infantile onset", or a gestational age."""
    told = word(part(raw, "ontologyClass"), "label") or word(part(raw, "ontologyClass"), "id")
    if told is None and part(raw, "gestationalAge"):
        told = "a gestational age"
    return When(said=told or "", why=f'"{told}" is no day') if told else When()


def _between(start: When, end: When) -> When:
    why = start.why if start.start is None else end.why
    return When(start=start.start, end=end.end, said=f"{start.said} to {end.said}", why=why)


def aged(duration: str | None, birth: PartialDate | None) -> When:
    """The days of an age: of one in years the whole year in which the child had it."""
    said = f"age {duration}"
    found = _AGE.fullmatch(duration or "")
    if found is None or not any(found.groups()):
        return When(said=said, why=f'"{duration}" is not an age')
    if birth is None or birth.earliest != birth.latest:
        return When(said=said, why="it is told by age, and the exact day of birth is not known")
    try:
        first, last = _span(birth.earliest, *(int(each) if each else None for each in found.groups()))
    except (OverflowError, ValueError):
        return When(said=said, why="the age is beyond every calendar")
    return When(start=first.isoformat(), end=last.isoformat(), said=said, why=f"{said} spans more than one year")


def _span(born: date, years: int | None, months: int | None, weeks: int | None, days: int | None) -> tuple[date, date]:
    whole = (years or 0) * 12 + (months or 0)
    first = _later(born, whole) + timedelta(days=7 * (weeks or 0) + (days or 0))
    if days is not None:
        return first, first
    if weeks is not None:
        return first, first + timedelta(days=6)
    return first, _later(born, whole + (12 if months is None else 1)) - timedelta(days=1)


def _later(born: date, months: int) -> date:
    """The same day of a later month; where that month has no such day its last one."""
    year, month = divmod(born.year * 12 + born.month - 1 + months, 12)
    return date(year, month + 1, min(born.day, monthrange(year, month + 1)[1]))
