"""What was released stays as it was: only reading it and taking it back are written beside it."""

from django.db import migrations

TABLE = "store_releasedplan"
FIXED = (
    *("id", "public_id", "child_id", "reader", "language", "content", "digest", "on"),
    *("record", "knowledge", "software", "practice", "released_at", "released_by_id"),
)
WORDS = "what was released is never changed"


def add(apps, editor):
    """Put the triggers there."""
    columns = ", ".join(f'"{each}"' for each in FIXED)
    for name, event in (("fixed", f"UPDATE OF {columns}"), ("no_delete", "DELETE")):
        if editor.connection.vendor == "sqlite":
            body = f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        else:
            body = "FOR EACH ROW EXECUTE FUNCTION rosette_refuse()"
        editor.execute(f"CREATE TRIGGER {TABLE}_{name} BEFORE {event} ON {TABLE} {body}", params=None)


def remove(apps, editor):
    """Take the triggers away."""
    on = "" if editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    for name in ("fixed", "no_delete"):
        editor.execute(f"DROP TRIGGER {TABLE}_{name}{on}")


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("store", "0012_released_plans")]
    operations = [migrations.RunPython(add, remove)]
