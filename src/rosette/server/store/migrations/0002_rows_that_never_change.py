"""Rows that are added and never changed: the database itself refuses an UPDATE or a DELETE of them."""

from django.db import migrations

TABLES = (
    "store_auditrow",
    "store_factrow",
    "store_headerrow",
    "store_caseevent",
    "store_signature",
    "store_placeevent",
)


def add(apps, editor):
    """Put the triggers there."""
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            made = _sqlite(table, verb) if editor.connection.vendor == "sqlite" else _postgresql(table, verb)
            editor.execute(made, params=None)


def remove(apps, editor):
    """Take the triggers away."""
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            on = "" if editor.connection.vendor == "sqlite" else f" ON {table}"
            editor.execute(f"DROP TRIGGER {table}_no_{verb.lower()}{on}")


def _sqlite(table: str, verb: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are added and never changed'); END"
    )


def _postgresql(table: str, verb: str) -> str:
    return (
        "CREATE OR REPLACE FUNCTION rosette_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'rows of % are added and never changed', TG_TABLE_NAME; END $$; "
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION rosette_refuse()"
    )


class Migration(migrations.Migration):
    """Triggers on the append-only tables."""

    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
