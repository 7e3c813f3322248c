"""Limits by age: which row, on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from rosette.kernel import age_reached
from rosette.knowledge import load_knowledge

TABLES = sorted(load_knowledge().age_sex_tables)
BIRTHS = st.dates(date(1990, 1, 1), date(2026, 12, 31))


@given(table=st.sampled_from(TABLES), birth=BIRTHS, days=st.integers(-400, 365 * 30))
def test_at_most_one_row_speaks_for_a_day(table: str, birth: date, days: int) -> None:
    on = birth + timedelta(days=days)
    speaking = [row for row in load_knowledge().age_sex_tables[table].rows if on in row.days(birth)]
    assert len(speaking) <= 1


@given(table=st.sampled_from(TABLES), birth=BIRTHS, place=st.integers(0, 7))
def test_a_row_begins_on_the_birthday_and_not_the_day_before(table: str, birth: date, place: int) -> None:
    known = load_knowledge().age_sex_tables[table]
    row = known.rows[place % len(known.rows)]
    birthday = age_reached(birth, row.from_age)
    assert known.row(birth, birthday) is row
    assert known.row(birth, birthday - timedelta(days=1)) is not row


@given(table=st.sampled_from(TABLES), birth=BIRTHS, place=st.integers(0, 7))
def test_a_row_ends_the_day_before_the_next_birthday(table: str, birth: date, place: int) -> None:
    known = load_knowledge().age_sex_tables[table]
    row = known.rows[place % len(known.rows)]
    if row.to_age is not None:
        end = age_reached(birth, row.to_age)
        assert known.row(birth, end) is not row
        assert known.row(birth, end - timedelta(days=1)) is row


@given(birth=BIRTHS, days=st.integers(0, 365 * 30), sex=st.sampled_from(["male", "female"]))
def test_the_limit_never_falls_with_age(birth: date, days: int, sex: str) -> None:
    table = load_knowledge().age_sex_tables["creatinine_cog"]
    early, late = (table.limit(birth, sex, birth + timedelta(days=days + more)) for more in (0, 200))
    assert early is None or late is None or early <= late


def test_outside_the_table_there_is_no_limit() -> None:
    tables, birth = load_knowledge().age_sex_tables, date(2024, 5, 1)
    assert tables["creatinine_cog"].limit(birth, "male", date(2025, 4, 30)) is None
    assert tables["creatinine_cog_infant"].limit(birth, "male", date(2024, 5, 31)) is None
    assert tables["creatinine_old"].limit(birth, "male", date(2046, 5, 1)) is None
    assert tables["creatinine_old"].limit(birth, "male", date(2024, 4, 30)) is None


@pytest.mark.parametrize("sex", ["", "unknown", "Male"])
def test_a_sex_that_the_table_does_not_know_has_no_limit(sex: str) -> None:
    table = load_knowledge().age_sex_tables["creatinine_cog"]
    assert table.limit(date(2010, 1, 1), sex, date(2026, 1, 1)) is None


def test_a_child_of_29_february_has_the_birthday_on_1_march() -> None:
    table, birth = load_knowledge().age_sex_tables["creatinine_cog"], date(2024, 2, 29)
    assert table.limit(birth, "female", date(2025, 2, 28)) is None
    assert table.limit(birth, "female", date(2025, 3, 1)) == 0.6
