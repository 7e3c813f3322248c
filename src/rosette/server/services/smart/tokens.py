"""Tokens: a code becomes one, a refresh token becomes the next and is dead, an app with an account gets its own."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from attrs import field, frozen
from django.db import transaction
from django.utils import timezone

from rosette.server.services import audit
from rosette.server.services.smart.apps import OAuthFault
from rosette.server.services.smart.ending import end_grant
from rosette.server.smart import Scopes, proves, read_scopes, scopes_of, thumb
from rosette.server.store.models import App, AppGrant, AppSecret

ACCESS_LIVES, BACKEND_LIVES = timedelta(minutes=10), timedelta(minutes=5)
BACKEND = scopes_of("system/*.rs")


@frozen(kw_only=True)
class Given:
    """What an app gets: its token, for how long, for what, for which child, and how to go on."""

    access: str = field(repr=False)
    seconds: int
    scopes: str
    child: str | None = None
    refresh: str | None = field(default=None, repr=False)

    def document(self) -> dict[str, Any]:
        """The answer of the token endpoint."""
        told: dict[str, Any] = {
            "access_token": self.access,
            "token_type": "Bearer",
            "expires_in": self.seconds,
            "scope": self.scopes,
        }
        if self.child is not None:
            told |= {"patient": self.child, "need_patient_banner": True}
        return told | ({"refresh_token": self.refresh} if self.refresh else {})


def redeem(app: App, *, code: str, redirect: str, verifier: str) -> Given:
    """The tokens of a code; a code that comes twice ends what it opened; raises OAuthFault."""
    row = _spent(app, code, "code")
    if row.redirect != redirect or not proves(verifier, row.challenge):
        end_grant(row.grant, because="a code came from another address or without its proof")
        raise OAuthFault("invalid_grant", "redirect_uri or code_verifier is not that of the request")
    return _give(row.grant, scopes=scopes_of(row.scopes))


def refresh(app: App, *, token: str, scope: str, types: Collection[str]) -> Given:
    """The next tokens; fewer scopes may be asked, never more; a refresh token that comes twice ends everything."""
    held = scopes_of(_found(app, token, "refresh").scopes)
    asked = read_scopes(scope, types=types)[0] if scope else held
    if not asked.atoms or not asked <= held:
        raise OAuthFault("invalid_scope", "more is asked than was allowed")
    return _give(_spent(app, token, "refresh").grant, scopes=asked, keeps=held)


def give_backend(app: App, *, scope: str, types: Collection[str]) -> Given:
    """The token of an app that works on its own account; raises OAuthFault."""
    if app.account is None or not app.account.is_active or not app.jwks:
        raise OAuthFault("unauthorized_client", "the app has no account of its own")
    granted = read_scopes(scope, types=types)[0] & scopes_of(app.scopes) & BACKEND
    if not granted.atoms:
        raise OAuthFault("invalid_scope", "nothing is left of the scopes that this app may ask and that are served")
    now = timezone.now()
    made = AppGrant.objects.create(
        app=app, user=app.account, scopes=str(granted), made_at=now, until=now + BACKEND_LIVES
    )
    audit.write(by=app.account, act="app.token", kind="account", thing=app.public_id, detail=str(granted)[:300])
    return _give(made, scopes=granted, lives=BACKEND_LIVES)


def bearer(token: str) -> AppSecret | None:
    """The row of an access token that holds now: not over, its grant not ended, app and account open."""
    rows = AppSecret.objects.select_related("grant__app", "grant__user", "grant__child")
    row = rows.filter(digest=thumb(token), kind="access").first()
    return row if row is not None and holds(row) else None


def holds(row: AppSecret) -> bool:
    """Whether what a secret opens is open now."""
    now, grant = timezone.now(), row.grant
    alive = grant.ended_at is None and now < grant.until and now < row.until
    return alive and grant.app.ended_at is None and grant.user.is_active


def _found(app: App, secret: str, kind: str) -> AppSecret:
    rows = AppSecret.objects.select_related("grant__app", "grant__user", "grant__child")
    row = rows.filter(digest=thumb(secret), kind=kind, grant__app=app).first()
    if row is None:
        raise OAuthFault("invalid_grant", f"there is no such {kind}")
    return row


def _spent(app: App, secret: str, kind: str) -> AppSecret:
    """The row of a secret that is used now; raises OAuthFault, and ends its grant when it was used before."""
    row = _found(app, secret, kind)
    fresh = AppSecret.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=timezone.now())
    if not fresh:
        end_grant(row.grant, because=f"a {kind} came twice")
    if not fresh or not holds(row):
        raise OAuthFault("invalid_grant", f"the {kind} is over or was used")
    return row


@transaction.atomic
def _give(grant: AppGrant, *, scopes: Scopes, keeps: Scopes | None = None, lives: timedelta = ACCESS_LIVES) -> Given:
    access = _made(grant, "access", scopes, lives)
    kept = keeps or scopes
    further = _made(grant, "refresh", kept, grant.until - timezone.now()) if "offline_access" in kept.words else None
    return Given(
        access=access,
        seconds=int(lives.total_seconds()),
        scopes=str(scopes),
        child=grant.child.public_id if grant.child else None,
        refresh=further,
    )


def _made(grant: AppGrant, kind: str, scopes: Scopes, lives: timedelta) -> str:
    secret, now = secrets.token_urlsafe(32), timezone.now()
    AppSecret.objects.create(
        digest=thumb(secret), kind=kind, grant=grant, scopes=str(scopes), made_at=now, until=now + lives
    )
    return secret
