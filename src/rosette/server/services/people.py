"""Accounts, roles and ties: given, ended, never deleted; an ended account loses its sessions at once."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from rosette.kernel import BadInput, Problems
from rosette.server.accounts.models import ROLES, Grant, Site, User
from rosette.server.policy import Act, Kind
from rosette.server.services import audit
from rosette.server.services.access import refuse_unless
from rosette.server.store.models import Child, Tie

SITED = frozenset(dict(ROLES)) - {"family_proxy", "young_person", "survivor_adult", "system_admin"}


class PeopleFault(BadInput):
    """The account, role or tie cannot be given like this."""


@transaction.atomic
def add_account(*, email: str, name: str, profession: str, by: Any) -> tuple[User, str]:
    """Make an account with a first password that is shown once; the person changes it and adds a second factor."""
    refuse_unless(by, Act.ADD, Kind.ACCOUNT)
    problems = Problems()
    if User.objects.filter(email__iexact=email).exists():
        problems.add("email", found="there is an account with this address", remedy="Open that one.")
    problems.raise_as(PeopleFault, what="account")
    password = "-".join(secrets.token_hex(3) for _ in range(4))
    user = User.objects.create_user(email, password, name=name, profession=profession)
    audit.write(by=by, act="account.add", kind="account", thing=user.public_id, purpose="operations")
    return user, password


@transaction.atomic
def end_account(*, user: User, by: Any) -> User:
    """Close an account: its roles end and its sessions are gone."""
    refuse_unless(by, Act.CHANGE, Kind.ACCOUNT)
    now = timezone.now()
    user.is_active, user.ended_at = False, now
    user.save(update_fields=["is_active", "ended_at"])
    user.grants.current().update(until=now, ended_by=by)
    end_sessions(user)
    audit.write(by=by, act="account.end", kind="account", thing=user.public_id, purpose="operations")
    return user


def end_sessions(user: User, *, but: str = "") -> int:
    """End the sessions of a person, all or all but one; returns how many."""
    from allauth.usersessions.models import UserSession

    rows = UserSession.objects.filter(user=user).exclude(session_key=but)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


@transaction.atomic
def give_role(*, user: User, role: str, site: Site | None, by: Any) -> Grant:
    """Give a role at a site."""
    refuse_unless(by, Act.ADD, Kind.GRANT)
    problems = Problems()
    if role not in dict(ROLES):
        problems.add("role", found="no role is chosen")
    if role in SITED and site is None:
        problems.add("site", found="this role needs a site", remedy="Choose where the person works.")
    if user.pk == by.pk:
        problems.add("", found="nobody gives themselves a role", remedy="Ask another administrator.")
    if user.grants.current().filter(role=role, site=site).exists():
        problems.add("role", found="the person holds this role already")
    problems.raise_as(PeopleFault, what="role")
    made = Grant.objects.create(user=user, role=role, site=site, given_by=by)
    audit.write(by=by, act="grant.add", kind="grant", thing=user.public_id, purpose="operations", detail=role)
    return made


@transaction.atomic
def end_role(*, grant: Grant, by: Any) -> Grant:
    """End a role; it counts no more at the next request."""
    refuse_unless(by, Act.CHANGE, Kind.GRANT)
    grant.until, grant.ended_by = timezone.now(), by
    grant.save(update_fields=["until", "ended_by"])
    audit.write(
        by=by, act="grant.end", kind="grant", thing=grant.user.public_id, purpose="operations", detail=grant.role
    )
    return grant


@transaction.atomic
def end_tie(*, tie: Tie, by: Any) -> Tie:
    """A person is no longer one of the child's own."""
    child: Child = tie.child
    refuse_unless(by, Act.CHANGE, Kind.TIE, child)
    tie.until, tie.ended_by = timezone.now(), by
    tie.save(update_fields=["until", "ended_by"])
    audit.write(by=by, act="tie.end", kind="tie", thing=tie.user.public_id, child=child, detail=tie.relation)
    return tie
