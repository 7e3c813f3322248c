"""Foreign files that are being looked at, and imports that were done, which are added and never changed."""

import importlib
import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rosette.server.accounts.models
import rosette.server.store.sealing

BEFORE = importlib.import_module("rosette.server.store.migrations.0002_rows_that_never_change")
TABLE = "store_importrow"


def add(apps, editor):
    """Put the triggers there."""
    make = BEFORE._sqlite if editor.connection.vendor == "sqlite" else BEFORE._postgresql
    for verb in ("UPDATE", "DELETE"):
        editor.execute(make(TABLE, verb), params=None)


def remove(apps, editor):
    """Take the triggers away."""
    for verb in ("UPDATE", "DELETE"):
        on = "" if editor.connection.vendor == "sqlite" else f" ON {TABLE}"
        editor.execute(f"DROP TRIGGER {TABLE}_no_{verb.lower()}{on}")


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0014_curation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(
                        default=rosette.server.accounts.models.new_public_id, editable=False, max_length=20, unique=True
                    ),
                ),
                ("batch", models.CharField(max_length=60)),
                ("sha256", models.CharField(max_length=64)),
                ("format", models.CharField(max_length=40)),
                ("version", models.CharField(blank=True, max_length=80)),
                ("added", models.PositiveIntegerField()),
                ("superseding", models.PositiveIntegerField()),
                ("known", models.PositiveIntegerField()),
                ("left_out", models.PositiveIntegerField()),
                ("losses", models.PositiveIntegerField()),
                ("report", rosette.server.store.sealing.SealedText(of="child")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="store.child"
                    ),
                ),
                (
                    "upload",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imported", to="store.upload"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="ImportDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(
                        default=rosette.server.accounts.models.new_public_id, editable=False, max_length=20, unique=True
                    ),
                ),
                ("name", rosette.server.store.sealing.SealedText(of="child")),
                ("asked", rosette.server.store.sealing.SealedText(of="child")),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="import_drafts", to="store.child"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("child", "by"), name="one_import_draft_a_person")],
            },
        ),
        migrations.RunPython(add, remove),
    ]
