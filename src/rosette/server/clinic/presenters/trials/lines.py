"""Lines of a ledger for people."""

from __future__ import annotations

from attrs import frozen

from rosette.designs.conduct import Line, sentence


@frozen(kw_only=True)
class LineRow:
    """One line: its number, day, author, what it says, the beginning of its digest."""

    number: int
    day: str
    by: str
    kind: str
    what: str
    digest: str


def line_row(line: Line) -> LineRow:
    """One line."""
    said = sentence(line.entry)
    return LineRow(
        number=line.number,
        day=str(line.entry.day),
        by=line.entry.by,
        kind=line.entry.kind,
        what=said[:1].upper() + said[1:],
        digest=line.digest[:12],
    )
