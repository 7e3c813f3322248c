"""rosette apps: programs that people and hospitals let in by SMART and CDS Hooks."""

from __future__ import annotations

import json as plain_json
from pathlib import Path
from typing import Annotated, Any

import typer

from rosette.cli.common import AsJson, print_json
from rosette.kernel import BadInput, Problem, UsageError

apps_app = typer.Typer(help="Apps that are let in.", no_args_is_help=True, rich_markup_mode=None)
By = Annotated[str, typer.Option("--by", help="E-mail address of the administrator who answers for it.")]
MOST_BYTES = 200_000


@apps_app.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="The app, as JSON.", exists=True, dir_okay=False, show_default=False)],
    by: By,
    role: Annotated[str, typer.Option("--role", help="Role of its own account, for work without a person.")] = "",
    site: Annotated[str, typer.Option("--site", help="Site of that role.")] = "",
    json: AsJson = False,
) -> None:
    """Register an app; with --role it gets an account of its own, which cannot sign in."""
    person = _person(by)
    from django.db import transaction

    from rosette.server.services.smart import register_app, service_account

    document = _read(file)
    with transaction.atomic():
        name = str(document.get("name", ""))
        account = service_account(name=name, role=role, site=site, by=person) if role or site else None
        made = register_app(document, account=account, by=person)
    told = {"client_id": made.public_id, "name": made.name, "scope": made.scopes, "role": role or None}
    print_json(told) if json else typer.echo(f"{made.name} is registered; its client_id is {made.public_id}")


@apps_app.command("list")
def listed(json: AsJson = False) -> None:
    """Every app that is registered, ended ones too."""
    _start()
    from rosette.server.store.models import App

    rows = [
        {"client_id": each.public_id, "name": each.name, "scope": each.scopes, "ended": each.ended_at is not None}
        for each in App.objects.order_by("registered_at")
    ]
    if json:
        print_json({"apps": rows})
        return
    for row in rows:
        typer.echo(f"{row['client_id']}  {row['name']}{'  (ended)' if row['ended'] else ''}: {row['scope']}")


@apps_app.command("end")
def end(
    client_id: Annotated[str, typer.Argument(help="The app's client_id.", show_default=False)],
    by: By,
    json: AsJson = False,
) -> None:
    """End an app: every token of it is dead at its next request."""
    person = _person(by)
    from rosette.server.services.smart import end_app
    from rosette.server.store.models import App

    found = App.objects.filter(public_id=client_id, ended_at__isnull=True).first()
    if found is None:
        raise UsageError(f'there is no app "{client_id}"; `rosette apps list` names them')
    end_app(found, by=person)
    print_json({"client_id": client_id, "ended": True}) if json else typer.echo(f"{found.name} is ended.")


def _start() -> None:
    from rosette.server.run import prepare

    prepare()


def _person(email: str) -> Any:
    _start()
    from rosette.server.accounts.models import User

    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise UsageError(f'nobody has the address "{email}"')
    return found


def _read(file: Path) -> dict[str, Any]:
    try:
        found = plain_json.loads(file.read_bytes()[:MOST_BYTES])
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadInput(
            [Problem(str(file), "it is no JSON object", remedy="Write the app as the page says.")], what="app"
        )
    keys = found.get("jwks")
    return found | ({"jwks": plain_json.dumps(keys)} if isinstance(keys, dict) else {})
