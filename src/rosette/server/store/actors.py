"""A signed-in person, or nobody, as the policy sees them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from rosette.server.policy import Actor, BreakGlass, Grant, Kind, Purpose, Role, Scope, Thing, Tie, visible
from rosette.server.store.models import Child

OF_AGE = 18


def actor_of(user: Any) -> Actor:
    """The policy's view of a person: roles, ties, emergency access; fetched once a request."""
    if not getattr(user, "is_authenticated", False):
        return Actor(id="", grants=(), ties=(), glass=(), active=True)
    if not hasattr(user, "_actor"):
        user._actor = _load(user)
    return user._actor  # type: ignore[no-any-return]


def scope_of(user: Any, kind: str) -> Scope:
    """Which things of a kind a person may see."""
    return visible(actor_of(user), Kind(kind), now=timezone.now())


def thing_of(
    kind: Kind,
    child: Child | None = None,
    *,
    owner: str | None = None,
    released: bool = False,
    sites: frozenset[str] | None = None,
) -> Thing:
    """What the policy asks about a thing: whose child, which sites, whose own, whether it went out."""
    if child is None:
        return Thing(kind=kind, sites=sites or frozenset(), owner=owner, released=released)
    return Thing(
        kind=kind,
        child=child.public_id,
        sites=child.site_codes,
        owner=owner,
        consents=consents_of(child),
        released=released,
        adult_on=adult_on(child),
    )


def adult_on(child: Child) -> date:
    """The day on which the child is of age at the latest stated birth: proxies end then."""
    from rosette.server.store.records import birth_of

    born = birth_of(child)
    return born.replace(year=born.year + OF_AGE, day=min(born.day, 28))


def consents_of(child: Child) -> frozenset[Purpose]:
    """The purposes to which consent stands now; read at every request, so a withdrawal counts at the next."""
    if not hasattr(child, "_consents"):
        rows = child.consents.filter(withdrawn_at__isnull=True).values_list("text__purpose", flat=True)
        child._consents = frozenset(Purpose(word) for word in rows)  # type: ignore[attr-defined]
    return child._consents  # type: ignore[attr-defined, no-any-return]


def _load(user: Any) -> Actor:
    grants = user.grants.select_related("site")
    ties = user.ties.select_related("child")
    glass = user.glass.select_related("child").filter(until__gt=timezone.now())
    return Actor(
        id=user.public_id,
        grants=tuple(
            Grant(role=Role(row.role), site=row.site.code if row.site else None, since=row.since, until=row.until)
            for row in grants
        ),
        ties=tuple(
            Tie(child=row.child.public_id, relation=row.relation, since=row.since, until=row.until) for row in ties
        ),
        glass=tuple(BreakGlass(child=row.child.public_id, since=row.since, until=row.until) for row in glass),
        active=user.is_active,
    )
