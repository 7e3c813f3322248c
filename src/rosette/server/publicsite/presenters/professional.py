"""A trial for physicians: every criterion as it is encoded, arm by arm, with its place in the source."""

from __future__ import annotations

from attrs import frozen

from rosette.eligibility.criteria import Criterion, Note
from rosette.knowledge import Knowledge
from rosette.portfolio.search import Entry
from rosette.portfolio.trial import Arm


@frozen(kw_only=True)
class ArmRows:
    """The criteria of arms that share them."""

    titles: tuple[str, ...]
    medicines: tuple[str, ...]
    doses: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    notes: tuple[Note, ...]


@frozen(kw_only=True)
class ProfessionalPage:
    """The page."""

    entry: Entry
    arms: tuple[ArmRows, ...]
    sources: tuple[str, ...]

    @classmethod
    def of(cls, entry: Entry, knowledge: Knowledge) -> ProfessionalPage:
        """Make it; arms with equal criteria stand together."""
        groups: dict[tuple[str, ...], list[Arm]] = {}
        for arm in entry.trial.arms:
            groups.setdefault(tuple(item.line() for item in arm.items), []).append(arm)
        sources = tuple(f"{cite.ref}: {cite.at}" if cite.at else cite.ref for cite in entry.trial.sources)
        return cls(entry=entry, arms=tuple(_rows(arms, knowledge) for arms in groups.values()), sources=sources)


def _rows(arms: list[Arm], knowledge: Knowledge) -> ArmRows:
    agents = dict.fromkeys(agent for arm in arms for agent in arm.agents)
    known = {agent: knowledge.agent(agent) for agent in agents}
    return ArmRows(
        titles=tuple(dict.fromkeys(f"{arm.title} ({arm.place})" for arm in arms)),
        medicines=tuple(found.name if found else agent for agent, found in known.items()),
        doses=tuple(dict.fromkeys(dose for arm in arms for dose in (*arm.doses, *([arm.dose] if arm.dose else [])))),
        criteria=arms[0].criteria,
        notes=arms[0].notes,
    )
