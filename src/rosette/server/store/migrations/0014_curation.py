"""What persons decided on drafted criteria; rows are added and never changed."""

import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from rosette.server.store.models.curation import CURATION_ACTS

BEFORE = importlib.import_module("rosette.server.store.migrations.0002_rows_that_never_change")
TABLE = "store_curationdecision"


def add(apps, editor):
    """Put the triggers there."""
    write = BEFORE._sqlite if editor.connection.vendor == "sqlite" else BEFORE._postgresql
    for verb in ("UPDATE", "DELETE"):
        editor.execute(write(TABLE, verb), params=None)


def remove(apps, editor):
    """Take the triggers away."""
    on = "" if editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    for verb in ("update", "delete"):
        editor.execute(f"DROP TRIGGER {TABLE}_no_{verb}{on}")


class Migration(migrations.Migration):
    """One table and its triggers."""

    dependencies = [
        ("store", "0013_released_plans_never_change"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="CurationDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("study", models.CharField(db_index=True, max_length=64)),
                ("act", models.CharField(choices=list(CURATION_ACTS), max_length=10)),
                ("passage", models.CharField(blank=True, max_length=64)),
                ("item", models.CharField(blank=True, max_length=20)),
                ("cite", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(blank=True)),
                ("why", models.TextField(blank=True)),
                ("source", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
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
