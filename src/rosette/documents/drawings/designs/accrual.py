"""Children against days: waiting, under observation, and the days on which the trial took nobody."""

from __future__ import annotations

from rosette.designs.accrual import AccrualPath, Stay
from rosette.documents.drawings.designs.course import KEY, WORDS, outcome_mark
from rosette.documents.drawings.designs.levels import Element, filled, hatched
from rosette.documents.drawings.svg import Sheet

HEAD = ("Child", "Level", "Came on day", "Enrolled on day", "Waited days", "Observed until day", "Outcome")
SUSPENDED_HEAD = ("Suspended from day", "To day", "Days")
LEFT, RIGHT, ROW, TOP = 104.0, 730.0, 20.0, 44.0
STEPS = (1, 2, 5, 7, 14, 28, 56, 91, 182, 365, 730, 1461)


def accrual_table(path: AccrualPath) -> tuple[tuple[str, ...], ...]:
    """The children as rows of text, under HEAD."""
    return tuple(
        (
            str(number),
            "—" if stay.level is None else str(stay.level),
            _day(stay.came),
            "never" if stay.enrolled is None else _day(stay.enrolled),
            _day(stay.waited),
            "still" if stay.enrolled is not None and stay.until is None else _day(stay.until),
            WORDS.get(stay.outcome, "not enrolled"),
        )
        for number, stay in enumerate(path.children, 1)
    )


def suspended_table(path: AccrualPath) -> tuple[tuple[str, ...], ...]:
    """The suspensions as rows of text, under SUSPENDED_HEAD."""
    return tuple((_day(span.first), _day(span.last), _day(span.last - span.first)) for span in path.suspended)


def _day(value: float | None) -> str:
    return "—" if value is None else f"{round(value, 1):g}"


def accrual_svg(path: AccrualPath, *, prefix: str = "accrual", mirrored: bool = False) -> str:
    """One lane a child; suspensions are hatched through all lanes."""
    bottom = TOP + ROW * len(path.children)
    enrolled = path.enrolled_by(path.days)
    sheet = Sheet(
        width=RIGHT + 16,
        height=bottom + 62,
        title=f"{enrolled} children enrolled in {path.days:g} days",
        description=f"One lane a child. Hollow: waiting. Filled: under observation, ending in its outcome. Hatched: "
        f"enrolment suspended, {path.suspended_days:g} days in all. The tables beside say the same in words.",
        prefix=prefix,
        mirrored=mirrored,
    )
    root = sheet.start("rz-trial rz-accrual")
    fill, scale = hatched(sheet, root), (RIGHT - LEFT) / (path.days or 1)
    for span in path.suspended:
        wide = (span.last - span.first) * scale
        tip = f"suspended from day {_day(span.first)} to day {_day(span.last)}"
        filled(sheet, root, (LEFT + span.first * scale, TOP - 6, wide, bottom - TOP + 12), fill, "rz-suspended", tip)
    _days(sheet, root, path.days, scale, bottom)
    for number, stay in enumerate(path.children, 1):
        _lane(sheet, root, stay, number, path.days, scale)
    used = [mark for mark in WORDS if any(stay.outcome == mark for stay in path.children)]
    _key(sheet, root, bottom + 44, fill, used)
    return sheet.done(root)


def _days(sheet: Sheet, root: Element, days: float, scale: float, bottom: float) -> None:
    step = next((each for each in STEPS if each * scale >= 54), STEPS[-1])
    for day in range(0, int(days) + 1, step):
        x = LEFT + day * scale
        sheet.line(root, x, TOP - 6, x, bottom + 6, "rz-grid")
        sheet.label(root, x, TOP - 14, f"day {day}", "rz-tick rz-axis", "middle")
    sheet.label(root, 14, TOP - 14, "child, level", "rz-tick")


def _lane(sheet: Sheet, root: Element, stay: Stay, number: int, days: float, scale: float) -> None:
    y = TOP + ROW * (number - 1)
    level = "—" if stay.level is None else f"level {stay.level}"
    sheet.label(root, LEFT - 8, y + 14, f"{number}, {level}", "rz-tick", "end")
    begun = days if stay.enrolled is None else stay.enrolled
    if begun > stay.came:
        sheet.box(root, LEFT + stay.came * scale, y + 6, (begun - stay.came) * scale, 8, "rz-waiting", "waiting")
    if stay.enrolled is None:
        return
    until = days if stay.until is None else stay.until
    left = LEFT + stay.enrolled * scale
    sheet.box(root, left, y + 4, (until - stay.enrolled) * scale, 12, "rz-observed", "under observation")
    outcome_mark(sheet, root, LEFT + until * scale, y + 10, stay.outcome, f"child {number}: {WORDS[stay.outcome]}")


def _key(sheet: Sheet, root: Element, y: float, fill: str, marks: list[str]) -> None:
    sheet.box(root, LEFT, y - 9, 24, 8, "rz-waiting")
    sheet.label(root, LEFT + 30, y, "waiting", "rz-tick")
    sheet.box(root, LEFT + 90, y - 11, 24, 12, "rz-observed")
    sheet.label(root, LEFT + 120, y, "observed", "rz-tick")
    filled(sheet, root, (LEFT + 186, y - 11, 24, 14), fill, "rz-suspended")
    sheet.label(root, LEFT + 216, y, "suspended", "rz-tick")
    for place, mark in enumerate(marks):
        x = LEFT + 296 + 80 * place
        outcome_mark(sheet, root, x, y - (2 if mark == "B" else 5), mark)
        sheet.label(root, x + 13, y, KEY[mark][2:], "rz-tick")
