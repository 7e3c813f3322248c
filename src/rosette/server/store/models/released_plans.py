"""Late effects: papers released to survivors and families, the last plan of each child, and what new rules changed."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from rosette.server.accounts.models import new_public_id
from rosette.server.store.models.children import Child
from rosette.server.store.sealing import SealedText

USER = settings.AUTH_USER_MODEL
READERS = (
    ("family", "The family of a child"),
    ("teenager", "The young person"),
    ("survivor", "The adult survivor"),
)


class ReleasedPlanQuerySet(models.QuerySet["ReleasedPlan"]):
    """Released papers, only those that a person may see."""

    def visible_to(self, user: Any) -> ReleasedPlanQuerySet:
        """Those of the own record and of the own site; a proxy sees what was written to the family."""
        from rosette.server.store.actors import scope_of

        scope = scope_of(user, "released_plan")
        return self.filter(
            Q(child__public_id__in=scope.children)
            | Q(child__public_id__in=scope.proxied, reader="family")
            | Q(child__referring_site__code__in=scope.sites)
            | Q(child__programme_site__code__in=scope.sites)
        )


class ReleasedPlan(models.Model):
    """A paper as it was released; its content never changes, and taking it back is written beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="released_plans")
    reader = models.CharField(max_length=10, choices=READERS)
    language = models.CharField(max_length=8)
    content = SealedText(of="child")
    digest = models.CharField(max_length=64)
    on = models.DateField()
    record = models.CharField(max_length=60)
    knowledge = models.CharField(max_length=80)
    software = models.CharField(max_length=80)
    practice = models.CharField(max_length=200)
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = SealedText(of="child", null=True)

    objects = ReleasedPlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-released_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, withdrawn_why__isnull=False),
                name="a_paper_taken_back_has_a_person_and_a_reason",
            )
        ]


class LastPlan(models.Model):
    """The plan that a child had last, as a compact row: what the next release of the rules is compared with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.OneToOneField(Child, on_delete=models.PROTECT, related_name="last_plan")
    digest = models.CharField(max_length=64)
    release = models.CharField(max_length=40)
    record = models.CharField(max_length=60)
    practice = models.CharField(max_length=64)
    on = models.DateField()
    kept = SealedText(of="child")
    made_at = models.DateTimeField()


class PlanChange(models.Model):
    """What a release of the rules changed in the plan of one child, and who looked at it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="plan_changes")
    earlier = models.CharField(max_length=40)
    later = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    record = models.CharField(max_length=60)
    on = models.DateField()
    rows = SealedText(of="child")
    count = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = SealedText(of="child", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="a_change_that_was_looked_at_has_a_person",
            )
        ]
