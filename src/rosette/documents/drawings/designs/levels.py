"""What the drawings of designs share: levels by name, figures as text, patterns that print, a badge with a letter."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from rosette.designs.spec import Specification
from rosette.documents.drawings.svg import Sheet

Element = Xml.Element
ACTS = {"start": "▸", "escalate": "E", "stay": "S", "de-escalate": "D", "suspend": "W", "stop": "■"}
LITTLE, JOINED = 0.0005, "\N{NO-BREAK SPACE}"
CHARACTER = 6.6  # width of a letter of 12 px, about


def level_names(spec: Specification) -> tuple[str, ...]:
    """The levels as drawings name them: the name, and the dose with its unit."""
    return tuple(f"{level.name} ({level.dose})" for level in spec.levels)


def numbered(doses: int) -> tuple[str, ...]:
    """Levels that have no other name."""
    return tuple(str(level) for level in range(1, doses + 1))


def percent(share: float) -> str:
    """A share for people; one above nothing is never shown as nothing."""
    if 0 < share < LITTLE:
        return f"< 0.1{JOINED}%"
    return f"{100 * share:.1f}{JOINED}%"


def mean(value: float) -> str:
    """A mean for people."""
    return f"{value:.2f}"


def cut(text: str, wide: float) -> str:
    """A text that fits into so many px."""
    most = max(int(wide / CHARACTER), 2)
    return text if len(text) <= most else text[: most - 1] + "…"


def hatched(sheet: Sheet, root: Element) -> str:
    """Define hatching, and give what fills with it; an attribute, since a style sheet cannot point into a drawing."""
    name = f"{sheet.prefix}-hatch"
    pattern = Xml.SubElement(
        Xml.SubElement(root, "defs"),
        "pattern",
        {"id": name, "width": "6", "height": "6", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"},
    )
    Xml.SubElement(pattern, "line", {"x1": "0", "y1": "0", "x2": "0", "y2": "6", "class": "rz-hatch"})
    return f"url(#{name})"


def filled(
    sheet: Sheet,
    parent: Element,
    box: tuple[float, float, float, float],
    fill: str,
    css: str = "rz-hatched",
    tip: str = "",
) -> None:
    """A box (left, top, width, height) filled by a pattern."""
    sheet.box(parent, *box, css, tip)
    parent[-1].set("fill", fill)


def badge(sheet: Sheet, parent: Element, x: float, y: float, act: str) -> None:
    """The letter of an act in a circle around a place; its shade says the same."""
    css = f"rz-act rz-act--{act}"
    Xml.SubElement(parent, "circle", {"cx": f"{sheet.place(x):g}", "cy": f"{y:g}", "r": "9", "class": css})
    sheet.label(parent, x, y + 4, ACTS[act], f"rz-letter rz-letter--{act}", "middle")
