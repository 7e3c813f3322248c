"""The eligibility calendar: a row an option, days across, when it is open, unknown or closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal
from xml.etree import ElementTree as Xml

from attrs import frozen

from rosette.documents.drawings.axis import Axis, draw_months
from rosette.documents.drawings.svg import Sheet
from rosette.kernel import Truth
from rosette.options import Board, Option, Section, section_of
from rosette.options.wording import VERDICT_WORDS, day_text, reason_lines

State = Literal["open", "repeat", "unknown", "full", "closed"]
STATES: dict[State, str] = {
    "open": "open",
    "repeat": "open if results are repeated",
    "unknown": "not known",
    "full": "criteria met, no place here",
    "closed": "closed",
}
HEAD = ("Option", "Verdict", "Opens", "Result goes stale", "Closes", "Why")
ROW, TOP, LEFT, WIDTH = 30.0, 34.0, 330.0, 980.0
MOST_LETTERS = 46


@frozen(kw_only=True)
class Span:
    """A run of days with one state; both ends included."""

    first: date
    last: date
    state: State


@frozen(kw_only=True)
class CalendarRow:
    """One option over the days."""

    id: str
    title: str
    verdict: str
    spans: tuple[Span, ...]
    opens: date | None
    stale: date | None
    closes: date | None
    why: str


@frozen(kw_only=True)
class EligibilityCalendar:
    """The options of a board over the days to come."""

    on: date
    last: date
    rows: tuple[CalendarRow, ...]

    def table(self) -> tuple[tuple[str, ...], ...]:
        """The same as rows of text, under HEAD."""
        return tuple(
            (each.title, each.verdict, day_text(each.opens), day_text(each.stale), day_text(each.closes), each.why)
            for each in self.rows
        )


def eligibility_calendar(
    board: Board, *, days: int = 90, options: Sequence[Option] | None = None
) -> EligibilityCalendar:
    """The calendar of a board from its day on; the options of the programme when none are named."""
    last = board.on + timedelta(days=days - 1)
    chosen = options if options is not None else [each for section in Section for each in board.section(section)]
    return EligibilityCalendar(on=board.on, last=last, rows=tuple(_row(each, board.on, last) for each in chosen))


def _row(option: Option, first: date, last: date) -> CalendarRow:
    mark, word = VERDICT_WORDS[option.verdict]
    why = "" if option.verdict == "eligible" else "; ".join(f"{e.head} {e.whole}" for e in reason_lines(option.not_met))
    return CalendarRow(
        id=option.id,
        title=option.title,
        verdict=f"{mark} {word.capitalize()}; {section_of(option).value.lower()}",
        spans=tuple(_spans(option, first, last)),
        opens=option.opens_on,
        stale=option.stale_on,
        closes=option.closes_on,
        why=why,
    )


def _spans(option: Option, first: date, last: date) -> Iterator[Span]:
    start, state = first, _state(option, first)
    day = first
    while day < last:
        day += timedelta(days=1)
        now = _state(option, day)
        if now != state:
            yield Span(first=start, last=day - timedelta(days=1), state=state)
            start, state = day, now
    yield Span(first=start, last=last, state=state)


def _state(option: Option, day: date) -> State:
    strict, carried = option.strict.at(day), option.carried.at(day)
    if carried is Truth.NO or strict is Truth.NO:
        return "closed"
    if carried is Truth.UNKNOWN:
        return "unknown"
    if option.slot is not None and not option.slot.open_on(day):
        return "full"
    return "open" if strict is Truth.YES else "repeat"


def calendar_svg(calendar: EligibilityCalendar, *, prefix: str = "cal", mirrored: bool = False) -> str:
    """The calendar as SVG; bars differ by height and pattern, not by colour alone."""
    height = TOP + ROW * max(len(calendar.rows), 1) + 34
    sheet = Sheet(
        width=WIDTH,
        height=height,
        prefix=prefix,
        mirrored=mirrored,
        title=f"Eligibility from {day_text(calendar.on)} to {day_text(calendar.last)}",
        description="A row an option, days across. The table below says the same in words.",
    )
    root = sheet.start("rz-calendar")
    axis = Axis(first=calendar.on, last=calendar.last, left=LEFT, right=WIDTH - 8)
    draw_months(sheet, root, axis, top=TOP - 6, bottom=height - 34)
    for count, row in enumerate(calendar.rows):
        _draw(sheet, root, axis, row, TOP + ROW * count)
    sheet.line(root, axis.at(calendar.on), TOP - 6, axis.at(calendar.on), height - 34, "rz-now")
    _legend(sheet, root, height - 14)
    return sheet.done(root)


def _draw(sheet: Sheet, root: Xml.Element, axis: Axis, row: CalendarRow, y: float) -> None:
    title = row.title if len(row.title) <= MOST_LETTERS else row.title[: MOST_LETTERS - 1].rstrip() + "…"
    sheet.label(root, LEFT - 10, y + 17, title, "rz-name", "end")
    for span in row.spans:
        x, end = axis.at(span.first), axis.at(span.last + timedelta(days=1))
        tip = f"{row.title}: {STATES[span.state]}, {day_text(span.first)} to {day_text(span.last)}"
        sheet.box(root, x, *_bar(y, end - x, span.state), f"rz-bar rz-bar--{span.state}", tip)
    for day, shape, word in ((row.opens, "triangle", "opens"), (row.stale, "diamond", "result goes stale")):
        if day is not None and axis.first <= day <= axis.last:
            sheet.mark(root, axis.at(day), y + 13, f"rz-mark rz-mark--{shape}", f"{word} {day_text(day)}", shape=shape)


def _bar(y: float, width: float, state: State) -> tuple[float, float, float]:
    """Top, width and height of a bar: the more open, the higher."""
    top, height = {"open": (3, 20), "repeat": (5, 16), "full": (8, 10), "unknown": (10, 6), "closed": (12, 2)}[state]
    return y + top, width, float(height)


def _legend(sheet: Sheet, root: Xml.Element, y: float) -> None:
    x = 8.0
    for state, words in STATES.items():
        sheet.box(root, x, *_bar(y - 17, 22, state), f"rz-bar rz-bar--{state}")
        sheet.label(root, x + 27, y, words, "rz-tick")
        x += 40 + 6.6 * len(words)
    sheet.mark(root, x + 8, y - 4, "rz-mark rz-mark--triangle", shape="triangle")
    sheet.label(root, x + 18, y, "opens", "rz-tick")
    sheet.mark(root, x + 72, y - 4, "rz-mark rz-mark--diamond", shape="diamond")
    sheet.label(root, x + 82, y, "result goes stale", "rz-tick")
