"""Delimited text (CSV, TSV) to a grid: quoted cells, any line end, a byte order mark; the delimiter is told or plain.

A row is counted as a spreadsheet counts it: the header is row 1, and a quoted line end begins no new row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from rosette.interchange.errors import InterchangeError
from rosette.interchange.finds import Loss
from rosette.interchange.guarded import Content, text_of
from rosette.interchange.tables.grid import MOST_CELLS, MOST_COLUMNS, Cell, Grid, Line, cells_told
from rosette.interchange.tables.layout import DELIMITERS, Layout

NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}
GUARDED = ("=", "+", "-", "@", "\t", "\r", "'")
Rows = Iterator[tuple[int, list[str]]]


def delimited_grid(content: Content, layout: Layout) -> Grid:
    """Read delimited text; raises InterchangeError when it is no table or beyond its limits."""
    text = text_of(content)
    _refuse_long_lines(text, content)
    delimiter = layout.delimiter or _delimiter(text, content, layout)
    rows = _rows(text, delimiter, content)
    header = _header(rows, content, layout)
    lines, losses = _lines(rows, header, content, layout)
    seen = {"rows": len(lines) + len(losses), "columns": len(header)}
    told = f"CSV, {NAMES[delimiter]}"
    return Grid(columns=header, lines=tuple(lines), told=told, losses=tuple(losses), seen=seen)


def _refuse_long_lines(text: str, content: Content) -> None:
    for number, line in enumerate(text.replace("\r", "\n").split("\n"), 1):
        if len(line) > content.limits.longest_line:
            found = f"the line has {len(line)} characters"
            raise content.refuse(found, at=f"line {number}", wanted=f"at most {content.limits.longest_line}")


def _delimiter(text: str, content: Content, layout: Layout) -> str:
    """The only delimiter that the header has; without any, the table has one column."""
    found = [each for each in DELIMITERS if len(_names(text, each, content, layout)) > 1]
    if len(found) > 1:
        named = " or ".join(NAMES[each] for each in found)
        raise content.refuse(f"its delimiter could be {named}", remedy="State `delimiter` in the mapping.")
    return found[0] if found else ","


def _names(text: str, delimiter: str, content: Content, layout: Layout) -> list[str]:
    """The header by a delimiter; empty when the text is no table by it."""
    try:
        return next((row for number, row in _rows(text, delimiter, content) if number == layout.header), [])
    except InterchangeError:
        return []


def _rows(text: str, delimiter: str, content: Content) -> Rows:
    csv.field_size_limit(content.limits.longest_line + 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if len(row) > MOST_COLUMNS:
                raise content.refuse(f"{len(row)} columns", at=f"row {number}", wanted=f"at most {MOST_COLUMNS}")
            if number > content.limits.most_items:
                raise content.refuse("too many rows", wanted=f"at most {content.limits.most_items}")
            yield number, row
    except csv.Error as fault:
        found, at = f"not a table: {fault}", f"row {number + 1}"
        raise content.refuse(found, at=at, remedy="Is a quotation mark open?") from None


def _header(rows: Rows, content: Content, layout: Layout) -> tuple[str, ...]:
    for number, row in rows:
        if number == layout.header:
            return checked_header(row, content)
    raise content.refuse(f"it has no row {layout.header} with the names of its columns", wanted="a header")


def checked_header(row: Iterable[str], content: Content) -> tuple[str, ...]:
    """The names of the columns; raises InterchangeError when one is missing or stands twice."""
    names = [name.strip() for name in row]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise content.refuse("its header is empty", remedy="State `header`, the row with the names of the columns.")
    faults = [f'"{name}" stands twice' for name in dict.fromkeys(names) if name and names.count(name) > 1]
    faults += ["a column has no name"] if "" in names else []
    if faults:
        raise content.refuse(f"in its header {', '.join(faults)}", remedy="Give each column its own name.")
    return tuple(names)


def _lines(rows: Rows, header: tuple[str, ...], content: Content, layout: Layout) -> tuple[list[Line], list[Loss]]:
    lines: list[Line] = []
    losses: list[Loss] = []
    cells = 0
    for number, row in rows:
        if not any(text.strip() for text in row):
            continue
        extra = [text for text in row[len(header) :] if text.strip()]
        if extra or len(row) < len(header):
            losses.append(_ragged(number, row, header))
            continue
        texts = {name: _text(text, layout) for name, text in zip(header, row, strict=False)}
        lines.append(Line(place=f"row {number}", cells={n: Cell(text=t) for n, t in texts.items() if t.strip()}))
        cells += len(lines[-1].cells)
        if cells > MOST_CELLS:
            raise content.refuse("too many cells", wanted=f"at most {MOST_CELLS}", remedy="Send it in parts.")
    return lines, losses


def _ragged(number: int, row: list[str], header: tuple[str, ...]) -> Loss:
    why = f"the row has {len(row)} cells and the header {len(header)}, so they cannot be told apart"
    return Loss(place=f"row {number}", said=cells_told(len(row)), why=why, remedy="Mend the row.", grade="refused")


def _text(text: str, layout: Layout) -> str:
    if not layout.exact:
        return text.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(GUARDED) else text
