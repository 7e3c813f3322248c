"""Every kind of entry, by its name, and those that say something about the children or the rule."""

from __future__ import annotations

from rosette.designs.conduct.entry import Entry, Noted, SlotReleased, SlotReserved
from rosette.designs.conduct.facts import (
    Delivered,
    Enrolled,
    Followed,
    Infeasible,
    NotEvaluable,
    Observed,
    Regraded,
    Responded,
)
from rosette.designs.conduct.rulings import Activated, Attached, Confirmed, Cut, Decided, Overridden, Resumed, Suspended

KINDS: dict[str, type[Entry]] = {
    each.kind: each
    for each in (
        Activated,
        SlotReserved,
        SlotReleased,
        Enrolled,
        Delivered,
        Infeasible,
        Followed,
        Observed,
        Responded,
        NotEvaluable,
        Regraded,
        Cut,
        Decided,
        Confirmed,
        Overridden,
        Suspended,
        Resumed,
        Noted,
    )
}
DATA = (Activated, Enrolled, Delivered, Infeasible, Followed, Observed, Responded, NotEvaluable, Regraded)

__all__ = [
    "DATA",
    "KINDS",
    "Activated",
    "Attached",
    "Confirmed",
    "Cut",
    "Decided",
    "Delivered",
    "Enrolled",
    "Entry",
    "Followed",
    "Infeasible",
    "NotEvaluable",
    "Noted",
    "Observed",
    "Overridden",
    "Regraded",
    "Responded",
    "Resumed",
    "SlotReleased",
    "SlotReserved",
    "Suspended",
]
