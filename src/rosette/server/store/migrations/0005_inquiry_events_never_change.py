"""Events of an inquiry are added and never changed; texts in "en-us" become texts in "en", as the site names its languages."""

import importlib

from django.db import migrations

BEFORE = importlib.import_module("rosette.server.store.migrations.0002_rows_that_never_change")
TABLE = "store_inquiryevent"


def add(apps, editor):
    """Put the triggers there."""
    for verb in ("UPDATE", "DELETE"):
        made = BEFORE._sqlite(TABLE, verb) if editor.connection.vendor == "sqlite" else BEFORE._postgresql(TABLE, verb)
        editor.execute(made, params=None)


def remove(apps, editor):
    """Take the triggers away."""
    for verb in ("UPDATE", "DELETE"):
        on = "" if editor.connection.vendor == "sqlite" else f" ON {TABLE}"
        editor.execute(f"DROP TRIGGER {TABLE}_no_{verb.lower()}{on}")


class Migration(migrations.Migration):
    """Triggers, and one name for English."""

    dependencies = [("store", "0004_inquiries")]
    operations = [
        migrations.RunPython(add, remove),
        migrations.RunSQL(
            "UPDATE store_consenttext SET language = 'en' WHERE language = 'en-us'", migrations.RunSQL.noop
        ),
    ]
