"""rosette survivorship changes, compare: many children by two releases of the rules, one child by several profiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rosette.cli.common import AsJson, OnDay, below, day_of, print_json, progress
from rosette.cli.medicines import made_from
from rosette.cli.survivorship import FIRST, HistoryFile, ProfileName, SiteFile, history_in, plan_in, practice_in
from rosette.kernel import BadInput, Problem, UsageError

if TYPE_CHECKING:
    from rosette.survivorship import Changes

HISTORY = "rosette-history/"


def changes(
    records: Annotated[
        list[Path],
        typer.Argument(help="Records, JSON, and histories, TOML, or folders of them.", show_default=False),
    ],
    old_knowledge: Annotated[
        Path,
        typer.Option("--old-knowledge", help="The folder of the earlier release of the rules.", show_default=False),
    ],
    profile: ProfileName = FIRST,
    site: SiteFile = None,
    on: OnDay = None,
    json: AsJson = False,
) -> None:
    """Every child whose plan a new release of the rules changes: each row with its days before and after, and why."""
    from rosette.knowledge import load_knowledge
    from rosette.survivorship import changes_as_json, diff

    day, later, earlier = day_of(on), load_knowledge(), load_knowledge(old_knowledge)
    found: list[Changes] = []

    def compared(path: Path) -> None:
        before, after = (plan_in(path, each, profile, day, site) for each in (earlier, later))
        if rows := diff(before, after):
            found.append(rows)

    count = _each(records, compared)
    if json:
        told = {"on": str(day), "children": count, "changed": [changes_as_json(each) for each in found]}
        print_json({**made_from(), **told})
        return
    from rosette.cli.show.survivorship import print_released

    print_released(found, count, releases=(earlier.release, later.release))


def _each(paths: list[Path], act: Callable[[Path], None]) -> int:
    """Do one thing to every file with progress; the faults of all of them are listed at once."""
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise UsageError("the folder holds no records (*.json) and no histories (*.toml)")
    problems: list[Problem] = []
    with progress("Planning") as report:
        for count, file in enumerate(files, start=1):
            try:
                act(file)
            except BadInput as fault:
                problems += [below(file, each) for each in fault.problems]
            report(count, len(files))
    if problems:
        raise BadInput(problems, what=f"{len(files)} file{'s' if len(files) != 1 else ''}")
    return len(files)


def _files(path: Path) -> Iterator[Path]:
    """The file itself; of a folder its records, and those TOML files that say that they are histories."""
    if not path.is_dir():
        yield path
        return
    yield from sorted(path.glob("*.json"))
    yield from (each for each in sorted(path.glob("*.toml")) if HISTORY in each.read_text(encoding="utf-8"))


def compare(
    history: HistoryFile,
    profiles: Annotated[
        list[str] | None, typer.Option("--profile", help="A set of rules; give two or more.", show_default=False)
    ] = None,
    site: SiteFile = None,
    on: OnDay = None,
    json: AsJson = False,
) -> None:
    """One child by several sets of rules side by side: each test with its days and how often, and where they differ."""
    from rosette.knowledge import load_knowledge
    from rosette.survivorship import compared_as_json, rules_of, side_by_side

    names = tuple(dict.fromkeys(profiles or ()))
    if len(names) < 2:
        raise UsageError("give --profile twice or more, such as --profile ighg-pancare --profile cog")
    knowledge, day = load_knowledge(), day_of(on)
    exposures, _ = history_in(history, knowledge, day)
    books = [rules_of(knowledge, name) for name in names]
    rows = side_by_side(exposures, books, on=day, practice=practice_in(site))
    if json:
        told = {"on": str(day), "child": exposures.id, "profiles": list(names), "rows": compared_as_json(rows)}
        print_json({**made_from(), **told})
        return
    from rosette.cli.show.survivorship import print_compared

    print_compared(exposures.id, names, rows, release=knowledge.release)
