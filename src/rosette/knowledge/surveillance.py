"""Rows of surveillance for late effects: profiles, tests, rules, and what results ask for."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from rosette.kernel import Span, UnitError
from rosette.knowledge.calendars import Interval, Start, Stop, read_interval, read_start, read_stop
from rosette.knowledge.declared import age, choice, declared, flag, text, words
from rosette.knowledge.entries import Entry
from rosette.knowledge.rows import Row
from rosette.knowledge.triggers import Trigger, read_trigger

TAGS = ("V", "GK", "P", "D")
OWNERS = ("clinic", "family doctor", "family")
FORMS = ("test", "advice", "none")
BASES = ("value", "uln", "lln", "grade")


@frozen(kw_only=True)
class SurveillanceProfile(Entry):
    """A set of rules of one guideline and edition; `includes` names the profiles whose rows come with it.

    conversion: the set that turns anthracyclines into doxorubicin. to_sign: no row acts before a site signed it.
    """

    name: str
    edition: str
    licence: str
    conversion: str
    includes: tuple[str, ...] = ()
    to_sign: bool = False


@frozen(kw_only=True)
class SurveillanceTest(Entry):
    """A test, examination or talk; `codes`: the observations and coded tests of a record that report it."""

    name: str
    codes: tuple[str, ...] = ()


@frozen(kw_only=True)
class SurveillanceRule(Entry):
    """One rule: when it applies, for which late effect, which test, from when, how often, until when.

    code: the name by which a plan shows it. form: a test, advice, or no routine test at all.
    series: rows of one series are alternatives, the strictest first.
    tag: V read at the source, GK general knowledge, P of the programme, D derived. again: an age at which it repeats.
    """

    profile: str
    code: str
    series: str
    form: str
    effect: str
    when: Trigger
    modifiers: tuple[str, ...]
    test: str
    start: Start
    interval: Interval
    told: str
    stop: Stop | None
    again: Span | None
    window: Span | None
    note: str
    if_abnormal: str
    owner: str
    evidence: str
    score: str
    tag: str
    signed_by: str
    signed_on: date | None


@frozen(kw_only=True)
class SurveillanceResult(Entry):
    """What a result of a test asks for, by its value, a multiple of a limit of its report, or its grade."""

    test: str
    code: str
    basis: str
    over: float | None
    at_least: float | None
    at_most: float | None
    under: float | None
    unit: str
    grade: str
    repeat: Span | None
    refer: str


def _day(row: Row, key: str) -> date | None:
    return None if row.get(key) is None else row.day(key)


def _number(row: Row, key: str) -> float | None:
    """A number with its unit, in `unit` of the row; a multiple of a limit is written "2"."""
    value = row.get(key)
    unit = row.text("unit", default="1")
    if value is None or not unit:  # a unit that is no text was refused
        return None
    found = row.amount(f"{value} 1" if isinstance(value, str) and unit == "1" else value, key, like=unit)
    try:
        return None if found is None else found.to(unit).value
    except UnitError as fault:
        row.refuse("unit", str(fault))
        return None


def _code(row: Row, key: str) -> str:
    return row.text(key, default=row.text("id"))


def _series(row: Row, key: str) -> str:
    return row.text(key, default=_code(row, "code"))


read_surveillance_profile = declared(
    SurveillanceProfile,
    name=text(),
    edition=text(),
    licence=text(),
    conversion=text(),
    includes=words(),
    to_sign=flag(),
)
read_surveillance_test = declared(SurveillanceTest, name=text(), codes=words())
read_surveillance_rule = declared(
    SurveillanceRule,
    profile=text(),
    code=_code,
    series=_series,
    form=choice(*FORMS, default="test"),
    effect=text(),
    when=read_trigger,
    modifiers=words(),
    test=text(),
    start=read_start,
    interval=read_interval,
    told=text(default=""),
    stop=read_stop,
    again=age,
    window=age,
    note=text(default=""),
    if_abnormal=text(default=""),
    owner=choice(*OWNERS, default="clinic"),
    evidence=text(),
    score=text(default=""),
    tag=choice(*TAGS),
    signed_by=text(default=""),
    signed_on=_day,
)
read_surveillance_result = declared(
    SurveillanceResult,
    test=text(),
    code=text(default=""),
    basis=choice(*BASES),
    over=_number,
    at_least=_number,
    at_most=_number,
    under=_number,
    unit=text(default="1"),
    grade=text(default=""),
    repeat=age,
    refer=text(default=""),
)
SURVEILLANCE = {
    "surveillance_profile": read_surveillance_profile,
    "surveillance_test": read_surveillance_test,
    "surveillance_rule": read_surveillance_rule,
    "surveillance_result": read_surveillance_result,
}
