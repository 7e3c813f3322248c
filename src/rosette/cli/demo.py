"""rosette demo: the board of an invented child."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

import rosette
from rosette.kernel import UsageError

CHILD = "demo-01"
DAY = date(2026, 6, 1)


def demo(
    child: Annotated[str, typer.Option("--child", help="Which demo child.")] = CHILD,
    _once: Annotated[bool, typer.Option("--once", help="Print the board and stop.")] = False,
) -> None:
    """Print the board of an invented child against the portfolio, on the day that the demo children are written for."""
    from rosette.cli.options import options

    options(demo_file(child), on=datetime(DAY.year, DAY.month, DAY.day))


def demo_file(child: str) -> Path:
    """The record file of a demo child: beside the package when installed, in the project otherwise."""
    home = Path(rosette.__file__).parent
    found = [
        folder / f"{child}.json"
        for folder in (home / "examples" / "children", home.parents[1] / "examples" / "children")
    ]
    for path in found:
        if path.is_file():
            return path
    raise UsageError(f'there is no demo child "{child}"; they are demo-01 to demo-20')
