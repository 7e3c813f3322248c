"""A date of which a part may be unknown: nothing is filled in."""

from __future__ import annotations

from datetime import date

import pytest

from rosette.kernel import BadInput, DateError, PartialDate, Problem, RosetteError


@pytest.mark.parametrize(
    ("text", "parts", "earliest", "latest", "exact"),
    [
        ("2024", (2024, None, None), date(2024, 1, 1), date(2024, 12, 31), False),
        ("2024-05", (2024, 5, None), date(2024, 5, 1), date(2024, 5, 31), False),
        ("2024-02", (2024, 2, None), date(2024, 2, 1), date(2024, 2, 29), False),
        ("2023-02", (2023, 2, None), date(2023, 2, 1), date(2023, 2, 28), False),
        ("2024-12", (2024, 12, None), date(2024, 12, 1), date(2024, 12, 31), False),
        ("2024-05-31", (2024, 5, 31), date(2024, 5, 31), date(2024, 5, 31), True),
        ("2024-02-29", (2024, 2, 29), date(2024, 2, 29), date(2024, 2, 29), True),
        ("0987-01", (987, 1, None), date(987, 1, 1), date(987, 1, 31), False),
    ],
)
def test_a_date_is_read_with_the_days_that_it_can_mean(
    text: str, parts: tuple[int, int | None, int | None], earliest: date, latest: date, exact: bool
) -> None:
    read = PartialDate.parse(text)
    assert (read.year, read.month, read.day) == parts
    assert (read.earliest, read.latest, read.exact) == (earliest, latest, exact)
    assert str(read) == text


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-5", "2024-05-1", "2024/05", "05-2024", "2024-", "2024-05-", "2024-05-31T00:00", " 2024", "2024 "],
)
def test_what_is_not_written_as_a_date_is_refused_with_the_shape(text: str) -> None:
    with pytest.raises(DateError) as caught:
        PartialDate.parse(text)
    assert str(caught.value) == f'"{text}" is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD'
    assert caught.value.problem == Problem("", f'"{text}" is not a date', "YYYY, YYYY-MM or YYYY-MM-DD")


@pytest.mark.parametrize("text", ["2024-00", "2024-00-00", "2024-05-00", "2024-00-07"])
def test_a_zero_for_an_unknown_part_is_refused(text: str) -> None:
    with pytest.raises(DateError) as caught:
        PartialDate.parse(text)
    assert caught.value.problem == Problem("", f'"{text}" has a zero part', "", "Leave an unknown part out.")
    assert str(caught.value) == caught.value.problem.sentence()


@pytest.mark.parametrize(
    "text", ["2023-02-29", "2024-02-30", "2024-04-31", "2024-13", "2024-13-01", "0000", "2024-01-32"]
)
def test_a_day_that_the_calendar_does_not_have_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(DateError) as caught:
        PartialDate.parse(text)
    parts = [int(part) for part in text.split("-")] + [1, 1]
    with pytest.raises(ValueError, match=r".") as calendar:
        date(*parts[:3])
    assert caught.value.problem == Problem("", f'"{text}" is not a day of the calendar', "", str(calendar.value))


@pytest.mark.parametrize(("month", "day"), [(0, None), (5, 0), (None, 0), (0, 5)])
def test_a_zero_part_is_refused_however_the_date_is_made(month: int | None, day: int | None) -> None:
    with pytest.raises(DateError, match="is not a day of the calendar"):
        PartialDate(2024, month, day)


def test_a_day_without_a_month_is_refused() -> None:
    for day in (5, 31):
        with pytest.raises(DateError, match=rf'^"2024-{day:02}" has a day but no month$') as caught:
            PartialDate(2024, None, day)
        assert caught.value.problem.path == ""


def test_a_day_of_the_calendar_is_an_exact_date() -> None:
    made = PartialDate.of(date(2024, 5, 31))
    assert made == PartialDate(2024, 5, 31)
    assert made.exact
    assert str(PartialDate.of(date(2024, 1, 2))) == "2024-01-02"


def test_partial_dates_have_no_order() -> None:
    with pytest.raises(TypeError):
        _ = PartialDate(2024) < PartialDate(2025)  # type: ignore[operator]


def test_an_unreadable_date_is_bad_input_of_one_problem() -> None:
    with pytest.raises(DateError) as caught:
        PartialDate.parse("soon")
    assert isinstance(caught.value, RosetteError)
    assert isinstance(caught.value, ValueError)
    assert not isinstance(caught.value, BadInput)
    assert caught.value.exit_code == 3
    assert caught.value.explain() == 'DateError: "soon" is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD'
