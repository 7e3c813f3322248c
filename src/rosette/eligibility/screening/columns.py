"""Ages, measured values and coded values by column. Each function gives (yes, no), bool arrays of shape (n,).

A child whose facts need more than a comparison (a day known in part, results of one day with a tie rule, a printed
comparison sign) is marked and judged by the reference engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from rosette.eligibility import nodes as n
from rosette.eligibility.judge import judge_for
from rosette.eligibility.judging.ages import turning_day
from rosette.eligibility.judging.bounds import DIGITS, exact
from rosette.eligibility.judging.exposed import intervening, supported_until
from rosette.eligibility.judging.limits import canonical, limits_today
from rosette.eligibility.screening.table import Bools, Days, Numbers, Table
from rosette.eligibility.subject import Subject, last_valid
from rosette.kernel import Truth
from rosette.records import views

Pair = tuple[Bools, Bools]
_NUMPY = {">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less}


def nothing(table: Table) -> Bools:
    """No child; shape (n,)."""
    return np.zeros(len(table), dtype=np.bool_)


# --- age ---------------------------------------------------------------------------------------------------------


def age(table: Table, leaf: n.Age) -> Pair:
    """Age on the day: every bound against the days on which the oldest and youngest possible child turn."""
    if leaf.at_diagnosis:
        return table.judged(leaf)
    yes, no = ~nothing(table), nothing(table)
    for bound in leaf.bounds:
        rising = bound.op in (">=", ">")
        early, late = _turning(table, bound)
        before, after = table.day < early, table.day >= late
        yes &= after if rising else before
        no |= before if rising else after
    return yes, no


def _turning(table: Table, bound: n.Bound) -> tuple[Days, Days]:
    """Days on which the oldest and the youngest possible child turn; the same when the birth date is whole."""

    def turn(subject: Subject) -> tuple[int, int]:
        birth = subject.record.birth
        early = turning_day(birth.earliest, bound)[1]
        return early, early if birth.exact else turning_day(birth.latest, bound)[1]

    both = table.kept(("turning", bound), lambda: np.array([turn(each) for each in table.subjects]).reshape(-1, 2))
    return both[:, 0], both[:, 1]


# --- measured values ----------------------------------------------------------------------------------------------


def measured(table: Table, leaf: n.Compare) -> Pair:
    """The latest result against its limit, where one result of one whole day is the latest."""
    latest = _latest(table, leaf.code)
    value, day, hard = latest["value"], latest["day"], latest["hard"]
    low, high = _limit(table, leaf)
    met_low, met_high = _NUMPY[leaf.op](value, low), _NUMPY[leaf.op](value, high)
    counts = (day > 0) & ~np.isnan(low) & in_window(table, leaf, day)
    if leaf.after is not None:
        counts &= _fresh(table, leaf.code, leaf.after)
    yes, no = counts & met_low & met_high, counts & ~met_low & ~met_high
    for support in leaf.without:
        free = _free(table, leaf.code, support)
        yes &= free
        no &= free | (leaf.op in (">=", ">"))
    return with_hard(table, leaf, yes, no, hard)


def _latest(table: Table, code: str) -> Mapping[str, Any]:
    """Value, day, limits of normal of the latest result up to the day; `hard` where that is not one plain result."""

    def of(subject: Subject) -> tuple[float, int, float, float, bool]:
        found = [each for each in views.readings(subject.index, code) if each.first <= subject.day]
        if not found:
            return np.nan, 0, np.nan, np.nan, False
        last = found[-1]
        hard = any(each.first != each.last for each in found) or last.comparator is not None
        hard = hard or (len(found) > 1 and found[-2].last == last.last)
        return exact(last.value), last.last, last.uln or np.nan, last.lln or np.nan, hard

    rows = table.kept(("latest", code), lambda: [of(each) for each in table.subjects])
    kinds = (("value", float), ("day", np.int64), ("uln", float), ("lln", float), ("hard", np.bool_))
    return table.kept(
        ("latest columns", code),
        lambda: {name: np.array([row[place] for row in rows], dtype=kind) for place, (name, kind) in enumerate(kinds)},
    )


def _limit(table: Table, leaf: n.Compare) -> tuple[Numbers, Numbers]:
    """Lowest and highest possible limit a child; nan where no limit is known."""
    limit, size = leaf.limit, len(table)
    if isinstance(limit, n.Absolute):
        amount = np.full(size, canonical(table.subjects[0], limit.quantity, leaf.code) if size else np.nan)
        return amount, amount
    if isinstance(limit, n.Multiple) and limit.fixed is None:
        amount = np.round(limit.factor * _latest(table, leaf.code)["uln" if limit.of == "ULN" else "lln"], DIGITS)
        return amount, amount
    pairs = table.kept(("limits", leaf.code, limit), lambda: [_limits_today(each, leaf) for each in table.subjects])
    both = np.array(pairs, dtype=float).reshape(size, 2)
    return both[:, 0], both[:, 1]


def _limits_today(subject: Subject, leaf: n.Compare) -> tuple[float, float]:
    found = [each for each in views.readings(subject.index, leaf.code) if each.first <= subject.day][-1:]
    amounts = limits_today(subject, leaf.code, leaf.limit, found[0]) if found else []
    return (min(amounts), max(amounts)) if amounts else (np.nan, np.nan)


def in_window(table: Table, leaf: Any, day: Days) -> Bools:
    """Whether a result of the day is inside the leaf's window on the table's day."""
    if leaf.within is None:
        return ~nothing(table)
    if leaf.within.unit in ("day", "week"):
        reach = leaf.within.count * (7 if leaf.within.unit == "week" else 1)
        return np.asarray(day + reach >= table.day)
    days, place = np.unique(day, return_inverse=True)
    reached = [(last_valid(int(each), leaf.within) or 0) if each else 0 for each in days]
    return np.asarray(np.array(reached, dtype=np.int64)[place] >= table.day)


def _fresh(table: Table, code: str, tag: str) -> Bools:
    days = _latest(table, code)["day"]

    def fresh(subject: Subject) -> bool:
        return bool(intervening(subject, tag, int(next(walk))) & subject.frame.bit(subject.day))

    walk = iter(days)
    return table.column(("fresh", code, tag), fresh, np.bool_)


def _free(table: Table, code: str, support: n.Support) -> Bools:
    walk = iter(_latest(table, code)["day"])

    def free(subject: Subject) -> bool:
        day = int(next(walk))
        return day > 0 and supported_until(subject, code, support, day) is None

    return table.column(("free", code, support), free, np.bool_)


def with_hard(table: Table, leaf: n.Leaf, yes: Bools, no: Bools, hard: Bools) -> Pair:
    """Judge the marked children one by one."""
    places = np.flatnonzero(hard)
    if not len(places):
        return yes, no
    truths = table.kept(("hard", leaf), lambda: [judge_for(table.subjects[place], leaf).truth for place in places])
    yes[places] = [truth is Truth.YES for truth in truths]
    no[places] = [truth is Truth.NO for truth in truths]
    return yes, no


# --- coded tests and attributes --------------------------------------------------------------------------------------


def coded(table: Table, leaf: n.Is) -> Pair:
    """The latest coded value, where one value of one whole day is the latest; attributes on the day."""
    names, values, day, hard = table.kept(("coded", leaf.code), lambda: _coded(table, leaf.code))
    wanted = np.array([name in leaf.values for name in names] + [False])
    known = (values >= 0) & ((day == 0) | in_window(table, leaf, day))
    if leaf.after is not None:
        return table.judged(leaf)
    hit = wanted[values]
    return with_hard(table, leaf, known & hit, known & ~hit, hard)


def _coded(table: Table, code: str) -> tuple[list[str], Any, Days, Bools]:
    find = _attribute_of if code in table.knowledge.attributes else _coded_of
    found = [find(each, code) for each in table.subjects]
    names = sorted({value for value, _, _ in found if value is not None})
    places = {name: place for place, name in enumerate(names)}
    values = np.array([-1 if value is None else places[value] for value, _, _ in found], dtype=np.intp)
    days = np.array([day for _, day, _ in found], dtype=np.int64)
    return names, values, days, np.array([hard for _, _, hard in found], dtype=np.bool_)


def _attribute_of(subject: Subject, code: str) -> tuple[str | None, int, bool]:
    found = views.attribute(subject.index, code, subject.day)
    return (found[0][0] if len(found) == 1 else None), 0, len(found) > 1


def _coded_of(subject: Subject, code: str) -> tuple[str | None, int, bool]:
    found = [each for each in views.coded(subject.index, code) if each.first <= subject.day]
    if not found:
        return None, 0, False
    last = found[-1]
    hard = any(each.first != each.last for each in found) or (len(found) > 1 and found[-2].last == last.last)
    return last.value, last.last, hard
