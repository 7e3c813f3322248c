"""Results of tests in a history in TOML: a value with its limits, a grade, a word of the report, an audiogram."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from rosette.kernel import NotComputable, Quantity, UnitError, did_you_mean, one_of
from rosette.knowledge import Knowledge, SurveillanceTest
from rosette.knowledge.rows import Row, shown
from rosette.records.measured import canonical
from rosette.survivorship.hearing import Ear, audiometry
from rosette.survivorship.results import Result
from rosette.survivorship.told_days import day_only
from rosette.survivorship.told_given import rows_of

EARS = ("left", "right")


def results_in(row: Row, knowledge: Knowledge) -> tuple[Result, ...]:
    """Every result of a history by its day; faults are noted. Of a partial day the earliest is taken."""
    found = [*_all_results(row, knowledge), *_audiograms(row, knowledge)]
    return tuple(sorted(found, key=lambda each: (each.on, each.test, each.code)))


def _all_results(row: Row, knowledge: Knowledge) -> Iterator[Result]:
    for each in rows_of(row, "result"):
        yield from _result(each, knowledge)


def _result(row: Row, knowledge: Knowledge) -> Iterator[Result]:
    code, test, on = row.text("code", default=""), row.text("test", default=""), _on(row)
    tests = _tests(row, code, test, knowledge)
    values = {name: _value(row, name, code, knowledge) for name in ("value", "uln", "lln")}
    grade = row.text("grade", default="")
    abnormal = row.flag("abnormal") if row.get("abnormal") is not None else None
    row.close()
    if on is not None:
        yield from (Result(test=each, on=on, code=code, grade=grade, abnormal=abnormal, **values) for each in tests)


def _on(row: Row) -> date | None:
    if row.get("on") is None:
        row.problems.add(row.path, found='"on" is missing', wanted="the day of the test, or its year")
        return None
    return day_only(row, "on")


def _tests(row: Row, code: str, test: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The tests that a row reports: the one it names, or those that its code reports."""
    known = knowledge.table(SurveillanceTest)
    if test and test not in known:
        row.refuse("test", f'"{test}" is not a test{did_you_mean(test, known)}')
        return ()
    by_code = tuple(each.id for each in known.values() if code in each.codes)
    if code and not by_code and code not in knowledge.observations:
        codes = sorted({name for each in known.values() for name in each.codes})
        row.refuse("code", f'"{code}" reports no test{did_you_mean(code, codes)}', one_of(codes, most=40))
    elif not test and not by_code:
        row.problems.add(row.path, found="no test is named", wanted='"test", or a "code" that reports one')
    return (test,) if test else by_code


def _value(row: Row, key: str, code: str, knowledge: Knowledge) -> float | None:
    """A number in the unit of its code; without a code it is a plain number such as a Z-score, as text."""
    told = row.get(key)
    if told is None:
        return None
    if code not in knowledge.observations:
        return _plain(row, key, told)
    found = row.amount(told, key, like="")
    return None if found is None else _canonical(row, key, found, code, knowledge)


def _canonical(row: Row, key: str, found: Quantity, code: str, knowledge: Knowledge) -> float | None:
    try:
        return canonical(found, code, knowledge)
    except UnitError:
        row.refuse(key, f'"{found}" is not in a unit of {code}', f"such as {knowledge.observations[code].unit}")
        return None


def _plain(row: Row, key: str, told: object) -> float | None:
    try:
        return float(told) if isinstance(told, str) else _bare(row, key, told)
    except ValueError:
        row.refuse(key, f"{shown(told)} is not a plain number", 'such as "-2.1"; a quantity needs its "code"')
        return None


def _bare(row: Row, key: str, told: object) -> float | None:
    if isinstance(told, int | float) and not isinstance(told, bool):
        return float(told)
    row.refuse(key, f"{shown(told)} is not a number", 'such as "-2.1"')
    return None


def _audiograms(row: Row, knowledge: Knowledge) -> Iterator[Result]:
    for each in rows_of(row, "audiogram"):
        on, ears = _on(each), [_ear(each, side) for side in EARS]
        each.close()
        left, right = ears
        if on is not None and left is not None and right is not None:
            try:
                yield audiometry(left, right, knowledge, on=on)
            except NotComputable as fault:
                each.problems.add(each.path, found=str(fault), remedy="Give the levels by bone, or leave the row out.")


def _ear(row: Row, side: str) -> Ear | None:
    air, bone = _levels(row, side), _levels(row, f"{side}_bone")
    normal = row.choice(f"{side}_tympanogram", ("normal", "abnormal"), default="normal") == "normal"
    if not air and not bone:
        row.problems.add(row.path, found=f"no levels of the {side} ear", wanted=f'{side} = {{ "4" = "25 dB" }}')
        return None
    return Ear(air=air, bone=bone, tympanogram_normal=normal)


def _levels(row: Row, key: str) -> Mapping[str, float]:
    """Hearing levels by frequency in kHz."""
    if row.get(key) is None:
        return {}
    return {str(at): level for at, told in row.table(key).items() if (level := _level(row, key, told)) is not None}


def _level(row: Row, key: str, told: object) -> float | None:
    count, _, unit = told.partition(" ") if isinstance(told, str) else ("", "", "")
    if unit == "dB" and count.removeprefix("-").isdecimal():
        return float(count)
    row.refuse(key, f"{shown(told)} is not a hearing level", 'such as "25 dB"')
    return None
