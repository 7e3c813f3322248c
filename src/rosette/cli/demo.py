"""rosette demo: the board of an invented child."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

import rosette
from rosette.cli.common import progress
from rosette.cli.serve import Host, Port, Workers
from rosette.kernel import UsageError

CHILD = "demo-01"
DAY = date(2026, 6, 1)


def demo(
    child: Annotated[str, typer.Option("--child", help="Which demo child.")] = CHILD,
    once: Annotated[bool, typer.Option("--once", help="Print the board and stop.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = 2,
) -> None:
    """Print the board of an invented child, then serve the demo programme on this machine with its sign-ins."""
    from rosette.cli.options import options

    options(demo_file(child), on=datetime(DAY.year, DAY.month, DAY.day))
    if not once:
        _serve_demo(host=host, port=port, workers=workers)


def _serve_demo(*, host: str, port: int, workers: int) -> None:
    from rosette.server.run import prepare, serve
    from rosette.server.run.serving import Address

    prepare(mode="demo")
    from rosette.server.services.demo import seed_demo

    with progress("Preparing the demo children") as report:
        people = seed_demo(demo_files(), progress=report)
    address = Address(host=host, port=port)
    typer.echo(f"\nThe demo programme answers at {address.url}  (stop with Ctrl+C). Everybody in it is invented.")
    typer.echo(f"Password of every demo sign-in, made for this run: {people[0].password}")
    for person in people:
        typer.echo(f"  {person.email:<28} {person.role.replace('_', ' ')}")
    sys.stdout.flush()
    serve(address, workers=workers)


def demo_files() -> list[Path]:
    """The record files of all demo children."""
    return sorted(demo_file(CHILD).parent.glob("demo-*.json"))


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
