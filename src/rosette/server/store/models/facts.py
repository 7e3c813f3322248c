"""Facts and headers of records: rows that are added and never changed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from rosette.server.store.models.children import Child
from rosette.server.store.sealing import SealedText


class HeaderRow(models.Model):
    """Birth date, sex and label of a record, as stated at an instant; the last one counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seq = models.PositiveIntegerField()
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="headers")
    document = SealedText(of="child")
    recorded_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["seq"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["child", "seq"], name="header_seq_once")
        ]


class FactRow(models.Model):
    """One fact as it was recorded; a correction is another row that supersedes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="facts")
    seq = models.PositiveIntegerField()
    fact_id = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    supersedes = models.CharField(max_length=100, blank=True)
    private = models.BooleanField(default=False)
    document = SealedText(of="child")
    version = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["seq"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["child", "seq"], name="fact_seq_once"),
            models.UniqueConstraint(fields=["child", "fact_id"], name="fact_id_once"),
            models.UniqueConstraint(
                fields=["child", "supersedes"], condition=~models.Q(supersedes=""), name="superseded_once"
            ),
        ]
