"""Writes a record as JSON, one fact a line, so that a change is one line of a diff."""

from __future__ import annotations

import json

from rosette.records.record import FORMAT, ChildRecord
from rosette.records.shapes import Json, write_object


def record_document(record: ChildRecord) -> dict[str, Json]:
    """The record as plain JSON values."""
    facts: list[Json] = [write_object(fact) for fact in record.facts]
    return {"format": FORMAT, **write_object(record), "facts": facts}


def write_record(record: ChildRecord) -> str:
    """The record as text; reading it gives an equal record."""
    document = record_document(record)
    facts = document.pop("facts")
    assert isinstance(facts, list)
    head = [f'  "{key}": {_line(value)},' for key, value in document.items()]
    lines = [f"    {_line(fact)}" for fact in facts]
    body = ['  "facts": [', ",\n".join(lines), "  ]"] if lines else ['  "facts": []']
    return "\n".join(["{", *head, *body, "}"]) + "\n"


def _line(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
