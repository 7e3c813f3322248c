"""The command `rosette`."""

from __future__ import annotations

import io
import os
import sys

import typer

from rosette.cli import (
    apps,
    demo,
    design,
    design_paths,
    design_report,
    eligibility,
    knowledge,
    medicines,
    mibg,
    molecular,
    options,
    portfolio,
    record,
    registry,
    response,
    ruling,
    screen,
    serve,
    server,
    survivorship,
    survivorship_many,
)
from rosette.kernel import RosetteError
from rosette.version import __version__

app = typer.Typer(
    help="Every option for a child with relapsed or refractory neuroblastoma, judged and explained.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("options")(options.options)
app.command("eligibility")(eligibility.eligibility)
app.command("screen")(screen.screen)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("backup")(server.backup)
app.command("restore")(server.restore)
app.add_typer(server.audit_app, name="audit")
app.add_typer(apps.apps_app, name="apps")
app.add_typer(record.app, name="record")
app.add_typer(portfolio.app, name="portfolio")
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(molecular.app, name="molecular")
app.add_typer(medicines.app, name="medicines")
app.add_typer(mibg.app, name="mibg")
app.add_typer(response.app, name="response")
survivorship.app.command("changes")(survivorship_many.changes)
survivorship.app.command("compare")(survivorship_many.compare)
app.add_typer(survivorship.app, name="survivorship")
app.add_typer(design.app, name="design")
for command in (registry.sync, registry.review, registry.approve, registry.refuse):
    portfolio.app.command(command.__name__)(command)
portfolio.app.command("export")(ruling.export)
design.app.command("paths")(design_paths.paths)
design.app.command("compare")(design_paths.compare)
design.app.command("report")(design_report.report)


@app.command()
def version() -> None:
    """Print the software version."""
    typer.echo(__version__)


def main() -> None:
    """Run the command; a refusal is explained on standard error and gives its exit code."""
    _spell_out()
    try:
        app(prog_name="rosette")
    except RosetteError as fault:
        print(fault.explain(), file=sys.stderr)
        sys.exit(fault.exit_code)
    except OSError as fault:
        print(f"{fault.filename or 'The result cannot be written'}: {fault.strerror}.", file=sys.stderr)
        if fault.filename is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _spell_out() -> None:
    """Where the output cannot hold a character, its number stands for it: "?" would read as a verdict."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
