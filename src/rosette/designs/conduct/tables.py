"""Rows of a ledger and of its children for files that a table program reads."""

from __future__ import annotations

from datetime import date

from rosette.designs.conduct.children import Child, children_on
from rosette.designs.conduct.ledger import Ledger
from rosette.designs.conduct.sentences import sentence

Cells = tuple[str | int | float | None, ...]
LINES = ("entry", "day", "by", "kind", "about", "what", "digest")
CHILDREN = (
    "child",
    "slot",
    "level",
    "decision",
    "enrolled",
    "treated",
    "assigned",
    "given",
    "in all",
    "differs because",
    "status",
    "reason",
    "days left",
    "share followed",
    "toxicities",
    "expansion",
)


def line_rows(ledger: Ledger) -> tuple[Cells, ...]:
    """Every line as a row below `LINES`."""
    return tuple(
        (
            line.number,
            line.entry.day.isoformat(),
            line.entry.by,
            line.entry.kind,
            getattr(line.entry, "child", getattr(line.entry, "slot", getattr(line.entry, "about", ""))),
            sentence(line.entry),
            line.digest,
        )
        for line in ledger.lines
    )


def child_rows(ledger: Ledger, day: date) -> tuple[Cells, ...]:
    """Every child of a day as a row below `CHILDREN`."""
    known = ledger.until(day)
    doses = [str(level.dose) for level in known.specification.levels]
    return tuple(_row(child, doses[child.dose - 1]) for child in children_on(known, day))


def _row(child: Child, assigned: str) -> Cells:
    return (
        child.child,
        child.slot,
        child.dose,
        child.decision,
        child.enrolled.isoformat(),
        child.treated.isoformat() if child.treated else "",
        assigned,
        str(child.given or ""),
        str(child.total or ""),
        child.differs,
        child.status.value,
        child.reason,
        child.left if child.status.pending else "",
        round(child.share, 3),
        "; ".join(f"{event.criterion}: {event.what}" for event in child.toxicities),
        "yes" if child.expansion else "no",
    )
