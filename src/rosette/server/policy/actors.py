"""A person as the policy sees them, and how they stand to a thing."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import field, frozen

from rosette.server.policy.words import OWN_BY, Relation, Role, Thing

LONGEST_GLASS = timedelta(hours=4)


@frozen(kw_only=True)
class Grant:
    """A role at a site, or at none, from and until."""

    role: Role
    site: str | None = None
    since: datetime
    until: datetime | None = None


@frozen(kw_only=True)
class Tie:
    """One of a child's own: proxy, self, treating, referring; from and until."""

    child: str
    relation: str
    since: datetime
    until: datetime | None = None


@frozen(kw_only=True)
class BreakGlass:
    """Emergency access to one child, from and until."""

    child: str
    since: datetime
    until: datetime


@frozen(kw_only=True)
class Actor:
    """Who asks; nobody signed in has an empty id and no grants."""

    id: str
    grants: tuple[Grant, ...] = ()
    ties: tuple[Tie, ...] = ()
    glass: tuple[BreakGlass, ...] = field(default=())
    active: bool = True


def holds(span: Grant | Tie | BreakGlass, *, now: datetime) -> bool:
    """Whether a grant, a tie or an emergency access holds now."""
    if isinstance(span, BreakGlass) and now >= span.since + LONGEST_GLASS:
        return False
    return span.since <= now and (span.until is None or now < span.until)


def relation(actor: Actor, grant: Grant, thing: Thing, *, now: datetime) -> Relation:
    """How the holder of a grant stands to a thing: own, same site, other site, or no more."""
    if not holds(grant, now=now):
        return Relation.REVOKED
    own = _own(actor, grant, thing, now=now)
    if own is Relation.OWN:
        return own
    if thing.child is None and not thing.sites:
        return Relation.SAME_SITE
    if grant.site is not None and grant.site in thing.sites:
        return Relation.SAME_SITE
    return own or Relation.OTHER_SITE


def _own(actor: Actor, grant: Grant, thing: Thing, *, now: datetime) -> Relation | None:
    if thing.child is None:
        return Relation.OWN if thing.owner is not None and thing.owner == actor.id else None
    ties = [tie for tie in actor.ties if tie.child == thing.child and tie.relation in OWN_BY.get(grant.role, ())]
    if not ties:
        return None
    grown = grant.role is Role.FAMILY_PROXY and thing.adult_on is not None and now.date() >= thing.adult_on
    current = any(holds(tie, now=now) for tie in ties) and not grown
    return Relation.OWN if current else Relation.REVOKED
