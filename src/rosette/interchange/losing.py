"""What a format cannot say of a record that is written in it."""

from __future__ import annotations

from attrs import frozen

from rosette.records import ChildRecord


@frozen(kw_only=True)
class Lost:
    """One part of a record that an export does not hold. fact: its id, or empty for the record's head.

    what: the field, or the kind of a fact that is lost as a whole.
    """

    fact: str
    what: str
    why: str
    whole: bool = False

    def __str__(self) -> str:
        return f"{self.fact} {self.what}: {self.why}".strip()


def head_lost(record: ChildRecord) -> list[Lost]:
    """What neither a phenopacket nor a study has of any record: label, sources, and facts that do not count."""
    found = [Lost(fact="", what="label", why="it has no text about a child")] if record.label else []
    if record.facts:
        why = "where each fact comes from, who entered it and when is not written"
        found.append(Lost(fact="", what="source", why=why))
    idle = len(record.facts) - len(record.active)
    if idle:
        why = f"{idle} facts that were replaced or withdrawn are not written"
        found.append(Lost(fact="", what="history", why=why))
    return found
