"""Background work: boards are judged and surveillance is planned again after a change, and once a day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django_tasks import task

from rosette.server.policy import Purpose
from rosette.server.store.actors import consents_of
from rosette.server.store.models import Child

AHEAD, BEHIND = 50, -50


@task()
def rejudge_child(pk: str, since: str = "") -> int:
    """Judge one child's board again and tell the right people what changed; returns how many notices were made.

    since: the version of the record before the change that asks for it.
    """
    return _rejudged(Child.objects.select_related("referring_site", "programme_site").get(pk=pk), since)


@task()
def ask_registry() -> int:
    """Ask the trial registry that the site named; judge everyone again when anything came of it."""
    from rosette.server.services.registry import look_into_registry

    acts = look_into_registry()
    if acts:
        rejudge_everyone.enqueue()
    return acts


@task()
def rejudge_everyone() -> int:
    """Put every board into the queue behind what persons wait for; returns how many."""
    return _for_everyone(rejudge_child)


@task()
def replan_child(pk: str) -> None:
    """Make a child's row in the list of survivors again."""
    from rosette.server.services.survivors import replan

    replan(Child.objects.select_related("referring_site", "programme_site").get(pk=pk))


@task()
def replan_everyone() -> int:
    """Put every plan of surveillance into the queue behind what persons wait for; returns how many."""
    return _for_everyone(replan_child)


def _for_everyone(work: Any) -> int:
    behind = work.using(priority=BEHIND)
    pks = [str(pk) for pk in Child.objects.filter(wrapped_key__isnull=False).values_list("pk", flat=True)]
    for pk in pks:
        behind.enqueue(pk)
    return len(pks)


def _rejudged(child: Child, since: str) -> int:
    """Judge again, and make the page parts that hang on it, wherever the pages say how."""
    from rosette.server.services.notices import rejudge

    if Purpose.SCREENING not in consents_of(child):
        return 0
    told = rejudge(child, since=since)
    for prepare in PREPARED:
        prepare(child)
    return told


PREPARED: list[Callable[[Child], None]] = []
