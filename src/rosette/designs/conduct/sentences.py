"""Every entry as a sentence, for histories, tables and reasons."""

from __future__ import annotations

import functools

from rosette.designs.conduct.entries import (
    Activated,
    Confirmed,
    Cut,
    Decided,
    Delivered,
    Enrolled,
    Entry,
    Followed,
    Infeasible,
    Noted,
    NotEvaluable,
    Observed,
    Overridden,
    Regraded,
    Responded,
    Resumed,
    SlotReleased,
    SlotReserved,
    Suspended,
)
from rosette.designs.states import State


def act_text(dose: int | None) -> str:
    """A dose or its absence, in words."""
    return "nobody is enrolled" if dose is None else f"level {dose}"


def counts_text(state: State) -> str:
    """Toxicities of evaluable children at each level, and those under observation: "0/3, 1/3 +1"."""
    cells = zip(state.y, state.n, state.pending, strict=True)
    return ", ".join(f"{y}/{n}" + (f" +{more}" if more else "") for y, n, more in cells)


@functools.singledispatch
def sentence(entry: Entry) -> str:
    """What an entry says, without its day and author."""
    raise AssertionError(entry.kind)


@sentence.register
def _(entry: Activated) -> str:
    return (
        f"{entry.name}, version {entry.version} ({entry.specification[:12]}) decides; {entry.states} states were swept"
    )


@sentence.register
def _(entry: SlotReserved) -> str:
    lapses = f", until {entry.until}" if entry.until else ""
    return f"{entry.slot} is reserved for {entry.trial}, {entry.cohort}{lapses}"


@sentence.register
def _(entry: SlotReleased) -> str:
    return f"{entry.slot} is released: {entry.reason}"


@sentence.register
def _(entry: Enrolled) -> str:
    where = "the expansion" if entry.expansion else f"decision {entry.decision}"
    return f"{entry.child} is enrolled at level {entry.dose} by {where}, slot {entry.slot}"


@sentence.register
def _(entry: Delivered) -> str:
    total = f", {entry.total} in all" if entry.total else ""
    return f"{entry.child} was given {entry.given}{total} on {entry.on}" + (f": {entry.reason}" if entry.reason else "")


@sentence.register
def _(entry: Infeasible) -> str:
    return f"{entry.child} could not be given the level: {entry.reason}"


@sentence.register
def _(entry: Followed) -> str:
    return f"{entry.child} was followed up to {entry.until}" + (f" ({entry.criterion})" if entry.criterion else "")


@sentence.register
def _(entry: Observed) -> str:
    return f"{entry.child} had {entry.what} on {entry.on}: {judged_text(entry)}"


@sentence.register
def _(entry: Regraded) -> str:
    return f"entry {entry.event} of {entry.child} is re-graded: {judged_text(entry)}; {entry.reason}"


def judged_text(entry: Observed | Regraded) -> str:
    """How an event is judged, in words."""
    grade = f"grade {entry.grade}, " if entry.grade is not None else ""
    return f"{grade}{'toxicity' if entry.toxicity else 'no toxicity'} ({entry.criterion})"


@sentence.register
def _(entry: Responded) -> str:
    return f"{entry.child} had {'a' if entry.response else 'no'} response on {entry.on}"


@sentence.register
def _(entry: NotEvaluable) -> str:
    return f"{entry.child} is not evaluable: {entry.reason}"


@sentence.register
def _(entry: Cut) -> str:
    return f"the data are frozen at {counts_text(entry.state)}"


@sentence.register
def _(entry: Decided) -> str:
    early = ", determined whatever the children under observation show" if entry.determined else ""
    found = entry.decision
    return f"decision {entry.number} on entry {entry.cut}: {act_text(found.dose)}, {found.reason.words}{early}"


@sentence.register
def _(entry: Confirmed) -> str:
    return f"decision {entry.number} is confirmed"


@sentence.register
def _(entry: Overridden) -> str:
    return f"decision {entry.number} is overridden, {act_text(entry.dose)}: {entry.reason}"


@sentence.register
def _(entry: Suspended) -> str:
    return f"enrolment is suspended: {entry.reason}; until {entry.until}"


@sentence.register
def _(entry: Resumed) -> str:
    return f"enrolment goes on: {entry.reason}"


@sentence.register
def _(entry: Noted) -> str:
    return f"{entry.about}: {entry.text}" if entry.about else entry.text
