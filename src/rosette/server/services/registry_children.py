"""The children whom a change of the registry touches, only those that a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from django.db.models import QuerySet

from rosette.knowledge import load_knowledge
from rosette.portfolio.registry import AffectedChild, Held, affected_by_text
from rosette.server.policy import Purpose
from rosette.server.services import audit, clock
from rosette.server.services.curated import held_portfolio
from rosette.server.store.actors import consents_of
from rosette.server.store.models import Child
from rosette.server.store.records import list_versions, record_of

MOST_JUDGED = 250


@frozen(kw_only=True)
class Touched:
    """One child and how the change touches it."""

    child: Child
    how: AffectedChild


def children_touched(held: Held, *, by: Any) -> tuple[Sequence[Touched], int]:
    """Whose verdict changes once what waits is approved, and whom the new text may let in.

    Only children whose board the person may see, and for whom consent to screening stands. Each one that is named has
    its audit row. Of many children the first are judged; the number tells how many are left.
    """
    trial = held_portfolio().trials.get(held.seen.id)
    if trial is None or not held.waiting:
        return (), 0
    visible = _visible(by)
    children = {child.number: child for child in _screened(visible[:MOST_JUDGED])}
    records = [record_of(child) for child in children.values()]
    found = affected_by_text(trial, held, records, on=clock.today(), knowledge=load_knowledge())
    touched = [Touched(child=children[each.record], how=each) for each in found]
    for child in {each.child.pk: each.child for each in touched}.values():
        audit.write(by=by, act="board.view", kind="board", child=child, detail=f"registry change of {held.seen.id}")
    return touched, max(visible.count() - MOST_JUDGED, 0)


def _visible(by: Any) -> QuerySet[Child]:
    rows = Child.objects.visible_to(by, "board").filter(wrapped_key__isnull=False)
    return rows.select_related("referring_site", "programme_site").distinct().order_by("number")


def _screened(rows: QuerySet[Child]) -> list[Child]:
    list_versions(children := list(rows))
    return [child for child in children if Purpose.SCREENING in consents_of(child)]
