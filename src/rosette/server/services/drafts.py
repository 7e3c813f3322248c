"""What was typed and not sent: kept sealed on the server, so that a sign-out or a mistake loses nothing."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from rosette.server.store.models import Child, Draft

LEFT_OUT = frozenset({"csrfmiddlewaretoken", "more"})


@transaction.atomic
def keep_draft(user: Any, child: Child, form: str, data: QueryDict) -> None:
    """Keep what was typed."""
    Draft.objects.filter(user=user, child=child, form=form[:120]).delete()
    typed = {key: data.getlist(key) for key in data if key not in LEFT_OUT}
    Draft.objects.create(user=user, child=child, form=form[:120], typed=json.dumps(typed), kept_at=timezone.now())


def kept_draft(user: Any, child: Child, form: str) -> QueryDict | None:
    """What was typed earlier into this form; None when nothing was."""
    draft = Draft.objects.filter(user=user, child=child, form=form[:120]).first()
    if draft is None:
        return None
    draft.child = child
    found = QueryDict(mutable=True)
    for key, values in json.loads(draft.typed).items():
        found.setlist(key, values)
    return found


def drop_draft(user: Any, child: Child, form: str) -> None:
    """The form was sent: nothing is kept."""
    Draft.objects.filter(user=user, child=child, form=form[:120]).delete()
