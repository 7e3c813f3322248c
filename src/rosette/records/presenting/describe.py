"""One sentence for each fact, used wherever a fact is shown: lists, evidence, letters."""

from __future__ import annotations

from collections.abc import Iterable

from rosette.knowledge import Knowledge
from rosette.records.facts import Fact
from rosette.records.presenting.diseases import DISEASE
from rosette.records.presenting.findings import FINDINGS
from rosette.records.presenting.people import PEOPLE
from rosette.records.presenting.treatments import TREATMENTS
from rosette.records.presenting.words import Sayer

SAYERS: dict[type[Fact], Sayer] = {**DISEASE, **TREATMENTS, **FINDINGS, **PEOPLE}


def describe(fact: Fact, knowledge: Knowledge) -> str:
    """What the fact says, without its day: "platelets 75000 /uL (75 10*9/L)"."""
    return ", ".join(part for part in SAYERS[type(fact)](fact, knowledge) if part)


def when(fact: Fact) -> str:
    """When the fact holds, for people: "2026-05-29", "2022-04 to 2022-10", "since 2026-01-05"."""
    if fact.on is not None:
        return str(fact.on)
    if fact.start is None and fact.end is None:
        return "goes on, start not known" if fact.ongoing else "day not known"
    if fact.end is not None:
        return f"{fact.start} to {fact.end}" if fact.start else f"until {fact.end}"
    open_ended = fact.ongoing or fact.kind in ("home", "condition")
    return f"since {fact.start}" if open_ended else f"from {fact.start}, end not recorded"


def evidence(fact: Fact, knowledge: Knowledge) -> str:
    """What the fact says and when, in one line."""
    return f"{describe(fact, knowledge)} ({when(fact)})"


def evidence_lines(facts: Iterable[Fact], knowledge: Knowledge) -> tuple[str, ...]:
    """One line a fact."""
    return tuple(evidence(fact, knowledge) for fact in facts)
