"""Persons who sign in, their sites, and the roles that they hold from a day to a day."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

ROLES = (
    ("family_proxy", "Parent or guardian"),
    ("young_person", "Young person"),
    ("survivor_adult", "Adult survivor"),
    ("referring_clinician", "Referring doctor"),
    ("coordinator", "Coordinator"),
    ("research_nurse", "Research nurse"),
    ("treating_clinician", "Treating physician"),
    ("molecular_board", "Molecular board member"),
    ("medical_physicist", "Medical physicist"),
    ("biostatistician", "Biostatistician"),
    ("programme_admin", "Programme administrator"),
    ("system_admin", "System administrator"),
    ("auditor", "Auditor"),
)


def new_public_id() -> str:
    """An id that says nothing about its row: 80 random bits."""
    return secrets.token_hex(10)


class Site(models.Model):
    """An institution: the programme's own or a home hospital."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    city = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, default="US")
    phone = models.CharField(max_length=40, blank=True)
    is_programme = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes persons."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an account; without a password nobody signs in with one."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by e-mail, whatever the case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """One person, one account; Django's groups only say who edits the public site, and follow from the roles."""

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    profession = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(is_active=True, ended_at__isnull=True) | Q(is_active=False),
                name="an_active_account_has_not_ended",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name, as the editor of the public site asks for it."""
        return self.name

    def current_grants(self) -> list[Grant]:
        """The roles held now, fetched once a request."""
        if not hasattr(self, "_grants"):
            self._grants = list(self.grants.current().select_related("site"))
        return self._grants

    def roles(self) -> tuple[str, ...]:
        """The words of the roles held now."""
        return tuple(sorted({grant.role for grant in self.current_grants()}))

    def has_role(self, *roles: str) -> bool:
        """Whether any of the roles is held now."""
        return bool(set(roles) & set(self.roles()))

    def role_titles(self) -> tuple[str, ...]:
        """The roles for people."""
        return tuple(dict(ROLES)[role] for role in self.roles())


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants."""

    def current(self) -> GrantQuerySet:
        """Those that hold now."""
        now = timezone.now()
        return self.filter(since__lte=now).filter(Q(until__isnull=True) | Q(until__gt=now))


class Grant(models.Model):
    """A role that a person holds at a site, from and until; ended, never deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=ROLES)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="a_grant_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(until__isnull=False), name="an_ended_grant_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} at {self.site or 'every site'}"


def with_roles(*roles: str, users: Iterable[User] | None = None) -> models.QuerySet[User]:
    """Active persons that hold one of the roles now."""
    found = User.objects.filter(is_active=True, pk__in=Grant.objects.current().filter(role__in=roles).values("user"))
    return found if users is None else found.filter(pk__in=[user.pk for user in users])
