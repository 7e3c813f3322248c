"""rosette design report: a trial under way, from its ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rosette.cli.common import AsJson, OnDay, day_of, print_json
from rosette.cli.design import SpecFile
from rosette.version import SOFTWARE

if TYPE_CHECKING:
    from rosette.designs.conduct import Ledger, Pack

LedgerFile = Annotated[Path, typer.Argument(help="The ledger of the trial, JSON.")]
Earlier = Annotated[
    list[Path] | None, typer.Option("--earlier", help="The design file of an earlier protocol version of the ledger.")
]


def report(
    spec: SpecFile,
    ledger: LedgerFile,
    earlier: Earlier = None,
    on: OnDay = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write the pack for the board here as PDF.")] = None,
    weekly: Annotated[Path | None, typer.Option("--weekly", help="Write the weekly table here as PDF.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the entries here as CSV.")] = None,
    children: Annotated[Path | None, typer.Option("--children", help="Write the children here as CSV.")] = None,
    json: AsJson = False,
) -> None:
    """A trial under way, from its ledger: levels, children, decisions, late changes, boundaries, what comes next."""
    from rosette.designs.conduct import dsmb, load_ledger
    from rosette.designs.conduct.as_json import pack_json
    from rosette.designs.spec import load_specification

    versions = [load_specification(path) for path in (*(earlier or ()), spec)]
    found, day = load_ledger(ledger, versions), day_of(on)
    pack = dsmb(found, day)
    _papers(pack, pdf=pdf, weekly=weekly)
    _tables(found.until(day), day, csv=csv, children=children)
    if json:
        print_json({"software": SOFTWARE, **pack_json(pack)})
        return
    from rosette.cli.show.conduct import print_pack

    print_pack(pack)


def _papers(pack: Pack, *, pdf: Path | None, weekly: Path | None) -> None:
    from rosette.documents.trials import pack_pdf, week_pdf

    if pdf is not None:
        pdf.write_bytes(pack_pdf(pack))
    if weekly is not None:
        weekly.write_bytes(week_pdf(pack.week))


def _tables(known: Ledger, day: date, *, csv: Path | None, children: Path | None) -> None:
    from rosette.designs.conduct import child_rows, line_rows
    from rosette.designs.conduct.tables import CHILDREN, LINES
    from rosette.documents.tables import to_csv

    if csv is not None:
        csv.write_bytes(to_csv(LINES, line_rows(known)))
    if children is not None:
        children.write_bytes(to_csv(CHILDREN, child_rows(known, day)))
