"""The audit chain: one row for every act, read and refusal; each holds the hash of the one before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AuditRow(models.Model):
    """Who did what to which thing, when, for what purpose, with what outcome; never what the thing says."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    role = models.CharField(max_length=60)
    act = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=100)
    child = models.CharField(max_length=40, db_index=True)
    purpose = models.CharField(max_length=30)
    fields = models.JSONField(default=list)
    origin = models.CharField(max_length=60)
    request = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20)
    detail = models.CharField(max_length=300)
    digest = models.BinaryField()
    mac = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["seq"]
