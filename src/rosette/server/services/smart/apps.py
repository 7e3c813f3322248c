"""Registered apps: put in by an administrator, ended, and proved by their keys."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone

from rosette.kernel import BadInput, Problems, RosetteError
from rosette.server.accounts.models import User
from rosette.server.policy import Act, Kind
from rosette.server.services import audit
from rosette.server.services.access import refuse_unless
from rosette.server.smart import SignedFault, key_set, read_scopes, read_signed, thumb
from rosette.server.smart.signed import unread_issuer
from rosette.server.store.models import App, AppStatement

KEYS = frozenset({"name", "jwks", "redirect_uris", "launch_uri", "scope", "issuer"})
SHAPES = {"name": str, "jwks": str, "redirect_uris": list, "launch_uri": str, "scope": str, "issuer": str}
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class OAuthFault(RosetteError):
    """An app asked for what it does not get; `code` is the word of OAuth."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


class AppFault(BadInput):
    """An app cannot be registered like this."""


@transaction.atomic
def register_app(document: Mapping[str, Any], *, account: User | None = None, by: Any) -> App:
    """Register an app from its document; account: on whose rights it works without a person, its own account.

    Keys: name, jwks (text of the key set, none for a public app), redirect_uris, launch_uri, scope, issuer (of CDS).
    """
    refuse_unless(by, Act.ADD, Kind.ACCOUNT)
    _check(document, account)
    made = App.objects.create(
        name=document["name"].strip(),
        jwks=document.get("jwks", ""),
        redirects=list(document.get("redirect_uris", [])),
        launch_url=document.get("launch_uri", ""),
        scopes=str(read_scopes(document.get("scope", ""))[0]),
        issuer=document.get("issuer") or None,
        account=account,
        registered_at=timezone.now(),
        registered_by=by,
    )
    audit.write(by=by, act="app.add", kind="account", thing=made.public_id, purpose="operations")
    return made


def _check(document: Mapping[str, Any], account: User | None) -> None:
    problems = Problems()
    for key in sorted(set(document) - KEYS):
        problems.add(key, found="is not a key", wanted=", ".join(sorted(KEYS)))
    for key, wanted in SHAPES.items():
        if not isinstance(document.get(key, wanted()), wanted):
            problems.add(key, found="it has another shape", wanted="a list" if wanted is list else "a text")
    problems.raise_as(AppFault, what="app")
    name = document.get("name")
    if not isinstance(name, str) or not name.strip():
        problems.add("name", found="there is none", remedy="Give the name that people read when they let the app in.")
    for place, url in enumerate([*document.get("redirect_uris", []), *filter(None, [document.get("launch_uri")])]):
        if not _own_address(url):
            problems.add(f"address[{place}]", found=f'"{url}"', wanted="https, without a fragment")
    for word in read_scopes(document.get("scope", ""))[1]:
        problems.add("scope", found=f'"{word}" is no scope', wanted="such as patient/*.rs or launch/patient")
    _check_keys(document, account, problems)
    problems.raise_as(AppFault, what="app")


def _check_keys(document: Mapping[str, Any], account: User | None, problems: Problems) -> None:
    if document.get("jwks"):
        try:
            key_set(document["jwks"])
        except BadInput as error:
            problems.extend(error.problems)
    elif account is not None or document.get("issuer"):
        problems.add("jwks", found="there is none", remedy="Give the public keys: who works alone must sign.")
    if document.get("issuer") and account is None:
        problems.add("issuer", found="no account is named", remedy="Name the account on whose rights it asks.")
    if document.get("issuer") and App.objects.filter(issuer=document["issuer"]).exists():
        problems.add("issuer", found="it is registered already", remedy="End that app first.")


def _own_address(url: object) -> bool:
    if not isinstance(url, str) or len(url) > 500:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return safe and bool(parts.hostname) and not parts.fragment and not parts.username and url.isprintable()


@transaction.atomic
def end_app(app: App, *, by: Any) -> None:
    """End an app and everything that it was let do."""
    refuse_unless(by, Act.CHANGE, Kind.ACCOUNT)
    now = timezone.now()
    App.objects.filter(pk=app.pk).update(ended_at=now, issuer=None)
    app.grants.filter(ended_at__isnull=True).update(ended_at=now, ended_because="the app was ended")
    audit.write(by=by, act="app.end", kind="account", thing=app.public_id, purpose="operations")


def app_of(public_id: str) -> App:
    """The app of an id; raises OAuthFault."""
    rows = App.objects.select_related("account").filter(public_id=public_id, ended_at__isnull=True)
    found = rows.first() if public_id.isprintable() else None
    if found is None:
        raise OAuthFault("invalid_client", "there is no such app")
    return found


def proved_app(sent: Mapping[str, str], *, audiences: frozenset[str]) -> App:
    """The app that sent a request: by its signed statement, or, without keys, by its id alone; raises OAuthFault."""
    statement = sent.get("client_assertion", "")
    app = app_of(sent.get("client_id") or unread_issuer(statement))
    if not app.jwks:
        if statement or not app.redirects:
            raise OAuthFault("invalid_client", "the app has no keys")
        return app
    if sent.get("client_assertion_type") != ASSERTION:
        raise OAuthFault("invalid_client", "the app signs its requests: client_assertion is missing")
    said = _signed(app, statement, audiences=audiences)
    if {said.issuer, said.subject} != {app.public_id}:
        raise OAuthFault("invalid_client", "iss and sub are not the app's id")
    return app


def _signed(app: App, statement: str, *, audiences: frozenset[str]) -> Any:
    try:
        return once(app, statement, audiences=audiences)
    except SignedFault as error:
        raise OAuthFault("invalid_client", str(error)) from error


def once(app: App, statement: str, *, audiences: frozenset[str]) -> Any:
    """What an app signed, counted once; raises SignedFault."""
    now = timezone.now()
    said = read_signed(statement, key_set(app.jwks), audiences=audiences, now=int(now.timestamp()))
    AppStatement.objects.filter(until__lt=now).delete()
    until = datetime.datetime.fromtimestamp(said.until, tz=datetime.UTC)
    try:
        with transaction.atomic():
            AppStatement.objects.create(app=app, number=thumb(said.number), until=until)
    except IntegrityError:
        raise SignedFault("the statement was used already") from None
    return said
