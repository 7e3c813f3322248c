"""The accounts of apps that work without a person: they hold roles like anybody, and cannot sign in."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction

from rosette.kernel import UsageError
from rosette.server.accounts.models import Site, User
from rosette.server.policy import Act, Kind
from rosette.server.services import audit
from rosette.server.services.access import refuse_unless
from rosette.server.services.people import give_role


@transaction.atomic
def service_account(*, name: str, role: str, site: str, by: Any) -> User:
    """Make the account of an app with one role at one site; raises UsageError for a site that does not exist."""
    refuse_unless(by, Act.ADD, Kind.ACCOUNT)
    found = Site.objects.filter(code=site).first()
    if found is None:
        raise UsageError(f'there is no site "{site}"')
    made = User.objects.create_user(f"app-{secrets.token_hex(6)}@service.invalid", None, name=name[:200])
    audit.write(by=by, act="account.add", kind="account", thing=made.public_id, purpose="operations", detail="app")
    give_role(user=made, role=role, site=found, by=by)
    return made
