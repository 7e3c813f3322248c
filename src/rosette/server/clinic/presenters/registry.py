"""The review of the registry for people."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from rosette.options.wording import day_text
from rosette.portfolio import load_portfolio
from rosette.portfolio.registry import Held, Row, side_by_side
from rosette.server.services.registry import state_now
from rosette.server.store.models import RegistryEvent

LOG = 100


@frozen(kw_only=True)
class QueueRow:
    """One study that waits for a person."""

    id: str
    title: str
    asks: str
    since: str


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
    log: Sequence[LogRow]

    @classmethod
    def now(cls) -> RegistryPage:
        """What waits today."""
        events = RegistryEvent.objects.select_related("by").order_by("-pk")[:LOG]
        rows = [_row(held) for held in state_now().studies.values() if _waits(held)]
        return cls(title="Changes in the registry", rows=rows, log=[_log(each) for each in events])


@frozen(kw_only=True)
class ComparedText:
    """One change: its two texts by line."""

    name: str
    lines: Sequence[Row]


@frozen(kw_only=True)
class StudyPage:
    """One study: what waits, old left and new right."""

    title: str
    id: str
    first: bool
    text: str
    changes: Sequence[ComparedText]
    log: Sequence[LogRow]

    @classmethod
    def of(cls, held: Held) -> StudyPage:
        """The page of a study as it is held."""
        events = RegistryEvent.objects.select_related("by").filter(study=held.seen.id).order_by("-pk")[:LOG]
        return cls(
            title=f"{held.seen.id}: {held.seen.title or 'no title'}",
            id=held.seen.id,
            first=_first(held),
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
    return bool(held.waiting) or _first(held)


def _first(held: Held) -> bool:
    return held.approved_on is None and held.seen.id in load_portfolio().trials


def _row(held: Held) -> QueueRow:
    kinds = ", ".join(dict.fromkeys(each.kind for each in held.waiting))
    return QueueRow(
        id=held.seen.id,
        title=held.seen.title or "no title",
        asks=f"changed: {kinds}" if kinds else "never confirmed against the registry",
        since=day_text(held.seen_on),
    )


def _log(event: RegistryEvent) -> LogRow:
    return LogRow(
        when=day_text(event.at.date()),
        study=event.study,
        act=event.get_act_display(),
        who=str(event.by) if event.by else "rule",
        what=event.what,
    )
