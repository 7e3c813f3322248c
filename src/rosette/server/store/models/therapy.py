"""131I-MIBG therapy: the signed files of sites, and worksheets; both are added and never changed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from rosette.server.accounts.models import Site, new_public_id
from rosette.server.store.models.children import Child
from rosette.server.store.sealing import SealedText

USER = settings.AUTH_USER_MODEL
WORKSHEET_KINDS = (
    ("plan", "Plan"),
    ("dose", "Whole-body dose"),
    ("second", "Second activity"),
    ("release", "Release and home"),
)


class SiteText(models.Model):
    """A site file as it was put in; the last one of a site counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="site_texts")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["put_at"]


class Worksheet(models.Model):
    """What went into one calculation and what came of it; checks and signatures stand beside it, never in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="worksheets")
    kind = models.CharField(max_length=10, choices=WORKSHEET_KINDS)
    typed = SealedText(of="child")
    result = SealedText(of="child")
    digest = models.CharField(max_length=64)
    site_text = models.ForeignKey(SiteText, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_from = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]
