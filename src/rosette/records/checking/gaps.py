"""What a record leaves open or puts in an unusual place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rosette.knowledge import Knowledge
from rosette.records.checking.finding import Finding
from rosette.records.checking.places import warning
from rosette.records.facts import Fact, Medication, Radiation, Therapy
from rosette.records.record import ChildRecord
from rosette.records.views.readings import measured_facts


def gaps(record: ChildRecord, knowledge: Knowledge) -> Iterator[Finding]:
    """Days after the recording, ends not recorded, codes of another kind, agents that knowledge lacks."""
    yield from _late(record)
    yield from _open_ends(record)
    yield from _misplaced(record, knowledge)
    yield from _unknown_agents(record, knowledge)


def _late(record: ChildRecord) -> Iterator[Finding]:
    """Facts whose day comes after they were recorded; a day is allowed for the difference of time zones."""
    for fact in record.active:
        recorded = fact.recorded_at.date()
        if fact.since is not None and fact.since.earliest > recorded + timedelta(days=1):
            yield warning(record, "late", (fact,), f"the day {fact.since} comes after it was recorded on {recorded}")


def _open_ends(record: ChildRecord) -> Iterator[Finding]:
    facts: list[Fact] = [*record.of(Therapy), *record.of(Radiation), *record.of(Medication)]
    for fact in facts:
        if fact.end is None and not fact.ongoing:
            name = getattr(fact, "agent", None) or fact.kind
            yield warning(record, "open_end", (fact,), f"no end of {name} is recorded: it counts as going on", key="to")


def _misplaced(record: ChildRecord, knowledge: Knowledge) -> Iterator[Finding]:
    for fact in measured_facts(record):
        known = knowledge.observations.get(fact.code)
        if known is not None and known.kind not in (fact.kind, "derived"):
            sentence = f"{fact.code} is usually a fact of kind {known.kind}"
            yield warning(record, "place", (fact,), sentence, key="kind")


def _unknown_agents(record: ChildRecord, knowledge: Knowledge) -> Iterator[Finding]:
    facts: list[Therapy | Medication] = [*record.of(Therapy), *record.of(Medication)]
    for fact in facts:
        if fact.agent not in knowledge.agents:
            classes = ", ".join(fact.classes)
            sentence = f'"{fact.agent}" is not in the knowledge files; it counts as {classes}, without a half-life'
            yield warning(record, "unknown_agent", (fact,), sentence, key="agent")
