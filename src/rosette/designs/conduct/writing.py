"""Appends an entry to a ledger, or refuses it with every fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rosette.designs.conduct import faults_children, faults_rulings, faults_slots
from rosette.designs.conduct.entries import Activated, Entry, Noted, SlotReleased, SlotReserved
from rosette.designs.conduct.faults import faults_in
from rosette.designs.conduct.ledger import Ledger, LedgerError
from rosette.kernel import Problem

JUDGES = (faults_children, faults_rulings, faults_slots)  # each registers its kinds of entry
BEFORE_ACTIVATION = (Activated, SlotReserved, SlotReleased, Noted)


def append(ledger: Ledger, entry: Entry) -> Ledger:
    """The ledger with one more entry.

    Raises LedgerError with every fault: order, names, an unfrozen cut, a dose that was not confirmed, and so on.
    """
    found = [Problem(f"entry {len(ledger.lines) + 1} ({entry.kind})", fault) for fault in faults(ledger, entry)]
    if found:
        raise LedgerError(found, what="ledger")
    return ledger.sealed(entry)


def append_all(ledger: Ledger, entries: Iterable[Entry]) -> Ledger:
    """The ledger with these entries, one after the other."""
    for entry in entries:
        ledger = append(ledger, entry)
    return ledger


def faults(ledger: Ledger, entry: Entry) -> tuple[str, ...]:
    """Everything for which the entry would be refused."""
    general = tuple(_general(ledger, entry))
    if ledger.active is None and not isinstance(entry, BEFORE_ACTIVATION):
        return (*general, "no protocol version is active: activate one first")
    return (*general, *faults_in(entry, ledger))


def _general(ledger: Ledger, entry: Entry) -> Iterator[str]:
    if not entry.by.strip():
        yield "nobody is named as its author"
    last = ledger.lines[-1].entry.day if ledger.lines else entry.day
    if entry.day < last:
        yield f"it is of {entry.day}, and the last entry of {last}: entries stand in the order in which they are made"
