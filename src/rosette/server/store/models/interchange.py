"""Foreign files of a child: one that is being looked at, and the imports that were done, which never change."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from rosette.server.accounts.models import new_public_id
from rosette.server.store.models.children import Child
from rosette.server.store.models.documents import Upload
from rosette.server.store.sealing import SealedText

USER = settings.AUTH_USER_MODEL


class ImportDraft(models.Model):
    """A foreign file between its preview and its import: sealed beside the uploads, one a person and child.

    asked: the format and the texts that were given beside the file, as JSON.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="import_drafts")
    by = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    name = SealedText(of="child")
    asked = SealedText(of="child")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["child", "by"], name="one_import_draft_a_person")
        ]


class ImportRow(models.Model):
    """One import that was done: its file, how many facts it gave, and its whole report.

    batch: the name of the import that its facts carry. report: what was added, left out and lost, as JSON.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="imports")
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="imported")
    batch = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=40)
    version = models.CharField(max_length=80, blank=True)
    added = models.PositiveIntegerField()
    superseding = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    losses = models.PositiveIntegerField()
    report = SealedText(of="child")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]
