"""Writes the part of docs/reference/commands.md that follows from the commands themselves.

`python -m tests.unit.cli.commands_page` writes it into the page; a test holds the page to it.
"""

from __future__ import annotations

import inspect
from pathlib import Path

import click
import typer
from typer.utils import get_params_from_function

from rosette.cli.main import app

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "commands.md"
MARK = "<!-- From here on the page is written by tests/unit/cli/commands_page.py. -->\n"
EXITS = {
    "options": (0, 2, 3, 4),
    "eligibility": (0, 2, 3),
    "screen": (0, 2, 3),
    "demo": (0, 2, 3),
    "serve": (0, 2, 3),
    "apps add": (0, 2, 3, 5),
    "apps list": (0, 2, 3),
    "apps end": (0, 2, 3, 5),
    "audit verify": (0, 2, 3, 4),
    "audit checkpoint": (0, 2, 3),
    "backup": (0, 2, 3),
    "restore": (0, 2, 3),
    "version": (0, 2),
    "record check": (0, 2, 3),
    "record show": (0, 2, 3),
    "record schema": (0, 2),
    "record import": (0, 2, 3),
    "record export": (0, 2, 3),
    "portfolio list": (0, 2),
    "portfolio show": (0, 2),
    "portfolio check": (0, 2, 3),
    "portfolio diff": (0, 2, 3),
    "portfolio sync": (0, 2, 3, 4),
    "portfolio review": (0, 2, 3),
    "portfolio approve": (0, 2, 3),
    "portfolio refuse": (0, 2, 3),
    "portfolio draft": (0, 2, 3),
    "portfolio export": (0, 2, 3),
    "molecular annotate": (0, 2, 3),
    "medicines show": (0, 2),
    "medicines rank": (0, 2, 3, 4),
    "medicines pipeline": (0, 2, 3, 4),
    "medicines learn": (0, 2, 3, 4),
    "mibg plan": (0, 2, 3, 4),
    "mibg dose": (0, 2, 3, 4),
    "mibg second": (0, 2, 3, 4),
    "mibg release": (0, 2, 3, 4),
    "response assess": (0, 2, 3, 4),
    "response curie": (0, 2, 3, 4),
    "response siopen": (0, 2, 3, 4),
    "response stage": (0, 2, 3),
    "response grade": (0, 2, 3, 4),
    "design list": (0, 2),
    "design table": (0, 2, 3, 4),
    "design oc": (0, 2, 3, 4),
    "design simulate": (0, 2, 3, 4),
    "design next": (0, 2, 3),
    "design paths": (0, 2, 3, 4),
    "design compare": (0, 2, 3),
    "design readiness": (0, 2, 3),
    "design phase2 plan": (0, 2, 3, 4),
    "design phase2 look": (0, 2, 3, 4),
    "design phase2 result": (0, 2, 3, 4),
    "design report": (0, 2, 3),
    "survivorship summary": (0, 2, 3),
    "survivorship plan": (0, 2, 3),
    "survivorship diff": (0, 2, 3),
    "survivorship changes": (0, 2, 3),
    "survivorship compare": (0, 2, 3),
    "knowledge check": (0, 2, 3),
    "knowledge report": (0, 2),
    "knowledge stale": (0, 2),
}


def commands() -> dict[str, click.Command]:
    """Every command by its whole name, without the program's."""
    return _below("", typer.main.get_command(app))


def _below(name: str, command: click.Command) -> dict[str, click.Command]:
    inner = _commands(command)
    if not inner:
        return {name: command}
    found: dict[str, click.Command] = {}
    below = sorted(inner.items()) if not name else inner.items()
    for word, each in below:
        found |= _below(f"{name} {word}".strip(), each)
    return found


def _commands(command: click.Command) -> dict[str, click.Command]:
    return dict(getattr(command, "commands", {}))


def written() -> str:
    """A section a command."""
    return MARK + "".join(_section(name, command) for name, command in commands().items())


def helps(command: click.Command) -> dict[str, str]:
    """What each argument and option is said to mean where it is declared."""
    declared = get_params_from_function(inspect.unwrap(command.callback)) if command.callback else {}
    return {name: getattr(each.default, "help", None) or "" for name, each in declared.items()}


def _section(name: str, command: click.Command) -> str:
    said = helps(command)
    rows = [_row(each, said.get(str(each.name), "")) for each in command.params]
    usage = " ".join(["rosette", name, "[OPTIONS]", *(_part(each) for each in command.params if _given(each))])
    table = "\n| | means |\n|---|---|\n" + "".join(rows) if rows else ""
    exits = ", ".join(str(code) for code in EXITS[name])
    return f"\n## rosette {name}\n\n{command.help}\n\n`{usage}`\n{table}\nExit codes: {exits}.\n"


def _given(each: click.Parameter) -> bool:
    return each.param_type_name == "argument"


def _part(each: click.Parameter) -> str:
    word = str(each.name).upper() + ("..." if each.nargs != 1 else "")
    return word if each.required else f"[{word}]"


def _row(each: click.Parameter, said: str) -> str:
    if _given(each):
        return f"| `{str(each.name).upper()}` | {said} |\n"
    names = ", ".join(f"`{name}`" for name in each.opts)
    value = "" if getattr(each, "is_flag", False) else " DAY" if each.opts == ["--on"] else f" {str(each.name).upper()}"
    often = " May be given often." if getattr(each, "multiple", False) else ""
    return f"| {names}{value} | {said}{often} |\n"


def main() -> None:
    """Write the page."""
    kept = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    PAGE.write_text(kept + written(), encoding="utf-8")


if __name__ == "__main__":
    main()
