"""Burden: nights of isolation that a child needed before."""

from __future__ import annotations

from rosette.knowledge import Schedule
from rosette.medicines.burden import burden_of


def test_nights_that_a_child_needed_before_take_the_place_of_the_schedule_s(knowledge):
    schedule = knowledge.table(Schedule)["mibg-schedule"]
    usual, own = burden_of(schedule), burden_of(schedule, own_nights=3)
    assert (usual.isolation_nights, own.isolation_nights) == (5, 3)
    assert own.contact_days == usual.contact_days - 2
    assert own.own_nights
    assert not usual.own_nights
    at_home = burden_of(knowledge.table(Schedule)["lorl-schedule"], own_nights=3)
    assert at_home.isolation_nights == 0
