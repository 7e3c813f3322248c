"""Which days go into a calendar: those on which an option opens, goes stale or closes, and those of surveillance."""

from __future__ import annotations

from collections.abc import Iterator

from rosette.documents.ical import Event, events_in, renewed, repeating, to_ical
from rosette.documents.survivorship.plain import day_words, described, often_words, words_of
from rosette.documents.survivorship.repeats import holds_until, is_fixed
from rosette.kernel import Span
from rosette.options import Board
from rosette.survivorship import Item, Plan, merged

__all__ = ["Event", "calendar_name", "events_in", "option_events", "renewed", "surveillance_events", "to_ical"]
AHEAD = Span(10, "year")  # how far repeats are written; the rule itself goes on


def option_events(board: Board, *, who: str) -> Iterator[Event]:
    """The days of the options that the programme has, for the child called `who`."""
    for option in board.here():
        days = (("opens", option.opens_on), ("a result goes stale", option.stale_on), ("closes", option.closes_on))
        for word, day in days:
            if day is not None and day > board.on:
                yield Event(on=day, title=f"{who}: {option.title}: {word}", text=f"Judged for {board.on}. {option.id}")


def calendar_name(language: str = "en") -> str:
    """The name of a calendar of surveillance; it names no illness. Raises UsageError for a language without words."""
    return str(words_of(language)["calendar"]["name"])


def surveillance_events(plan: Plan, *, language: str = "en", full: bool = False) -> Iterator[Event]:
    """The next day of each test of a plan, and the day of its repeat; rows that nobody verified are left out.

    Title and text are plain words that tell no illness; `full` asks for the clinical name, the late effect, the reasons
    and the rules. A test keeps its id whatever its day, so a later file moves it. It repeats where its interval is
    fixed, until the rule ends. Raises UsageError for a language without words.
    """
    words_of(language)
    for item in merged(plan).items:
        if not item.acts or item.form == "none" or item.state == "ended":
            continue
        key = f"surveillance|{plan.exposures.id}|{item.test.id}"
        title = f"{item.test.name}: {', '.join(item.effects)}" if full else described(item.test.id, language)[0]
        text = _full_text(item, plan) if full else _plain_text(item, plan, language)
        day = item.catch_up or item.due
        if day is not None:
            yield Event(on=day, title=title, text=text, key=key, rule=_rule(item, plan))
        if item.again is not None and item.again > (day or plan.on):
            yield Event(on=item.again, title=title, text=text, key=f"{key}|again")


def _rule(item: Item, plan: Plan) -> str:
    """How a row repeats: only where its interval is fixed, and no further than that is known to hold."""
    if item.due is None or item.every is None or not is_fixed(item):
        return ""
    ends = (AHEAD.after(plan.on), holds_until(item, birth=plan.exposures.birth))
    return repeating(item.due, item.every, min(day for day in ends if day is not None))


def _plain_text(item: Item, plan: Plan, language: str) -> str:
    """What the check is, how often, and that the day may move."""
    told = words_of(language)
    own = told["calendar"]
    late = own["overdue"].format(day=day_words(item.overdue_since, told)) if item.overdue_since else ""
    lines = [described(item.test.id, language)[1], often_words(item, told), late, own["day"], own["later"]]
    return "\n".join(line for line in [*lines, f"{plan.profile} {plan.release}"] if line)


def _full_text(item: Item, plan: Plan) -> str:
    """How often, why, and from which rules."""
    codes = ", ".join(rule.id for rule in item.rules)
    told = [item.words, f"overdue since {item.overdue_since}" if item.overdue_since else ""]
    told += ["; ".join(reason.text for reason in item.reasons)]
    told += [
        "Later days count from the day on which it was done.",
        f"{codes} of {plan.profile}, knowledge {plan.release}",
    ]
    return "\n".join(each for each in told if each)
