"""Reads a tidy data cut back into records, by the mapping files that came with it."""

from __future__ import annotations

from datetime import UTC, datetime

from rosette.interchange import Asked, Batch, Content, merge, record_for
from rosette.interchange.merging import content_of_fact
from rosette.interchange.tables import CSV
from rosette.interchange.tidy import CHILDREN
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord

BATCH = Batch(id="b", at=datetime(2026, 6, 2, tzinfo=UTC), by="A. Nurse")


def read_back(files: dict[str, bytes], knowledge: Knowledge) -> dict[str, ChildRecord]:
    """The records of a cut by pseudonym; a loss is an error."""
    found: dict[str, ChildRecord] = {}
    tables = [name.removesuffix(".mapping.toml") for name in files if name.endswith(".mapping.toml")]
    for table in sorted(tables, key=lambda name: name != CHILDREN):
        content = Content(name=f"{table}.csv", data=files[f"{table}.csv"])
        asked = Asked(knowledge=knowledge, mapping=files[f"{table}.mapping.toml"].decode())
        read = CSV.read(content, asked)
        for each in read.children:
            record = found.get(each.reference) or record_for(each, name=each.reference)
            merged = merge(each, into=record, origin=read.origin, batch=BATCH, knowledge=knowledge)
            assert merged.losses == (), merged.losses
            found[each.reference] = merged.record
    return found


def contents(record: ChildRecord) -> set[str]:
    """What the facts of a record that count say, without who said it and when."""
    return {content_of_fact(fact) for fact in record.active}
