"""Measures drafts against criteria that people wrote: per kind what was found, left open, missed, or got wrong.

Both sides are taken apart into facts: what is asked of (`key`) and the comparison that is asked (`value`). A drafted
comparison whose key the gold has with another value only, and that no doubt left open, is an operator error; a named
state or condition that the gold has with another value is counted beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from attrs import field, frozen

from rosette.eligibility import Criterion
from rosette.portfolio.drafting.draft import Draft, DraftItem
from rosette.portfolio.drafting.facts import Fact, facts

Outcome = Literal["found", "left open", "missed"]


COMPARISONS = (
    *("age", "blood counts", "measured value", "performance", "washout"),
    *("cumulative dose", "count", "stable dose", "interval", "cycles", "window"),
)


@frozen(kw_only=True)
class Score:
    """How the draft of one trial stands against its gold, fact by fact."""

    trial: str
    found: tuple[Fact, ...]
    left_open: tuple[Fact, ...]
    missed: tuple[Fact, ...]
    wrong: tuple[tuple[Fact, DraftItem], ...] = field(repr=False)
    extra: tuple[tuple[Fact, DraftItem], ...] = field(repr=False)


def score(draft: Draft, gold: Iterable[Criterion], *, readings: dict[str, frozenset[Fact]]) -> Score:
    """Compare a draft with criteria; `readings` holds, by item, the facts of what an open item shows."""
    wanted = facts(gold)
    drafted = [(fact, item) for item in draft.items for fact in sorted(facts(item.criteria), key=str)]
    said = {fact for fact, _ in drafted}
    shown = frozenset().union(*readings.values()) if readings else frozenset[Fact]()
    keys = {(fact.kind, fact.key) for fact in wanted}
    hit, rest = wanted & said, wanted - said
    return Score(
        trial=draft.trial,
        found=tuple(sorted(hit, key=str)),
        left_open=tuple(sorted(rest & shown, key=str)),
        missed=tuple(sorted(rest - shown, key=str)),
        wrong=tuple(pair for pair in drafted if pair[0] not in wanted and (pair[0].kind, pair[0].key) in keys),
        extra=tuple(pair for pair in drafted if (pair[0].kind, pair[0].key) not in keys),
    )
