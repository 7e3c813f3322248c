"""Ledgers of trials are added and never changed."""

import importlib

from django.db import migrations

BEFORE = importlib.import_module("rosette.server.store.migrations.0002_rows_that_never_change")
TABLES = ("store_runningtrial", "store_trialversion", "store_ledgerline", "store_slotchild")


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
    """Triggers."""

    dependencies = [("store", "0008_running_trials")]
    operations = [migrations.RunPython(add, remove)]
