"""The children whom a change of the registry touches, only those that a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from rosette.knowledge import load_knowledge
from rosette.portfolio.registry import AffectedChild, Held, affected_by_text
from rosette.server.policy import Purpose
from rosette.server.services import audit, clock
from rosette.server.services.curated import held_portfolio
from rosette.server.store.actors import consents_of
from rosette.server.store.models import Child
from rosette.server.store.records import record_of


@frozen(kw_only=True)
class Touched:
    """One child and how the change touches it."""

    child: Child
    how: AffectedChild


def children_touched(held: Held, *, by: Any) -> Sequence[Touched]:
    """Whose verdict changes once what waits is approved, and whom the new text may let in.

    Only children whose board the person may see, and for whom consent to screening stands. Each one that is named has
    its audit row.
    """
    trial = held_portfolio().trials.get(held.seen.id)
    if trial is None or not held.waiting:
        return ()
    children = {child.number: child for child in _children(by)}
    records = [record_of(child) for child in children.values()]
    found = affected_by_text(trial, held, records, on=clock.today(), knowledge=load_knowledge())
    touched = [Touched(child=children[each.record], how=each) for each in found]
    for child in {each.child.pk: each.child for each in touched}.values():
        audit.write(by=by, act="board.view", kind="board", child=child, detail=f"registry change of {held.seen.id}")
    return touched


def _children(by: Any) -> list[Child]:
    rows = Child.objects.visible_to(by, "board").filter(wrapped_key__isnull=False)
    rows = rows.select_related("referring_site", "programme_site").distinct().order_by("number")
    return [child for child in rows if Purpose.SCREENING in consents_of(child)]
