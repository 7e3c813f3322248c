"""An ODM file (CDISC ODM 1.3, REDCap project XML) to a grid, then by a mapping on the OIDs of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from rosette.interchange.finds import Found, Loss
from rosette.interchange.guarded import Content, xml_of
from rosette.interchange.odm.metadata import Metadata, every, local, metadata_of
from rosette.interchange.odm.rows import FRAME, Rows
from rosette.interchange.reading import Asked, Format
from rosette.interchange.tables import Cell, Grid, Line, chosen, mapped

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def odm_grid(content: Content) -> Grid:
    """Read an ODM file; raises InterchangeError when it is none, is hostile, or holds no clinical data."""
    root = xml_of(content)
    if local(root) != "ODM":
        raise content.refuse(f"its root is {local(root)}", wanted="ODM")
    metadata = metadata_of(root)
    rows = Rows(metadata=metadata)
    for data in every(root, "ClinicalData"):
        for each in data:
            if local(each) == "SubjectData":
                rows.subject(each)
            else:
                rows.losses.append(_aside(each))
    if not rows.lines:
        raise content.refuse("it holds no clinical data", remedy="Export the records with the metadata.")
    if len(rows.lines) > content.limits.most_items:
        raise content.refuse("too many forms", wanted=f"at most {content.limits.most_items}")
    return _grid(root, rows, metadata)


def _aside(element: Element) -> Loss:
    why = "it is about no subject, and makes no fact"
    return Loss(place=f"ClinicalData/{local(element)}", said=local(element), why=why, grade="about_nobody")


def _grid(root: Element, rows: Rows, metadata: Metadata) -> Grid:
    named = dict.fromkeys(name for each in rows.lines for name in each.cells)
    columns = dict.fromkeys((*FRAME, *metadata.items, *named))
    items = metadata.items.values()
    return Grid(
        columns=tuple(columns),
        lines=tuple(_checked(each, metadata) for each in rows.lines),
        told="ODM",
        version=_version(root),
        private=frozenset(each.oid for each in items if each.private),
        missing=metadata.missing,
        unticked=frozenset(each.oid for each in items if each.checkbox),
        frame=frozenset(FRAME),
        losses=tuple(rows.losses),
        seen=rows.seen,
    )


def _checked(line: Line, metadata: Metadata) -> Line:
    """A missing data code is no fault of its field."""
    cells = {
        name: Cell(text=cell.text) if cell.fault and cell.text in metadata.missing else cell
        for name, cell in line.cells.items()
    }
    return evolve(line, cells=cells)


def _version(root: Element) -> str:
    told = (root.get("ODMVersion", ""), root.get("SourceSystem", ""), root.get("SourceSystemVersion", ""))
    return " ".join(part for part in told if part)


def _looks(content: Content) -> bool:
    head = content.data[:4000]
    return b"<ODM" in head or b":ODM " in head


def _read(content: Content, asked: Asked) -> Found:
    grid = odm_grid(content)
    return mapped(grid, chosen(grid, content, asked.mapping), content, asked.knowledge)


ODM = Format(name="odm", told="CDISC ODM 1.3 or a REDCap project as XML", looks=_looks, read=_read)
