"""Late effects: the practice of sites and what they signed, never changed; and a short row a child for lists."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from rosette.server.accounts.models import Site
from rosette.server.store.models.children import Child

USER = settings.AUTH_USER_MODEL
MARKS = (("signed", "Signed"), ("withdrawn", "Withdrawn"))


class PracticeText(models.Model):
    """The settings of a site for surveillance, in the format of a site file; the last one of a site counts."""

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="practice_texts")
    text = models.TextField()
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]


class RuleMark(models.Model):
    """A clinician of a site signed a row of the rules, or took the signature back; the last mark of a row counts.

    digest: of everything that was read of the row, so that a row that changed needs another signature.
    """

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rule_marks")
    rule = models.CharField(max_length=80)
    mark = models.CharField(max_length=10, choices=MARKS)
    digest = models.CharField(max_length=64)
    edition = models.CharField(max_length=200)
    release = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]


class PlanRow(models.Model):
    """The surveillance plan of a child in numbers, under the key of everything that it was made from.

    listed: whether the child belongs into the list of survivors. overdue, soon: tests that are overdue, and due within
    three months of `on`. asks: rows that a clinician must decide about. ended_on: None while treatment goes on.
    """

    child = models.OneToOneField(Child, on_delete=models.CASCADE, primary_key=True, related_name="plan_row")
    key = models.CharField(max_length=64)
    on = models.DateField()
    listed = models.BooleanField(db_index=True)
    overdue = models.PositiveIntegerField()
    soon = models.PositiveIntegerField()
    asks = models.PositiveIntegerField()
    next_on = models.DateField(null=True, blank=True, db_index=True)
    ended_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["next_on"]
