"""Prints a trial under way."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from rosette.cli.show.mibg import head, lines, table
from rosette.cli.show.words import console
from rosette.designs.conduct import Pack, rows
from rosette.version import SOFTWARE


def print_pack(pack: Pack) -> None:
    """Print what the pack for the board holds, the exact characteristics aside."""
    out, week = console(), pack.week
    head(out, f"{week.name}, as known at the end of {week.day}")
    open_ = f"open: {week.places} place{'s' if week.places != 1 else ''}"
    out.print(Text(week.notice.sentence if week.notice else open_, style="bold"))
    out.print(Text(rows.next_sentence(week.next)))
    lines(out, "", week.next.unanswered and [f"ask for the response of {', '.join(week.next.unanswered)}"])
    lines(out, "LATE CHANGES: HISTORY STAYS AS IT IS", week.alarms)
    table(out, "LEVELS", rows.LEVELS, rows.level_rows(week.levels))
    table(out, "STOPPING BOUNDARY", rows.BOUNDS, rows.boundary_rows(week.next.boundaries))
    doses = [level.assigned_dose for level in week.levels]
    table(out, "CHILDREN", rows.CHILDREN, rows.child_rows(pack.children, doses))
    lines(out, "TOXICITIES OUTSIDE THE COUNT", (f"{each.child}: {'; '.join(each.events)}" for each in pack.uncounted))
    table(out, "UNDER OBSERVATION", rows.WATCHED, rows.watched_rows(week.watched))
    table(out, "IF THEY END SO", rows.COMPLETIONS, rows.completion_rows(week.next.completions))
    lines(out, "", [week.next.too_many] if week.next.too_many else [])
    table(out, "DECISIONS", rows.RULINGS, rows.ruling_rows(pack.rulings))
    table(out, "QUEUE", rows.QUEUE, rows.queue_rows(week.queue))
    _foot(out, pack)


def _foot(out: Console, pack: Pack) -> None:
    week = pack.week
    told = f"{week.lines} entries, {week.digest[:12]} · design file {week.specification[:12]} · {SOFTWARE}"
    out.print()
    out.print(Text(f"{told} · informs a team that decides", style="dim"))
