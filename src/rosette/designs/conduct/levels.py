"""The table of levels: who was assigned, given, watched and counted at each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from rosette.designs.conduct.children import Child, Status, children_on
from rosette.designs.conduct.ledger import Ledger
from rosette.designs.spec import Level


@frozen(kw_only=True)
class LevelCount:
    """Children of one level, the expansion included. lowest, highest: given, as a share of the assigned dose."""

    dose: int
    name: str
    assigned_dose: str
    cap: str
    needs: str
    assigned: int
    delivered: int
    lowest: float | None
    highest: float | None
    evaluable: int
    toxicities: int
    pending: int
    missing: int
    not_evaluable: int
    infeasible: int


def levels_on(ledger: Ledger, day: date) -> tuple[LevelCount, ...]:
    """Every level at the end of a day."""
    known = ledger.until(day)
    children = children_on(known, day)
    levels = enumerate(known.specification.levels, 1)
    return tuple(_count(dose, level, [child for child in children if child.dose == dose]) for dose, level in levels)


def _count(dose: int, level: Level, here: Sequence[Child]) -> LevelCount:
    status = [child.status for child in here]
    shares = [share for child in here if (share := given_share(child, level)) is not None]
    return LevelCount(
        dose=dose,
        name=level.name,
        assigned_dose=str(level.dose),
        cap=str(level.cap or ""),
        needs=level.needs,
        assigned=len(here),
        delivered=len(shares),
        lowest=min(shares, default=None),
        highest=max(shares, default=None),
        evaluable=sum(each.counts for each in status),
        toxicities=status.count(Status.TOXICITY),
        pending=sum(each.pending for each in status),
        missing=status.count(Status.MISSING),
        not_evaluable=status.count(Status.NOT_EVALUABLE),
        infeasible=status.count(Status.INFEASIBLE),
    )


def given_share(child: Child, level: Level) -> float | None:
    """What was given as a share of the assigned dose; None when nothing was."""
    return None if child.given is None else child.given.to(level.dose.unit).value / level.dose.value
