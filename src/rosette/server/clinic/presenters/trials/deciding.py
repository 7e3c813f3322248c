"""The decision panel: the frozen data, the decision in force, the rule on today's data, and every completion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from rosette.designs.conduct import (
    Cut,
    Decided,
    Ledger,
    Outlook,
    Ruling,
    act_text,
    counts_text,
    data_since,
    last_cut,
    rulings,
)
from rosette.designs.conduct.rows import BOUNDS, COMPLETIONS, boundary_rows, completion_rows
from rosette.designs.design import Decision
from rosette.server.clinic.presenters.tags import Tag

WAITS = Tag("◇", "Waits for another person", "judgement")
FORCE = Tag("✓", "In force", "open")
PAST = Tag("–", "Replaced", "quiet")


@frozen(kw_only=True)
class RulingRow:
    """One decision that was asked for, and what became of it."""

    number: int
    tag: Tag
    says: str
    asked: str
    settled: str
    rests: str


@frozen(kw_only=True)
class DecisionPanel:
    """What was frozen, what is in force, what the rule says today, and what may be done about it."""

    cut: str
    stale: str
    last: RulingRow | None
    act: str
    why: str
    lines: Sequence[str]
    bounds_head: Sequence[str]
    bounds: Sequence[Sequence[str]]
    completions_head: Sequence[str]
    completions: Sequence[Sequence[str]]
    too_many: str
    may_freeze: bool
    may_ask: bool
    may_settle: bool
    own: bool

    @classmethod
    def of(cls, ledger: Ledger, found: Outlook, *, asks: bool, signs: bool, own: bool) -> DecisionPanel:
        """Say the panel; own: the person asked for the last decision."""
        line, rows = last_cut(ledger), rulings(ledger)
        since = None if line is None else data_since(ledger, line.number)
        asked_on = [each.cut for each in ledger.of(Decided)]
        waits = bool(rows) and not rows[-1].settled_by
        frozen_now = line is not None and since is None
        return cls(
            cut=_cut(line),
            stale=f"Entry {since.number} came after it: freeze again before anybody asks." if since else "",
            last=ruling_row(rows[-1]) if rows else None,
            act=_cap(act_text(found.decision.dose)),
            why=_why(found),
            lines=tuple(outlook_lines(found)),
            bounds_head=heads(BOUNDS),
            bounds=boundary_rows(found.boundaries),
            completions_head=heads(COMPLETIONS),
            completions=completion_rows(found.completions),
            too_many=found.too_many,
            may_freeze=asks and not frozen_now,
            may_ask=asks and frozen_now and line is not None and line.number not in asked_on,
            may_settle=signs and waits and frozen_now and not own,
            own=own and signs and waits,
        )


def _cut(line: Any) -> str:
    if line is None:
        return "Nothing is frozen yet."
    assert isinstance(line.entry, Cut)
    entry = line.entry
    counts = counts_text(entry.state)
    return (
        f"Entry {line.number} of {entry.day} by {entry.by}, digest {line.digest[:12]}: toxicities of evaluable {counts}"
    )


def ruling_row(each: Ruling) -> RulingRow:
    """One decision."""
    dose = each.decision.dose
    early = ", determined whatever the children under observation show" if each.determined else ""
    settled = ""
    if each.settled_by:
        verb = f"Overridden, {act_text(each.dose)}" if each.overridden else "Confirmed"
        settled = f"{verb} on {each.settled_on} by {each.settled_by}" + (f": {each.reason}" if each.reason else "")
    return RulingRow(
        number=each.number,
        tag=FORCE if each.in_force else PAST if each.settled_by else WAITS,
        says=f"{_cap(act_text(dose))}: {each.decision.reason.words}{early}",
        asked=f"Asked on {each.asked_on} by {each.asked_by}",
        settled=settled,
        rests=f"Entry {each.cut}, {each.digest[:12]}: {counts_text(each.state)}",
    )


def _why(found: Outlook) -> str:
    early = "; determined already, no child under observation can change it" if found.determined else ""
    return f"{_cap(found.decision.reason.words)}{early}"


def outlook_lines(found: Outlook) -> list[str]:
    """What else the rule says on today's data."""
    levels = ", ".join(str(each) for each in found.decision.admissible) or "none"
    ended = "no level" if found.recommended is None else f"level {found.recommended}"
    ask = (
        [f"Ask for the response of {', '.join(found.unanswered)}: it counts as none so far"] if found.unanswered else []
    )
    return [f"Admissible levels: {levels}", margin_text(found.decision), f"If it ended now: {ended}", *ask]


def margin_text(decision: Decision) -> str:
    """How far the decision is from another one."""
    if decision.waits:
        return "Children are under observation: no margin before they are known"
    if decision.margin is None:
        return "No number of toxicities at this level would have changed it"
    more = "1 toxicity" if decision.margin == 1 else f"{decision.margin} toxicities"
    return f"{more} more or fewer at this level would have changed it"


def heads(words: Sequence[str]) -> tuple[str, ...]:
    """The heads of a table for a page."""
    return tuple(word[:1].upper() + word[1:] for word in words)


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]
