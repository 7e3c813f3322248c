"""Results of surveillance tests out of a child's record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from rosette.knowledge import Knowledge, SurveillanceTest
from rosette.records import Assessment, ChildRecord, RecordIndex
from rosette.records.views.readings import measured
from rosette.survivorship.hearing import SURVEILLANCE
from rosette.survivorship.results import Result

BAD = ("abnormal", "impaired", "positive", "problem")
SIOP_GRADE = "siop_hearing_grade"


def results_of(record: ChildRecord, knowledge: Knowledge, *, on: date) -> tuple[Result, ...]:
    """The results of surveillance tests up to a day, in the units of knowledge; a partial day is left out."""
    tests = {code: row.id for row in knowledge.table(SurveillanceTest).values() for code in row.codes}
    found = [*_measured(RecordIndex(record, knowledge), tests), *_coded(record, tests)]
    return tuple(sorted((each for each in found if each.on <= on), key=lambda each: (each.on, each.test, each.code)))


def _measured(index: RecordIndex, tests: Mapping[str, str]) -> Iterator[Result]:
    for code, readings in measured(index).items():
        for each in readings if code in tests else ():
            if each.first == each.last:
                day = date.fromordinal(each.last)
                yield Result(test=tests[code], on=day, code=code, value=each.value, uln=each.uln, lln=each.lln)


def _coded(record: ChildRecord, tests: Mapping[str, str]) -> Iterator[Result]:
    for fact in record.of(Assessment):
        if fact.code in tests and fact.on is not None and fact.on.exact:
            graded = fact.code == SIOP_GRADE
            yield Result(
                test=tests[fact.code],
                on=fact.on.earliest,
                code=fact.code,
                grade=f"{SURVEILLANCE} {fact.result}" if graded else "",
                abnormal=fact.result != "0" if graded else fact.result in BAD,
            )
