"""A drawn body with the points of each segment: every region is a link to its row, so keyboard and reader reach it."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as Xml

from attrs import frozen

from rosette.documents.drawings.svg import Sheet
from rosette.knowledge import Knowledge
from rosette.response.scores import levels_of, segments_of

WIDTH, HEIGHT = 300.0, 530.0
HEAD = ("Segment", "Points", "Means")


@frozen(kw_only=True)
class Region:
    """One region of the body: left, top, width and height on the sheet, how round its corners are, where its number is.

    number: share of the width, so that what lies over the middle does not hide it.
    """

    x: float
    y: float
    width: float
    height: float
    round: float = 8
    number: float = 0.5


# The child faces the reader: its right is on the left of the sheet. Later regions lie over earlier ones.
REGIONS: Mapping[str, Region] = {
    "head": Region(x=114, y=12, width=72, height=72, round=36),
    "chest": Region(x=96, y=96, width=108, height=102, round=18, number=0.2),
    "soft_tissue": Region(x=104, y=200, width=92, height=68, round=20, number=0.18),
    "upper_spine": Region(x=140, y=88, width=20, height=110, round=6),
    "lower_spine": Region(x=140, y=200, width=20, height=66, round=6),
    "pelvis": Region(x=98, y=270, width=104, height=50, round=18),
    "upper_arm_right": Region(x=58, y=102, width=30, height=92),
    "upper_arm_left": Region(x=212, y=102, width=30, height=92),
    "lower_arm_right": Region(x=46, y=198, width=28, height=106),
    "lower_arm_left": Region(x=226, y=198, width=28, height=106),
    "upper_leg_right": Region(x=102, y=324, width=42, height=94),
    "upper_leg_left": Region(x=156, y=324, width=42, height=94),
    "lower_leg_right": Region(x=106, y=422, width=34, height=98),
    "lower_leg_left": Region(x=160, y=422, width=34, height=98),
}


def body_table(points: Mapping[str, int], scale: str, knowledge: Knowledge) -> tuple[tuple[str, str, str], ...]:
    """The same as rows of text, under HEAD; a segment without points says so."""
    means = {level.points: level.statement for level in levels_of(scale, knowledge)}
    return tuple(
        (row.name, str(points[row.segment]), means[points[row.segment]])
        if row.segment in points
        else (row.name, "—", "not scored")
        for row in segments_of(scale, knowledge)
    )


def body_svg(
    points: Mapping[str, int], scale: str, knowledge: Knowledge, *, prefix: str = "body", link: str = "#seg-"
) -> str:
    """The body as SVG; the number stands in each region, so that shade is never alone.

    link: what the link of a region begins with; the name of its segment follows.
    """
    sheet = Sheet(
        width=WIDTH,
        height=HEIGHT,
        title=f"{scale.capitalize()} by segment on a drawn body, seen from the front",
        description="The child faces you: its right side is on your left. The table beside says the same in words.",
        prefix=prefix,
    )
    root = sheet.start("rz-anatomy")
    root.set("role", "group")
    named = {region: row for row in segments_of(scale, knowledge) for region in row.regions}
    for name, region in REGIONS.items():
        row = named.get(name)
        if row is None:
            _shape(root, region, "rz-region rz-region--none")
            continue
        found = points.get(row.segment)
        told = "not scored" if found is None else f"{found} points"
        anchor = Xml.SubElement(root, "a", {"href": f"{link}{row.segment}", "aria-label": f"{row.name}: {told}"})
        shade = "open" if found is None else str(round(3 * found / row.most))
        _shape(anchor, region, f"rz-region rz-region--{shade}")
        x, y = region.x + region.width * region.number, region.y + region.height / 2 + 5
        sheet.label(anchor, x, y, "?" if found is None else str(found), f"rz-points rz-points--{shade}", "middle")
    sheet.label(root, 8, 20, "right", "rz-tick")
    sheet.label(root, WIDTH - 8, 20, "left", "rz-tick", "end")
    return sheet.done(root)


def _shape(parent: Xml.Element, region: Region, css: str) -> None:
    attributes = {"x": region.x, "y": region.y, "width": region.width, "height": region.height, "rx": region.round}
    Xml.SubElement(parent, "rect", {**{key: f"{value:g}" for key, value in attributes.items()}, "class": css})
