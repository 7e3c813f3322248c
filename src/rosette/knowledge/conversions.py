"""Cumulative doses, and the sets of factors that turn several agents into one."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from rosette.knowledge.entries import Entry


@frozen(kw_only=True)
class ConversionSet(Entry):
    """Factors from agents into one of them; an agent that is not listed has no factor, which is not zero."""

    name: str
    into: str
    factors: Mapping[str, float] = field(eq=False)


@frozen(kw_only=True)
class CumulativeGroup(Entry):
    """A cumulative dose that criteria limit: of which members, in which unit, by which set of factors.

    fact_kind: the kind of facts that carry the doses. factors: None when the doses are simply added.
    """

    name: str
    unit: str
    fact_kind: str
    members: tuple[str, ...]
    conversion: str | None = None
    factors: Mapping[str, float] | None = field(default=None, eq=False)

    def factor(self, agent: str) -> float | None:
        """What a dose of `agent` is multiplied by; None when the set has no factor for it."""
        return 1.0 if self.factors is None else self.factors.get(agent)
