"""Where facts stand in their record."""

from __future__ import annotations

from collections.abc import Sequence

from rosette.records.checking.finding import Finding
from rosette.records.facts import Fact
from rosette.records.record import ChildRecord


def warning(record: ChildRecord, sort: str, facts: Sequence[Fact], sentence: str, *, key: str = "") -> Finding:
    """A warning about facts of the record, placed at the last of them."""
    places = {fact.id: place for place, fact in enumerate(record.facts)}
    at = max((places[fact.id] for fact in facts), default=0)
    path = f"facts[{at}]" if facts else ""
    return Finding("warning", sort, f"{path}.{key}" if key else path, sentence, tuple(fact.id for fact in facts))
