"""rosette audit, backup, restore: keeping the site's data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rosette.cli.common import AsJson, print_json

audit_app = typer.Typer(help="The audit chain.", no_args_is_help=True, rich_markup_mode=None)
Checkpoints = Annotated[
    Path | None,
    typer.Option("--checkpoints", help="A copy of the checkpoint file kept elsewhere; the site's own when left out."),
]


def _start() -> None:
    from rosette.server.run import prepare

    prepare()


@audit_app.command("verify")
def verify(checkpoints: Checkpoints = None, json: AsJson = False) -> None:
    """Walk the whole audit chain against the checkpoints; names the first bad row; exit 4 when there is one."""
    _start()
    from rosette.server.services.checkpoints import verify_chain

    found = verify_chain(checkpoints)
    if json:
        print_json(
            {
                "rows": found.rows,
                "whole": found.whole,
                "bad": found.bad,
                "why": found.why,
                "checkpoints": found.checkpoints,
            }
        )
    elif found.whole:
        typer.echo(f"The chain is whole: {found.rows} rows, held against {found.checkpoints} checkpoints.")
    else:
        typer.echo(f"Row {found.bad}: {found.why}.", err=True)
    if not found.whole:
        sys.exit(4)


@audit_app.command("checkpoint")
def checkpoint(json: AsJson = False) -> None:
    """Sign where the chain stands into the checkpoint file; copy that file to another machine."""
    _start()
    from rosette.server.services.checkpoints import checkpoint as sign, checkpoint_file

    made = sign()
    told = {"row": made.seq if made else None, "file": str(checkpoint_file())}
    print_json(told) if json else typer.echo(
        f"Row {told['row']} signed into {told['file']}" if made else "Nothing new to sign."
    )


def backup(
    folder: Annotated[Path, typer.Argument(help="Where the sealed file goes.", show_default=False)],
    json: AsJson = False,
) -> None:
    """Make a sealed backup while the site runs; the key file is kept apart and never inside."""
    _start()
    from django.utils import timezone

    from rosette.server.run.backup import make_backup

    made = make_backup(folder, at=timezone.now())
    if json:
        print_json({"path": str(made.path), "bytes": made.bytes, "rows": made.rows, "last_audit": made.last_audit})
        return
    typer.echo(
        f"{made.path}: {made.bytes / 1e6:.1f} MB, {sum(made.rows.values())} rows, audit up to row {made.last_audit}."
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.", exists=True, show_default=False)], json: AsJson = False
) -> None:
    """Restore a backup into an empty data folder, then check counts, the audit chain, and that a sealed text opens."""
    from rosette.server.run.serving import configure

    configure()
    from rosette.server.run.backup import restore_backup

    told = restore_backup(file)
    if json:
        print_json(told)
        return
    typer.echo(
        f"Restored and checked: {told['children']} children, {told['audit_rows']} audit rows, sealed texts open."
    )
