"""Follow-up that a trial owes a child, beside any guideline."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from rosette.kernel import Span


@frozen(kw_only=True)
class Duty:
    """What a trial asks, from a first day, every so often, until a last day; `source` names protocol or consent."""

    trial: str
    what: str
    first: date
    source: str
    every: Span | None = None
    until: date | None = None


@frozen(kw_only=True)
class DutyDay:
    """The next day of a duty; None when it is over."""

    duty: Duty
    due: date | None
    overdue: bool


def duty_day(duty: Duty, *, on: date, done: date | None = None) -> DutyDay:
    """The next day of a duty as of a day, given the day on which it was last done."""
    due: date | None = duty.first
    if done is not None:
        due = None if duty.every is None else max(duty.first, duty.every.after(done))
    if due is not None and duty.until is not None and due > duty.until:
        due = None
    return DutyDay(duty=duty, due=due, overdue=due is not None and due < on)
