"""What changed on a child's board, and who was told."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from rosette.server.accounts.models import new_public_id
from rosette.server.store.models.children import Child
from rosette.server.store.sealing import SealedText

USER = settings.AUTH_USER_MODEL


class BoardMark(models.Model):
    """The board of a child in short, as judged at an instant; the last two tell what changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="marks")
    at = models.DateTimeField(db_index=True)
    on = models.DateField()
    record_version = models.CharField(max_length=80)
    portfolio = models.CharField(max_length=80)
    marks = SealedText(of="child")

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]


class Notice(models.Model):
    """One thing that one person should know, about one child or about none; a key is told once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="notices")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="notices")
    about = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=200)
    urgency = models.CharField(max_length=20)
    sentence = SealedText(of="child")
    why = SealedText(of="child", null=True)
    link = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key"], name="a_notice_once_a_person")
        ]


class KeptPart(models.Model):
    """A part of a child's page as last made, under the key of everything that it was made from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    html = SealedText(of="child")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["child", "name"], name="a_part_once")
        ]
