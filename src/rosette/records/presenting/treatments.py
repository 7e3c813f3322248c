"""Sentences for facts about treatment."""

from __future__ import annotations

from collections.abc import Iterator

from rosette.kernel import number_text
from rosette.knowledge import Knowledge
from rosette.records.facts import (
    Fact,
    GrowthFactor,
    Medication,
    Radiation,
    Radiopharmaceutical,
    StemCells,
    Surgery,
    Therapy,
    Transfusion,
    Transplant,
)
from rosette.records.presenting.units import activity_text, quantity_text
from rosette.records.presenting.words import Sayer, agent_name, class_name, flag, labelled, listed, spaced


def _therapy(fact: Therapy, knowledge: Knowledge) -> Iterator[str]:
    yield agent_name(fact.agent, knowledge)
    yield listed((class_name(name, knowledge) for name in fact.classes), before="class: ")
    yield "" if fact.dose is None else quantity_text(fact.dose)
    yield "" if fact.cumulative is None else f"{quantity_text(fact.cumulative)} in all"
    yield fact.route or ""
    yield fact.intent or ""
    yield labelled("line", fact.line)
    yield labelled("regimen", fact.regimen)
    yield "" if fact.cycles is None else f"{fact.cycles} cycle{'' if fact.cycles == 1 else 's'}"
    yield labelled("best response", fact.best_response)
    yield labelled("stopped:", fact.reason_stopped)
    yield flag(fact.investigational, "investigational")


def _radiation(fact: Radiation, knowledge: Knowledge) -> Iterator[str]:
    names = dict.fromkeys((fact.field, *fact.fields))
    yield listed(class_name(name, knowledge) for name in names)
    dose = "" if fact.dose_gy is None else f"{number_text(fact.dose_gy)} Gy"
    yield f"{dose} in {fact.fractions} fractions".strip() if fact.fractions else dose
    yield listed((f"{spaced(organ)} {number_text(gy)} Gy" for organ, gy in fact.organ_doses), before="organ doses: ")
    yield labelled("site:", fact.site)


def _radiopharmaceutical(fact: Radiopharmaceutical, knowledge: Knowledge) -> Iterator[str]:
    yield agent_name(fact.agent, knowledge)
    yield "" if fact.activity is None else activity_text(fact.activity)
    yield "" if fact.whole_body_dose is None else f"whole-body dose {quantity_text(fact.whole_body_dose)}"
    yield fact.intent or ""
    yield labelled("line", fact.line)


def _transplant(fact: Transplant, knowledge: Knowledge) -> Iterator[str]:
    yield class_name(fact.type, knowledge)
    yield listed((agent_name(agent, knowledge) for agent in fact.conditioning), before="after ")
    yield flag(fact.tbi, "with total-body irradiation", "without total-body irradiation")


def _surgery(fact: Surgery, knowledge: Knowledge) -> Iterator[str]:
    yield class_name(fact.extent, knowledge)
    yield labelled("site:", fact.site)


def _stem_cells(fact: StemCells, knowledge: Knowledge) -> Iterator[str]:
    yield "stored stem cells"
    yield "" if fact.cd34 is None else f"CD34 {quantity_text(fact.cd34)}"
    yield "" if fact.mnc is None else f"mononuclear cells {quantity_text(fact.mnc)}"
    yield flag(fact.purged, "purged", "not purged")
    yield flag(fact.viable, "viable", "not viable")
    yield flag(fact.released, "already given back", "still stored")
    yield labelled("at", fact.site)


def _transfusion(fact: Transfusion, knowledge: Knowledge) -> Iterator[str]:
    yield f"transfusion of {spaced(fact.product)}"


def _growth_factor(fact: GrowthFactor, knowledge: Knowledge) -> Iterator[str]:
    yield agent_name(fact.agent, knowledge)


def _medication(fact: Medication, knowledge: Knowledge) -> Iterator[str]:
    yield agent_name(fact.agent, knowledge)
    yield listed((class_name(name, knowledge) for name in fact.classes), before="class: ")
    yield "" if fact.dose is None else quantity_text(fact.dose)
    yield fact.dosing or ""


TREATMENTS: dict[type[Fact], Sayer] = {
    Therapy: _therapy,
    Radiation: _radiation,
    Radiopharmaceutical: _radiopharmaceutical,
    Transplant: _transplant,
    Surgery: _surgery,
    StemCells: _stem_cells,
    Transfusion: _transfusion,
    GrowthFactor: _growth_factor,
    Medication: _medication,
}
