"""rosette screen: many children by the portfolio."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rosette.cli.common import AsJson, OnDay, StateFolder, day_of, portfolio_with, print_json, progress, read_all
from rosette.knowledge import load_knowledge
from rosette.portfolio import load_programme
from rosette.version import SOFTWARE


def screen(
    records: Annotated[list[Path], typer.Argument(help="Record files, or folders of them.", show_default=False)],
    on: OnDay = None,
    trials: Annotated[list[str] | None, typer.Option("--trial", help="Only this trial (id or short name).")] = None,
    here: Annotated[bool, typer.Option("--here", help="Only places that the programme has.")] = False,
    state: StateFolder = None,
    json: AsJson = False,
) -> None:
    """Judge many children against many arms; print the verdicts and how many children each arm has."""
    from rosette.options.screening import screen_portfolio

    children = read_all(records)
    with progress("Screening") as report:
        found = screen_portfolio(
            children,
            on=day_of(on),
            portfolio=portfolio_with(state),
            programme=load_programme() if here else None,
            knowledge=load_knowledge(),
            trials=tuple(trials or ()),
            progress=report,
        )
    if json:
        print_json(found.as_dict() | {"software": SOFTWARE})
        return
    from rosette.cli.show.screened import print_screened

    print_screened(found)
