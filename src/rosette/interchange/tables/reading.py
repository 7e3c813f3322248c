"""The table formats: CSV and Excel, each by a mapping that says what the columns mean."""

from __future__ import annotations

from collections.abc import Callable

from rosette.interchange.finds import Found
from rosette.interchange.guarded import Content, unpacked
from rosette.interchange.reading import Asked, Format
from rosette.interchange.tables.delimited import delimited_grid
from rosette.interchange.tables.excel import excel_grid, looks_like_excel
from rosette.interchange.tables.grid import Grid
from rosette.interchange.tables.layout import Layout
from rosette.interchange.tables.mapped import mapped
from rosette.interchange.tables.mapping import read_mapping
from rosette.interchange.tables.shipped import chosen

_ENDS = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_OTHERS = (b"#", b"Hugo_Symbol")


def _looks_delimited(content: Content) -> bool:
    """Whether a file is called a table, and is none of those tables that have a format of their own."""
    return content.name.lower().endswith(_ENDS) and not content.data.lstrip(b"\xef\xbb\xbf").startswith(_OTHERS)


def _reader(grid_of: Callable[[Content, Layout], Grid]) -> Callable[[Content, Asked], Found]:
    def read(content: Content, asked: Asked) -> Found:
        plain = unpacked(content)
        layout = read_mapping(asked.mapping).layout if asked.mapping is not None else Layout()
        grid = grid_of(plain, layout)
        return mapped(grid, chosen(grid, content, asked.mapping), content, asked.knowledge)

    return read


CSV = Format(name="csv", told="a table as delimited text", looks=_looks_delimited, read=_reader(delimited_grid))
EXCEL = Format(name="xlsx", told="a table as an Excel workbook", looks=looks_like_excel, read=_reader(excel_grid))
