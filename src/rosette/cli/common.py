"""What the commands share: the day, reading records, printing."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from rosette.kernel import BadInput, Problem, UsageError
from rosette.knowledge import load_knowledge
from rosette.portfolio import Portfolio, load_portfolio
from rosette.records import ChildRecord, load_record

OnDay = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="Judge as of this day; today when left out."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
StateFolder = Annotated[
    Path | None, typer.Option("--state", help="Folder of what was approved of the registry, laid over the portfolio.")
]
RecordFile = Annotated[Path, typer.Argument(help="A child's record, JSON.", show_default=False)]


FIRST_YEAR, LAST_YEAR = 1900, 2199


def day_of(on: datetime | None) -> date:
    """The day asked for, or today: the one place below which nothing asks the clock."""
    day = on.date() if on is not None else date.today()
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError(f"{day} is no day to judge on; give a day from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def read(path: Path) -> ChildRecord:
    """Read one record; a file that cannot be opened is bad input like any other."""
    with opened(path, "a record file"):
        return load_record(path)


def read_bytes(path: Path, wanted: str) -> bytes:
    """The bytes of a file; one that cannot be opened is bad input like any other."""
    with opened(path, wanted):
        return path.read_bytes()


@contextmanager
def opened(path: Path, wanted: str) -> Iterator[None]:
    """Tells a file that cannot be opened as bad input, with what was wanted there."""
    try:
        yield
    except OSError as fault:
        raise BadInput([Problem(str(path), fault.strerror or "cannot be read", wanted)], what=path.name) from None


def below(file: Path, problem: Problem) -> Problem:
    """The problem with the name of its file before its place."""
    inside = "" if problem.path in ("", str(file)) else f": {problem.path}"
    return Problem(f"{file.name}{inside}", problem.found, problem.wanted, problem.remedy)


def portfolio_with(state: Path | None) -> Portfolio:
    """The portfolio, with what a site approved of the registry when its folder is given."""
    if state is None:
        return load_portfolio()
    from rosette.portfolio.registry import read_state, with_registry

    return with_registry(load_portfolio(), read_state(state), knowledge=load_knowledge())


def data_folder() -> Path:
    """The folder of the runtime data, as the server reads it from the environment."""
    from rosette.server.config.environment import read_environment

    return read_environment(os.environ).data


def print_json(result: Any) -> None:
    """Print a result as JSON; beyond ASCII only where the output holds every character."""
    whole = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    json.dump(result, sys.stdout, ensure_ascii=not whole, indent=1)
    sys.stdout.write("\n")


def write_text(path: Path, text: str) -> None:
    """Write a file that was asked for; where that fails, says so."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise UsageError(f"{path} cannot be written: {fault.strerror}") from None


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress on standard error when a person is watching and the work is long."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def read_all(paths: list[Path]) -> list[ChildRecord]:
    """Read every file; the faults of all of them are listed at once."""
    files = [file for path in paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    if not files:
        raise UsageError("the folder holds no record files (*.json)")
    children: list[ChildRecord] = []
    problems: list[Problem] = []
    with progress("Reading") as report:
        for count, file in enumerate(files, start=1):
            try:
                children.append(read(file))
            except BadInput as fault:
                problems += [below(file, each) for each in fault.problems]
            report(count, len(files))
    if problems:
        raise BadInput(problems, what=f"{len(files)} record file{'s' if len(files) != 1 else ''}")
    return children
