"""Calendar files (iCalendar): the days on which something opens, goes stale, closes or is due."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from attrs import frozen

from rosette.options import Board


@frozen(kw_only=True)
class Event:
    """One whole day with what happens on it."""

    on: date
    title: str
    text: str = ""


def option_events(board: Board, *, who: str) -> Iterator[Event]:
    """The days of the options that the programme has, for the child called `who`."""
    for option in board.here():
        days = (("opens", option.opens_on), ("a result goes stale", option.stale_on), ("closes", option.closes_on))
        for word, day in days:
            if day is not None and day > board.on:
                yield Event(on=day, title=f"{who}: {option.title}: {word}", text=f"Judged for {board.on}. {option.id}")


def to_ical(events: Iterable[Event], *, name: str, stamp: datetime) -> bytes:
    """The events as an iCalendar file; the same event has the same id in every file."""
    from icalendar import Calendar, Event as Entry

    calendar = Calendar()
    calendar.add("prodid", "-//Rosette//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", " ".join(name.split()))
    for event in events:
        entry = Entry()
        digest = hashlib.sha256(f"{event.on}|{event.title}".encode()).hexdigest()[:24]
        entry.add("uid", f"{digest}@rosette.invalid")
        entry.add("dtstamp", stamp)
        entry.add("dtstart", event.on)
        entry.add("dtend", event.on + timedelta(days=1))
        entry.add("summary", event.title)
        if event.text:
            entry.add("description", event.text)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
