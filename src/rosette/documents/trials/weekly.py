"""The weekly table of a trial on one page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rosette.designs.conduct import rows
from rosette.designs.conduct.weekly import Weekly
from rosette.documents.printing import printed
from rosette.version import SOFTWARE

TEMPLATE = Path(__file__).with_name("weekly.typ")
MOST_ROWS = 7  # rows of a table and late changes that leave room for the others on one page; the rest is counted
MOST_WATCHED = 10
MOST_LATE = 3


def week_text(week: Weekly, *, made: str = SOFTWARE) -> dict[str, Any]:
    """Everything that the page says, as plain data."""
    found = week.next
    return {
        "title": f"{week.name}: the week to {week.day}",
        "version": f"version {week.version}, {week.specification[:12]}",
        "ledger": f"{week.lines} entries, {week.digest[:12]}",
        "enrolment": week.notice.sentence if week.notice else f"Open: {_places(week.places)}.",
        "alarms": _alarms(week.alarms),
        "next": rows.next_sentence(found),
        "ask": _ask(found.unanswered),
        "levels": {"head": rows.LEVELS, "rows": rows.level_rows(week.levels)},
        "bounds": {"head": rows.BOUNDS, "rows": rows.boundary_rows(found.boundaries)},
        "watched": _short(rows.WATCHED, rows.watched_rows(week.watched), most=MOST_WATCHED),
        "queue": _short(rows.QUEUE, rows.queue_rows(week.queue)),
        "completions": _short(rows.COMPLETIONS, rows.completion_rows(found.completions)),
        "new": _short(rows.LINES, rows.line_rows(week.new)),
        "too_many": found.too_many,
        "made": made,
    }


def week_pdf(week: Weekly, *, made: str = SOFTWARE) -> bytes:
    """The page as PDF; the same week gives the same bytes."""
    return printed(TEMPLATE, week_text(week, made=made))


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"


def _ask(children: tuple[str, ...]) -> str:
    return f"Ask for the response of {', '.join(children)}: it counts as none so far." if children else ""


def _alarms(every: tuple[str, ...]) -> list[str]:
    more = len(every) - MOST_LATE
    return [*every[:MOST_LATE], *([f"{more} more decisions would have been others: see the pack"] if more > 0 else [])]


def _short(head: list[str], every: list[list[str]], *, most: int = MOST_ROWS) -> dict[str, Any]:
    more = len(every) - most
    return {"head": head, "rows": every[:most], "more": f"and {more} more" if more > 0 else ""}
