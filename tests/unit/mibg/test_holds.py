"""Medicines before an infusion: which time counts, the days at the limits, and what nobody is told to stop."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from tests.support.mibg import SITE

from rosette.knowledge import load_knowledge
from rosette.mibg.holds import HoldState, free_day, holds_of, last_day
from rosette.mibg.site import Hold
from rosette.records import RecordIndex, build_record

KNOWLEDGE = load_knowledge()
ON, INFUSION = date(2026, 6, 1), date(2026, 6, 15)


def holds(agent, *, infusion=INFUSION, own=None, **days):
    fact = {
        "id": "fact-0",
        "source": {"type": "laboratory", "name": "invented"},
        "recorded_at": "2026-05-01T10:00:00",
        "recorded_by": "test",
        "kind": "medication",
        "agent": agent,
        "from": "2026-01-01",
        **days,
    }
    record = build_record(
        {"format": "rosette-record/1", "id": "invented", "birth_date": "2019-03-02", "sex": "male", "facts": [fact]}
    )
    site = SITE if own is None else attrs.evolve(SITE, holds=(Hold(names=(agent,), hours=own, source="site list"),))
    return holds_of(RecordIndex(record, KNOWLEDGE), on=ON, infusion=infusion, site=site, knowledge=KNOWLEDGE)


def hold(agent, **more):
    (found,) = holds(agent, **more)
    return found


# --- how long ------------------------------------------------------------------------------------------------


def test_the_time_of_the_site_counts_when_it_is_the_longer():
    """Dasatinib stands for any medicine with a half-life on file: five times 5 h are shorter than 48 h."""
    found = hold("dasatinib", own=48.0, ongoing=True)
    assert (found.hours, found.why) == (48.0, "site: site list")
    assert found.end_by == date(2026, 6, 12)


def test_five_half_lives_count_when_they_are_the_longer():
    found = hold("bortezomib", own=72.0, ongoing=True)
    assert found.hours == pytest.approx(5 * 108.6)
    assert found.why == "5 half-lives of 108.6 h"
    assert found.end_by == date(2026, 5, 22)
    assert found.state is HoldState.TOO_SOON


def test_without_a_half_life_it_is_a_week_unless_the_site_holds_longer():
    assert hold("labetalol", ongoing=True).hours == 168
    assert "about a week" in hold("labetalol", ongoing=True).why
    assert hold("labetalol", own=240.0, ongoing=True).hours == 240


@pytest.mark.parametrize(
    ("hours", "last", "free"),
    [
        (0, date(2026, 6, 14), date(2026, 6, 16)),
        (24, date(2026, 6, 13), date(2026, 6, 17)),
        (25, date(2026, 6, 12), date(2026, 6, 18)),
        (36, date(2026, 6, 12), date(2026, 6, 18)),
        (48, date(2026, 6, 12), date(2026, 6, 18)),
        (49, date(2026, 6, 11), date(2026, 6, 19)),
    ],
)
def test_a_dose_and_an_infusion_at_any_hour_of_their_days_lie_far_enough_apart(hours, last, free):
    assert last_day(INFUSION, hours) == last
    assert free_day(INFUSION, hours) == free


# --- how it stands -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("infusion", "state", "free"),
    [
        (date(2026, 6, 9), HoldState.END, None),
        (date(2026, 6, 8), HoldState.TOO_SOON, date(2026, 6, 9)),
    ],
)
def test_a_medicine_may_end_today_but_not_yesterday(infusion, state, free):
    found = hold("labetalol", infusion=infusion, ongoing=True)
    assert (found.state, found.free_from) == (state, free)


@pytest.mark.parametrize(
    ("infusion", "end", "state"),
    [
        (date(2026, 6, 15), "2026-06-07", HoldState.FREE),
        (date(2026, 6, 15), "2026-06-08", HoldState.TOO_SOON),
        (date(2026, 6, 9), "2026-06", HoldState.UNKNOWN),
        (date(2026, 6, 8), "2026-06", HoldState.TOO_SOON),
        (date(2026, 7, 8), "2026-06", HoldState.FREE),
    ],
)
def test_an_end_that_is_known_to_the_month_only_is_unknown_where_it_matters(infusion, end, state):
    assert hold("salbutamol", infusion=infusion, to=end).state is state


@pytest.mark.parametrize(("end", "named"), [("2026-06-01", False), ("2026-06-02", True)])
def test_an_expected_effect_is_named_for_the_last_fourteen_days(end, named):
    assert bool(holds("tramadol", to=end)) is named


def test_a_medicine_without_a_known_or_expected_effect_is_not_named():
    assert holds("ondansetron", ongoing=True) == ()


# --- what is said --------------------------------------------------------------------------------------------


def test_a_hold_names_the_medicine_its_reason_and_what_was_read():
    found = hold("labetalol", ongoing=True)
    assert (found.name, found.discuss) == ("labetalol", True)
    assert "labetalol" in found.evidence
    assert "would have to end by 2026-06-07 (7 days; no half-life on file, so about a week" in found.sentence


def test_only_medicines_for_the_blood_pressure_warn_against_stopping():
    found = hold("salbutamol", ongoing=True)
    assert found.discuss is False
    assert "do not stop it on its own" not in found.sentence
