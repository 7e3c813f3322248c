"""What every entry of a ledger has, and the entries about slots and notes.

`day` is the day of the entry and `on`, where there is one, the day on which it happened. Levels count from 1.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from attrs import frozen


@frozen(kw_only=True)
class Entry:
    """The day of the entry and who made it."""

    kind: ClassVar[str] = ""
    day: date
    by: str


@frozen(kw_only=True)
class SlotReserved(Entry):
    """A place in the queue, for a cohort of the portfolio; it lapses after `until`."""

    kind: ClassVar[str] = "slot reserved"
    slot: str
    trial: str
    cohort: str
    until: date | None = None


@frozen(kw_only=True)
class SlotReleased(Entry):
    """A place in the queue is given up."""

    kind: ClassVar[str] = "slot released"
    slot: str
    reason: str


@frozen(kw_only=True)
class Noted(Entry):
    """Something worth keeping that changes nothing; about: a child, a slot, or empty."""

    kind: ClassVar[str] = "noted"
    text: str
    about: str = ""
