"""What comes through the front door: an inquiry with its own key, its files, its events, what must be arranged."""

from __future__ import annotations

import functools
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from rosette.server.accounts.models import Site, new_public_id
from rosette.server.security import DataKey
from rosette.server.store.models.children import Child
from rosette.server.store.models.consultation import Case
from rosette.server.store.sealing import SealedText, masters

USER = settings.AUTH_USER_MODEL
DOORS = (("family", "Family"), ("physician", "Physician"))
WISHES = (
    ("second_opinion", "Second opinion"),
    ("treatment", "Treatment or trial"),
    ("appointment", "Appointment"),
    ("question", "Question"),
    ("comment", "Comment"),
)
INQUIRY_STATES = (
    ("draft", "Not sent yet"),
    ("received", "Received"),
    ("held", "Held: many came at once"),
    ("reviewing", "Under review"),
    ("asked", "Waiting for the sender"),
    ("accepted", "Taken up as a case"),
    ("appointment", "Appointment made"),
    ("answered", "Answered"),
    ("declined", "Declined"),
    ("merged", "Merged into another"),
    ("withdrawn", "Withdrawn"),
)
ENDED = ("accepted", "answered", "declined", "merged", "withdrawn")
ITEM_STATES = (("open", "Not yet"), ("asked", "Under way"), ("done", "Done"), ("not_needed", "Not needed"))


class Inquiry(models.Model):
    """One request of a family or a physician; while it is open it has an owner and a next date."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    number = models.CharField(max_length=20, unique=True, null=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="inquiries")
    door = models.CharField(max_length=10, choices=DOORS)
    wish = models.CharField(max_length=20, choices=WISHES, blank=True)
    language = models.CharField(max_length=8, default="en")
    known = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=INQUIRY_STATES, default="draft", db_index=True)
    key_id = models.CharField(max_length=20)
    wrapped_key = models.BinaryField(null=True)
    answers = SealedText(of="self", null=True)
    trials = models.JSONField(default=list)
    token = models.CharField(max_length=64, unique=True)
    token_until = models.DateTimeField()
    address = models.BinaryField(db_index=True)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True, db_index=True)
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="inquiries")
    next_on = models.DateField(null=True, blank=True)
    appointment_on = models.DateField(null=True, blank=True)
    outcome = SealedText(of="self", null=True)
    instead = SealedText(of="self", null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, blank=True, related_name="inquiries")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="inquiries")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["next_on", "sent_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="draft", sent_at__isnull=True)
                | (~Q(state="draft") & Q(sent_at__isnull=False, number__isnull=False)),
                name="a_sent_inquiry_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", *ENDED]) | Q(next_on__isnull=False),
                name="an_open_inquiry_has_a_next_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="a_merged_inquiry_names_the_other"
            ),
        ]

    def __str__(self) -> str:
        return self.number or "draft"

    @functools.cached_property
    def data_key(self) -> DataKey:
        """The inquiry's own key, unwrapped."""
        return masters().unwrap(bytes(self.wrapped_key or b""), key_id=self.key_id, child=str(self.id))


class InquiryEvent(models.Model):
    """What happened to an inquiry; rows are added and never changed. Without a person it came through the door."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=20)
    words = SealedText(of="inquiry", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]


class InquiryFile(models.Model):
    """A file that came with an inquiry: inspected, sealed with the inquiry's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="files")
    item = models.CharField(max_length=20)
    name = SealedText(of="inquiry")
    kind = models.CharField(max_length=20)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    warnings = models.JSONField(default=list)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]


class Arrangement(models.Model):
    """One thing to arrange before a child travels."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="arrangements")
    item = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=ITEM_STATES, default="open")
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inquiry", "item"], name="an_item_once_an_inquiry")
        ]


class TwinMark(models.Model):
    """A blind index of a child's name and birth date, by which the same child is found."""

    index = models.BinaryField(db_index=True)
    strength = models.CharField(max_length=10)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, null=True, related_name="twin_marks")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, null=True, related_name="twin_marks")
