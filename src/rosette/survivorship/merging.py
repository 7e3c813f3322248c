"""One row a test: rules that ask for the same test are joined, and tests that are due together share a visit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import attrs
from attrs import frozen

from rosette.kernel import Span
from rosette.survivorship.items import Item, Plan
from rosette.survivorship.planning import order

T = TypeVar("T")


def merged(plan: Plan) -> Plan:
    """The plan with one row a test: the earliest day and the shortest interval of its parts, every reason kept.

    Parts that do not act move no date of a row that has acting parts; they stay with a flag.
    """
    groups: dict[tuple[str, bool], list[Item]] = {}
    for item in plan.items:
        groups.setdefault((item.test.id, item.form == "none"), []).extend(item.parts or (item,))
    items = (joined(tuple(parts)) for parts in groups.values())
    return attrs.evolve(plan, items=tuple(sorted(items, key=order)))


def joined(parts: tuple[Item, ...]) -> Item:
    """One row out of the rows of one test."""
    if len(parts) == 1:
        return parts[0]
    acting = tuple(part for part in parts if part.acts) or parts
    lead = min(acting, key=lambda part: (part.due is None, part.due or date.max, days_of(part.every)))
    shown = [part for part in parts if part not in acting]
    return attrs.evolve(
        lead,
        rules=tuple(rule for part in parts for rule in part.rules),
        form="test" if any(part.form == "test" for part in acting) else lead.form,
        reasons=_all(part.reasons for part in parts),
        first_due=min((part.first_due for part in acting if part.first_due is not None), default=None),
        every=min((part.every for part in acting), key=days_of),
        words="; ".join(dict.fromkeys(part.words for part in acting)),
        again=min((part.again for part in acting if part.again is not None), default=None),
        owner="clinic" if any(part.owner == "clinic" for part in parts) else lead.owner,
        referrals=_all(part.referrals for part in parts),
        grades=_all(part.grades for part in parts),
        unverified=_all(part.unverified for part in acting),
        flags=(*_all(part.flags for part in parts), *(_flag(part) for part in shown)),
        signed=_all(part.signed for part in parts),
        parts=parts,
    )


def _flag(part: Item) -> str:
    return f"unverified, ask a clinician: {part.code} would have it {part.words} ({'; '.join(part.unverified)})"


def _all(groups: Iterable[Iterable[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(each for group in groups for each in group))


def days_of(span: Span | None) -> int:
    """The length of a span in days, for comparing; no span is longer than any."""
    return 10**6 if span is None else (span.after(date(2001, 1, 1)) - date(2001, 1, 1)).days


@frozen(kw_only=True)
class Visit:
    """Tests that are due so near to each other that one day serves; the day is that of the first."""

    on: date
    items: tuple[Item, ...]


def visits(plan: Plan) -> tuple[Visit, ...]:
    """The dated rows of a plan gathered into visits; a test is only ever brought forward, never put off."""
    dated = [item for item in merged(plan).items if item.due is not None and item.acts]
    found: list[list[Item]] = []
    for item in sorted(dated, key=lambda each: each.catch_up or each.due or date.max):
        day = item.catch_up or item.due
        first = (found[-1][0].catch_up or found[-1][0].due) if found else None
        if first is not None and day is not None and day <= plan.practice.gather.after(first):
            found[-1].append(item)
        else:
            found.append([item])
    return tuple(Visit(on=group[0].catch_up or group[0].due or plan.on, items=tuple(group)) for group in found)
