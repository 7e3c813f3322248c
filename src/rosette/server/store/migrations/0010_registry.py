"""What the site holds of a trial registry; rows are added and never changed."""

import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from rosette.server.store.models.registry import ACTS

BEFORE = importlib.import_module("rosette.server.store.migrations.0002_rows_that_never_change")
TABLES = ("store_registryversion", "store_registryevent")


def add(apps, editor):
    """Put the triggers there."""
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            made = (
                BEFORE._sqlite(table, verb) if editor.connection.vendor == "sqlite" else BEFORE._postgresql(table, verb)
            )
            editor.execute(made, params=None)


def remove(apps, editor):
    """Take the triggers away."""
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            on = "" if editor.connection.vendor == "sqlite" else f" ON {table}"
            editor.execute(f"DROP TRIGGER {table}_no_{verb.lower()}{on}")


class Migration(migrations.Migration):
    """Two tables and their triggers."""

    dependencies = [
        ("store", "0009_ledgers_never_change"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="RegistryVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("study", models.CharField(db_index=True, max_length=64)),
                ("held", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="RegistryEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("study", models.CharField(blank=True, db_index=True, max_length=64)),
                ("act", models.CharField(choices=list(ACTS), max_length=10)),
                ("what", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.RunPython(add, remove),
    ]
