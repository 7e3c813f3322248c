"""Which regimen of the knowledge an arm of the portfolio gives: the one with the same anticancer agents."""

from __future__ import annotations

from collections.abc import Iterable

from rosette.knowledge import Knowledge, Regimen
from rosette.knowledge.knowledge import ANTICANCER


def regimen_of(agents: Iterable[str], knowledge: Knowledge, *, comfort: bool = False) -> Regimen | None:
    """The regimen with these agents, growth factors apart; None when knowledge holds none: no evidence loaded."""
    if comfort:
        return knowledge.table(Regimen).get("comfort")
    wanted = frozenset(each for each in agents if _counts(each, knowledge))
    if not wanted:
        return None
    rows = knowledge.table(Regimen).values()
    return next((row for row in rows if frozenset(row.agents) == wanted), None)


def _counts(agent: str, knowledge: Knowledge) -> bool:
    return (
        agent not in knowledge.agents or "growth_factor" not in knowledge.classes_of(agent) or _treats(agent, knowledge)
    )


def _treats(agent: str, knowledge: Knowledge) -> bool:
    return ANTICANCER in knowledge.classes_of(agent)
