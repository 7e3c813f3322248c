"""Tells the background that plans of surveillance changed: after the commit, never before."""

from __future__ import annotations

from django.db import transaction


def practice_changed() -> None:
    """A site set or signed something: the rows of the list are made again."""
    from rosette.server.services.tasks import replan_everyone

    transaction.on_commit(lambda: replan_everyone.enqueue(), robust=True)
