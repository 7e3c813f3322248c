"""The review of the registry for people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from attrs import frozen

from rosette.options.wording import day_text
from rosette.portfolio.registry import Held, Row, judged_digest, side_by_side
from rosette.server.clinic.presenters.curation_files import DraftRow, new_studies
from rosette.server.services.curated import held_portfolio
from rosette.server.services.registry import state_now
from rosette.server.services.registry_children import Touched, children_touched
from rosette.server.services.registry_decisions import waits_first
from rosette.server.store.models import CurationDecision, RegistryEvent

LOG = 100


@frozen(kw_only=True)
class QueueRow:
    """One study that waits for a person."""

    id: str
    title: str
    asks: str
    since: str
    seen: str
    first: bool = False
    chosen: bool = False


@frozen(kw_only=True)
class LogRow:
    """One act."""

    when: str
    study: str
    act: str
    who: str
    what: str


@frozen(kw_only=True)
class RegistryPage:
    """The queue, and the last acts."""

    title: str
    rows: Sequence[QueueRow]
    new: Sequence[DraftRow]
    begun: int
    log: Sequence[LogRow]

    @classmethod
    def now(cls, *, chosen: Collection[str] = (), every: bool = False) -> RegistryPage:
        """What waits today. chosen: ticked for a first confirmation; every: all of them are."""
        events = RegistryEvent.objects.select_related("by").order_by("-pk")[:LOG]
        studies, touched = state_now().studies, set(CurationDecision.objects.values_list("study", flat=True).distinct())
        rows = [_row(held, chosen, every=every) for held in studies.values() if _waits(held)]
        return cls(
            title="Changes in the registry",
            rows=rows,
            new=new_studies(studies, but=touched),
            begun=len(touched),
            log=[_log(each) for each in events],
        )

    @property
    def first(self) -> int:
        """How many wait for their first confirmation."""
        return sum(row.first for row in self.rows)


@frozen(kw_only=True)
class ComparedText:
    """One change: its two texts by line."""

    name: str
    lines: Sequence[Row]


@frozen(kw_only=True)
class TouchedRow:
    """One child whom the change touches, in one arm."""

    child: str
    number: str
    sentence: str


@frozen(kw_only=True)
class StudyPage:
    """One study: what waits, old left and new right."""

    title: str
    id: str
    seen: str
    first: bool
    text: str
    changes: Sequence[ComparedText]
    touched: Sequence[TouchedRow]
    left: int
    known: bool
    draftable: bool
    log: Sequence[LogRow]

    @classmethod
    def of(cls, held: Held, user: Any) -> StudyPage:
        """The page of a study as it is held, with the children whom the person may see."""
        events = RegistryEvent.objects.select_related("by").filter(study=held.seen.id).order_by("-pk")[:LOG]
        touched, left = children_touched(held, by=user)
        return cls(
            title=f"{held.seen.id}: {held.seen.title or 'no title'}",
            id=held.seen.id,
            seen=judged_digest(held.seen),
            first=waits_first(held),
            touched=[_touched(each) for each in touched],
            left=left,
            known=held.seen.id in held_portfolio().trials,
            draftable=bool(held.seen.eligibility.strip()),
            text=held.seen.eligibility,
            changes=[
                ComparedText(name=f"{each.kind}: {each.name}", lines=side_by_side(each.before, each.after))
                for each in held.waiting
            ],
            log=[_log(each) for each in events],
        )

    @property
    def waits(self) -> bool:
        """Whether there is something to decide."""
        return self.first or bool(self.changes)


def _waits(held: Held) -> bool:
    return bool(held.waiting) or waits_first(held)


def _touched(one: Touched) -> TouchedRow:
    return TouchedRow(child=one.child.public_id, number=one.child.number, sentence=one.how.sentence())


def _row(held: Held, chosen: Collection[str], *, every: bool) -> QueueRow:
    kinds = ", ".join(dict.fromkeys(each.kind for each in held.waiting))
    return QueueRow(
        id=held.seen.id,
        title=held.seen.title or "no title",
        asks=f"changed: {kinds}" if kinds else "never confirmed against the registry",
        since=day_text(held.seen_on),
        seen=judged_digest(held.seen),
        first=waits_first(held) and not kinds,
        chosen=every or held.seen.id in chosen,
    )


def _log(event: RegistryEvent) -> LogRow:
    return LogRow(
        when=day_text(event.at.date()),
        study=event.study,
        act=event.get_act_display(),
        who=str(event.by) if event.by else "rule",
        what=event.what,
    )
