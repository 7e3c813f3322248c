"""A child of the programme: who it is, sealed; where it is cared for; its own data key."""

from __future__ import annotations

import functools
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from rosette.server.accounts.models import Site, new_public_id
from rosette.server.security import DataKey
from rosette.server.store.sealing import SealedText, blind_index, masters

if TYPE_CHECKING:
    from rosette.server.policy import Scope


class ChildQuerySet(models.QuerySet["Child"]):
    """Children, only those that a person may see."""

    def within(self, scope: Scope) -> ChildQuerySet:
        """The children of a policy scope."""
        if scope.all:
            return self.all()
        return self.filter(
            models.Q(public_id__in=scope.children | scope.proxied)
            | models.Q(referring_site__code__in=scope.sites)
            | models.Q(programme_site__code__in=scope.sites)
        )

    def visible_to(self, user: Any, kind: str = "child") -> ChildQuerySet:
        """The children whose things of a kind a person may see."""
        from rosette.server.store.actors import scope_of

        return self.within(scope_of(user, kind))

    def matching(self, number: str) -> ChildQuerySet:
        """The children with exactly this programme number, or this hospital number at any of their sites."""
        indexes = [blind_index().of(f"{code}/{number}") for code in Site.objects.values_list("code", flat=True)]
        return self.filter(models.Q(number__iexact=number) | models.Q(mrn_index__in=indexes))


class Child(models.Model):
    """A child known to the programme; names are sealed, the number is the programme's own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    key_id = models.CharField(max_length=20)
    wrapped_key = models.BinaryField(null=True)
    name = SealedText(of="self", null=True)
    mrn = SealedText(of="self", null=True)
    mrn_index = models.BinaryField(null=True, db_index=True)
    contact = SealedText(of="self", null=True)
    initials = SealedText(of="self", null=True)
    referring_site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="referred")
    programme_site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="cared_for")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    legal_hold = models.BooleanField(default=False)

    objects = ChildQuerySet.as_manager()

    def __str__(self) -> str:
        return self.number

    @functools.cached_property
    def data_key(self) -> DataKey:
        """The child's own key, unwrapped; when it was destroyed nothing of the child can be read again."""
        return masters().unwrap(bytes(self.wrapped_key or b""), key_id=self.key_id, child=str(self.id))

    @property
    def site_codes(self) -> frozenset[str]:
        """The codes of the two sites that care for the child."""
        return frozenset({self.referring_site.code, self.programme_site.code})
