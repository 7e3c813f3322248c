"""How long the span of a row holds: until its rule ends, until an age changes it, or only up to its next day."""

from __future__ import annotations

from datetime import date, timedelta

from rosette.kernel import Span, add_months
from rosette.survivorship import Item
from rosette.survivorship.timing import remaining


def acting_parts(item: Item) -> tuple[Item, ...]:
    """The rows of single rules that made a row and that act."""
    return tuple(part for part in item.parts if part.acts) or (item,)


def holds_until(item: Item, *, birth: date) -> date | None:
    """The last day for which the span of a row is known to hold; None when nothing that is known ends it."""
    if item.due is None or item.every is None:
        return item.due
    steps = (_step_end(part, item.due, item.every, birth) for part in acting_parts(item))
    return min((day for day in (item.until, *steps) if day is not None), default=None)


def _step_end(part: Item, due: date, every: Span, birth: date) -> date | None:
    """The last day of the step that begins to hold on the due day; that day alone where another span holds then."""
    steps = remaining(part.interval, due, birth=birth).steps
    if not steps or (part.every != every and len(steps) == 1):
        return None
    step = steps[0]
    if every not in (step.least, step.most) or step.until_after is not None:
        return due
    return None if step.until_age is None else add_months(birth, 12 * step.until_age) - timedelta(days=1)


def is_fixed(item: Item) -> bool:
    """Whether the days that follow are an interval apart: no range, no visit, no missed day, no result that moves them.

    Raises nothing; a row without a day is not fixed.
    """
    if item.due is None or item.overdue_since or item.referrals or item.again:
        return False
    parts = acting_parts(item)
    return all(
        part.interval.kind == "span" and all(step.least == step.most for step in part.interval.steps) for part in parts
    )
