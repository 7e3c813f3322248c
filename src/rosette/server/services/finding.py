"""Finds things of a child by their public ids, through the policy: what a person may not see does not exist."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest

from rosette.server.policy import Act, Kind
from rosette.server.services.access import decide, note_refusal
from rosette.server.services.guards import step_up, stepped_up
from rosette.server.store.actors import thing_of
from rosette.server.store.models import Child


class StepUp(Exception):
    """The person must prove again who they are; carries the answer that asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.response = step_up(request)


def find(
    request: HttpRequest,
    rows: models.QuerySet[Any],
    public_id: str,
    *,
    kind: Kind,
    act: Act,
    child: str,
    released: Any = None,
) -> Any:
    """The row when the person may do the act to it; Http404 and an audit row otherwise."""
    row = rows.filter(public_id=public_id).first()
    if row is None:
        note_refusal(request.user, act, kind, None, thing_id=public_id[:40], because="no such thing")
        raise Http404
    owner: Child = row
    for step in child.split("."):
        owner = getattr(owner, step)
    out = bool(released(row)) if released is not None else False
    decision = decide(request.user, act, thing_of(kind, owner, released=out))
    if not decision.allowed or not owner.wrapped_key:
        note_refusal(request.user, act, kind, owner, thing_id=public_id, because=decision.because)
        raise Http404
    if decision.needs_step_up and not stepped_up(request):
        raise StepUp(request)
    return row
