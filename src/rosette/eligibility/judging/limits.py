"""What a result is compared with: an amount, a multiple of a limit of normal, or an age-sex table."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

from rosette.eligibility.judging.bounds import exact
from rosette.eligibility.nodes import Absolute, Limit, Multiple, TableLimit
from rosette.eligibility.subject import Subject
from rosette.kernel import Quantity, age_reached, number_text
from rosette.records import views
from rosette.records.views import Reading

Stretches = Sequence[tuple[int, frozenset[float]]]


def canonical(subject: Subject, quantity: Quantity, code: str) -> float:
    """An amount in the canonical unit of a measured quantity; static checks have proved that it converts."""
    return exact(subject.knowledge.observations[code].canonical(quantity).value)


def limits(subject: Subject, code: str, limit: Limit, reading: Reading) -> Stretches:
    """Days and the amounts that may be the limit on them; empty when the limit is not known at all."""
    if isinstance(limit, Absolute):
        return [(subject.full, frozenset({canonical(subject, limit.quantity, code)}))]
    if isinstance(limit, Multiple):
        normal = _normal(subject, code, limit, reading)
        return [] if normal is None else [(subject.full, frozenset({exact(limit.factor * normal)}))]
    return _table_limits(subject, limit)


def _normal(subject: Subject, code: str, limit: Multiple, reading: Reading) -> float | None:
    if limit.fixed is not None:
        return canonical(subject, limit.fixed, code)
    return reading.uln if limit.of == "ULN" else reading.lln


def _table_limits(subject: Subject, limit: TableLimit) -> Stretches:
    """Limits by age and sex, cut at the birthdays on which the row changes; outside the table nothing is known."""
    birth, sexes = subject.record.birth, _sexes(subject)
    table = subject.knowledge.age_sex_tables[limit.table]
    births = sorted({birth.earliest, birth.latest})
    turns = {
        age_reached(born, age).toordinal()
        for born in births
        for row in table.rows
        for age in (row.from_age, row.to_age)
        if age
    }
    cuts = sorted(
        {
            subject.frame.start,
            subject.frame.stop,
            *(turn for turn in turns if subject.frame.start < turn < subject.frame.stop),
        }
    )
    stretches = []
    for first, stop in itertools.pairwise(cuts):
        amounts = {table.limit(born, sex, date.fromordinal(first)) for born in births for sex in sexes}
        if None not in amounts:
            stretches.append(
                (subject.frame.days(first, stop - 1), frozenset(each for each in amounts if each is not None))
            )
    return stretches


def _sexes(subject: Subject) -> tuple[str, ...]:
    known = tuple(value for value, _ in views.attribute(subject.index, "sex", subject.day))
    return known or ("female", "male")


def limits_today(subject: Subject, code: str, limit: Limit, reading: Reading) -> list[float]:
    """The amounts that may be the limit on the day, the lowest first."""
    bit = subject.frame.bit(subject.day)
    return sorted({amount for days, some in limits(subject, code, limit, reading) if days & bit for amount in some})


def limit_text(subject: Subject, code: str, limit: Limit, reading: Reading) -> str:
    """The limit of the day, for people."""
    said = " or ".join(number_text(amount) for amount in limits_today(subject, code, limit, reading))
    if not said:
        return "not known"
    unit = subject.knowledge.observations[code].unit
    if isinstance(limit, Multiple):
        return f"{said} {unit}, {number_text(limit.factor)} x {limit.of}"
    return f"{said} {unit}, table {limit.table}" if isinstance(limit, TableLimit) else f"{said} {unit}"
