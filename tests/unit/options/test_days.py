"""The days of an option: since when, until when, from when; with the programme's own days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st
from tests.support.records import ON, child, lab, make
from tests.unit.options.samples import COUNT, GROWN, MET, TOO_OLD, WASHOUT, option, slot

from rosette.kernel import Truth
from rosette.portfolio import Slot
from rosette.records import ChildRecord, Closure, Therapy


def day(text: str) -> date:
    return date.fromisoformat(text)


def lorlatinib(end: str | None = "2026-05-20", **more: object) -> Therapy:
    return make(Therapy, agent="lorlatinib", start="2026-01-10", end=end, **more)


def treated(end: str | None = "2026-05-20", **more: object) -> ChildRecord:
    return child(
        lorlatinib(end, **more), make(Closure, on="2026-05-30", covers=("therapies",)), lab("platelets", "80000 /uL")
    )


# --- opens_on -----------------------------------------------------------------------------------------


def test_an_open_option_opens_today() -> None:
    assert option(child(), MET, slot=slot()).opens_on == ON


def test_a_washout_opens_on_the_day_it_is_over() -> None:
    assert option(treated(), WASHOUT, slot=slot()).opens_on == day("2026-06-10")


def test_a_birthday_opens_an_option() -> None:
    assert option(child(birth="2008-09-01"), GROWN, slot=slot()).opens_on == day("2026-09-01")


def test_an_option_beyond_the_horizon_has_no_day() -> None:
    assert option(child(birth="2012-09-01"), GROWN, slot=slot()).opens_on is None


def test_a_medicine_without_an_end_keeps_its_washout_shut() -> None:
    assert option(treated(None, ongoing=True), WASHOUT, slot=slot()).opens_on is None


def test_what_is_not_known_does_not_open_by_waiting() -> None:
    assert option(child(), COUNT, slot=slot()).opens_on is None


def test_an_option_that_the_programme_does_not_have_opens_by_its_criteria() -> None:
    assert option(treated(), WASHOUT).opens_on == day("2026-06-10")


@pytest.mark.parametrize(
    ("here", "opens"),
    [
        (slot(opened=day("2026-06-01")), "2026-06-10"),
        (slot(opened=day("2026-06-11")), "2026-06-11"),
        (slot(opened=day("2026-08-01")), "2026-08-01"),
        (slot(status="waiting", opened=day("2026-07-01")), "2026-07-01"),
        (slot(status="waiting"), None),
        (slot(status="suspended"), None),
        (slot(status="closed"), None),
        (slot(closes=day("2026-06-10")), None),
        (slot(closes=day("2026-06-11")), "2026-06-10"),
        (slot(total=2, taken=2), None),
        (slot(total=2, taken=2, next_slot=day("2026-06-20")), "2026-06-20"),
        (slot(total=2, taken=2, next_slot=day("2026-06-05")), "2026-06-10"),
        (slot(total=2, taken=2, next_slot=day("2026-06-20"), closes=day("2026-06-20")), None),
    ],
    ids=lambda value: value.sentence() + str(value.closes or "") if isinstance(value, Slot) else str(value),
)
def test_an_option_opens_on_the_first_day_that_suits_the_child_and_the_programme(here: Slot, opens: str | None) -> None:
    assert option(treated(), WASHOUT, slot=here).opens_on == (None if opens is None else day(opens))


def test_an_option_that_shuts_before_the_programme_opens_does_not_open() -> None:
    grows_out = child(birth="2024-09-01")
    assert option(grows_out, TOO_OLD, slot=slot()).opens_on == ON
    assert option(grows_out, TOO_OLD, slot=slot(opened=day("2026-08-31"))).opens_on == day("2026-08-31")
    assert option(grows_out, TOO_OLD, slot=slot(opened=day("2026-09-01"))).opens_on is None


# --- closes_on ----------------------------------------------------------------------------------------


def test_an_option_closes_on_a_birthday() -> None:
    assert option(child(birth="2024-09-01"), TOO_OLD, slot=slot()).closes_on == day("2026-09-01")


def test_an_option_closes_with_the_programme_when_that_is_first() -> None:
    grows_out = child(birth="2024-09-01")
    assert option(grows_out, TOO_OLD, slot=slot(closes=day("2026-08-01"))).closes_on == day("2026-08-01")
    assert option(grows_out, TOO_OLD, slot=slot(closes=day("2026-10-01"))).closes_on == day("2026-09-01")


def test_an_option_that_nothing_shuts_has_no_day() -> None:
    assert option(child(), MET, slot=slot()).closes_on is None


def test_an_option_that_never_opens_does_not_close() -> None:
    assert option(child(), TOO_OLD, slot=slot(closes=day("2026-08-01"))).closes_on is None


def test_a_result_that_goes_stale_does_not_close_an_option() -> None:
    fresh = option(child(lab("platelets", "80000 /uL")), COUNT, slot=slot())
    assert fresh.closes_on is None
    assert fresh.stale_on == day("2026-06-06")


# --- stale_on, since ----------------------------------------------------------------------------------


def test_an_open_option_is_stale_on_the_first_day_beyond_the_window_of_a_result() -> None:
    assert option(child(lab("platelets", "80000 /uL", on="2026-05-31")), COUNT).stale_on == day("2026-06-08")


def test_an_open_option_that_rests_on_no_result_goes_stale_on_the_next_change_only() -> None:
    assert option(child(), MET).stale_on is None
    assert option(child(birth="2024-09-01"), TOO_OLD).stale_on == day("2026-09-01")


def test_an_option_that_is_not_open_does_not_go_stale() -> None:
    assert option(child(lab("platelets", "20000 /uL")), COUNT).stale_on is None


def test_an_open_option_is_so_since_the_day_of_its_last_result() -> None:
    assert option(child(lab("platelets", "80000 /uL")), COUNT).since == day("2026-05-29")


def test_an_option_that_was_always_open_has_no_first_day_of_being_so() -> None:
    assert option(child(), MET).since is None


# --- repeats_due, first_day ---------------------------------------------------------------------------


def test_a_result_that_is_too_old_by_the_opening_must_be_repeated() -> None:
    due = option(treated(), WASHOUT, COUNT, slot=slot()).repeats_due
    assert [report.criterion.id for report in due] == ["X2"]


def test_a_result_that_is_still_good_on_the_opening_is_not_repeated() -> None:
    assert option(treated("2026-05-12"), WASHOUT, COUNT, slot=slot()).repeats_due == ()


def test_an_option_that_waits_for_the_programme_asks_for_repeats_by_then() -> None:
    waiting = option(treated("2026-01-20"), COUNT, slot=slot(opened=day("2026-06-07")))
    assert waiting.opens_on == day("2026-06-07")
    assert [report.criterion.id for report in waiting.repeats_due] == ["X1"]
    assert option(treated("2026-01-20"), COUNT, slot=slot(opened=day("2026-06-05"))).repeats_due == ()


def test_an_option_that_is_open_or_never_opens_asks_for_no_repeat() -> None:
    assert option(treated("2026-01-20"), COUNT, slot=slot()).repeats_due == ()
    assert option(treated("2026-01-20"), COUNT, TOO_OLD, slot=slot()).repeats_due == ()


def test_the_first_day_is_that_of_the_cheapest_way_in() -> None:
    assert option(treated(), WASHOUT, COUNT).first_day == day("2026-06-10")
    assert option(child(), COUNT).first_day == ON
    assert option(child(), TOO_OLD).first_day is None


# --- laws ---------------------------------------------------------------------------------------------

days = st.dates(ON - timedelta(days=30), ON + timedelta(days=60))
here = st.builds(
    Slot,
    place=st.just("T1/a"),
    status=st.sampled_from(["open", "waiting", "suspended"]),
    opened=st.none() | days,
    closes=st.none() | days,
    total=st.none() | st.just(2),
    taken=st.integers(1, 2),
    next_slot=st.none() | days,
)
ends = st.dates(ON - timedelta(days=30), ON - timedelta(days=1)).map(str)


@given(here, ends)
@settings(max_examples=60)
def test_the_opening_is_the_first_day_on_which_criteria_and_programme_agree(some: Slot, end: str) -> None:
    found = option(treated(end), WASHOUT, COUNT, TOO_OLD.replace("2 years", "12 years"), slot=some)
    ahead = [ON + timedelta(days=count) for count in range(300)]
    agreed = [each for each in ahead if found.carried.at(each) is Truth.YES and some.open_on(each)]
    assert found.opens_on == (agreed[0] if agreed else None)


@given(here, ends)
@settings(max_examples=60)
def test_an_option_closes_after_it_opens_and_is_open_until_then(some: Slot, end: str) -> None:
    found = option(treated(end), WASHOUT, COUNT, slot=some)
    if found.opens_on is not None and found.closes_on is not None:
        assert found.opens_on < found.closes_on
        assert some.open_on(found.closes_on - timedelta(days=1))
        assert not some.open_on(found.closes_on) or found.carried.at(found.closes_on) is Truth.NO


@given(here, ends)
@settings(max_examples=60)
def test_what_is_due_is_met_today_and_stale_on_the_opening(some: Slot, end: str) -> None:
    found = option(treated(end), WASHOUT, COUNT, slot=some)
    for report in found.repeats_due:
        assert found.opens_on is not None
        assert report.truth is Truth.YES
        assert report.judgement.timeline.at(found.opens_on) is Truth.UNKNOWN
        assert report.judgement.carried_timeline.at(found.opens_on) is Truth.YES
