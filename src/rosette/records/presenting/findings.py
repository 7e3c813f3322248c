"""Sentences for what was measured or observed."""

from __future__ import annotations

from collections.abc import Iterator

from rosette.kernel import Quantity
from rosette.knowledge import Knowledge
from rosette.records.facts import Assessment, Condition, Fact, Laboratory, Measurement, OrganTest, Performance
from rosette.records.presenting.units import both_units, quantity_text
from rosette.records.presenting.words import Sayer, agent_name, flag, labelled, spaced


def _name(code: str, knowledge: Knowledge) -> str:
    known = knowledge.observations.get(code) or knowledge.coded.get(code)
    return spaced(code) if known is None else known.name


def _laboratory(fact: Laboratory, knowledge: Knowledge) -> Iterator[str]:
    if fact.quantity is None:
        yield f"{_name(fact.code, knowledge)} {spaced(fact.result)}"
        return
    yield from _measured(fact, knowledge)
    for label, limit in (("upper limit", fact.uln), ("lower limit", fact.lln)):
        yield "" if limit is None else f"{label} {quantity_text(Quantity(limit, fact.quantity.unit))}"


def _measured(fact: Laboratory | Measurement | OrganTest, knowledge: Knowledge) -> Iterator[str]:
    if fact.quantity is not None:
        value = both_units(fact.quantity, fact.code, knowledge, comparator=fact.comparator)
        yield f"{_name(fact.code, knowledge)} {value}"
    yield getattr(fact, "method", None) or ""


def _performance(fact: Performance, knowledge: Knowledge) -> Iterator[str]:
    name = "ECOG" if fact.scale == "ecog" else fact.scale.capitalize()
    yield f"{name} {fact.score}"
    yield flag(fact.wheelchair, "up and about in a wheelchair")


def _assessment(fact: Assessment, knowledge: Knowledge) -> Iterator[str]:
    yield f"{_name(fact.code, knowledge)}: {spaced(fact.result)}"


def _condition(fact: Condition, knowledge: Knowledge) -> Iterator[str]:
    known = knowledge.conditions.get(fact.code)
    name = spaced(fact.code) if known is None else known.name
    yield name if fact.state == "present" else f"no {name}"
    yield labelled("grade", fact.grade)
    yield flag(fact.controlled, "controlled", "not controlled")
    yield labelled("controlled from", fact.controlled_from)
    yield "" if fact.agent is None else f"to {agent_name(fact.agent, knowledge)}"
    yield labelled("cause:", fact.cause)


FINDINGS: dict[type[Fact], Sayer] = {
    Laboratory: _laboratory,
    Measurement: _measured,
    OrganTest: _measured,
    Performance: _performance,
    Assessment: _assessment,
    Condition: _condition,
}
