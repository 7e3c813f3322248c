"""The one policy function; it refuses unless a row of the table allows, and says which role or why not."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from rosette.server.policy.actors import Actor, holds, relation
from rosette.server.policy.table import Table, load_table
from rosette.server.policy.words import NEEDS_CONSENT, STEP_UP, STEP_UP_PAIRS, Act, Kind, Purpose, Role, Thing

GLASS_KINDS = frozenset(
    {
        Kind.CHILD,
        Kind.IDENTITY,
        Kind.FACT,
        Kind.BOARD,
        Kind.ATTESTATION,
        Kind.CASE,
        Kind.LETTER,
        Kind.PLAN,
        Kind.WORKSHEET,
        Kind.CONSENT,
    }
)


@frozen(kw_only=True)
class Decision:
    """Whether, because of what, in which role, and whether the person must prove again who they are."""

    allowed: bool
    because: str
    role: Role | None = None
    needs_step_up: bool = False


def can(
    actor: Actor,
    act: Act,
    thing: Thing,
    *,
    now: datetime,
    purpose: Purpose = Purpose.CARE,
    table: Table | None = None,
) -> Decision:
    """Whether a person may do an act to a thing for a purpose, now."""
    if not actor.active:
        return _no("the account is closed")
    if purpose in NEEDS_CONSENT and thing.child is not None and purpose not in thing.consents:
        return _no(f"there is no consent for {purpose.value}")
    rows = table or load_table()
    for grant in actor.grants:
        how = relation(actor, grant, thing, now=now)
        row = rows.row(grant.role, thing.kind)
        if act in row.acts.get(how, ()) and (thing.released or act is not Act.VIEW or not row.released_only):
            return _yes(grant.role, act, thing.kind, f"{grant.role.value} may {act.value}: {row.why}")
    return _glass(actor, act, thing, now=now) or _no(f"no role allows to {act.value} this {thing.kind.value}")


def allows_somewhere(actor: Actor, act: Act, kind: Kind, *, now: datetime, table: Table | None = None) -> bool:
    """Whether some role that is held now allows the act on some thing of the kind; for menus and list pages."""
    rows = table or load_table()
    held = [grant.role for grant in actor.grants if actor.active and holds(grant, now=now)]
    return any(act in acts for role in held for acts in rows.row(role, kind).acts.values())


def _glass(actor: Actor, act: Act, thing: Thing, *, now: datetime) -> Decision | None:
    if act is not Act.VIEW or thing.kind not in GLASS_KINDS or thing.child is None:
        return None
    role = next((grant.role for grant in actor.grants if holds(grant, now=now)), None)
    broken = any(glass.child == thing.child and holds(glass, now=now) for glass in actor.glass)
    return _yes(role, act, thing.kind, "emergency access") if broken and role is not None else None


def asks_again(act: Act, kind: Kind) -> bool:
    """Whether an act on a kind of thing asks the person to prove again who they are."""
    return act in STEP_UP or (act, kind) in STEP_UP_PAIRS


def _yes(role: Role, act: Act, kind: Kind, because: str) -> Decision:
    return Decision(allowed=True, because=because, role=role, needs_step_up=asks_again(act, kind))


def _no(because: str) -> Decision:
    return Decision(allowed=False, because=because)
