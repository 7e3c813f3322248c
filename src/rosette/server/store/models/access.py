"""Who is tied to a child, what was consented to, emergency access, and unfinished forms."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rosette.server.store.models.children import Child
from rosette.server.store.sealing import SealedText

USER = settings.AUTH_USER_MODEL
RELATIONS = (
    ("proxy", "Parent or guardian"),
    ("self", "The young person"),
    ("treating", "Treating physician"),
    ("referring", "Referring doctor"),
)
PURPOSES = (
    ("care", "Care"),
    ("screening", "Looking for trials"),
    ("research", "Use in research"),
    ("contact", "Being contacted again"),
    ("sharing", "Sharing with other institutions"),
)
REASONS = (
    ("emergency", "Emergency care now"),
    ("cover", "Covering for the treating team"),
    ("safety", "Safety report about a medicine"),
)


class TieQuerySet(models.QuerySet["Tie"]):
    """Ties."""

    def current(self) -> TieQuerySet:
        """Those that hold now."""
        now = timezone.now()
        return self.filter(since__lte=now).filter(Q(until__isnull=True) | Q(until__gt=now))


class Tie(models.Model):
    """What makes a person one of a child's own: parent, self, treating or referring doctor; ended, never deleted."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="ties")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="ties")
    relation = models.CharField(max_length=20, choices=RELATIONS)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objects = TieQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="a_tie_ends_after_it_starts"
            )
        ]


class ConsentText(models.Model):
    """A consent as it is read: purpose, version, language, words; a new wording is a new version."""

    purpose = models.CharField(max_length=20, choices=PURPOSES)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=8, default="en")
    title = models.CharField(max_length=200)
    words = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["purpose", "version", "language"], name="consent_text_once")
        ]


class ConsentGiven(models.Model):
    """A consent given for a purpose: who signed, in which relation, the child's assent; withdrawn in one step."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    signed_by = SealedText(of="child")
    relation = models.CharField(max_length=20, choices=RELATIONS[:2])
    assent = models.CharField(
        max_length=20, choices=(("given", "Given"), ("refused", "Refused"), ("too_young", "Too young to ask"))
    )
    on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="a_withdrawal_has_a_day_and_a_person",
            )
        ]


class BreakGlass(models.Model):
    """Emergency access to one child for at most four hours; reviewed within two working days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="glass")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="glass")
    reason = models.CharField(max_length=20, choices=REASONS)
    words = SealedText(of="child")
    since = models.DateTimeField()
    until = models.DateTimeField()
    review_due = models.DateField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.CharField(
        max_length=20, blank=True, choices=(("justified", "Justified"), ("not_justified", "Not justified"))
    )


class Draft(models.Model):
    """What was typed into a form and not yet sent: kept until it is sent or thrown away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="drafts")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=120)
    typed = SealedText(of="child")
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "child", "form"], name="draft_once")
        ]
