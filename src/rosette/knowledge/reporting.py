"""What a curator wants to see of one release: how much there is, what is unverified, what is overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from attrs import frozen

from rosette.knowledge.knowledge import CitedRow, Knowledge


@frozen(kw_only=True)
class KnowledgeReport:
    """One release on one day."""

    on: date
    release: str
    digest: str
    counts: Mapping[str, int]
    unverified: tuple[CitedRow, ...]
    stale: tuple[CitedRow, ...]
    without_half_life: tuple[str, ...]
    unopened: tuple[str, ...]


def knowledge_report(knowledge: Knowledge, *, on: date) -> KnowledgeReport:
    """Count the rows by kind and list what a curator should close."""
    agents = knowledge.agents.values()
    return KnowledgeReport(
        on=on,
        release=knowledge.release,
        digest=knowledge.digest,
        counts=dict(sorted(Counter(row.kind for row in knowledge.rows).items())),
        unverified=tuple(knowledge.unverified()),
        stale=knowledge.stale(on),
        without_half_life=tuple(sorted(agent.id for agent in agents if agent.half_life is None)),
        unopened=tuple(sorted(key for key, each in knowledge.references.items() if not each.read)),
    )
