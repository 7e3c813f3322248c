"""Laws of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from rosette.kernel import PartialDate, Span, Window, add_months, age_reached, completed_years
from rosette.kernel.dates import SPAN_UNITS

days = st.dates(date(1990, 1, 1), date(2040, 12, 31))
spans = st.builds(Span, st.integers(0, 60), st.sampled_from(SPAN_UNITS))


@given(span=spans)
def test_a_span_reads_back(span: Span) -> None:
    assert Span.parse(str(span)) == span


@given(on=days, parts=st.integers(1, 3))
def test_a_partial_date_reads_back_and_holds_its_day(on: date, parts: int) -> None:
    partial = PartialDate(*(on.year, on.month, on.day)[:parts])
    assert PartialDate.parse(str(partial)) == partial
    assert partial.earliest <= on <= partial.latest
    assert partial.exact == (partial.earliest == partial.latest)


@given(on=days, months=st.integers(-600, 600))
def test_counting_months_lands_in_the_month_and_never_after_the_day(on: date, months: int) -> None:
    found = add_months(on, months)
    assert (found.year * 12 + found.month) - (on.year * 12 + on.month) == months
    assert found.day <= on.day
    assert found.day == on.day or (found + timedelta(days=1)).day == 1


@given(on=days, span=spans)
def test_the_day_after_a_span_is_not_before_and_weeks_are_seven_days(on: date, span: Span) -> None:
    assert span.before(on) <= on <= span.after(on)
    if span.unit == "week":
        assert span.after(on) == Span(span.count * 7, "day").after(on)
    if span.unit in ("day", "week"):
        assert span.before(span.after(on)) == on


@given(result=days, span=spans)
def test_a_result_is_in_the_window_exactly_until_its_last_day(result: date, span: Span) -> None:
    window = Window(span)
    last = window.valid_until(result)
    assert result in window.ending(last)
    for later in range(1, 40):
        assert result not in window.ending(last + timedelta(days=later))


@given(birth=days, years=st.integers(0, 40))
def test_an_age_in_years_is_completed_on_the_day_it_is_reached_and_not_before(birth: date, years: int) -> None:
    reached = age_reached(birth, Span(years, "year"))
    assert completed_years(birth, reached) == years
    assert completed_years(birth, reached - timedelta(days=1)) == years - 1
    assert age_reached(birth, Span(years * 12, "month")) == reached


@pytest.mark.parametrize("year", [2024, 2028, 2000])
def test_a_child_of_29_february_has_a_birthday_every_year(year: int) -> None:
    reached = [age_reached(date(year, 2, 29), Span(age, "year")) for age in range(20)]
    assert {(day.month, day.day) for day in reached} == {(2, 29), (3, 1)}
    assert [day.year for day in reached] == [year + age for age in range(20)]
