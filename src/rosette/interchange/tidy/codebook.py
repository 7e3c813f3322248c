"""The codebook of a cut: every column with its type, unit, words and meaning, and whether it may identify a child."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rosette.interchange.tidy.columns import CHILDREN, TidyColumn, columns, meaning
from rosette.interchange.tidy.files import csv_bytes
from rosette.knowledge import Knowledge
from rosette.records import KINDS
from rosette.records.shapes import object_schema

HEADER = ("table", "column", "type", "unit", "words", "identifying", "meaning")
MOST_WORDS = 60


def codebook(tables: Iterable[str], knowledge: Knowledge) -> bytes:
    """The codebook of the tables as CSV."""
    head = [TidyColumn(name=name, type="text") for name in HEADER]
    return csv_bytes(head, [row for table in tables for row in _entries(table, knowledge)])


def _entries(table: str, knowledge: Knowledge) -> list[dict[str, str]]:
    keys: dict[str, Any] = {} if table == CHILDREN else object_schema(KINDS[table], knowledge)["properties"]
    return [_entry(table, each, keys.get(each.key, {}), knowledge) for each in columns(table)]


def _entry(table: str, column: TidyColumn, schema: dict[str, Any], knowledge: Knowledge) -> dict[str, str]:
    told, unit = meaning(table, column.name)
    words = schema.get("enum") or schema.get("items", {}).get("enum") or ()
    if column.name == "sex" and table == CHILDREN:
        words = tuple(knowledge.attributes["sex"].values)
    many = f"{len(words)} words of knowledge release {knowledge.release}"
    return {
        "table": table,
        "column": column.name,
        "type": column.type,
        "unit": unit,
        "words": many if len(words) > MOST_WORDS else " ".join(words),
        "identifying": "may be: read it before it is shared" if column.free and not words else "",
        "meaning": told,
    }
