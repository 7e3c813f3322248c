"""Trials under way: the trial, its protocol versions, the lines of its ledger, and whose slot is whose; added only."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models

from rosette.server.accounts.models import Site, new_public_id
from rosette.server.store.models.children import Child
from rosette.server.store.sealing import SealedText

if TYPE_CHECKING:
    from rosette.server.policy import Scope

USER = settings.AUTH_USER_MODEL


class RunningTrialQuerySet(models.QuerySet["RunningTrial"]):
    """Trials under way, only those that a person may see."""

    def within(self, scope: Scope) -> RunningTrialQuerySet:
        """The trials of a policy scope."""
        return self.all() if scope.all else self.filter(site__code__in=scope.sites)

    def visible_to(self, user: Any) -> RunningTrialQuerySet:
        """The trials whose pages a person may open."""
        from rosette.server.store.actors import scope_of

        return self.within(scope_of(user, "running_trial"))


class RunningTrial(models.Model):
    """A trial that a site conducts by its ledger; portfolio: the trial of the portfolio whose cohorts it fills."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="running_trials")
    portfolio = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RunningTrialQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["opened_at"]

    def __str__(self) -> str:
        return self.name


class TrialVersion(models.Model):
    """A design file as it was put in; the ledger names it by its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey(RunningTrial, on_delete=models.PROTECT, related_name="versions")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["put_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["trial", "digest"], name="a_version_once_a_trial")
        ]


class LedgerLine(models.Model):
    """One line of a ledger: its number, its entry, and the digest that covers every line before it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey(RunningTrial, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    entry = SealedText(of="")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["trial", "number"], name="a_line_number_once_a_trial")
        ]


class SlotChild(models.Model):
    """For which child of the programme a slot was reserved; seen only by those who may see the child."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey(RunningTrial, on_delete=models.PROTECT, related_name="slot_children")
    slot = models.CharField(max_length=20)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="trial_slots")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["trial", "slot"], name="a_slot_is_of_one_child")
        ]
