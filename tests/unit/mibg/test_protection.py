"""Iodide: its first day, its doses a day, its warnings at their limits, and the tests of later years."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest
from tests.support.mibg import SITE

from rosette.kernel import PartialDate
from rosette.knowledge import load_knowledge
from rosette.mibg.protection import thyroid_plan

KNOWLEDGE = load_knowledge()
INFUSION = date(2026, 6, 15)


def plan(birth="2019-01-01", infusion=INFUSION, **iodide):
    site = attrs.evolve(SITE, iodide=attrs.evolve(SITE.iodide, **iodide))
    return thyroid_plan(birth=PartialDate.parse(birth), mass_kg=20.0, infusion=infusion, site=site, knowledge=KNOWLEDGE)


@pytest.mark.parametrize(("lead", "days"), [(1.0, 1), (24.0, 1), (25.0, 2), (48.0, 2), (49.0, 3)])
def test_a_lead_that_is_begun_is_a_whole_day(lead, days):
    assert plan(lead_h=lead).days[0].on == INFUSION - timedelta(days=days)


def test_the_site_s_regimen_source_and_times_a_day_stand_in_the_plan():
    found = plan(a_day=3)
    assert {day.times for day in found.days} == {3}
    assert (found.regimen.id, found.source, found.infusion) == ("fda-by-age", SITE.iodide.source, INFUSION)


def test_the_thyroid_is_tested_in_each_of_three_years():
    assert [day for day, _ in plan().follow_up] == [date(2027, 6, 15), date(2028, 6, 15), date(2029, 6, 15)]
    assert all("TSH and free T4" in what for _, what in plan().follow_up)
    assert plan(infusion=date(2027, 3, 29)).follow_up[0][0] == date(2028, 3, 29)


def test_a_leap_day_is_followed_on_the_day_before_the_end_of_february():
    days = [day for day, _ in plan(infusion=date(2028, 2, 29)).follow_up]
    assert days == [date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28)]


def test_just_what_a_label_asks_for_is_no_warning():
    (always,) = plan(lead_h=24.0, after_days=10).warnings
    assert "did not keep every thyroid" in always
    assert len(plan(lead_h=23.9, after_days=9).warnings) == 3


@pytest.mark.parametrize(("birth", "warned"), [("2026-05-15", False), ("2026-05-16", True), ("2026-06-13", True)])
def test_below_thirty_one_days_of_age_one_dose_is_the_rule(birth, warned):
    assert any("one dose only" in each for each in plan(birth).warnings) is warned
