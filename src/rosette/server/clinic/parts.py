"""The dear parts of a child's pages: the board and the calendar; made by the first reader or by the daily work."""

from __future__ import annotations

from datetime import date

from django.template.loader import render_to_string

from rosette.documents.drawings import calendar_svg, eligibility_calendar
from rosette.documents.drawings.calendar import HEAD
from rosette.options.wording import board_counts, made_from
from rosette.server.clinic.presenters.board import BoardPage
from rosette.server.services import clock
from rosette.server.services.boards import board_of
from rosette.server.services.parts import kept_part
from rosette.server.store.models import Child
from rosette.version import SOFTWARE

SPLIT = "<!-- below -->"
DAYS = 90


def board_part(child: Child, *, on: date) -> str:
    """The board as HTML, its head before SPLIT; kept for today, made for other days."""
    return kept_part(child, "board", lambda: _board(child, on)) if on == clock.today() else _board(child, on)


def calendar_part(child: Child, *, days: int = DAYS, mirrored: bool = False) -> str:
    """The calendar as HTML; kept in its usual form."""
    if days == DAYS and not mirrored:
        return kept_part(child, "calendar", lambda: _calendar(child, days, mirrored))
    return _calendar(child, days, mirrored)


def _board(child: Child, on: date) -> str:
    context = {"page": BoardPage.of(board_of(child, on=on)), "child": child.public_id}
    return SPLIT.join(render_to_string(f"board/{name}.jinja", context) for name in ("head", "body"))


def _calendar(child: Child, days: int, mirrored: bool) -> str:
    board = board_of(child)
    drawing = eligibility_calendar(board, days=days)
    context = {
        "counts": board_counts(board),
        "svg": calendar_svg(drawing, mirrored=mirrored),
        "columns": HEAD,
        "rows": drawing.table(),
        "made": made_from(board, software=SOFTWARE),
    }
    return render_to_string("board/days.jinja", context)


def warm(child: Child) -> None:
    """Make both parts now, so that the first reader need not wait."""
    board_part(child, on=clock.today())
    calendar_part(child)
