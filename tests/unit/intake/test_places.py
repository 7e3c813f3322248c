"""Where a child lives: what is refused there and since when, what must be arranged, when the office works."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from rosette.intake import (
    ITEMS,
    arrangements_for,
    countries,
    load_office,
    load_refusals,
    ready_to_travel,
    refusals_for,
    regions_of,
    twin_keys,
)
from rosette.texts import LANGUAGES

REFUSED = [
    ("US", "ME", "second_opinion", date(2026, 6, 1), 1),
    ("US", "ME", "second_opinion", date(2025, 12, 31), 0),
    ("US", "ME", "appointment", date(2026, 6, 1), 0),
    ("US", "AK", "second_opinion", date(2026, 2, 28), 1),
    ("US", "AK", "second_opinion", date(2026, 3, 1), 0),
    ("US", "CA", "second_opinion", date(2026, 6, 1), 0),
    ("MX", "", "second_opinion", date(2026, 6, 1), 0),
]


@pytest.mark.parametrize(("country", "region", "service", "on", "count"), REFUSED)
def test_a_refusal_holds_for_a_place_a_service_and_its_days(
    country: str, region: str, service: str, on: date, count: int
) -> None:
    assert len(refusals_for(country=country, region=region, service=service, on=on)) == count


def test_every_refusal_has_a_reason_and_another_way_in_every_language() -> None:
    for each in load_refusals():
        assert set(each.why) == set(each.instead) == set(LANGUAGES)
        assert set(each.regions) <= set(regions_of(each.country))


NEEDED = [
    ({"country": "US", "region": "CA"}, ""),
    ({}, ""),
    ({"country": "US", "region": "TX", "interpreter": "no"}, "records review payer estimate caregiver lodging"),
    ({"country": "MX", "interpreter": "both"}, " ".join(ITEMS)),
]


@pytest.mark.parametrize(("answers", "items"), NEEDED)
def test_from_farther_away_more_must_be_arranged(answers: dict[str, str], items: str) -> None:
    assert " ".join(arrangements_for(answers)) == items


def test_travel_is_booked_last() -> None:
    assert ready_to_travel([])
    assert ready_to_travel(["done", "not_needed"])
    assert not ready_to_travel(["done", "asked"])


WORKING = [
    (date(2026, 6, 1), 2, date(2026, 6, 3)),  # Monday
    (date(2026, 6, 5), 2, date(2026, 6, 9)),  # Friday: over a weekend
    (date(2026, 7, 1), 2, date(2026, 7, 6)),  # Independence Day is a Saturday, kept on Friday, 3 July
    (date(2026, 12, 24), 1, date(2026, 12, 28)),  # Christmas is a Friday
]


@pytest.mark.parametrize(("day", "count", "found"), WORKING)
def test_working_days_leave_out_weekends_and_the_offices_holidays(day: date, count: int, found: date) -> None:
    assert load_office().after(day, count) == found


def test_the_lists_of_places_are_whole() -> None:
    assert len(regions_of("US")) == 52
    assert {"US", "MX", "SY", "PS", "GB"} <= countries()


BORN = date(2021, 3, 27)


def same(one: str, other: str, born: date = BORN) -> str:
    keys = {key.text: key.strength for key in twin_keys(one, BORN)}
    found = {keys[key.text] for key in twin_keys(other, born) if key.text in keys}
    return "same" if "same" in found else "likely" if found else ""


TWINS = [
    ("Lucía Inventada Pérez", "lucia INVENTADA-PEREZ", "same"),
    ("Lucía Inventada Pérez", "Inventada Pérez, Lucía", "same"),
    ("Lucía Inventada Pérez", "Lucia Perez", "likely"),
    ("Lucía Inventada Pérez", "Luis Otro", ""),
    ("محمد علي", "علي محمد", "same"),
]


@pytest.mark.parametrize(("one", "other", "found"), TWINS)
def test_the_same_child_is_found_under_another_spelling(one: str, other: str, found: str) -> None:
    assert same(one, other) == found


def test_another_birth_date_is_another_child() -> None:
    assert same("Lucía Inventada", "Lucía Inventada", date(2021, 3, 26)) == ""


@given(st.text(max_size=60))
def test_a_name_has_the_same_keys_in_any_order_and_case(name: str) -> None:
    turned = " ".join(reversed(name.split()))
    assert set(twin_keys(name, BORN)) == set(twin_keys(turned, BORN))
