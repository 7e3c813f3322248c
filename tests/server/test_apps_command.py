"""`rosette apps` registers an app with an account of its own, lists it, ends it; nothing is half-written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey, KeySet
from typer.testing import CliRunner

from rosette.cli import apps
from rosette.kernel import BadInput, Refused, UsageError
from rosette.server.accounts.models import User
from rosette.server.store.models import App

KEYS = KeySet([ECKey.generate_key("P-384", {"kid": "one"})]).as_dict(private=False)
ADMIN = "admin@demo.invalid"


@pytest.fixture(autouse=True)
def _started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apps, "_start", lambda: None)


def run(*words: str) -> Any:
    found = CliRunner().invoke(apps.apps_app, list(words))
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return json.loads(found.stdout)


def test_an_app_is_added_listed_and_ended(tmp_path: Path, person: Callable[[str], Any]) -> None:
    file = tmp_path / "app.json"
    file.write_text(json.dumps({"name": "Backend", "jwks": KEYS, "scope": "system/Observation.read"}))
    told = run("add", str(file), "--by", ADMIN, "--role", "coordinator", "--site", "rosette", "--json")
    assert told["scope"] == "system/Observation.rs"
    account = App.objects.get(public_id=told["client_id"]).account
    assert account.roles() == ("coordinator",)
    assert not account.has_usable_password()
    run("end", told["client_id"], "--by", ADMIN, "--json")
    assert [each["ended"] for each in run("list", "--json")["apps"]] == [True]


@pytest.mark.parametrize(
    ("text", "words", "error"),
    [
        ("[", ("--by", ADMIN), BadInput),
        ('{"name": 5}', ("--by", ADMIN), BadInput),
        ('{"name": "x", "redirect_uris": [1]}', ("--by", ADMIN), BadInput),
        ('{"name": "x"}', ("--by", "doctor@demo.invalid"), Refused),
        ('{"name": "x"}', ("--by", "nobody@demo.invalid"), UsageError),
        ('{"name": "x"}', ("--by", ADMIN, "--role", "coordinator", "--site", "nowhere"), UsageError),
        ('{"name": "x"}', ("--by", ADMIN, "--role", "coordinator", "--site", "rosette"), BadInput),
    ],
)
def test_what_cannot_be_registered_leaves_nothing(
    text: str, words: tuple[str, ...], error: type[Exception], tmp_path: Path
) -> None:
    file, count = tmp_path / "app.json", User.objects.count()
    file.write_text(text)
    with pytest.raises(error):
        run("add", str(file), *words)
    assert (App.objects.count(), User.objects.count()) == (0, count)
