"""The trial office for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from rosette.options.wording import day_text
from rosette.server.accounts.models import Site
from rosette.server.clinic.presenters.tags import Tag
from rosette.server.services import clock
from rosette.server.services.curated import held_portfolio
from rosette.server.services.programme import latest_places, programme_of
from rosette.server.store.models import Child, Reservation, Waiting

STATUS_TAGS = {
    "open": Tag("✓", "Open", "open"),
    "suspended": Tag("‖", "Suspended", "closed"),
    "closed": Tag("✗", "Closed", "closed"),
    "waiting": Tag("→", "Not yet open", "later"),
}


@frozen(kw_only=True)
class PlaceRow:
    """One arm at the site."""

    place: str
    title: str
    tag: Tag
    sentence: str
    since: str
    reason: str
    kept: Sequence[tuple[str, str]]
    waiting: Sequence[str]


@frozen(kw_only=True)
class OfficePage:
    """Every arm of a site."""

    title: str
    site: str
    rows: Sequence[PlaceRow]

    @classmethod
    def of(cls, user: Any, site: Site, *, sees_children: bool) -> OfficePage:
        """Say the office; children are named only to those who see them."""
        slots = programme_of(site).slots
        titles = {
            name: f"{trial.short}: {arm.title}"
            for trial in held_portfolio().trials.values()
            for name, arm in trial.places()
        }
        children = (
            set(Child.objects.visible_to(user, "reservation").values_list("pk", flat=True)) if sees_children else set()
        )
        kept, waiting = _kept(site, children), _waiting(site, children)
        rows = []
        for row in latest_places(site):
            rows.append(
                PlaceRow(
                    place=row.place,
                    title=titles.get(row.place, row.place),
                    tag=STATUS_TAGS[row.status],
                    sentence=slots[row.place].sentence(clock.today()),
                    since=f"{row.at:%Y-%m-%d}",
                    reason=row.reason,
                    kept=kept.get(row.place, ()),
                    waiting=waiting.get(row.place, ()),
                )
            )
        return cls(title="Trial office", site=site.name, rows=tuple(rows))


def _kept(site: Site, children: set[Any]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    rows = Reservation.objects.filter(site=site, ended_at__isnull=True, child__in=children).select_related("child")
    for row in rows:
        found.setdefault(row.place, []).append((row.public_id, f"{row.child.number} until {day_text(row.expires)}"))
    return found


def _waiting(site: Site, children: set[Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = Waiting.objects.filter(site=site, left_at__isnull=True, child__in=children).select_related("child")
    for row in rows:
        found.setdefault(row.place, []).append(f"{row.child.number} since {row.since:%Y-%m-%d}")
    return found
