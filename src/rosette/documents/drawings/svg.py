"""A small drawing board: elements by name, text escaped by construction, colours only as classes."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from attrs import frozen

NARROW = {i: None for i in range(32) if i not in (9, 10)}


@frozen(kw_only=True)
class Sheet:
    """A sheet of a width and a height; `mirrored` draws from right to left."""

    width: float
    height: float
    title: str
    description: str
    prefix: str
    mirrored: bool = False

    def start(self, css: str) -> Xml.Element:
        """The root with its title and description."""
        root = Xml.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {self.width:g} {self.height:g}",
                "role": "img",
                "class": f"rz-drawing {css}",
                "aria-labelledby": f"{self.prefix}-t {self.prefix}-d",
                "width": f"{self.width:g}",
                "height": f"{self.height:g}",
            },
        )
        self.text_node(root, "title", self.title, id=f"{self.prefix}-t")
        self.text_node(root, "desc", self.description, id=f"{self.prefix}-d")
        return root

    def text_node(self, parent: Xml.Element, tag: str, text: str, **attributes: str) -> Xml.Element:
        """An element that holds text."""
        node = Xml.SubElement(parent, tag, attributes)
        node.text = text.translate(NARROW)
        return node

    def label(self, parent: Xml.Element, x: float, y: float, text: str, css: str = "", anchor: str = "start") -> None:
        """A text at a place; mirrored sheets mirror the place and the side."""
        if self.mirrored:
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        self.text_node(
            parent,
            "text",
            text,
            **{
                "x": f"{self.place(x):g}",
                "y": f"{y:g}",
                "text-anchor": anchor,
                "class": css,
                "direction": "ltr",
            },
        )

    def box(
        self, parent: Xml.Element, x: float, y: float, width: float, height: float, css: str, tip: str = ""
    ) -> None:
        """A rectangle, with what it means on hover."""
        wide = max(width, 0.5)
        left = self.place(x + wide) if self.mirrored else x
        node = Xml.SubElement(
            parent,
            "rect",
            {
                "x": f"{left:g}",
                "y": f"{y:g}",
                "width": f"{wide:g}",
                "height": f"{height:g}",
                "class": css,
            },
        )
        if tip:
            self.text_node(node, "title", tip)

    def line(self, parent: Xml.Element, x1: float, y1: float, x2: float, y2: float, css: str) -> None:
        """A line."""
        Xml.SubElement(
            parent,
            "line",
            {
                "x1": f"{self.place(x1):g}",
                "y1": f"{y1:g}",
                "x2": f"{self.place(x2):g}",
                "y2": f"{y2:g}",
                "class": css,
            },
        )

    def mark(self, parent: Xml.Element, x: float, y: float, css: str, tip: str = "", *, shape: str = "dot") -> None:
        """A mark at a place: a dot, a diamond, or a triangle."""
        at = self.place(x)
        if shape == "dot":
            node = Xml.SubElement(parent, "circle", {"cx": f"{at:g}", "cy": f"{y:g}", "r": "4.5", "class": css})
        else:
            points = {"diamond": ((0, -6), (6, 0), (0, 6), (-6, 0)), "triangle": ((0, -6), (6, 5), (-6, 5))}[shape]
            text = " ".join(f"{at + dx:g},{y + dy:g}" for dx, dy in points)
            node = Xml.SubElement(parent, "polygon", {"points": text, "class": css})
        if tip:
            self.text_node(node, "title", tip)

    def done(self, root: Xml.Element) -> str:
        """The drawing as text."""
        return Xml.tostring(root, encoding="unicode")

    def place(self, x: float) -> float:
        """Where an x is drawn: mirrored sheets count from the right."""
        return self.width - x if self.mirrored else x
