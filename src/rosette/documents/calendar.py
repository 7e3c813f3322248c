"""Calendar files (iCalendar): the days on which something opens, goes stale, closes or is due."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from attrs import frozen

from rosette.documents.survivorship.plain import plain_name, words_of
from rosette.options import Board
from rosette.survivorship import Item, Plan, merged


@frozen(kw_only=True)
class Event:
    """One whole day with what happens on it; `key` names it when its title or its day may change."""

    on: date
    title: str
    text: str = ""
    key: str = ""


def option_events(board: Board, *, who: str) -> Iterator[Event]:
    """The days of the options that the programme has, for the child called `who`."""
    for option in board.here():
        days = (("opens", option.opens_on), ("a result goes stale", option.stale_on), ("closes", option.closes_on))
        for word, day in days:
            if day is not None and day > board.on:
                yield Event(on=day, title=f"{who}: {option.title}: {word}", text=f"Judged for {board.on}. {option.id}")


def surveillance_events(plan: Plan, *, language: str = "en", full: bool = False) -> Iterator[Event]:
    """The next day of each test of a plan, and the day of its repeat; rows that nobody verified are left out.

    A title is the plain name of the test and tells no illness; `full` asks for the clinical name and the late effect.
    An event keeps its id while its due day stays, whatever day is proposed for a missed test. Raises UsageError for
    a language without words.
    """
    words_of(language)
    for item in merged(plan).items:
        if not item.acts or item.form == "none" or item.state == "ended":
            continue
        for due in dict.fromkeys((item.due, item.again)):
            if due is not None:
                day = item.catch_up or due if due == item.due else due
                key = f"surveillance|{plan.exposures.id}|{item.test.id}|{due}"
                yield Event(on=day, title=_title(item, language, full), text=_text(item, plan, full), key=key)


def _title(item: Item, language: str, full: bool) -> str:
    return f"{item.test.name}: {', '.join(item.effects)}" if full else plain_name(item.test.id, language)


def _text(item: Item, plan: Plan, full: bool) -> str:
    """How often and from which rules; why, only where a title may tell it, too."""
    codes = ", ".join(rule.id for rule in item.rules)
    told = [item.words, f"overdue since {item.overdue_since}" if item.overdue_since else ""]
    told += ["; ".join(reason.text for reason in item.reasons) if full else ""]
    told += [f"{codes} of {plan.profile}, knowledge {plan.release}"]
    return "\n".join(each for each in told if each)


def to_ical(events: Iterable[Event], *, name: str, stamp: datetime) -> bytes:
    """The events as an iCalendar file; the same event has the same id in every file."""
    from icalendar import Calendar, Event as Entry

    calendar = Calendar()
    calendar.add("prodid", "-//Rosette//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", " ".join(name.split()))
    for event in events:
        entry = Entry()
        digest = hashlib.sha256((event.key or f"{event.on}|{event.title}").encode()).hexdigest()[:24]
        entry.add("uid", f"{digest}@rosette.invalid")
        entry.add("dtstamp", stamp)
        entry.add("dtstart", event.on)
        entry.add("dtend", event.on + timedelta(days=1))
        entry.add("summary", event.title)
        if event.text:
            entry.add("description", event.text)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
