"""The consultation: a case with a next date, records that are chased, the meeting, and signatures."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from rosette.server.accounts.models import Site, new_public_id
from rosette.server.store.models.children import Child
from rosette.server.store.sealing import SealedText

USER = settings.AUTH_USER_MODEL
CASE_KINDS = (
    ("referral", "Referral"),
    ("second_opinion", "Second opinion"),
    ("reevaluation", "Re-evaluation"),
)
CASE_STATES = (
    ("received", "Received"),
    ("chasing", "Waiting for records"),
    ("ready", "Ready for the meeting"),
    ("listed", "On the agenda"),
    ("decided", "Decided"),
    ("letter_sent", "Letter sent"),
    ("plan_answered", "Plan answered"),
    ("handed_over", "Handed over"),
    ("closed", "Closed"),
)
REQUEST_STATES = (
    ("asked", "Asked for"),
    ("promised", "Will follow"),
    ("received", "Received"),
    ("not_obtainable", "Cannot be obtained"),
)
DECISIONS = (
    ("recommend", "Options recommended"),
    ("more_tests", "Tests first, then again"),
    ("comfort", "Care for comfort and time at home recommended"),
    ("no_option", "No option of the programme recommended now"),
    ("deferred", "Deferred"),
)


class Case(models.Model):
    """One question about one child, from receipt to hand-over; while open it has a next step and its day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=20, choices=CASE_KINDS)
    state = models.CharField(max_length=20, choices=CASE_STATES, default="received")
    question = SealedText(of="child")
    opened_on = models.DateField()
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="cases")
    next_step = models.CharField(max_length=200)
    next_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["next_on", "opened_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_by__isnull=True, next_on__isnull=False)
                | Q(closed_on__isnull=False, closed_by__isnull=False, next_on__isnull=True),
                name="an_open_case_has_a_next_date_a_closed_one_a_person",
            )
        ]


class CaseEvent(models.Model):
    """What happened in a case; rows are added and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=CASE_STATES)
    words = SealedText(of="case.child")

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]


class RecordRequest(models.Model):
    """One missing document or result that is chased: what, from whom, since when, until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    what = models.CharField(max_length=200)
    holder = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=REQUEST_STATES, default="asked")
    asked_on = models.DateField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    chased = models.PositiveIntegerField(default=0)
    chased_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["due"]


class Meeting(models.Model):
    """A meeting of the team: planned, held, signed item by item."""

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="meetings")
    on = models.DateField()
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=(("planned", "Planned"), ("held", "Held"), ("closed", "Closed")), default="planned"
    )
    attendees = models.ManyToManyField(USER, related_name="meetings", blank=True)
    called_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-on"]


class AgendaItem(models.Model):
    """One case on one meeting's agenda, with minutes, dissent and the decision; fixed once it is signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveIntegerField()
    minutes = SealedText(of="case.child", null=True)
    dissent = SealedText(of="case.child", null=True)
    decision = models.CharField(max_length=20, choices=DECISIONS, blank=True)
    recommendation = SealedText(of="case.child", null=True)
    options = models.JSONField(default=list)
    review_on = models.DateField(null=True, blank=True)
    board = SealedText(of="case.child", null=True)
    record_version = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "case"], name="a_case_once_a_meeting")
        ]


class Signature(models.Model):
    """A person's signature: what it means, bound to the digest of what was signed; never changed."""

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="signatures")
    kind = models.CharField(max_length=20)
    thing = models.CharField(max_length=40, db_index=True)
    meaning = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="signatures")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=100)
    at = models.DateTimeField(default=timezone.now)
