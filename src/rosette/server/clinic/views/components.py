"""The component page: every part of ours, with words for when to use it."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rosette.documents.drawings import (
    CalendarRow,
    EligibilityCalendar,
    Funnel,
    FunnelStage,
    RecordTimeline,
    calendar_svg,
    funnel_svg,
    timeline_svg,
)
from rosette.documents.drawings.calendar import HEAD as CALENDAR_HEAD, Span
from rosette.documents.drawings.funnel import HEAD as FUNNEL_HEAD
from rosette.documents.drawings.record import HEAD as TIMELINE_HEAD, Entry
from rosette.options.wording import VERDICT_WORDS, Line
from rosette.server.clinic.presenters.tags import VERDICT_CLASSES, Tag
from rosette.server.services.guards import anyone

DAY = date(2026, 6, 1)


@anyone
def components(request: HttpRequest) -> HttpResponse:
    """Every part of ours on one page."""
    mirrored = request.GET.get("dir") == "rtl"
    calendar, timeline, funnel = _calendar(), _timeline(), _funnel()
    context = {
        "page": {"title": "Components"},
        "tags": [Tag(mark, word.capitalize(), VERDICT_CLASSES[key]) for key, (mark, word) in VERDICT_WORDS.items()]
        + [Tag("→", "Opens on a day", "later")],
        "lines_shown": (
            Line("platelets are 62 10*9/L, at least 75 asked", head="H1", tail=" (may change)"),
            Line("Measure platelets again. Earliest 8 Jun 2026.", head="way in:"),
            Line("opens 12 Jun 2026", good=True),
        ),
        "calendar": (calendar_svg(calendar, prefix="c1", mirrored=mirrored), CALENDAR_HEAD, calendar.table()),
        "timeline": (timeline_svg(timeline, prefix="t1", mirrored=mirrored), TIMELINE_HEAD, timeline.table()),
        "funnel": (funnel_svg(funnel, prefix="f1", mirrored=mirrored), FUNNEL_HEAD, funnel.table()),
    }
    return render(request, "components.jinja", context)


def _calendar() -> EligibilityCalendar:
    states = ("open", "repeat", "unknown", "full", "closed")
    rows = tuple(
        CalendarRow(
            id=state,
            title=f"Invented option, {state}",
            verdict="✓ Eligible",
            why="",
            spans=(
                Span(first=DAY, last=DAY + timedelta(days=40), state=state),  # type: ignore[arg-type]
                Span(first=DAY + timedelta(days=41), last=DAY + timedelta(days=89), state="closed"),
            ),
            opens=DAY if state == "open" else None,
            stale=DAY + timedelta(days=12) if state == "repeat" else None,
            closes=None,
        )
        for state in states
    )
    return EligibilityCalendar(on=DAY, last=DAY + timedelta(days=89), rows=rows)


def _timeline() -> RecordTimeline:
    told = (
        ("Treatment", "therapy", 400, 300, "invented medicine"),
        ("Response", "disease_event", 280, 280, "relapse"),
        ("MIBG and imaging", "imaging", 30, 30, "MIBG scan"),
        ("Laboratory", "laboratory", 9, 9, "platelets"),
    )
    entries = tuple(
        Entry(
            track=track,
            first=DAY - timedelta(days=a),
            last=DAY - timedelta(days=b),
            soft=False,
            open_ended=False,
            when=str(DAY - timedelta(days=a)),
            short=text,
            text=text,
            source="invented",
            fact_id=kind,
            kind=kind,
        )
        for track, kind, a, b, text in told
    )
    return RecordTimeline(on=DAY, entries=entries)


def _funnel() -> Funnel:
    told = (
        ("Found", 41, None, ()),
        ("Offered", 30, 3.0, ("Too far from home: fewer than 11",)),
        ("Chosen", 18, 6.0, ()),
        ("Consented", 12, 4.0, ()),
        ("Enrolled", None, None, ()),
    )
    stages = tuple(FunnelStage(word=word, count=count, days=days, left=left) for word, count, days, left in told)
    return Funnel(title="Funnel of an invented option", stages=stages)
