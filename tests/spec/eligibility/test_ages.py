"""Age by the calendar: bounds at the birthdays, births known in part, age at diagnosis."""

from __future__ import annotations

import pytest
from tests.support.children import YES, fact, judged, rows, truth, word

AT_BIRTHDAYS = """
    asked                          | born       | day before | that day   | before, on
    age >= 1 year                  | 2025-06-01 | 2026-05-31 | 2026-06-01 | no  yes
    age > 1 year                   | 2025-06-01 | 2026-06-01 | 2026-06-02 | no  yes
    age >= 12 months               | 2025-06-01 | 2026-05-31 | 2026-06-01 | no  yes
    age < 22 years                 | 2004-06-02 | 2026-06-01 | 2026-06-02 | yes no
    age <= 21 years                | 2004-06-02 | 2026-06-01 | 2026-06-02 | yes no
    age < 21 years                 | 2005-06-02 | 2026-06-01 | 2026-06-02 | yes no
    age >= 1 year and < 30 years   | 1996-06-02 | 2026-06-01 | 2026-06-02 | yes no
    age >= 180 days                | 2025-12-03 | 2026-05-31 | 2026-06-01 | no  yes
    age >= 26 weeks                | 2025-12-01 | 2026-05-31 | 2026-06-01 | no  yes
    age >= 10 years                | 2016-02-29 | 2026-02-28 | 2026-03-01 | no  yes
    age >= 6 months                | 2025-08-31 | 2026-02-27 | 2026-02-28 | no  yes
"""


@pytest.mark.parametrize("row", rows(AT_BIRTHDAYS))
def test_age_bounds(row: list[str]) -> None:
    asked, born, before, on, expected = row
    assert [word(truth(asked, birth=born, on=day)) for day in (before, on)] == expected.split()


KNOWN_IN_PART = """
    asked            | born    | day        | truth
    age >= 18 months | 2024-11 | 2026-04-30 | no
    age >= 18 months | 2024-11 | 2026-05-01 | ?
    age >= 18 months | 2024-11 | 2026-05-29 | ?
    age >= 18 months | 2024-11 | 2026-05-30 | yes
    age >= 2 years   | 2024    | 2025-12-31 | no
    age >= 2 years   | 2024    | 2026-06-01 | ?
    age >= 2 years   | 2024    | 2026-12-31 | yes
    age >= 1 year    | 2024    | 2026-06-01 | yes
    age <= 21 years  | 2004    | 2025-12-31 | yes
    age <= 21 years  | 2004    | 2026-06-01 | ?
    age <= 21 years  | 2004    | 2026-12-31 | no
"""


@pytest.mark.parametrize("row", rows(KNOWN_IN_PART))
def test_a_birth_known_in_part_leaves_unknown_what_it_decides(row: list[str]) -> None:
    asked, born, on, expected = row
    assert word(truth(asked, birth=born, on=on)) == expected


AT_DIAGNOSIS = """
    asked                                        | born       | diagnosed  | truth
    age at diagnosis < 547 days                  | 2019-03-10 | 2020-09-06 | yes
    age at diagnosis < 547 days                  | 2019-03-10 | 2020-09-07 | no
    age at diagnosis < 21 years                  | 2005-06-01 | 2026-05-31 | yes
    age at diagnosis < 21 years                  | 2005-06-01 | 2026-06-01 | no
    age at diagnosis <= 18 years                 | 2007-06-02 | 2026-06-01 | yes
    age at diagnosis <= 18 years                 | 2007-06-02 | 2026-06-02 | no
    age at diagnosis < 18 months                 | 2019-03-10 | 2020       | ?
    age at diagnosis < 18 months                 | 2019-03-10 | 2020-08    | yes
    age at diagnosis < 18 months                 | 2019       | 2020-05-01 | yes
    age at diagnosis < 18 months                 | 2019       | 2020-07-01 | ?
    age at diagnosis >= 12 months and < 18 months | 2018      | 2019-07-15 | ?
    age at diagnosis >= 12 months and < 18 months | 2018-03   | 2019-07-15 | yes
"""


@pytest.mark.parametrize("row", rows(AT_DIAGNOSIS))
def test_age_at_diagnosis(row: list[str]) -> None:
    """Two bounds can both be missed at the ends of a partial date and met inside it."""
    asked, born, diagnosed, expected = row
    diagnosis = fact("diagnosis", on=diagnosed, diagnosis="neuroblastoma")
    assert word(truth(asked, diagnosis, birth=born, on="2026-06-02")) == expected


def test_without_a_day_of_diagnosis_the_age_at_it_is_unknown() -> None:
    assert word(truth("age at diagnosis < 547 days")) == "?"


def test_the_first_diagnosis_counts() -> None:
    first = fact("diagnosis", on="2020-01-01", diagnosis="neuroblastoma")
    again = fact("diagnosis", on="2024-01-01", diagnosis="neuroblastoma")
    assert truth("age at diagnosis < 547 days", again, first) is YES


def test_an_age_says_how_old_the_child_is() -> None:
    assert judged("age >= 1 year").why == "7 years old on 2026-06-01 (born 2019-03-10)"
    assert judged("age >= 1 year", birth="2019").why == "6 years to 7 years old on 2026-06-01 (born 2019)"
