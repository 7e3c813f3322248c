"""rosette options: the child's board."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from rosette.cli.common import AsJson, OnDay, RecordFile, day_of, print_json, progress, read
from rosette.kernel import UsageError
from rosette.options import Board, board_json, make_board
from rosette.portfolio import load_portfolio, load_programme
from rosette.version import SOFTWARE

ProgrammeFile = Annotated[
    Path | None, typer.Option("--programme", help="A programme file; the demo programme when left out.")
]


def options(
    record: RecordFile,
    on: OnDay = None,
    trial: Annotated[list[str] | None, typer.Option("--trial", help="Only this trial (id or short name).")] = None,
    everything: Annotated[bool, typer.Option("--all", help="List trials of the portfolio not open here, too.")] = False,
    programme: ProgrammeFile = None,
    json: AsJson = False,
) -> None:
    """Print every option for one child: open now, opens on, one test away, closed and why."""
    board = board_for(record, on=on, trials=tuple(trial or ()), programme=programme)
    if json:
        print_json(board_json(board, software=SOFTWARE))
        return
    from rosette.cli.show.board import print_board

    print_board(board, everything=everything or bool(trial))


def board_for(
    record: Path, *, on: datetime | None, trials: tuple[str, ...] = (), programme: Path | None = None
) -> Board:
    """Make the board of a record file."""
    from rosette.knowledge import load_knowledge

    if programme is not None and not programme.is_file():
        raise UsageError(f'there is no programme file "{programme}"')
    child = read(record)
    with progress("Judging") as report:
        return make_board(
            child,
            on=day_of(on),
            portfolio=load_portfolio(),
            programme=load_programme(programme) if programme else load_programme(),
            knowledge=load_knowledge(),
            trials=trials,
            progress=report,
        )
