"""The endpoints of CDS Hooks: what is offered, the card of a child, and what became of a card."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from rosette.server.fhir.answering import served
from rosette.server.fhir.cds.asking import HOOK, Hook, body_of, client_of, hook_of, is_uuid, meant
from rosette.server.fhir.cds.cards import card
from rosette.server.fhir.outcomes import invalid
from rosette.server.policy import Act, Kind
from rosette.server.services import audit
from rosette.server.services.access import decide, note_refusal
from rosette.server.services.boards import board_of
from rosette.server.services.guards import Guard
from rosette.server.services.limits import over_limit
from rosette.server.store.actors import thing_of
from rosette.server.store.models import Child

ID, MOST_FEEDBACK = "open-trials", 50
OUTCOMES = ("accepted", "overridden")
GUARD = Guard(kind=Kind.BOARD, act=Act.VIEW, of_child=False)
OFFERED = {
    "hook": HOOK,
    "id": ID,
    "title": "Open trials for this child",
    "description": "How the programme's trials stand for the child today, with reasons. It informs; it never decides.",
    "prefetch": {"patient": "Patient/{{context.patientId}}"},
    "usageRequirements": "Calls are signed (RS384 or ES384) by a registered client, and answered with its rights.",
}


@served("GET")
def discovery(request: HttpRequest) -> HttpResponse:
    """What is offered; for everybody."""
    return JsonResponse({"services": [OFFERED]})


@served("POST", guard=GUARD)
def trials(request: HttpRequest) -> HttpResponse:
    """The card of the child, or none when the client may not know of it: nothing tells the two apart."""
    hook = hook_of(request)
    child = meant(hook)
    allowed = child is not None and _allowed(hook, child)
    return JsonResponse({"cards": [_card(request, hook, child)] if child is not None and allowed else []})


def _allowed(hook: Hook, child: Child) -> bool:
    user = hook.app.account
    decision = decide(user, Act.VIEW, thing_of(Kind.BOARD, child))
    too_many = over_limit(user.pk, child=child.public_id)
    if not decision.allowed or too_many:
        note_refusal(
            user, Act.VIEW, Kind.BOARD, child, because=decision.because if not too_many else "too many children"
        )
    return decision.allowed and not too_many


def _card(request: HttpRequest, hook: Hook, child: Child) -> dict[str, Any]:
    detail = f"cds {ID}, app {hook.app.public_id}, {hook.instance}"
    audit.write(by=hook.app.account, act="board.view", kind="board", child=child, detail=detail)
    address = request.build_absolute_uri(reverse("board", args=[child.public_id]))
    return card(board_of(child), address=address)


@served("POST", guard=GUARD)
def feedback(request: HttpRequest) -> HttpResponse:
    """What became of cards: counted in the audit chain, without what people wrote."""
    app, sent = client_of(request), body_of(request)
    listed = sent.get("feedback")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_FEEDBACK:
        raise invalid(f"a list of 1 to {MOST_FEEDBACK} is wanted", "feedback")
    for place, each in enumerate(listed):
        if not isinstance(each, dict) or not is_uuid(each.get("card")) or each.get("outcome") not in OUTCOMES:
            raise invalid(f"card and outcome ({', '.join(OUTCOMES)}) are wanted", f"feedback[{place}]")
    for each in listed:
        audit.write(
            by=app.account, act="cds.feedback", kind="board", thing=str(uuid.UUID(each["card"])), detail=each["outcome"]
        )
    return JsonResponse({})
