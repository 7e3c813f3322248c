"""Background work: judge boards again after a change, and once a day for what comes with time alone."""

from __future__ import annotations

from django_tasks import task

from rosette.server.store.models import Child


@task()
def rejudge_child(pk: str) -> int:
    """Judge one child's board again and tell the right people what changed; returns how many notices were made."""
    from rosette.server.services.notices import rejudge

    return rejudge(Child.objects.select_related("referring_site", "programme_site").get(pk=pk))


@task()
def rejudge_everyone() -> int:
    """Judge every board again."""
    from rosette.server.services.notices import rejudge

    children = Child.objects.filter(wrapped_key__isnull=False).select_related("referring_site", "programme_site")
    return sum(rejudge(child) for child in children.iterator(chunk_size=100))
