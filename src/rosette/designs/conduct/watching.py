"""What was seen of one child: its events as they are judged now, and its windows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from attrs import frozen

from rosette.designs.conduct.entry import Entry
from rosette.designs.conduct.facts import Followed, Observed, Regraded
from rosette.designs.conduct.ledger import Line
from rosette.designs.plan import Window


@frozen(kw_only=True)
class Event:
    """One event as it is judged now: its line, and the reasons why it was judged anew."""

    line: int
    criterion: str
    on: date
    toxicity: bool
    what: str
    grade: int | None
    regraded: tuple[str, ...] = ()


@frozen(kw_only=True)
class Watch:
    """One window of one child. ends: None before treatment; followed: up to which day somebody looked.

    left: days of the window after today; missing: the window is over, and nobody has said what happened up to its end.
    """

    criterion: str
    days: int
    ends: date | None
    followed: date | None
    left: int
    missing: bool
    share: float

    @property
    def complete(self) -> bool:
        """Whether the child is known to have no toxicity beyond those in the ledger up to the end."""
        return self.share == 1.0


def events_of(lines: Sequence[Line]) -> tuple[Event, ...]:
    """The events in order, each as it was judged last."""
    found: dict[int, Event] = {}
    for line in lines:
        entry = line.entry
        if isinstance(entry, Observed):
            found[line.number] = _event(line.number, entry, entry)
        elif isinstance(entry, Regraded) and entry.event in found:
            found[entry.event] = _event(entry.event, found[entry.event], entry)
    return tuple(found.values())


def _event(number: int, first: Observed | Event, judged: Observed | Regraded) -> Event:
    before = first.regraded if isinstance(first, Event) else ()
    return Event(
        line=number,
        criterion=first.criterion,
        on=first.on,
        what=first.what,
        toxicity=judged.toxicity,
        grade=judged.grade,
        regraded=(*before, judged.reason) if isinstance(judged, Regraded) else before,
    )


def watch_of(window: Window, treated: date | None, entries: Iterable[Entry], day: date) -> Watch:
    """A window of a child treated on a day; a criterion is followed up to the last day that somebody named."""
    said = [each.until for each in entries if isinstance(each, Followed) and each.criterion in ("", window.criterion)]
    ends = None if treated is None else treated + timedelta(days=window.days)
    followed = max(said, default=None)
    seen = 0 if treated is None or followed is None else (followed - treated).days
    share = min(max(seen, 0) / window.days, 1.0)
    return Watch(
        criterion=window.criterion,
        days=window.days,
        ends=ends,
        followed=followed,
        left=window.days if ends is None else max((ends - day).days, 0),
        missing=ends is not None and ends <= day and share < 1.0,
        share=share,
    )


def common_share(windows: Iterable[Watch], longest: int) -> float:
    """Days followed by every criterion whose window is not over, as a share of the longest window."""
    return min((1.0 if watch.complete else watch.share * watch.days / longest for watch in windows), default=0.0)
