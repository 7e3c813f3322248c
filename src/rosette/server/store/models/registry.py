"""What the site holds of a trial registry: versions and acts, one row each, added and never changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

ACTS = (
    ("seen", "Seen first"),
    ("applied", "Taken over by rule"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("gone", "Not found any more"),
    ("back", "Found again"),
    ("failed", "The registry did not answer"),
)


class RegistryVersion(models.Model):
    """One study as it is held from then on, whole; the last row of a study counts."""

    study = models.CharField(max_length=64, db_index=True)
    held = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]


class RegistryEvent(models.Model):
    """One act: what, by whom (nobody: a rule), when and why."""

    study = models.CharField(max_length=64, db_index=True, blank=True)
    act = models.CharField(max_length=10, choices=ACTS)
    what = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
