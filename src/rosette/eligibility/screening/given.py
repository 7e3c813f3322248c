"""Exposures by column: washouts, prior therapy, current medicines."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from rosette.eligibility import nodes as n
from rosette.eligibility.judging.exposed import NEVER
from rosette.eligibility.screening.columns import Pair, with_hard
from rosette.eligibility.screening.table import Numbers, Rows, Table
from rosette.kernel import Span
from rosette.records import views


def _lists(table: Table, *tags: str) -> frozenset[str]:
    return frozenset(name for tag in tags for name in views.lists_for(tag, table.knowledge))


def washout(table: Table, leaf: n.Washout) -> Pair:
    """A wait since the last exposure."""
    rows = table.exposures(leaf.of, leaf.excepting)
    early, _ = released(leaf.wait, rows["ended"], rows["half_life_h"])
    _, late = released(leaf.wait, rows["ends"], rows["half_life_h"])
    free = (table.day < rows["begins"]) | (table.day >= late)
    closed = (rows["begun"] <= table.day) & (table.day < early)
    known = table.known_absent(_lists(table, leaf.of))
    return ~table.any_row(rows, ~free) & known, table.any_row(rows, closed)


def released(wait: n.Wait, ends: Any, hours: Numbers) -> tuple[Numbers, Numbers]:
    """First day that may and first day that does hold after each end; infinite where that day is not known.

    ends: ordinals, shape (rows,). hours: half-lives, nan where not sourced, shape (rows,).
    """
    ends = np.where(ends >= NEVER, np.inf, ends)
    if isinstance(wait, n.Elapsed):
        days = _after(ends, wait.span) + wait.strict
        return days, days
    if isinstance(wait, n.HalfLives):
        days = ends + np.ceil(wait.count * hours / 24 - 1e-9)
        return np.where(np.isnan(hours), ends, days), np.where(np.isnan(hours), np.inf, days)
    firsts, lasts = zip(*(released(each, ends, hours) for each in wait.waits), strict=True)
    choose = np.maximum if isinstance(wait, n.LaterOf) else np.minimum
    return choose.reduce(firsts), choose.reduce(lasts)


def _after(ends: Numbers, span: Span) -> Numbers:
    """Add a span of the calendar; each distinct end once where months have no fixed length."""
    if span.unit in ("day", "week"):
        return ends + span.count * (7 if span.unit == "week" else 1)
    some, place = np.unique(ends, return_inverse=True)
    days = [span.after(date.fromordinal(int(end))).toordinal() if np.isfinite(end) else np.inf for end in some]
    return np.asarray(np.array(days, dtype=float)[place.reshape(-1)])


def prior(table: Table, leaf: n.Prior) -> Pair:
    """Whether an exposure was ever given; with a role, a window or a dose, those who had one are judged one by one."""
    rows = table.exposures(leaf.of, leaf.excepting)
    sure, maybe = rows["begun"] <= table.day, rows["begins"] <= table.day
    known = table.known_absent(_lists(table, leaf.of))
    yes, no = table.any_row(rows, sure), ~table.any_row(rows, maybe) & known
    if leaf.role is None and leaf.within is None and leaf.above is None:
        return yes, no
    return with_hard(table, leaf, yes, no, table.any_row(rows, np.ones(len(rows.child), np.bool_)))


def taking(table: Table, leaf: n.Taking) -> Pair:
    """Whether a medicine of the class is being taken."""
    rows: Rows = table.exposures(leaf.of, leaf.excepting)
    sure = (rows["begun"] <= table.day) & (table.day <= rows["ended"])
    maybe = (rows["begins"] <= table.day) & (table.day <= rows["ends"])
    known = table.known_absent(_lists(table, leaf.of))
    return table.any_row(rows, sure), ~table.any_row(rows, maybe) & known
