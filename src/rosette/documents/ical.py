"""Calendar files (iCalendar, RFC 5545): whole days with stable ids, written, read back and renewed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import attrs
from attrs import field, frozen

from rosette.kernel import BadInput, Problem, Span

FIRST = date(2000, 1, 1)  # versions of an event count from here, one a day
MONTHS = {"month": 1, "year": 12}
SAFE = 28  # the last day that every month has


@frozen(kw_only=True)
class Event:
    """One whole day with what happens on it.

    key: names the event when its title or its day may change; `uid` is made from it. rule: how it repeats, as an RRULE.
    version: the SEQUENCE; None is made from the day of the file. cancelled: what an earlier file held and no longer is.
    """

    on: date
    title: str
    text: str = ""
    key: str = ""
    rule: str = ""
    version: int | None = None
    cancelled: bool = False
    uid: str = field()

    @uid.default
    def _uid(self) -> str:
        digest = hashlib.sha256((self.key or f"{self.on}|{self.title}").encode()).hexdigest()
        return f"{digest[:24]}@rosette.invalid"

    @property
    def said(self) -> tuple[object, ...]:
        """What a reader of the calendar sees; a change of it is a new version."""
        return self.on, self.title, self.text, self.rule, self.cancelled


def repeating(first: date, every: Span, until: date) -> str:
    """An RRULE from a day by whole months or years; in a month without that day, the last one counts.

    Empty when nothing repeats up to `until`, and for spans of days and weeks.
    """
    if every.unit not in MONTHS or every.after(first) > until:
        return ""
    yearly = every.unit == "year" and (first.month, first.day) != (2, 29)
    step = every.count if yearly else every.count * MONTHS[every.unit]
    told = f"FREQ={'YEARLY' if yearly else 'MONTHLY'};UNTIL={until:%Y%m%d};INTERVAL={step}"
    if yearly or first.day <= SAFE:
        return told
    days = ",".join(str(day) for day in range(SAFE, first.day + 1))
    return f"{told};BYMONTHDAY={days};BYSETPOS=-1"


def renewed(events: Iterable[Event], earlier: Iterable[Event], *, stamp: datetime) -> Iterator[Event]:
    """The events for a file that follows an earlier one: changed ones with a higher version, fallen ones cancelled."""
    before = {event.uid: event for event in earlier}
    for event in events:
        old = before.pop(event.uid, None)
        yield event if old is None else attrs.evolve(event, version=_version(event, old, stamp))
    for old in before.values():
        gone = attrs.evolve(old, cancelled=True, rule="")
        yield attrs.evolve(gone, version=_version(gone, old, stamp))


def _version(event: Event, old: Event, stamp: datetime) -> int:
    last = old.version or 0
    return last if event.said == old.said else max(last + 1, _standard(stamp))


def _standard(stamp: datetime) -> int:
    return (stamp.date() - FIRST).days


def to_ical(events: Iterable[Event], *, name: str, stamp: datetime) -> bytes:
    """The events as an iCalendar file; the same event has the same id in every file, and a later file a later version.

    They are private and block no time: a day on which something is due is no appointment.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Rosette//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", " ".join(name.split()))
    for event in events:
        calendar.add_component(_entry(event, stamp))
    return bytes(calendar.to_ical())


def _entry(event: Event, stamp: datetime) -> Any:
    from icalendar import Event as Entry
    from icalendar.prop import vRecur

    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("dtstamp", stamp)
    entry.add("sequence", _standard(stamp) if event.version is None else event.version)
    entry.add("dtstart", event.on)
    entry.add("dtend", event.on + timedelta(days=1))
    entry.add("summary", event.title)
    if event.text:
        entry.add("description", event.text)
    if event.rule:
        entry.add("rrule", vRecur.from_ical(event.rule))
    if event.cancelled:
        entry.add("status", "CANCELLED")
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    return entry


def events_in(raw: bytes) -> tuple[Event, ...]:
    """The whole-day events of a file that was written here; raises BadInput for what is no such file."""
    from icalendar import Calendar

    try:
        entries = Calendar.from_ical(raw).walk("VEVENT")
        return tuple(_event(entry) for entry in entries)
    except (ValueError, KeyError, TypeError) as fault:
        told = Problem("", f"no calendar of whole days ({fault})", "an .ics that was written here")
        raise BadInput([told], what="earlier calendar") from fault


def _event(entry: Any) -> Event:
    on = entry.decoded("DTSTART")
    if isinstance(on, datetime) or not isinstance(on, date):
        raise ValueError("an event without a whole day")
    return Event(
        on=on,
        title=str(entry["SUMMARY"]),
        text=str(entry.get("DESCRIPTION", "")),
        uid=str(entry["UID"]),
        rule=entry["RRULE"].to_ical().decode() if "RRULE" in entry else "",
        version=int(entry.get("SEQUENCE", 0)),
        cancelled=str(entry.get("STATUS", "")) == "CANCELLED",
    )
