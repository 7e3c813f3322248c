"""Asks the policy, and keeps what it answered: every refusal has an audit row, every page names what it shows."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from rosette.kernel import Refused
from rosette.server.policy import Act, Decision, Kind, Purpose, Thing, can
from rosette.server.services import audit
from rosette.server.store.actors import actor_of, thing_of
from rosette.server.store.models import Child


def decide(user: Any, act: Act, thing: Thing, *, purpose: Purpose = Purpose.CARE) -> Decision:
    """What the policy says; the same function for pages, API, exports, counts and files."""
    return can(actor_of(user), act, thing, purpose=purpose, now=timezone.now())


def may(user: Any, act: Act, kind: Kind, child: Child | None = None, **thing: Any) -> bool:
    """Whether a person may; for links and buttons that are only shown to those who can use them."""
    return decide(user, act, thing_of(kind, child, **thing)).allowed


def refuse_unless(
    user: Any,
    act: Act,
    kind: Kind,
    child: Child | None = None,
    *,
    purpose: Purpose = Purpose.CARE,
    thing_id: str = "",
    **thing: Any,
) -> Decision:
    """Stop with Refused, and an audit row that stays, unless the policy allows the act."""
    decision = decide(user, act, thing_of(kind, child, **thing), purpose=purpose)
    if not decision.allowed:
        note_refusal(user, act, kind, child, thing_id=thing_id, because=decision.because)
        raise Refused(decision.because)
    return decision


def note_refusal(
    user: Any, act: Act, kind: Kind, child: Child | str | None, *, thing_id: str = "", because: str = ""
) -> None:
    """Keep a refused attempt in the audit chain."""
    audit.write(
        by=user,
        act=f"{kind.value}.{act.value}",
        kind=kind.value,
        thing=thing_id,
        child=child,
        outcome="refused",
        detail=because[:300],
    )
