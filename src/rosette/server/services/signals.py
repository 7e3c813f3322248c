"""Tells the background that something changed: after the commit, never before."""

from __future__ import annotations

from django.db import transaction

from rosette.server.store.models import Child


def record_changed(child: Child, *, since: str = "") -> None:
    """Judge the board and plan surveillance again, ahead of other work; since: the version before the change."""
    from rosette.server.services.tasks import AHEAD, rejudge_child, replan_child

    pk, ahead = str(child.pk), rejudge_child.using(priority=AHEAD)
    transaction.on_commit(lambda: ahead.enqueue(pk, since), robust=True)
    transaction.on_commit(lambda: replan_child.using(priority=AHEAD).enqueue(pk), robust=True)


def places_changed() -> None:
    """The trial office or the portfolio changed: judge every board again."""
    from rosette.server.services.tasks import rejudge_everyone

    transaction.on_commit(lambda: rejudge_everyone.enqueue(), robust=True)
