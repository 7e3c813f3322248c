"""Age by the calendar, with both ends when the birth date is partial."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from rosette.kernel import PartialDate, Span, age_reached, completed_years
from rosette.records.facts import Diagnosis, Fact
from rosette.records.record import ChildRecord
from rosette.records.views.index import RecordIndex
from rosette.records.views.spans import point


@frozen
class AgeBounds:
    """A child born between `born_first` and `born_last`, both included."""

    born_first: date
    born_last: date

    def reaches(self, age: Span) -> tuple[int, int]:
        """First and last possible ordinal of the day on which the child becomes so old."""
        return age_reached(self.born_first, age).toordinal(), age_reached(self.born_last, age).toordinal()

    def years(self, on: date) -> tuple[int, int]:
        """Lowest and highest possible number of completed years on the day."""
        return completed_years(self.born_last, on), completed_years(self.born_first, on)


def age_bounds(birth: PartialDate | ChildRecord) -> AgeBounds:
    """The ages that a birth date, or the birth date of a record, allows."""
    day = birth.birth if isinstance(birth, ChildRecord) else birth
    return AgeBounds(day.earliest, day.latest)


def diagnosis_day(index: RecordIndex) -> tuple[int, int, Fact] | None:
    """First and last possible ordinal of the day of diagnosis, with its fact: the earliest of the record."""
    facts = [fact for fact in index.record.of(Diagnosis) if fact.diagnosis is not None] or index.record.of(Diagnosis)
    if not facts:
        return None
    earliest = min(facts, key=point)
    return point(earliest)[0], min(point(fact)[1] for fact in facts), earliest
