"""rosette portfolio export: a place's criteria in the rule language of others, with what that language cannot say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final

import typer
from attrs import frozen

from rosette.cli.common import AsJson, StateFolder, portfolio_with, print_json
from rosette.cli.importing import write_whole
from rosette.interchange.rules import Unsaid, cql_of, ctml_of
from rosette.kernel import UsageError, did_you_mean, one_of
from rosette.knowledge import load_knowledge
from rosette.portfolio import Arm, Trial

Place = Annotated[str, typer.Argument(help='A place, such as "NCT02035137/a".', show_default=False)]
As = Annotated[str, typer.Option("--as", help="The language: cql or ctml.", show_default=False)]
Out = Annotated[Path | None, typer.Option("--out", help="Write it here, whole or not at all; else it is printed.")]


@frozen(kw_only=True)
class Ruled:
    """A place's criteria in another language, and what it cannot say."""

    text: str
    unsaid: tuple[Unsaid, ...]


def _cql(trial: Trial, arm: Arm) -> Ruled:
    made = cql_of(trial, arm, knowledge=load_knowledge())
    return Ruled(text=made.text, unsaid=made.unsaid)


def _ctml(trial: Trial, arm: Arm) -> Ruled:
    from json import dumps

    made = ctml_of(trial, (arm,), knowledge=load_knowledge())
    return Ruled(text=dumps(made.document, indent=1, ensure_ascii=False) + "\n", unsaid=made.unsaid)


LANGUAGES: Final[dict[str, Callable[[Trial, Arm], Ruled]]] = {"cql": _cql, "ctml": _ctml}


def export(place: Place, named: As, out: Out = None, state: StateFolder = None, json: AsJson = False) -> None:
    """Write a place's criteria as CQL (a library) or CTML (JSON), and list what that language cannot say."""
    if named not in LANGUAGES:
        near, known = did_you_mean(named, LANGUAGES), one_of([*LANGUAGES])
        raise UsageError(f'"{named}" is not a language that is written{near}: {known}')
    trial, arm = portfolio_with(state).place(place)
    made = LANGUAGES[named](trial, arm)
    if out is not None:
        write_whole(out, made.text)
    if json:
        print_json(_as_json(place, named, made, out))
        return
    _tell(made, out)


def _as_json(place: str, named: str, made: Ruled, out: Path | None) -> dict[str, object]:
    unsaid = [{"criterion": each.criterion, "text": each.text, "why": each.why} for each in made.unsaid]
    told = {"place": place, "as": named, "bytes": len(made.text.encode()), "text": made.text, "unsaid": unsaid}
    return {**told, "written": out.name if out is not None else None}


def _tell(made: Ruled, out: Path | None) -> None:
    """The text alone goes to the output, so that it can be piped; what is unsaid stands beside it."""
    lines = [f"{each.criterion} {each.text}: {each.why}" for each in made.unsaid]
    head = f"not said ({len(lines)}):" if lines else "not said: nothing"
    if out is None:
        typer.echo(made.text, nl=False)
        typer.echo("\n".join([head, *(f"  {each}" for each in lines)]), err=True)
        return
    from rich.padding import Padding

    from rosette.cli.show.words import console

    screen = console()
    screen.print(f"written: {out.name}")
    screen.print(head)
    for each in lines:
        screen.print(Padding(each, (0, 0, 0, 2)))
