"""The practice of sites and what they signed, which is added and never changed; a short row a child for lists."""

import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

BEFORE = importlib.import_module("rosette.server.store.migrations.0002_rows_that_never_change")
TABLES = ("store_practicetext", "store_rulemark")


def add(apps, editor):
    """Put the triggers there."""
    make = BEFORE._sqlite if editor.connection.vendor == "sqlite" else BEFORE._postgresql
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            editor.execute(make(table, verb), params=None)


def remove(apps, editor):
    """Take the triggers away."""
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            on = "" if editor.connection.vendor == "sqlite" else f" ON {table}"
            editor.execute(f"DROP TRIGGER {table}_no_{verb.lower()}{on}")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_medical_physicist"),
        ("store", "0010_registry"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanRow",
            fields=[
                (
                    "child",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="plan_row",
                        serialize=False,
                        to="store.child",
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("on", models.DateField()),
                ("listed", models.BooleanField(db_index=True)),
                ("overdue", models.PositiveIntegerField()),
                ("soon", models.PositiveIntegerField()),
                ("asks", models.PositiveIntegerField()),
                ("next_on", models.DateField(blank=True, db_index=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["next_on"],
            },
        ),
        migrations.CreateModel(
            name="PracticeText",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("put_at", models.DateTimeField()),
                (
                    "put_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="practice_texts", to="accounts.site"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RuleMark",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("rule", models.CharField(max_length=80)),
                ("mark", models.CharField(choices=[("signed", "Signed"), ("withdrawn", "Withdrawn")], max_length=10)),
                ("digest", models.CharField(max_length=64)),
                ("edition", models.CharField(max_length=200)),
                ("release", models.CharField(max_length=40)),
                ("words", models.CharField(max_length=300)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=200)),
                ("role", models.CharField(max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rule_marks", to="accounts.site"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.RunPython(add, remove),
    ]
