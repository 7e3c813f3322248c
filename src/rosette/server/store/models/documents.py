"""Letters, plans, comments and uploaded files of a child."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from rosette.server.accounts.models import Site, new_public_id
from rosette.server.store.models.children import Child
from rosette.server.store.models.consultation import AgendaItem, Case
from rosette.server.store.sealing import SealedText

USER = settings.AUTH_USER_MODEL
PLAN_STATES = (
    ("proposed", "Proposed"),
    ("accepted", "Accepted"),
    ("changed", "Accepted with changes"),
    ("declined", "Declined"),
    ("replaced", "Replaced by a newer plan"),
)


class Letter(models.Model):
    """A recommendation letter: drafted from a signed decision, fixed when it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="letters")
    number = models.CharField(max_length=30, unique=True)
    recipient = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="letters", null=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="letters")
    document = SealedText(of="case.child")
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="a_sent_letter_has_a_sender",
            )
        ]


class Plan(models.Model):
    """The therapy designed together: proposed by the team, answered by the referring institution."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="plans", null=True)
    option = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    steps = SealedText(of="case.child")
    state = models.CharField(max_length=10, choices=PLAN_STATES, default="proposed")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = SealedText(of="case.child", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "replaced"])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answered_plan_has_a_person",
            )
        ]


class Comment(models.Model):
    """What a family or a home doctor says to the team, or the team to them, about a case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = SealedText(of="case.child")

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]


class Upload(models.Model):
    """A file that came in: inspected, cleaned, sealed under a random name outside the web root."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="uploads")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="uploads")
    name = SealedText(of="child")
    kind = models.CharField(max_length=20)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scanned = models.BooleanField(default=False)
    warnings = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
