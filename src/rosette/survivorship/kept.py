"""A plan kept as a compact row, and what a later release of the rules makes of it.

A row holds the days of a plan and what its rules said, so that no earlier release of the rules has to be at hand when
the change is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from rosette.knowledge import SurveillanceRule
from rosette.survivorship.differing import SHOWN
from rosette.survivorship.items import Item, Plan

__all__ = ["changes_since", "kept_plan"]
Plain = dict[str, Any]
CALENDAR = ("test", "form", "first_due", "due", "interval", "again", "until", "acts")


def kept_plan(plan: Plan) -> Plain:
    """The row that keeps a plan: release, day, and by code the days, the interval and what the rules said."""
    return {
        "release": plan.release,
        "digest": plan.digest,
        "profile": plan.profile,
        "on": str(plan.on),
        "items": {item.code: _kept(item) for item in plan.items},
    }


def _kept(item: Item) -> Plain:
    return {
        "test": item.test.id,
        "name": item.test.name,
        "form": item.form,
        "first_due": _day(item.first_due),
        "due": _day(item.due),
        "interval": item.words,
        "again": _day(item.again),
        "until": _day(item.until),
        "acts": item.acts,
        "rules": {rule.id: _said(rule) for rule in item.rules},
    }


def _said(rule: SurveillanceRule) -> dict[str, str]:
    """What a rule says, field by field; its trigger and its whole text only as digests."""
    told = {name: str(getattr(rule, name)) for name in SHOWN if name != "when" and getattr(rule, name)}
    return {**told, "when": _digest(rule.when), "whole": _digest(rule)}


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]


def _day(day: date | None) -> str | None:
    return None if day is None else str(day)


def changes_since(kept: Mapping[str, Any], plan: Plan) -> list[Plain]:
    """The rows of a kept plan that this plan changes, with the days and intervals before and after, and why.

    To tell the rules alone apart, `plan` is made from the same record, for the same day, as the kept one.
    """
    before, after = kept["items"], kept_plan(plan)["items"]
    rows = (_change(code, before.get(code), after.get(code)) for code in sorted({*before, *after}))
    return [row for row in rows if row is not None]


def _change(code: str, before: Plain | None, after: Plain | None) -> Plain | None:
    if before is not None and after is not None and all(before[name] == after[name] for name in CALENDAR):
        return None
    kind = "added" if before is None else "removed" if after is None else "moved"
    pair = (before, after)
    return {
        "code": code,
        "name": (after or before or {})["name"],
        "kind": kind,
        "due": [None if each is None else each["due"] for each in pair],
        "interval": [None if each is None else each["interval"] for each in pair],
        "why": list(_why(before, after)),
    }


def _why(before: Plain | None, after: Plain | None) -> Iterator[str]:
    if after is None:
        yield "no rule of this release asks for it"
    elif before is None:
        yield "the rules of this release"
    elif before["rules"] == after["rules"]:
        yield "a table that the rule reads"
    else:
        yield from _rules_differ(before["rules"], after["rules"])


def _rules_differ(before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for rule, later in after.items():
        if rule not in before:
            yield f"rule {', '.join(before)} became {rule}"
        elif before[rule] != later:
            yield f"rule {rule}: {'; '.join(_fields(before[rule], later)) or 'text only'}"


def _fields(earlier: Mapping[str, str], later: Mapping[str, str]) -> Iterator[str]:
    for name in SHOWN:
        if earlier.get(name) != later.get(name):
            if name == "when":
                yield "when it applies"
            else:
                yield f"{name} was {earlier.get(name, 'none')}, is {later.get(name, 'none')}"
