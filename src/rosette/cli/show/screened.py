"""Prints a screen: places by children, as a matrix when it fits, with counts beside."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from rosette.cli.show.words import VERDICTS, console, shortened
from rosette.options.screening import ScreenReport

MOST_COLUMNS = 24


def print_screened(report: ScreenReport) -> None:
    """Print a row a place: how many children are in each verdict, and who when there are few."""
    out = console()
    few = len(report.records) <= MOST_COLUMNS
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("place", overflow="fold", ratio=2)
    for mark, word, _ in VERDICTS.values():
        table.add_column(f"{mark} {word.lower()}", justify="right")
    if few:
        table.add_column("children", no_wrap=True)
    for number, place in enumerate(report.places):
        counts = [str(count) for count in report.counts(number).values()]
        table.add_row(
            f"{place}  {shortened(report.titles[number], 50)}",
            *counts,
            *([_marks(report, number)] if few else []),
        )
    out.print(table)
    _print_foot(report, few=few)


def _marks(report: ScreenReport, place: int) -> Text:
    marks = [VERDICTS[report.verdict(child, place)] for child in range(len(report.records))]
    return Text.assemble(*((mark, style) for mark, _, style in marks))


def _print_foot(report: ScreenReport, *, few: bool) -> None:
    out = console()
    if few:
        out.print(Text(f"children, left to right: {', '.join(report.records)}", style="dim"))
    out.print(
        Text(
            f"{len(report.records)} children x {len(report.places)} places · judged for {report.on} · "
            f"knowledge {report.knowledge} · portfolio {report.portfolio[:8]}",
            style="dim",
        )
    )
