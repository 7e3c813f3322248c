"""Apps that people and hospitals let in: who they are, what they were allowed, and the digests of their secrets."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from rosette.server.accounts.models import new_public_id
from rosette.server.store.models.children import Child

USER = settings.AUTH_USER_MODEL


class App(models.Model):
    """A registered program; with keys it signs its requests, with an account it works without a person."""

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200)
    jwks = models.TextField(blank=True)
    redirects = models.JSONField(default=list)
    launch_url = models.CharField(max_length=500, blank=True)
    scopes = models.TextField(blank=True)
    issuer = models.CharField(max_length=300, null=True, blank=True, unique=True)
    account = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(account__isnull=True) | ~Q(jwks=""), name="an_app_with_an_account_has_keys"
            )
        ]

    def __str__(self) -> str:
        return self.name


class AppGrant(models.Model):
    """What a person let an app do, for one child or for all that they may see; ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="grants")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="app_grants")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="app_grants")
    scopes = models.TextField()
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=100, blank=True)


class AppSecret(models.Model):
    """The digest of a code, of a token or of a launch; what it opens, until when, and when it was used."""

    KINDS = (("code", "Code"), ("access", "Access token"), ("refresh", "Refresh token"))
    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    grant = models.ForeignKey(AppGrant, on_delete=models.PROTECT, related_name="secrets")
    scopes = models.TextField()
    redirect = models.CharField(max_length=500, blank=True)
    challenge = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class AppLaunch(models.Model):
    """A launch from a child's page: whose, for which app, used once."""

    digest = models.CharField(max_length=64, unique=True)
    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="launches")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class AppStatement(models.Model):
    """The number of a signed statement that was used: none counts twice."""

    app = models.ForeignKey(App, on_delete=models.PROTECT, related_name="statements")
    number = models.CharField(max_length=64)
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["app", "number"], name="a_statement_counts_once")
        ]
