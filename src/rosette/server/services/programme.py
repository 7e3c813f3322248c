"""The programme's places as the trial office has them now: the same Programme that the board takes from a file."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from django.db.models import Max

from rosette.portfolio import Programme, Slot
from rosette.server.accounts.models import Site
from rosette.server.services import clock
from rosette.server.store.models import PlaceEvent, Reservation


def places_version(site: Site) -> tuple[int, int, int]:
    """Changes whenever a place, a reservation or its end does; one query each, so every process sees it at once."""
    events = PlaceEvent.objects.filter(site=site).aggregate(last=Max("pk"))["last"] or 0
    kept = Reservation.objects.filter(site=site)
    return events, kept.count(), kept.filter(ended_at__isnull=False).count()


def programme_of(site: Site) -> Programme:
    """The programme of a site, with the reservations that hold counted as taken."""
    today = clock.today()
    return _programme(site.pk, places_version(site), today.isoformat())


@functools.lru_cache(maxsize=16)
def _programme(pk: int, version: tuple[int, int, int], day: str) -> Programme:
    site = Site.objects.get(pk=pk)
    kept = _kept(site)
    slots = {row.place: _slot(row, kept.get(row.place, 0)) for row in latest_places(site)}
    return Programme(id=site.code, label=site.name, as_of=clock.today(), slots=slots)


def latest_places(site: Site) -> Iterable[PlaceEvent]:
    """The last event of every place."""
    newest = PlaceEvent.objects.filter(site=site).values("place").annotate(last=Max("pk")).values("last")
    return PlaceEvent.objects.filter(pk__in=newest).order_by("place")


def _kept(site: Site) -> dict[str, int]:
    counts: dict[str, int] = {}
    rows = Reservation.objects.filter(site=site, ended_at__isnull=True, expires__gte=clock.today())
    for place in rows.values_list("place", flat=True):
        counts[place] = counts.get(place, 0) + 1
    return counts


def _slot(row: PlaceEvent, kept: int) -> Slot:
    taken = row.taken + kept
    return Slot(
        place=row.place,
        status=row.status,
        opened=row.opened,
        closes=row.closes,
        total=row.total,
        taken=taken if row.total is None else min(taken, row.total),
        next_slot=row.next_slot,
        label=row.label,
    )
