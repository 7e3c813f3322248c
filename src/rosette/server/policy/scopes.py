"""Which things of a kind a person may view, as sites, children and owners: the same table as `can`, for queries."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from rosette.server.policy.actors import Actor, holds
from rosette.server.policy.deciding import GLASS_KINDS
from rosette.server.policy.table import Table, load_table
from rosette.server.policy.words import OWN_BY, Act, Kind, Relation, Role, Thing


@frozen(kw_only=True)
class Scope:
    """The children of these sites, these children, and what these persons own; or everything."""

    all: bool = False
    sites: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()
    proxied: frozenset[str] = frozenset()

    def holds_child(self, thing: Thing, *, now: datetime) -> bool:
        """Whether a child's thing is inside; a proxy's child only until it is of age."""
        if self.all or self.sites & thing.sites or thing.child in self.children:
            return True
        grown = thing.adult_on is not None and now.date() >= thing.adult_on
        return thing.child in self.proxied and not grown


def visible(actor: Actor, kind: Kind, *, now: datetime, table: Table | None = None) -> Scope:
    """The scope of a kind for a person; rows that only show what went out are filtered by the caller as well."""
    rows = table or load_table()
    sites, children, proxied, everything = set[str](), set[str](), set[str](), False
    for grant in actor.grants:
        if not actor.active or not holds(grant, now=now):
            continue
        viewed = {how for how, acts in rows.row(grant.role, kind).acts.items() if Act.VIEW in acts}
        everything |= Relation.OTHER_SITE in viewed
        if Relation.SAME_SITE in viewed and grant.site is not None:
            sites.add(grant.site)
        if Relation.OWN in viewed:
            own = {
                tie.child for tie in actor.ties if tie.relation in OWN_BY.get(grant.role, ()) and holds(tie, now=now)
            }
            (proxied if grant.role is Role.FAMILY_PROXY else children).update(own)
    if kind in GLASS_KINDS and actor.active and any(holds(grant, now=now) for grant in actor.grants):
        children |= {glass.child for glass in actor.glass if holds(glass, now=now)}
    return Scope(all=everything, sites=frozenset(sites), children=frozenset(children), proxied=frozenset(proxied))
