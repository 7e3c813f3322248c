"""Results of surveillance tests, and what they ask for: a repeat, a referral, a grade."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from rosette.kernel import Span, UsageError
from rosette.knowledge import SurveillanceResult
from rosette.survivorship.rulebook import RuleBook


@frozen(kw_only=True)
class Result:
    """One result of a test on a day.

    code: what was measured, such as "ferritin". value: in the unit of that code. uln, lln: the limits of the report.
    grade: a grade that was given, such as "SIOP 2". abnormal: what the report says.
    """

    test: str
    on: date
    code: str = ""
    value: float | None = None
    uln: float | None = None
    lln: float | None = None
    grade: str = ""
    abnormal: bool | None = None


@frozen(kw_only=True)
class Consequence:
    """What the last results of a test ask for."""

    repeat: Span | None = None
    referrals: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


def by_test(results: Iterable[Result], book: RuleBook) -> dict[str, list[Result]]:
    """Results by their test; raises UsageError for a test that nobody knows."""
    found: dict[str, list[Result]] = {}
    for result in results:
        if result.test not in book.tests:
            raise UsageError(f'There is no test "{result.test}".')
        found.setdefault(result.test, []).append(result)
    return found


def consequence(results: Iterable[Result], book: RuleBook, *, if_abnormal: str) -> Consequence:
    """What results of one day ask for; an abnormal one that no row covers asks what its rule says."""
    rows: list[SurveillanceResult] = []
    referrals: list[str] = []
    for result in results:
        hit = [row for row in book.results.get(result.test, ()) if applies(row, result)]
        rows += hit
        if result.abnormal and not hit:
            referrals.append(if_abnormal)
    acting = [row for row in rows if row.verified]
    repeats = sorted((row.repeat for row in acting if row.repeat is not None), key=_days)
    return Consequence(
        repeat=repeats[0] if repeats else None,
        referrals=tuple(dict.fromkeys([*(row.refer for row in rows if row.refer), *referrals])),
        grades=tuple(dict.fromkeys(row.grade for row in rows if row.grade)),
        unverified=tuple(dict.fromkeys(f"{row.id}: {row.unverified}" for row in rows if row.unverified)),
    )


def applies(row: SurveillanceResult, result: Result) -> bool:
    """Whether a row speaks of a result; a multiple of a limit needs the limit of the report."""
    if row.code and row.code != result.code:
        return False
    if row.basis == "grade":
        return bool(row.grade) and row.grade == result.grade
    scale = {"value": 1.0, "uln": result.uln, "lln": result.lln}[row.basis]
    if result.value is None or not scale:
        return False
    value = result.value / scale
    return (
        (row.over is None or value > row.over)
        and (row.at_least is None or value >= row.at_least)
        and (row.at_most is None or value <= row.at_most)
        and (row.under is None or value < row.under)
    )


def _days(span: Span) -> int:
    return (span.after(date(2001, 1, 1)) - date(2001, 1, 1)).days
