"""Puberty and the end of growth, as a record tells them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from rosette.records import Assessment, ChildRecord

TANNER, MENARCHE, GROWTH = "tanner_stage", "menarche", "growth_ended"
PAST = {TANNER: "5", MENARCHE: "yes", GROWTH: "yes"}


def growing(record: ChildRecord, on: date) -> dict[str, Any]:
    """Whether puberty is past and growth has ended, with the first day on which that was seen; None: not recorded.

    Puberty is past with Tanner stage 5 or the first period. An earlier stage is before that. Of a partial day the
    latest counts: it ends a test.
    """
    found = [each for each in record.of(Assessment) if each.code in PAST and each.on and each.on.latest <= on]
    past = _first_day(each for each in found if each.code != GROWTH and each.result == PAST[each.code])
    before = any(each.code != GROWTH for each in found)
    return {
        "puberty": "past" if past else "before" if before else None,
        "puberty_past_on": past,
        "growth_ended": _first_day(each for each in found if each.code == GROWTH and each.result == PAST[GROWTH]),
    }


def _first_day(facts: Iterable[Assessment]) -> date | None:
    return min((fact.on.latest for fact in facts if fact.on is not None), default=None)
