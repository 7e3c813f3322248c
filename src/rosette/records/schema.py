"""The JSON Schema of the record format, made from the declarations that also read and write it."""

from __future__ import annotations

from rosette.knowledge import Knowledge, load_knowledge
from rosette.records.facts import KINDS
from rosette.records.record import FORMAT, ChildRecord
from rosette.records.shapes import Schema, object_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def record_schema(*, knowledge: Knowledge | None = None) -> Schema:
    """The schema of a record file, JSON Schema 2020-12, with the vocabulary of the knowledge release."""
    known = load_knowledge() if knowledge is None else knowledge
    whole = object_schema(ChildRecord, known)
    facts = {"type": "array", "items": {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in KINDS]}}
    properties = {"format": {"const": FORMAT}, **whole["properties"], "facts": facts}
    return {
        "$schema": DIALECT,
        "title": f"Rosette record ({FORMAT})",
        "description": "One child's record: dated facts with their sources.",
        **whole,
        "properties": properties,
        "required": ["format", *whole["required"]],
        "$defs": {name: _fact_schema(name, known) for name in KINDS},
    }


def _fact_schema(kind: str, knowledge: Knowledge) -> Schema:
    found = object_schema(KINDS[kind], knowledge)
    return {"description": (KINDS[kind].__doc__ or "").split("\n")[0], **found}
