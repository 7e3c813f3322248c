"""A person lets an app in: what it asks, what they allow, for which child; and a launch from a child's page."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from attrs import field, frozen
from django.db import transaction
from django.utils import timezone

from rosette.server.policy import Act, Kind
from rosette.server.services import audit
from rosette.server.services.access import may, refuse_unless
from rosette.server.services.smart.apps import OAuthFault
from rosette.server.smart import Scopes, read_scopes, scopes_of, thumb
from rosette.server.store.models import App, AppGrant, AppLaunch, AppSecret, Child

CODE_LIVES, LAUNCH_LIVES = timedelta(minutes=1), timedelta(minutes=5)
GRANT_LIVES, OFFLINE_LIVES = timedelta(hours=1), timedelta(days=30)
OPENS = (Kind.CHILD, Kind.FACT, Kind.CONSENT)
SERVED = scopes_of("launch launch/patient offline_access patient/*.rs user/*.rs")
_CHALLENGE = 43


@frozen(kw_only=True)
class Asked:
    """What an app asks a person."""

    app: App
    scopes: Scopes
    redirect: str
    state: str
    challenge: str
    launch: str = field(repr=False)

    @property
    def of_child(self) -> bool:
        """Whether a child must be named."""
        return bool({"launch", "launch/patient"} & self.scopes.words) or "patient" in self.scopes.contexts


def read_asked(sent: Mapping[str, str], *, app: App, base: str, types: Collection[str]) -> Asked:
    """What a request asks; the app and its address were checked before; raises OAuthFault for the app."""
    if sent.get("response_type") != "code":
        raise OAuthFault("unsupported_response_type", "response_type must be code")
    if sent.get("code_challenge_method") != "S256" or len(sent.get("code_challenge", "")) != _CHALLENGE:
        raise OAuthFault("invalid_request", "a code_challenge by S256 is needed")
    if sent.get("aud", "").rstrip("/") != base:
        raise OAuthFault("invalid_request", f"aud must be {base}")
    scopes = read_scopes(sent.get("scope", ""), types=types)[0] & scopes_of(app.scopes) & SERVED
    if not scopes.atoms:
        raise OAuthFault("invalid_scope", "nothing is left of the scopes that this app may ask and that are served")
    return Asked(
        app=app,
        scopes=scopes,
        redirect=sent["redirect_uri"],
        state=sent.get("state", ""),
        challenge=sent["code_challenge"],
        launch=sent.get("launch", ""),
    )


@transaction.atomic
def launch(*, app: App, child: Child, by: Any) -> str:
    """The token of a launch from a child's page."""
    refuse_unless(by, Act.VIEW, Kind.CHILD, child)
    token = secrets.token_urlsafe(32)
    AppLaunch.objects.create(digest=thumb(token), app=app, user=by, child=child, until=timezone.now() + LAUNCH_LIVES)
    audit.write(by=by, act="app.launch", kind="child", child=child, detail=app.name)
    return token


def launched(asked: Asked, *, by: Any) -> Child | None:
    """The child of the launch that an app was started with; raises OAuthFault when it is not this person's."""
    if not asked.launch:
        return None
    rows = AppLaunch.objects.select_related("child__referring_site", "child__programme_site")
    row = rows.filter(digest=thumb(asked.launch), app=asked.app, user=by, used_at__isnull=True).first()
    if row is None or row.until <= timezone.now():
        raise OAuthFault("invalid_request", "the launch is over; start the app from the child's page again")
    return row.child


def spend_launch(asked: Asked) -> None:
    """A launch counts once; raises OAuthFault when it was used."""
    rows = AppLaunch.objects.filter(digest=thumb(asked.launch), used_at__isnull=True)
    if asked.launch and not rows.update(used_at=timezone.now()):
        raise OAuthFault("invalid_request", "the launch was used already")


@transaction.atomic
def allow(asked: Asked, *, scopes: Scopes, child: Child | None, by: Any) -> str:
    """Let an app in and give its code; what is allowed is never more than what was asked."""
    granted = scopes & asked.scopes
    if not granted.atoms:
        raise OAuthFault("access_denied", "nothing was allowed")
    if asked.of_child and (child is None or not any(may(by, Act.VIEW, kind, child) for kind in OPENS)):
        raise OAuthFault("access_denied", "no child was chosen that the person may see")
    spend_launch(asked)
    now = timezone.now()
    lives = OFFLINE_LIVES if "offline_access" in granted.words else GRANT_LIVES
    made = AppGrant.objects.create(
        app=asked.app,
        user=by,
        child=child if asked.of_child else None,
        scopes=str(granted),
        made_at=now,
        until=now + lives,
    )
    code = secrets.token_urlsafe(32)
    AppSecret.objects.create(
        digest=thumb(code),
        kind="code",
        grant=made,
        scopes=str(granted),
        redirect=asked.redirect,
        challenge=asked.challenge,
        made_at=now,
        until=now + CODE_LIVES,
    )
    detail = f"{asked.app.name}: {granted}"[:300]
    audit.write(by=by, act="app.allow", kind="account", thing=asked.app.public_id, child=made.child, detail=detail)
    return code
