"""Medicines that were given or taken: therapies, growth factors, radiopharmaceuticals, and all others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rosette.interchange.fhir.desk import Desk, Mapped, candidate, loss
from rosette.interchange.fhir.elements import Amount, Raw, amount, code_of, codings, day, part, parts, told, word
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.units import unit_of
from rosette.kernel import parse_unit
from rosette.knowledge import Agent
from rosette.records.facts.treatment import DOSES

_DRUG = re.compile(
    r"^(?:\d+ (?:HR|ML) )?(?P<name>[A-Za-z][^/]*?) (?:\d[\d.,]* ?(?:MG|MCG|UNT|MEQ)(?:/ML)? )?"
    r"(?:Oral|Inject|Intravenous|Disintegrating|Extended|Delayed|Chewable|Pill)\w*(?: \w+)*$",
    re.IGNORECASE,
)
_KINDS = ("radiopharmaceutical", "growth_factor", "anticancer_therapy")
UNREAD = ("doseRange", "rateRatio", "rateRange", "rateQuantity")
ACTIVITIES = ("MBq", "MBq/kg")


def medicines(resource: Resource, desk: Desk) -> Iterable[Mapped]:
    """The fact of one medicine that was given or taken."""
    concept = _concept(resource, desk)
    agent, said = agent_of(concept, desk), told(concept)
    if agent is None:
        remedy = "Enter it by hand, with its class, or add the agent to knowledge."
        yield loss(resource, "the medicine is not known here", said=said or "no name", remedy=remedy)
        return
    kind = kind_of(agent, desk)
    dose, faults = _dose(resource, kind)
    shown = " ".join(text for text in (said, *(str(each) for each in _doses(resource.raw))) if text)
    yield candidate(resource, kind, {"agent": agent.id, **_days(resource.raw, kind), **dose}, said=shown)
    yield from faults
    yield from _in_words(resource, dose)


def _in_words(resource: Resource, dose: dict[str, Any]) -> Iterable[Mapped]:
    """The loss of what the dosage says in words that the fact does not carry, such as a cumulative dose."""
    texts = [text for each in parts(resource.raw, "dosage") if (text := word(each, "text"))]
    if texts and dose.get("dosing") is None:
        yield loss(resource, "the dosage in words makes no fact", said="; ".join(texts), grade="kept_aside")


def _concept(resource: Resource, desk: Desk) -> Raw:
    """What the medicine is, here or in the Medication that is referred to."""
    raw = resource.raw
    reference = part(raw, "medicationReference")
    found = desk.lookup(reference, resource) if reference else None
    named = {"text": word(reference, "display")} if reference else {}
    return part(raw, "medicationCodeableConcept") or (part(found.raw, "code") if found else named)


def agent_of(concept: Raw, desk: Desk) -> Agent | None:
    """The one agent that codes and names agree on; a drug that is swallowed or injected is read by its ingredient."""
    coded = {each.content["agent"] for each in desk.meanings(concept) if "agent" in each.content}
    names = [word(concept, "text"), *(each.display for each in codings(concept))]
    read = {found.id for name in names if name and (found := _named(name, desk)) is not None}
    both = {found.id for name in coded if (found := desk.knowledge.agent(name)) is not None} or read
    return desk.knowledge.agents[both.pop()] if len(both) == 1 else None


def _named(name: str, desk: Desk) -> Agent | None:
    whole = desk.knowledge.agent(name)
    drug = _DRUG.match(name) if whole is None and len(name) < 200 else None
    return desk.knowledge.agent(drug["name"]) if drug else whole


def kind_of(agent: Agent, desk: Desk) -> str:
    """Which kind of fact an agent makes, by the classes that hold it."""
    for root in _KINDS:
        if agent.id in desk.knowledge.members(root):
            return "therapy" if root == "anticancer_therapy" else root
    return "medication"


def _days(raw: Raw, kind: str) -> dict[str, Any]:
    period = part(raw, "effectivePeriod")
    start = day(word(period, "start") or word(raw, "effectiveDateTime"))
    if kind == "radiopharmaceutical" or (kind == "growth_factor" and not period):
        return {"on": start}
    going = code_of(raw, "status") in ("active", "in-progress", "on-hold")
    end = day(word(period, "end")) if period else None if going else start
    return {"from": start, "to": end, "ongoing": True if going and end is None else None}


def _doses(raw: Raw) -> list[Amount]:
    """The amounts of one dose, as a statement or as an administration writes them."""
    found = [amount(part(each, "dose")) for each in parts(raw, "dosage") if part(each, "dose")]
    rates = [rate for each in parts(raw, "dosage") for rate in parts(each, "doseAndRate")]
    found += [amount(part(each, "doseQuantity")) for each in rates if part(each, "doseQuantity")]
    return [each for each in found if each.value is not None]


def _no_single(doses: list[Amount]) -> str | None:
    """Why amounts are not one dose; None when they are."""
    if len(doses) > 1:
        return "several doses are given"
    return "the dose is a limit, not a dose" if doses[0].comparator is not None else None


def _no_dose(resource: Resource) -> list[Mapped]:
    """The loss of a dose that is given as a range or as a rate."""
    inner = [one for dosage in parts(resource.raw, "dosage") for one in (dosage, *parts(dosage, "doseAndRate"))]
    told = sorted({key for one in inner for key in one if key in UNREAD})
    return [loss(resource, "no single dose is given", said=", ".join(told), grade="kept_aside")] if told else []


def _dose(resource: Resource, kind: str) -> tuple[dict[str, Any], list[Mapped]]:
    raw = resource.raw
    doses = _doses(raw)
    given = kind in ("therapy", "medication")
    texts = [text for each in parts(raw, "dosage") if (text := word(each, "text"))]
    found: dict[str, Any] = {"dosing": texts[0] if len(texts) == 1 else None} if kind == "medication" else {}
    routes = [told(part(each, "route")) for each in parts(raw, "dosage") if told(part(each, "route"))]
    if kind == "therapy":
        found["route"] = routes[0] if len(routes) == 1 else None
    if not doses or kind == "growth_factor":
        return found, _no_dose(resource)
    key, units = ("dose", DOSES) if given else ("activity", ACTIVITIES)
    unit = unit_of(doses[0].code, doses[0].unit)
    kinds = {parse_unit(each).kind for each in units}
    if (why := _no_single(doses)) is None and unit.code and parse_unit(unit.code).kind in kinds:
        return {**found, key: {"value": doses[0].value, "unit": unit.code}}, []
    why = why or unit.why or f'"{unit.code}" is not a unit of a dose here'
    return found, [loss(resource, why, said="; ".join(str(each) for each in doses), grade="refused")]
