"""What a site has open: the programme file and the days on which a child may enter."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.unit.portfolio.samples import PROGRAMME, changed, lay_out, portfolio, refused

from rosette.kernel import UsageError
from rosette.portfolio import Programme, Slot, load_portfolio, load_programme, read_programme

DAY = date(2026, 6, 1)
NEXT = timedelta(days=1)


def slot(**fields: Any) -> Slot:
    return Slot(**{"place": "T1/a", "status": "open", **fields})


def on(text: str) -> date:
    return date.fromisoformat(text)


# --- the file -----------------------------------------------------------------------------------------


def programme(folder: Path, text: str = PROGRAMME) -> Programme:
    trials = portfolio(folder)
    return read_programme(lay_out(folder, {"site.toml": text}) / "site.toml", portfolio=trials)


def faults(folder: Path, *changes: tuple[str, str]) -> list[str]:
    trials = portfolio(folder)
    lay_out(folder, {"site.toml": changed(PROGRAMME, *changes)})
    return refused(read_programme, folder / "site.toml", portfolio=trials)


def test_a_programme_is_read_by_place(tmp_path: Path) -> None:
    site = programme(tmp_path)
    assert (site.id, site.label, site.as_of) == ("site", "A site that was made up", date(2026, 1, 1))
    assert list(site.slots) == ["T1/a", "T1/b/2"]
    first = site.slots["T1/a"]
    assert (first.status, first.opened, first.closes) == ("open", on("2026-02-01"), on("2026-12-31"))
    assert (first.total, first.taken, first.left) == (3, 1, 2)
    assert site.slots["T1/b/2"].total is None


def test_a_programme_may_have_nothing(tmp_path: Path) -> None:
    assert programme(tmp_path, PROGRAMME[: PROGRAMME.index("[[row]]")]).slots == {}


FAULTS = [
    (
        "a status that is none",
        ('status = "open"', 'status = "opened"'),
        ['site.toml, row[0].status: "opened" (did you mean "open"?); expected one of open, suspended, closed, waiting'],
    ),
    (
        "a place that is none",
        ('arm = "a"', 'arm = "c"'),
        ['site.toml, row[0]: "T1/c" is not in the portfolio (did you mean "T1/a"?)'],
    ),
    (
        "a trial that is none",
        ('trial = "T1"\narm = "a"', 'trial = "T9"\narm = "a"'),
        ['site.toml, row[0]: "T9/a" is not in the portfolio (did you mean "T1/a"?)'],
    ),
    (
        "a level that is none",
        ("level = 2", "level = 3"),
        ['site.toml, row[1]: "T1/b/3" is not in the portfolio (did you mean "T1/b/2"?)'],
    ),
    (
        "an arm of levels without a level",
        ("level = 2\n", ""),
        ['site.toml, row[1]: "T1/b" is not in the portfolio (did you mean "T1/b/2"?)'],
    ),
    (
        "a key with a letter wrong",
        ("closes = 2026", "close = 2026"),
        [
            'site.toml, row[0].close: unknown key (did you mean "closes"?); expected one of trial, arm, level, status, '
            "opened, closes, slots, next_slot, label"
        ],
    ),
    (
        "places without how many are taken",
        ("{ total = 3, taken = 1 }", "{ total = 3 }"),
        ["site.toml, row[0].slots.taken: missing. Add it."],
    ),
    (
        "places in words",
        ("{ total = 3, taken = 1 }", '{ total = "three", taken = 1 }'),
        ['site.toml, row[0].slots.total: "three"; expected a whole number'],
    ),
    (
        "places as a number",
        ("{ total = 3, taken = 1 }", "3"),
        ["site.toml, row[0].slots: 3; expected a table"],
    ),
    (
        "more taken than there are",
        ("{ total = 3, taken = 1 }", "{ total = 3, taken = 4 }"),
        ["site.toml, row[0].slots: 4 taken of 3; expected 0 to all of them"],
    ),
    (
        "fewer than none taken",
        ("{ total = 3, taken = 1 }", "{ total = 3, taken = -1 }"),
        ["site.toml, row[0].slots: -1 taken of 3; expected 0 to all of them"],
    ),
    (
        "closed before it opens",
        ("closes = 2026-12-31", "closes = 2026-02-01"),
        ["site.toml, row[0].closes: 2026-02-01; expected a day after 2026-02-01, when it opens"],
    ),
    (
        "a day as text",
        ("opened = 2026-02-01", 'opened = "2026-02-01"'),
        ['site.toml, row[0].opened: "2026-02-01"; expected a date'],
    ),
    (
        "a moment for a day",
        ("opened = 2026-02-01", "opened = 2026-02-01T08:00:00"),
        ["site.toml, row[0].opened: 2026-02-01 08:00:00; expected a date"],
    ),
    ("no day of its own", ("as_of = 2026-01-01\n", ""), ["site.toml, as_of: missing. Add it."]),
    (
        "one place twice",
        ('arm = "b"\nlevel = 2\nstatus = "waiting"', 'arm = "a"\nstatus = "waiting"'),
        ['site.toml: "T1/a" stands twice. Keep one row a place.'],
    ),
]


@pytest.mark.parametrize(("change", "found"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_programme_that_is_wrong_is_refused(change: tuple[str, str], found: list[str], tmp_path: Path) -> None:
    assert faults(tmp_path, change) == found


def test_every_fault_of_a_programme_comes_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, ('status = "open"', 'status = "shut"'), ("level = 2", "level = 9"))
    assert [line.partition(":")[0] for line in found] == ["site.toml, row[0].status", "site.toml, row[1]"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "site.toml: not TOML: "),
        ("row = 1", "site.toml, row: 1; expected a list"),
        ("row = [1]", "site.toml, row[0]: 1; expected a table"),
        ("", "site.toml, id: missing. Add it."),
    ],
)
def test_what_is_no_programme_is_refused(text: str, said: str, tmp_path: Path) -> None:
    trials = portfolio(tmp_path)
    lay_out(tmp_path, {"site.toml": text})
    assert any(line.startswith(said) for line in refused(read_programme, tmp_path / "site.toml", portfolio=trials))


def test_a_programme_that_is_not_there_is_named(tmp_path: Path) -> None:
    (found,) = refused(read_programme, tmp_path / "none.toml", portfolio=portfolio(tmp_path))
    assert found.endswith("none.toml: cannot be read: No such file or directory")


def test_the_shipped_programme_has_places_of_the_shipped_portfolio_only() -> None:
    places = {place for trial in load_portfolio().trials.values() for place, _ in trial.places()}
    assert set(load_programme().slots) <= places
    assert "comfort-care/comfort-care" in load_programme().slots


def test_a_place_of_the_shipped_programme_is_a_place_of_the_portfolio() -> None:
    for place in load_programme().slots:
        trial, arm = load_portfolio().place(place)
        assert f"{trial.id}/{arm.place}" == place
    with pytest.raises(UsageError):
        load_portfolio().place("comfort-care/other")


# --- the days -----------------------------------------------------------------------------------------


def test_an_open_arm_without_days_is_open_on_any_day() -> None:
    assert slot().open_on(date.min)
    assert slot().open_on(DAY)
    assert slot().next_open(DAY) == DAY + NEXT


def test_the_day_of_opening_is_open_and_the_day_before_is_not() -> None:
    opens = slot(opened=DAY)
    assert opens.open_on(DAY)
    assert not opens.open_on(DAY - NEXT)
    assert opens.next_open(DAY - NEXT) == DAY
    assert opens.next_open(date(2020, 1, 1)) == DAY


def test_the_day_of_closing_is_shut_and_the_day_before_is_not() -> None:
    closing = slot(closes=DAY)
    assert closing.open_on(DAY - NEXT)
    assert not closing.open_on(DAY)
    assert closing.next_open(DAY - NEXT) is None
    assert closing.next_open(DAY - NEXT - NEXT) == DAY - NEXT


def test_an_arm_with_one_place_left_is_open() -> None:
    assert slot(total=3, taken=2).open_on(DAY)
    assert slot(total=3, taken=2).left == 1


def test_a_full_arm_opens_on_the_day_of_its_next_place() -> None:
    full = slot(total=3, taken=3, next_slot=DAY)
    assert full.left == 0
    assert not full.open_on(DAY - NEXT)
    assert full.next_open(DAY - NEXT) == DAY
    assert full.open_on(DAY)
    assert full.may_open(DAY - NEXT)


def test_a_full_arm_without_a_next_place_is_not_known_to_open() -> None:
    full = slot(total=3, taken=3)
    assert not full.open_on(DAY)
    assert full.next_open(DAY) is None
    assert not full.may_open(DAY)


def test_a_next_place_after_the_closing_opens_nothing() -> None:
    full = slot(total=3, taken=3, next_slot=DAY, closes=DAY)
    assert not full.open_on(DAY)
    assert full.next_open(DAY - NEXT) is None


def test_a_next_place_before_the_end_of_a_window_opens_it() -> None:
    full = slot(total=3, taken=3, next_slot=DAY, closes=DAY + NEXT)
    assert full.next_open(DAY - NEXT) == DAY
    assert full.open_on(DAY)


def test_a_next_place_before_the_opening_opens_nothing_earlier() -> None:
    full = slot(total=3, taken=3, next_slot=DAY - NEXT, opened=DAY)
    assert not full.open_on(DAY - NEXT)
    assert full.next_open(DAY - NEXT) == DAY


def test_a_next_place_of_an_arm_with_places_does_not_delay_it() -> None:
    assert slot(total=3, taken=1, next_slot=DAY + NEXT).open_on(DAY)


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_an_arm_that_is_suspended_or_closed_opens_on_no_known_day(status: str) -> None:
    shut = slot(status=status, opened=date(2020, 1, 1), next_slot=DAY, total=3, taken=0)
    assert not shut.open_on(DAY)
    assert shut.next_open(DAY) is None
    assert not shut.may_open(DAY)


def test_an_arm_that_waits_opens_on_its_day() -> None:
    waiting = slot(status="waiting", opened=DAY)
    assert not waiting.open_on(DAY - NEXT)
    assert waiting.next_open(DAY - NEXT) == DAY
    assert waiting.open_on(DAY)


def test_an_arm_that_waits_without_a_day_opens_on_no_known_day() -> None:
    assert not slot(status="waiting").open_on(DAY)
    assert slot(status="waiting").next_open(DAY) is None
    assert not slot(status="waiting", total=3, taken=3, next_slot=DAY).open_on(DAY)


# --- in words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "open"),
        ({"total": 3, "taken": 1}, "open, 2 of 3 places"),
        ({"total": 3, "taken": 3}, "full, no place known"),
        ({"total": 3, "taken": 3, "next_slot": date(2026, 9, 1)}, "full, next place 2026-09-01"),
        ({"total": 3, "taken": 3, "next_slot": date(2026, 6, 1)}, "open, a place since 2026-06-01"),
        ({"opened": date(2026, 6, 1)}, "open"),
        ({"opened": date(2026, 6, 2), "total": 3, "taken": 1}, "opens 2026-06-02"),
        ({"closes": date(2026, 6, 2)}, "open"),
        ({"closes": date(2026, 6, 1)}, "closed 2026-06-01"),
        ({"status": "suspended"}, "suspended"),
        ({"status": "closed", "opened": date(2027, 1, 1)}, "closed"),
        ({"status": "waiting"}, "not yet open"),
        ({"status": "waiting", "opened": date(2026, 9, 1)}, "opens 2026-09-01"),
        ({"status": "waiting", "opened": date(2026, 6, 1), "total": 2, "taken": 0}, "open, 2 of 2 places"),
        ({"status": "waiting", "opened": date(2026, 5, 1), "total": 2, "taken": 2}, "full, no place known"),
        ({"status": "waiting", "opened": date(2026, 5, 1), "closes": date(2026, 6, 1)}, "closed 2026-06-01"),
    ],
)
def test_a_slot_says_how_it_stands_on_the_day(fields: dict[str, Any], said: str) -> None:
    assert slot(**fields).sentence(DAY) == said


def test_without_a_day_a_slot_says_its_status() -> None:
    assert slot(opened=date(2030, 1, 1), total=3, taken=1).sentence() == "open, 2 of 3 places"
    assert slot(total=3, taken=3, next_slot=date(2020, 1, 1)).sentence() == "full, next place 2020-01-01"


days = st.dates(date(2026, 1, 1), date(2026, 3, 1))
slots = st.builds(
    lambda **fields: slot(**fields),
    status=st.sampled_from(["open", "suspended", "closed", "waiting"]),
    opened=st.none() | days,
    closes=st.none() | days,
    total=st.none() | st.integers(0, 3),
    taken=st.integers(0, 4),
    next_slot=st.none() | days,
)


@given(slots, days)
def test_the_next_open_day_is_the_first_of_all_later_days_that_is_open(some: Slot, day: date) -> None:
    later = [day + timedelta(days=count) for count in range(1, 120)]
    assert some.next_open(day) == next((each for each in later if some.open_on(each)), None)
    assert some.may_open(day) is (some.open_on(day) or any(some.open_on(each) for each in later))


@given(slots, days)
def test_a_slot_says_open_on_the_days_on_which_it_is(some: Slot, day: date) -> None:
    said = some.sentence(day)
    assert (said == "open" or said.startswith("open, ")) is some.open_on(day)
