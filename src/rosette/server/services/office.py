"""The trial office: places opened, suspended, closed; reservations that expire; waiting lists; steps of the funnel."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from rosette.kernel import BadInput, Problems
from rosette.server.accounts.models import Site
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.curated import held_portfolio
from rosette.server.services.notices import people_of, tell
from rosette.server.services.programme import latest_places, programme_of
from rosette.server.services.signals import places_changed
from rosette.server.store.models import Child, FunnelStep, PlaceEvent, Reservation, Waiting

STAGES = ("found", "offered", "chosen", "consented", "enrolled")
REASONS = (
    ("family", "The family chose otherwise"),
    ("too_ill", "The child became too ill"),
    ("not_eligible", "A criterion was not met"),
    ("no_place", "No place in time"),
    ("other_trial", "Another trial was chosen"),
    ("distance", "Too far from home"),
    ("died", "The child died"),
)


class OfficeFault(BadInput):
    """The office cannot do this."""


@transaction.atomic
def set_place(
    *,
    site: Site,
    place: str,
    status: str,
    reason: str,
    by: Any,
    opened: date | None = None,
    closes: date | None = None,
    total: int | None = None,
    taken: int = 0,
    next_slot: date | None = None,
    label: str = "",
) -> PlaceEvent:
    """State how an arm stands from now on; every board sees it at its next look, every affected person is told."""
    refuse_unless(by, Act.CHANGE, Kind.SLOT, sites=frozenset({site.code}))
    problems = Problems()
    known = {name for trial in held_portfolio().trials.values() for name, _ in trial.places()}
    if place not in known:
        problems.add("place", found=f'"{place}" is not in the portfolio', remedy="Choose an arm of the portfolio.")
    if not reason.strip():
        problems.add("reason", found="no reason is given", remedy="Say why, for those who ask later.")
    if opened and closes and closes <= opened:
        problems.add("closes", found=f"{closes} is not after {opened}, when it opens")
    if total is not None and taken > total:
        problems.add("taken", found=f"{taken} taken of {total}", remedy="Check both numbers.")
    problems.raise_as(OfficeFault, what="place")
    row = PlaceEvent.objects.create(
        site=site,
        place=place,
        status=status,
        opened=opened,
        closes=closes,
        total=total,
        taken=taken,
        next_slot=next_slot,
        label=label,
        reason=reason,
        at=clock.now(),
        by=by,
    )
    audit.write(by=by, act="slot.change", kind="slot", thing=place, purpose="operations", detail=status)
    places_changed()
    return row


def place_now(site: Site, place: str) -> PlaceEvent | None:
    """How an arm stands."""
    return next((row for row in latest_places(site) if row.place == place), None)


@transaction.atomic
def suspend(*, site: Site, place: str, reason: str, by: Any) -> PlaceEvent:
    """Suspend an arm at once."""
    now = place_now(site, place)
    if now is None:
        problems = Problems()
        problems.add("place", found=f'"{place}" is not on the list of this site')
        problems.raise_as(OfficeFault, what="place")
    assert now is not None
    return set_place(
        site=site,
        place=place,
        status="suspended",
        reason=reason,
        by=by,
        opened=now.opened,
        closes=now.closes,
        total=now.total,
        taken=now.taken,
        next_slot=now.next_slot,
        label=now.label,
    )


@transaction.atomic
def reserve(*, child: Child, place: str, expires: date, by: Any) -> Reservation:
    """Keep a place for a child until a day; raises OfficeFault when there is none."""
    site = child.programme_site
    refuse_unless(by, Act.ADD, Kind.RESERVATION, child)
    Site.objects.select_for_update().get(pk=site.pk)
    slot = programme_of(site).slots.get(place)
    problems = Problems()
    if slot is None or not slot.open_on(clock.today()):
        said = slot.sentence(clock.today()) if slot else "not on the list of this site"
        problems.add("place", found=f"no place can be kept: {said}", remedy="Put the child on the waiting list.")
    if expires < clock.today():
        problems.add("expires", found=f"{expires} is past", remedy="Give a day from today on.")
    if Reservation.objects.filter(child=child, place=place, ended_at__isnull=True).exists():
        problems.add("place", found="a place is kept for this child already")
    problems.raise_as(OfficeFault, what="reservation")
    made = Reservation.objects.create(
        site=site, place=place, child=child, made_at=clock.now(), made_by=by, expires=expires
    )
    audit.write(by=by, act="reservation.add", kind="reservation", thing=made.public_id, child=child, detail=place)
    places_changed()
    return made


@transaction.atomic
def end_reservation(*, reservation: Reservation, ending: str, by: Any) -> Reservation:
    """Release a place, or say that the child was enrolled; the next who waits is told."""
    if by is not None:
        refuse_unless(by, Act.CHANGE, Kind.RESERVATION, reservation.child)
    reservation = (
        Reservation.objects.select_for_update(of=("self",)).select_related("child", "site").get(pk=reservation.pk)
    )
    if reservation.ended_at is not None:
        return reservation
    reservation.ended_at, reservation.ended_by, reservation.ending = clock.now(), by, ending
    reservation.save()
    audit.write(
        by=by,
        act="reservation.end",
        kind="reservation",
        thing=reservation.public_id,
        child=reservation.child,
        detail=ending,
        role="" if by else "background",
    )
    if ending == "enrolled":
        _count_enrolled(reservation, by)
    else:
        _tell_next(reservation)
    places_changed()
    return reservation


def expire_reservations() -> int:
    """End the reservations whose day is past; returns how many."""
    rows = Reservation.objects.filter(ended_at__isnull=True, expires__lt=clock.today()).select_related("child")
    return len([end_reservation(reservation=row, ending="expired", by=None) for row in rows])


@transaction.atomic
def wait(*, child: Child, place: str, by: Any) -> Waiting:
    """Put a child on the waiting list of a place."""
    refuse_unless(by, Act.ADD, Kind.WAITING_LIST, child)
    problems = Problems()
    if Waiting.objects.filter(child=child, place=place, left_at__isnull=True).exists():
        problems.add("place", found="the child waits for this place already")
    if place_now(child.programme_site, place) is None:
        problems.add("place", found=f'"{place}" is not on the list of this site')
    problems.raise_as(OfficeFault, what="waiting list")
    made = Waiting.objects.create(site=child.programme_site, place=place, child=child, since=clock.now(), by=by)
    audit.write(by=by, act="waiting_list.add", kind="waiting_list", thing=made.public_id, child=child, detail=place)
    return made


@transaction.atomic
def leave_list(*, waiting: Waiting, because: str, by: Any) -> Waiting:
    """Take a child off a waiting list."""
    refuse_unless(by, Act.CHANGE, Kind.WAITING_LIST, waiting.child)
    waiting.left_at, waiting.left_because = clock.now(), because[:200]
    waiting.save()
    audit.write(by=by, act="waiting_list.leave", kind="waiting_list", thing=waiting.public_id, child=waiting.child)
    return waiting


@transaction.atomic
def step(*, child: Child, place: str, stage: str, on: date, by: Any, reason: str = "") -> FunnelStep:
    """Record a step of a child with an option; the steps before it are recorded with it when they are missing."""
    if by is not None:
        refuse_unless(by, Act.ADD, Kind.FUNNEL, child)
    problems = Problems()
    if stage == "not" and not reason:
        problems.add("reason", found="no reason is given", remedy="Choose why not.")
    if on > clock.today():
        problems.add("on", found=f"{on} is in the future", remedy="Give the day on which it happened.")
    if FunnelStep.objects.filter(child=child, place=place, stage=stage).exists():
        problems.add("stage", found="this step is recorded already")
    problems.raise_as(OfficeFault, what="step")
    for earlier in STAGES[: STAGES.index(stage)] if stage in STAGES else ():
        FunnelStep.objects.get_or_create(
            child=child, place=place, stage=earlier, defaults={"on": on, "at": clock.now(), "by": by}
        )
    made = FunnelStep.objects.create(child=child, place=place, stage=stage, reason=reason, on=on, at=clock.now(), by=by)
    audit.write(by=by, act="funnel.add", kind="funnel", thing=place[:100], child=child, detail=stage)
    return made


def _count_enrolled(reservation: Reservation, by: Any) -> None:
    """An enrolled child holds its place for good."""
    now = place_now(reservation.site, reservation.place)
    if now is not None and now.total is not None:
        PlaceEvent.objects.create(
            site=now.site,
            place=now.place,
            status=now.status,
            opened=now.opened,
            closes=now.closes,
            total=now.total,
            taken=min(now.taken + 1, now.total),
            next_slot=now.next_slot,
            label=now.label,
            reason="a child was enrolled",
            at=clock.now(),
            by=by,
        )
    if not FunnelStep.objects.filter(child=reservation.child, place=reservation.place, stage="enrolled").exists():
        step(child=reservation.child, place=reservation.place, stage="enrolled", on=clock.today(), by=by)


def _tell_next(reservation: Reservation) -> None:
    following = Waiting.objects.filter(site=reservation.site, place=reservation.place, left_at__isnull=True)
    first = following.select_related("child__programme_site", "child__referring_site").order_by("since").first()
    if first is not None:
        tell(
            users=people_of(first.child),
            child=first.child,
            key=f"place {reservation.public_id} {first.public_id}",
            sentence=f"A place is free: {first.place}. This child is first on the waiting list.",
            urgency="today",
            link=f"/children/{first.child.public_id}/options/",
        )
