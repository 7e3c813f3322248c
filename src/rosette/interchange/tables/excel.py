"""An Excel workbook (.xlsx) to a grid: typed cells as they are, formulas and errors told, nothing computed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rosette.interchange.finds import Loss
from rosette.interchange.guarded import Content, entries_of
from rosette.interchange.tables.delimited import checked_header
from rosette.interchange.tables.grid import MOST_CELLS, MOST_COLUMNS, Cell, Grid, Line, cells_told
from rosette.interchange.tables.layout import Layout
from rosette.interchange.tables.markup import merged_cells
from rosette.kernel import PartialDate, one_of

if TYPE_CHECKING:
    from openpyxl import Workbook

_MARKUP = (".xml", ".rels", ".vml")
PERCENT = "it is shown as a percentage: is the share or the number of per cent meant?"
FORMULA = "it is a formula, and what it comes to is not read"


def looks_like_excel(content: Content) -> bool:
    """Whether a content is a workbook."""
    return content.data.startswith(b"PK\x03\x04") and b"xl/workbook" in content.data


def excel_grid(content: Content, layout: Layout) -> Grid:
    """Read a workbook; raises InterchangeError when it is hostile, broken, or does not say which sheet counts."""
    parts = [each for name, each in entries_of(content).items() if name.lower().endswith(_MARKUP)]
    ranges = {each.name: merged_cells(each) for each in parts}
    book = _opened(content)
    try:
        name = _sheet(book, content, layout)
        rows = _rows(book[name], content)
        header = _header(rows, content, layout)
        lines, losses = _lines(rows, header, content)
        merged = _merged(book[name], ranges)
        losses += [*merged, *_others(book, name)]
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError) as fault:
        raise content.refuse(f"the workbook cannot be read: {fault}", remedy="Save it again.") from None
    seen = {"rows": len(lines), "columns": len(header), "sheets": len(book.sheetnames), "merged cells": len(merged)}
    return Grid(columns=header, lines=tuple(lines), told="Excel", version=name, losses=tuple(losses), seen=seen)


def _opened(content: Content) -> Workbook:
    from openpyxl import load_workbook

    try:
        return load_workbook(io.BytesIO(content.data), read_only=True, data_only=False, keep_links=False)
    except Exception as fault:  # the library raises whatever its parts raise
        raise content.refuse(f"the workbook cannot be read: {fault}", remedy="Save it again as .xlsx.") from None


def _sheet(book: Workbook, content: Content, layout: Layout) -> str:
    names = [each.title for each in book.worksheets]
    visible = [each.title for each in book.worksheets if each.sheet_state == "visible"]
    if layout.sheet is not None:
        if layout.sheet in names:
            return layout.sheet
        raise content.refuse(f'it has no sheet "{layout.sheet}"', wanted=one_of(names, most=20) if names else "")
    if len(visible) != 1:
        raise content.refuse(f"it has {len(visible)} sheets in sight", remedy="State `sheet` in the mapping.")
    return str(visible[0])


def _rows(sheet: Any, content: Content) -> Iterator[tuple[int, list[Any]]]:
    """Rows without the empty cells at their end; sizes that the file claims are not believed."""
    sheet.reset_dimensions()
    cells = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > content.limits.most_items:
            raise content.refuse("too many rows", wanted=f"at most {content.limits.most_items}")
        cells += len(row)
        if len(row) > MOST_COLUMNS or cells > MOST_CELLS:
            raise content.refuse("too many columns or cells", at=f"row {number}", remedy="Send it in parts.")
        yield number, list(row)


def _header(rows: Iterator[tuple[int, list[Any]]], content: Content, layout: Layout) -> tuple[str, ...]:
    for number, row in rows:
        if number == layout.header:
            return checked_header(["" if each.value is None else str(each.value) for each in row], content)
    raise content.refuse(f"it has no row {layout.header} with the names of its columns", wanted="a header")


def _lines(
    rows: Iterator[tuple[int, list[Any]]], header: tuple[str, ...], content: Content
) -> tuple[list[Line], list[Loss]]:
    lines: list[Line] = []
    losses: list[Loss] = []
    for number, row in rows:
        found = {name: cell for name, each in zip(header, row, strict=False) if (cell := _cell(each)) is not None}
        stray = [each for each in row[len(header) :] if _cell(each) is not None]
        if stray:
            why = "cells stand beside the table, under no name of a column"
            losses.append(Loss(place=f"row {number}", said=cells_told(len(stray)), why=why, remedy="Name the column."))
        if found:
            lines.append(Line(place=f"row {number}", cells=found))
    return lines, losses


def _cell(cell: Any) -> Cell | None:
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if cell.data_type == "f":
        return Cell(text=str(value)[:200], fault=FORMULA)
    if cell.data_type == "e":
        return Cell(text=str(value), fault=f"it holds the error {value}")
    if isinstance(value, datetime | date):
        return Cell(text=value.isoformat(), day=PartialDate(value.year, value.month, value.day))
    if isinstance(value, bool):
        return Cell(text="TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        number = float(value)
        if "%" in str(cell.number_format or ""):
            return Cell(
                text=f"{value:%}", fault="it is shown as a percentage: is the share or the number of per cent meant?"
            )
        return Cell(text=str(int(number)) if number.is_integer() else repr(number), number=number)
    return Cell(text=str(value).strip())


def _merged(sheet: Any, ranges: dict[str, tuple[str, ...]]) -> list[Loss]:
    """Each range of merged cells: only its first cell holds a value, and it is not copied into the others."""
    found = ranges.get(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"), ())
    why = "the cells are merged; the value counts for the first of them only"
    return [
        Loss(place=f"cells {ref}", said=ref, why=why, remedy="Fill each cell, then send it again.") for ref in found
    ]


def _others(book: Workbook, read: str) -> list[Loss]:
    """The sheets that were not read."""
    found = []
    for each in book.worksheets:
        if each.title != read:
            hidden = " hidden" if each.sheet_state != "visible" else ""
            why = f"another{hidden} sheet, which this mapping does not read"
            remedy = "Read it with a mapping of its own."
            loss = Loss(place=f'sheet "{each.title}"', said=each.title, why=why, remedy=remedy, grade="kept_aside")
            found.append(loss)
    return found
