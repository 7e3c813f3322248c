"""What was allowed ends: by the app, by its misuse, by a person; and what a token stands for is told to its app."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from rosette.server.services import audit
from rosette.server.smart import thumb
from rosette.server.store.models import App, AppGrant, AppSecret


@transaction.atomic
def end_grant(grant: AppGrant, *, because: str) -> None:
    """End what an app was let do; every token of it is dead at the next request."""
    rows = AppGrant.objects.filter(pk=grant.pk, ended_at__isnull=True)
    if rows.update(ended_at=timezone.now(), ended_because=because[:100]):
        audit.write(by=grant.user, act="app.grant.end", kind="account", thing=grant.app.public_id, detail=because)


def revoke(app: App, *, token: str) -> None:
    """End what a token of the app opens; a token of nobody changes nothing and is not told."""
    row = _own(app, token)
    if row is not None:
        end_grant(row.grant, because="the app gave it back")


def introspect(app: App, *, token: str) -> dict[str, Any]:
    """What a token of the app stands for; a token that is over, or another's, is not active and nothing more."""
    from rosette.server.services.smart.tokens import holds

    row = _own(app, token)
    if row is None or not holds(row) or row.used_at is not None:
        return {"active": False}
    child = row.grant.child
    told = {
        "active": True,
        "scope": row.scopes,
        "client_id": app.public_id,
        "exp": int(row.until.timestamp()),
        "iat": int(row.made_at.timestamp()),
        "sub": row.grant.user.public_id,
        "token_type": "Bearer",
    }
    return told | ({"patient": child.public_id} if child is not None else {})


def _own(app: App, token: str) -> AppSecret | None:
    rows = AppSecret.objects.select_related("grant__app", "grant__user", "grant__child").exclude(kind="code")
    return rows.filter(digest=thumb(token), grant__app=app).first()
