"""Tells the background that something changed: after the commit, never before."""

from __future__ import annotations

from django.db import transaction

from rosette.server.store.models import Child


def record_changed(child: Child) -> None:
    """A child's record has a new fact: judge the board again."""
    from rosette.server.services.tasks import rejudge_child

    pk = str(child.pk)
    transaction.on_commit(lambda: rejudge_child.enqueue(pk), robust=True)


def places_changed() -> None:
    """The trial office or the portfolio changed: judge every board again."""
    from rosette.server.services.tasks import rejudge_everyone

    transaction.on_commit(lambda: rejudge_everyone.enqueue(), robust=True)
