"""Prints a record as a timeline."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from rosette.cli.show.words import console
from rosette.records import ChildRecord, TimelineRow

NARROW = 100


def print_timeline(record: ChildRecord, rows: Sequence[TimelineRow]) -> None:
    """Print a row a fact, in the order of the days."""
    out = console()
    out.print(Text(f"{record.id}, born {record.birth}, {record.sex or 'sex not recorded'}", style="bold"))
    if record.label:
        out.print(Text(record.label, style="dim"))
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    table.add_column("when", no_wrap=True)
    table.add_column("kind", no_wrap=True)
    table.add_column("what", ratio=1)
    table.add_column("source", max_width=26 if out.width > NARROW else 14)
    for row in rows:
        table.add_row(row.when, row.kind, row.sentence, Text(row.source, style="dim"))
    out.print(table)
    out.print(Text(f"{len(rows)} facts that count, of {len(record.facts)} entered", style="dim"))
