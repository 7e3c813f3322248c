"""Spans of calendar time: how they are read, said and compared."""

from __future__ import annotations

from datetime import date

import pytest

from rosette.kernel import DateError, DayRange, Span


@pytest.mark.parametrize(
    ("text", "count", "unit", "said"),
    [
        ("21 days", 21, "day", "21 days"),
        ("1 day", 1, "day", "1 day"),
        ("0 days", 0, "day", "0 days"),
        ("6 weeks", 6, "week", "6 weeks"),
        ("1 weeks", 1, "week", "1 week"),
        ("3 month", 3, "month", "3 months"),
        (" 2 years ", 2, "year", "2 years"),
        ("1 year", 1, "year", "1 year"),
    ],
)
def test_a_span_is_read_and_said(text: str, count: int, unit: str, said: str) -> None:
    span = Span.parse(text)
    assert (span.count, span.unit, str(span)) == (count, unit, said)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("21", ""),
        ("days", ""),
        ("-3 days", ""),
        ("1.5 years", ""),
        ("21days", ""),
        ("3  days", ""),
        ("3 moons", ' (did you mean "month"?)'),
        ("3 dayz", ' (did you mean "day"?)'),
        ("3 hours", ""),
        ("3 Days", ""),
        ("", ""),
    ],
)
def test_what_is_not_a_span_is_refused_with_the_nearest_unit(text: str, hint: str) -> None:
    with pytest.raises(DateError) as caught:
        Span.parse(text)
    assert caught.value.problem.path == ""
    assert str(caught.value) == f'"{text}" is not a span of time{hint}; expected such as "21 days" or "6 months"'


def test_a_span_is_not_negative_and_has_a_known_unit() -> None:
    with pytest.raises(ValueError, match="count"):
        Span(-1, "day")
    with pytest.raises(ValueError, match="unit"):
        Span(1, "hour")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2 years", 2),
        ("24 months", 2),
        ("12 months", 1),
        ("0 months", 0),
        ("18 months", None),
        ("11 months", None),
        ("365 days", None),
        ("52 weeks", None),
        ("0 days", None),
    ],
)
def test_only_months_and_years_make_whole_years(text: str, years: int | None) -> None:
    assert Span.parse(text).whole_years == years


def day(number: int) -> date:
    return date(2026, 6, number)


def test_a_range_holds_both_its_ends_and_is_open_without_one() -> None:
    closed = DayRange(day(2), day(4))
    assert [number for number in range(1, 7) if day(number) in closed] == [2, 3, 4]
    assert [number for number in range(1, 7) if day(number) in DayRange(None, day(4))] == [1, 2, 3, 4]
    assert [number for number in range(1, 7) if day(number) in DayRange(day(2), None)] == [2, 3, 4, 5, 6]
    assert day(1) in DayRange()


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ((1, 5), (3, 8), (3, 5)),
        ((3, 8), (1, 5), (3, 5)),
        ((None, 5), (3, None), (3, 5)),
        ((1, None), (3, None), (3, None)),
        ((None, 5), (None, 8), (None, 5)),
        ((None, None), (None, None), (None, None)),
        ((1, 2), (4, 5), (4, 2)),
    ],
)
def test_two_ranges_share_the_days_of_both(
    one: tuple[int | None, int | None], other: tuple[int | None, int | None], both: tuple[int | None, int | None]
) -> None:
    def range_(ends: tuple[int | None, int | None]) -> DayRange:
        return DayRange(*(None if end is None else day(end) for end in ends))

    assert range_(one) & range_(other) == range_(both)


def test_a_range_is_empty_only_when_it_ends_before_it_begins() -> None:
    assert DayRange(day(3), day(2)).empty
    assert not DayRange(day(3), day(3)).empty
    assert not DayRange(None, day(2)).empty
    assert not DayRange(day(3), None).empty
    assert not DayRange().empty
