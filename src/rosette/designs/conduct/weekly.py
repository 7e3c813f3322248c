"""The weekly table: where the trial stands, on one page."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import frozen

from rosette.designs.conduct.children import Child, children_on
from rosette.designs.conduct.late import late_changes
from rosette.designs.conduct.ledger import Ledger, Line
from rosette.designs.conduct.levels import LevelCount, levels_on
from rosette.designs.conduct.notices import Notice, suspension
from rosette.designs.conduct.outlook import Outlook, outlook
from rosette.designs.conduct.places import Place, open_places, queue_on

WEEK = timedelta(days=7)


@frozen(kw_only=True)
class Weekly:
    """One page: the levels, the children under observation, places and queue, what is new, what comes next.

    digest: of the last line that was known on the day. new: the lines of the last seven days. alarms: decisions that
    would have been others.
    """

    name: str
    version: int
    specification: str
    day: date
    digest: str
    lines: int
    levels: tuple[LevelCount, ...]
    watched: tuple[Child, ...]
    places: int
    queue: tuple[Place, ...]
    notice: Notice | None
    next: Outlook
    alarms: tuple[str, ...]
    new: tuple[Line, ...]


def weekly(ledger: Ledger, day: date) -> Weekly:
    """The weekly table of the seven days that end on a day."""
    known = ledger.until(day)
    spec = known.specification
    return Weekly(
        name=spec.name,
        version=spec.design.version,
        specification=spec.digest,
        day=day,
        digest=known.digest,
        lines=len(known.lines),
        levels=levels_on(known, day),
        watched=tuple(child for child in children_on(known, day) if child.status.pending),
        places=open_places(known, day),
        queue=queue_on(known, day),
        notice=suspension(known, day),
        next=outlook(known, day),
        alarms=tuple(each.sentence for each in late_changes(known) if each.changes),
        new=tuple(line for line in known.lines if line.entry.day > day - WEEK),
    )
