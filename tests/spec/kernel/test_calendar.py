"""The calendar of the programme, drawn: counting months and years, birthdays, ages in words, windows."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.records import table

from rosette.kernel import PartialDate, Span, Window, add_months, age_reached, age_text, completed_years

MONTHS = """
from       | months | to
-----------+--------+-----------
2026-01-15 | 1      | 2026-02-15
2026-01-31 | 1      | 2026-02-28
2024-01-31 | 1      | 2024-02-29
2026-01-28 | 1      | 2026-02-28
2026-03-31 | 1      | 2026-04-30
2026-05-31 | 3      | 2026-08-31
2026-11-30 | 1      | 2026-12-30
2026-11-30 | 2      | 2027-01-30
2026-12-31 | 1      | 2027-01-31
2026-12-01 | 12     | 2027-12-01
2024-02-29 | 12     | 2025-02-28
2024-02-29 | 48     | 2028-02-29
2026-03-31 | -1     | 2026-02-28
2026-01-31 | -1     | 2025-12-31
2026-01-01 | -13    | 2024-12-01
2026-06-10 | 0      | 2026-06-10
2024-03-30 | -1     | 2024-02-29
"""

SPANS = """
from       | span     | after      | before
-----------+----------+------------+-----------
2026-03-31 | 0 days   | 2026-03-31 | 2026-03-31
2026-03-31 | 1 day    | 2026-04-01 | 2026-03-30
2026-03-31 | 21 days  | 2026-04-21 | 2026-03-10
2026-03-31 | 1 week   | 2026-04-07 | 2026-03-24
2026-03-31 | 6 weeks  | 2026-05-12 | 2026-02-17
2026-03-31 | 1 month  | 2026-04-30 | 2026-02-28
2026-03-31 | 6 months | 2026-09-30 | 2025-09-30
2026-03-31 | 1 year   | 2027-03-31 | 2025-03-31
2024-02-29 | 1 year   | 2025-02-28 | 2023-02-28
2024-02-29 | 4 years  | 2028-02-29 | 2020-02-29
"""

BIRTHDAYS = """
born       | age       | reached on | why
-----------+-----------+------------+----
2019-03-10 | 7 years   | 2026-03-10 | the birthday
2019-03-10 | 18 months | 2020-09-10 |
2019-03-10 | 547 days  | 2020-09-07 |
2019-03-10 | 2 weeks   | 2019-03-24 |
2024-02-29 | 1 year    | 2025-03-01 | born on 29 February, common year
2024-02-29 | 12 months | 2025-03-01 | twelve months are a year
2024-02-29 | 4 years   | 2028-02-29 | leap year
2024-02-29 | 48 months | 2028-02-29 |
2024-02-29 | 24 months | 2026-03-01 |
2024-02-29 | 6 months  | 2024-08-29 | not a whole year
2024-02-29 | 18 months | 2025-08-29 |
2024-02-29 | 0 years   | 2024-02-29 |
2024-02-29 | 52 weeks  | 2025-02-27 | weeks are counted
2000-02-29 | 100 years | 2100-03-01 | 2100 is a common year
2023-08-31 | 6 months  | 2024-02-29 | falls back to the month's last day
2024-02-28 | 1 year    | 2025-02-28 | only the 29th moves
2023-01-29 | 1 month   | 2023-02-28 |
"""

YEARS = """
born       | on         | years
-----------+------------+------
2019-03-10 | 2026-03-09 | 6
2019-03-10 | 2026-03-10 | 7
2019-03-10 | 2019-03-10 | 0
2019-03-10 | 2020-03-09 | 0
2019-03-10 | 2019-03-09 | -1
2019-03-10 | 2018-12-31 | -1
2024-02-29 | 2025-02-28 | 0
2024-02-29 | 2025-03-01 | 1
2024-02-29 | 2028-02-28 | 3
2024-02-29 | 2028-02-29 | 4
"""

WORDS = """
born       | on         | in words
-----------+------------+---------
2026-05-01 | 2026-04-30 | not yet born
2026-05-01 | 2026-05-01 | 0 days
2026-05-01 | 2026-05-02 | 1 day
2026-05-01 | 2026-05-31 | 30 days
2026-05-01 | 2026-06-01 | 1 month
2026-05-31 | 2026-06-29 | 29 days
2026-05-31 | 2026-06-30 | 1 month
2026-05-01 | 2027-05-01 | 12 months
2024-06-02 | 2026-06-01 | 23 months
2024-06-01 | 2026-06-01 | 2 years
2019-06-02 | 2026-06-01 | 6 years
2019-06-01 | 2026-06-01 | 7 years
2024-02-29 | 2025-02-28 | 11 months
2024-02-29 | 2025-03-01 | 12 months
2024-02-29 | 2026-02-28 | 23 months
2024-02-29 | 2026-03-01 | 2 years
2024-02-29 | 2027-02-28 | 2 years
2019       | 2026-06-01 | 6 years to 7 years
2019-06    | 2026-06-15 | 6 years to 7 years
2019-06    | 2026-07-15 | 7 years
2026-05    | 2026-05-20 | not yet born to 19 days
2026-04    | 2026-05-15 | 15 days to 1 month
2024-05    | 2026-05-15 | 23 months to 2 years
"""

WINDOWS = """
window    | on         | reaches back to | a result of | counts until
----------+------------+-----------------+-------------+-------------
7 days    | 2026-06-08 | 2026-06-01      | 2026-06-01  | 2026-06-08
0 days    | 2026-06-08 | 2026-06-08      | 2026-06-01  | 2026-06-01
2 weeks   | 2026-06-15 | 2026-06-01      | 2026-06-01  | 2026-06-15
1 month   | 2026-05-31 | 2026-04-30      | 2026-04-30  | 2026-05-31
1 month   | 2026-03-31 | 2026-02-28      | 2026-02-28  | 2026-03-31
1 month   | 2026-06-15 | 2026-05-15      | 2026-05-15  | 2026-06-15
1 month   | 2026-03-28 | 2026-02-28      | 2026-01-31  | 2026-02-28
3 months  | 2026-05-31 | 2026-02-28      | 2026-02-28  | 2026-05-31
1 year    | 2025-02-28 | 2024-02-28      | 2024-02-28  | 2025-02-28
1 year    | 2024-02-29 | 2023-02-28      | 2023-02-28  | 2024-02-29
"""


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(("start", "months", "end"), table(MONTHS))
def test_months_are_calendar_months(start: str, months: str, end: str) -> None:
    assert add_months(day(start), int(months)) == day(end)


@pytest.mark.parametrize(("start", "span", "after", "before"), table(SPANS))
def test_a_span_is_counted_forward_and_back(start: str, span: str, after: str, before: str) -> None:
    assert Span.parse(span).after(day(start)) == day(after)
    assert Span.parse(span).before(day(start)) == day(before)


@pytest.mark.parametrize(("born", "age", "reached", "why"), table(BIRTHDAYS))
def test_an_age_is_reached_on_its_day(born: str, age: str, reached: str, why: str) -> None:
    assert age_reached(day(born), Span.parse(age)) == day(reached), why


@pytest.mark.parametrize(("born", "on", "years"), table(YEARS))
def test_years_are_completed_on_the_birthday(born: str, on: str, years: str) -> None:
    assert completed_years(day(born), day(on)) == int(years)


@pytest.mark.parametrize(("born", "on", "words"), table(WORDS))
def test_an_age_is_said_in_days_months_or_years(born: str, on: str, words: str) -> None:
    assert age_text(PartialDate.parse(born), day(on)) == words


@pytest.mark.parametrize(("window", "on", "back", "result", "until"), table(WINDOWS))
def test_a_window_reaches_back_to_its_first_day(window: str, on: str, back: str, result: str, until: str) -> None:
    span = Window(Span.parse(window))
    assert span.ending(day(on)).first == day(back)
    assert span.ending(day(on)).last == day(on)
    assert span.valid_until(day(result)) == day(until)
