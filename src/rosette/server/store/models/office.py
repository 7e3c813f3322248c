"""The trial office: what happened to each place, who holds one, who waits, and the funnel."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from rosette.server.accounts.models import Site, new_public_id
from rosette.server.store.models.children import Child

USER = settings.AUTH_USER_MODEL
STATUSES = (("open", "Open"), ("suspended", "Suspended"), ("closed", "Closed"), ("waiting", "Not yet open"))
STAGES = (
    ("found", "Found"),
    ("offered", "Offered"),
    ("chosen", "Chosen"),
    ("consented", "Consented"),
    ("enrolled", "Enrolled"),
    ("not", "Not"),
)


class PlaceEvent(models.Model):
    """One change of an arm at a site, complete in itself; the last one counts; rows are added and never changed."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="places")
    place = models.CharField(max_length=200, db_index=True)
    status = models.CharField(max_length=10, choices=STATUSES)
    opened = models.DateField(null=True, blank=True)
    closes = models.DateField(null=True, blank=True)
    total = models.PositiveIntegerField(null=True, blank=True)
    next_slot = models.DateField(null=True, blank=True)
    label = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]


class Reservation(models.Model):
    """A place kept for a child until a day; freed by expiry, release or enrolment."""

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="reservations")
    place = models.CharField(max_length=200, db_index=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="reservations")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    expires = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ending = models.CharField(
        max_length=10, blank=True, choices=(("released", "Released"), ("enrolled", "Enrolled"), ("expired", "Expired"))
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["place", "child"], condition=Q(ended_at__isnull=True), name="one_reservation_a_child_and_place"
            )
        ]


class Waiting(models.Model):
    """A child that waits for a place, first come first asked; left with a reason."""

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="waiting")
    place = models.CharField(max_length=200, db_index=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="waiting")
    since = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    left_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["since"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["place", "child"], condition=Q(left_at__isnull=True), name="waits_once_a_place"
            )
        ]


class FunnelStep(models.Model):
    """A step of a child with an option: found, offered, chosen, consented, enrolled, or not and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="steps")
    place = models.CharField(max_length=200, db_index=True)
    stage = models.CharField(max_length=10, choices=STAGES)
    reason = models.CharField(max_length=60, blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["child", "place", "stage"], name="a_stage_once"),
            models.CheckConstraint(condition=~Q(stage="not") | ~Q(reason=""), name="a_not_has_a_reason"),
        ]
