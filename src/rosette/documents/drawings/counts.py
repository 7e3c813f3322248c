"""A count of children as small figures: as many filled as had it, the others hollow; the words beside say the same."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from rosette.documents.drawings.svg import Sheet

A_ROW, STEP, TALL = 20, 24.0, 34.0


def counts_svg(count: int, of: int, *, label: str, prefix: str = "") -> str:
    """Draw `count` of `of` children, twenty a row; raises ValueError when the count is not among them."""
    if not 0 <= count <= of or of < 1:
        raise ValueError(f"{count} of {of} cannot be drawn: the count must lie between 0 and all")
    rows = -(-of // A_ROW)
    sheet = Sheet(
        width=STEP * min(of, A_ROW) + 4,
        height=TALL * rows + 4,
        title=label,
        description=label,
        prefix=prefix or f"n{count}-{of}",
    )
    root = sheet.start("rz-counts")
    for place in range(of):
        x, y = STEP * (place % A_ROW) + 4, TALL * (place // A_ROW) + 4
        _child(sheet, root, x, y, "rz-child rz-child--counted" if place < count else "rz-child")
    return sheet.done(root)


def _child(sheet: Sheet, root: Element, x: float, y: float, css: str) -> None:
    """A head and a body."""
    sheet.text_node(root, "circle", "", cx=f"{x + 8:g}", cy=f"{y + 6:g}", r="5", **{"class": css})
    path = f"M{x + 2:g} {y + 28:g}v-8a6 6 0 0 1 12 0v8z"
    sheet.text_node(root, "path", "", d=path, **{"class": css})
