"""What persons decided on drafted criteria, and the trial files that came of it: added and never changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

CURATION_ACTS = (
    ("accept", "Accepted"),
    ("edit", "Edited"),
    ("reading", "A reading chosen"),
    ("question", "Kept as a question"),
    ("note", "Kept as a note"),
    ("reject", "Left out"),
    ("finish", "Finished"),
    ("approve", "Approved"),
    ("withdraw", "Withdrawn"),
)


class CurationDecision(models.Model):
    """One act on the draft of a study.

    passage: name of the words that were decided on; empty for acts on the whole. item, cite: what it was called then.
    text: the lines that were decided on; the trial file for acts on the whole. source: digest of the registry's text.
    """

    study = models.CharField(max_length=64, db_index=True)
    act = models.CharField(max_length=10, choices=CURATION_ACTS)
    passage = models.CharField(max_length=64, blank=True)
    item = models.CharField(max_length=20, blank=True)
    cite = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    why = models.TextField(blank=True)
    source = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
