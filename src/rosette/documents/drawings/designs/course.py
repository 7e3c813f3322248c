"""The path of one trial so far: children in order, their levels, what was seen, the decisions between cohorts."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from rosette.designs.course import Turn
from rosette.documents.drawings.designs.levels import ACTS, Element, badge, cut, numbered
from rosette.documents.drawings.svg import Sheet

HEAD = ("Cohort", "Level", "Children", "Toxicities", "Outcomes in order", "Then", "Because")
WORDS = {
    "N": "neither",
    "T": "dose-limiting toxicity",
    "E": "efficacy",
    "B": "toxicity and efficacy",
    "P": "under observation",
    "L": "left without an answer",
}
LEFT, STEP, GAP, ROW, TOP, FOOT = 128.0, 22.0, 26.0, 44.0, 54.0, 88.0


def course_table(turns: Sequence[Turn], names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The same as rows of text, under HEAD."""
    return tuple(
        (
            str(number),
            names[turn.cohort.dose - 1],
            str(len(turn.cohort.outcomes)),
            str(turn.cohort.toxicities),
            ", ".join(WORDS[each] for each in turn.cohort.outcomes),
            turn.act if turn.dose is None else f"{turn.act}: level {names[turn.dose - 1]}",
            turn.reason.words,
        )
        for number, turn in enumerate(turns, 1)
    )


def course_svg(
    turns: Sequence[Turn], *, doses: int, names: Sequence[str] = (), prefix: str = "course", mirrored: bool = False
) -> str:
    """The path as SVG; every outcome has a shape of its own."""
    children = sum(len(turn.cohort.outcomes) for turn in turns)
    sheet = Sheet(
        width=max(LEFT + STEP * children + GAP * len(turns) + 16, 470),
        height=TOP + ROW * doses + FOOT,
        title=f"The trial so far: {children} children in {len(turns)} cohorts",
        description="Children in order from left to right, each at its level; above, what the design said after each "
        "cohort. The table beside says the same in words.",
        prefix=prefix,
        mirrored=mirrored,
    )
    root = sheet.start("rz-trial rz-course")
    _levels(sheet, root, names or numbered(doses), doses)
    x, number, before = LEFT + 14, 0, None
    for turn in turns:
        y = TOP + ROW * (doses - turn.cohort.dose) + ROW / 2
        if before is not None:
            sheet.line(root, before[0] + 9, before[1], x - 9, y, "rz-way")
        x, number = _cohort(sheet, root, turn, x, y, number)
        before = (x - STEP, y)
        x += GAP
    _key(sheet, root, TOP + ROW * doses + 44)
    told = dict.fromkeys(turn.act for turn in turns)
    sheet.label(root, 8, sheet.height - 10, "then: " + " · ".join(f"{ACTS[act]} {act}" for act in told), "rz-tick")
    return sheet.done(root)


def _levels(sheet: Sheet, root: Element, names: Sequence[str], doses: int) -> None:
    sheet.label(root, LEFT - 12, TOP - 26, "then", "rz-tick", "end")
    for level, name in enumerate(names, 1):
        y = TOP + ROW * (doses - level)
        if level % 2:
            sheet.box(root, LEFT, y, sheet.width - LEFT, ROW, "rz-band")
        sheet.label(root, LEFT - 12, y + ROW / 2 + 4, cut(name, LEFT - 16), "rz-what", "end")
    sheet.label(root, LEFT - 12, TOP + ROW * doses + 16, "child", "rz-tick", "end")


def _cohort(sheet: Sheet, root: Element, turn: Turn, x: float, y: float, number: int) -> tuple[float, int]:
    """The children of a cohort, and the decision after it; gives the next place and the last number."""
    bottom = sheet.height - FOOT
    for outcome in turn.cohort.outcomes:
        number += 1
        outcome_mark(sheet, root, x, y, outcome, f"child {number}: {WORDS[outcome]}")
        if number == 1 or number % 5 == 0:
            sheet.label(root, x, bottom + 16, str(number), "rz-tick rz-axis", "middle")
        x += STEP
    line = x - STEP / 2 + 2
    sheet.line(root, line, TOP - 18, line, bottom, "rz-grid rz-grid--turn")
    badge(sheet, root, line, TOP - 30, turn.act)
    return x, number


def outcome_mark(sheet: Sheet, root: Element, x: float, y: float, outcome: str, tip: str = "") -> None:
    """The mark of an outcome: N ring, T filled square with a cross, E triangle, B both, P broken ring, L bar."""
    at = sheet.place(x)
    group = Xml.SubElement(root, "g", {"class": f"rz-seen rz-seen--{outcome}"})
    if tip:
        sheet.text_node(group, "title", tip)
    if outcome in "NP":
        Xml.SubElement(group, "circle", {"cx": f"{at:g}", "cy": f"{y:g}", "r": "7"})
    if outcome == "L":
        Xml.SubElement(group, "rect", {"x": f"{at - 2:g}", "y": f"{y - 8:g}", "width": "4", "height": "16"})
    if outcome in "TB":
        Xml.SubElement(group, "rect", {"x": f"{at - 7:g}", "y": f"{y - 7:g}", "width": "14", "height": "14"})
        path = f"M{at - 4:g} {y - 4:g}l8 8m0 -8l-8 8"
        Xml.SubElement(group, "path", {"d": path, "class": "rz-cross"})
    if outcome in "EB":
        low = y - 10 if outcome == "B" else y
        points = f"{at:g},{low - 8:g} {at + 8:g},{low + 6:g} {at - 8:g},{low + 6:g}"
        Xml.SubElement(group, "polygon", {"points": points})


def _key(sheet: Sheet, root: Element, y: float) -> None:
    x = 14.0
    for outcome in WRITTEN:
        outcome_mark(sheet, root, x, y + (5 if outcome == "B" else 0), outcome)
        sheet.label(root, x + 13, y + 4, KEY[outcome], "rz-tick")
        x += 26 + 6.2 * len(KEY[outcome])


KEY = {
    "N": "N neither",
    "T": "T toxicity",
    "E": "E efficacy",
    "B": "B both",
    "P": "P not known yet",
    "L": "L left",
}
WRITTEN = "NTEBP"  # of a course: who left is not in it
