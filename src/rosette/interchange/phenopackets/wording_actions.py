"""Medicines and procedures of a record as medical actions of a phenopacket."""

from __future__ import annotations

from typing import Any

from rosette.interchange.fhir.medicines import kind_of
from rosette.interchange.phenopackets.wording import Made, Words, exact, time_of, unit
from rosette.records.facts import Fact, Surgery, Therapy, Transfusion, Transplant

NO_FIELD = "the element has no field for it"
PARTIAL = "an interval of doses needs exact days, and a beginning"
FIELDS = {
    "therapy": ("cumulative", "intent", "line", "regimen", "cycles", "reason_stopped", "best_response"),
    "medication": ("dosing",),
    "radiopharmaceutical": ("whole_body_dose", "isolation_nights", "line", "intent"),
}
MORE = ("ongoing", "classes", "investigational")


def medicine(fact: Fact, words: Words) -> Made | str:
    """A treatment with one interval from the first to the last dose."""
    agent = words.desk.knowledge.agents.get(str(getattr(fact, "agent", "")))
    point = fact.kind == "radiopharmaceutical"
    start, end = (fact.on, fact.on) if point else (fact.start, fact.end)
    if agent is None or kind_of(agent, words.desk) != fact.kind:
        return "the agent would be read as another kind of medicine" if agent else "knowledge does not hold the agent"
    if start is None or not start.exact or not (end is None or end.exact):
        return PARTIAL
    interval = {"start": exact(start), **({"end": exact(end)} if end is not None else {})}
    dose = getattr(fact, "activity" if point else "dose", None)
    doses: dict[str, Any] = {"quantity": unit(dose)} if dose is not None else {}
    made: dict[str, Any] = {
        "agent": words.term(fact.kind, {"agent": agent.id}) | {"label": agent.name},
        "doseIntervals": [{**doses, "interval": interval}],
    }
    if isinstance(fact, Therapy) and fact.route:
        made["routeOfAdministration"] = words.text("route", fact.route)
    lost = dict.fromkeys((*FIELDS.get(fact.kind, ()), *MORE), NO_FIELD)
    return Made(elements={"medicalActions": [{"treatment": made}]}, lost=lost)


def procedure(fact: Fact, words: Words) -> Made | str:
    """An operation, a transplant or a transfusion."""
    assert isinstance(fact, Surgery | Transplant | Transfusion)
    key, value = _what(fact)
    made: dict[str, Any] = {"code": words.term(fact.kind, {key: value}), "performed": time_of(fact.on)}
    if isinstance(fact, Surgery) and fact.site:
        made["bodySite"] = words.text("site", fact.site)
    lost = dict.fromkeys(("conditioning", "tbi"), NO_FIELD)
    return Made(elements={"medicalActions": [{"procedure": made}]}, lost=lost)


def _what(fact: Surgery | Transplant | Transfusion) -> tuple[str, str]:
    if isinstance(fact, Surgery):
        return "extent", fact.extent
    return ("type", fact.type) if isinstance(fact, Transplant) else ("product", fact.product)
