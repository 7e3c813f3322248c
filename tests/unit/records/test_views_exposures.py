"""What was given or done, under every name that a criterion may use for it."""

from __future__ import annotations

import pytest
from tests.support.records import child, day, make

from rosette.knowledge import Knowledge
from rosette.records import (
    DiseaseEvent,
    Fact,
    GrowthFactor,
    Laboratory,
    Medication,
    Radiation,
    Radiopharmaceutical,
    Surgery,
    Therapy,
    Transfusion,
    Transplant,
)
from rosette.records.views import Exposure, RecordIndex, exposed_to, exposures


def given(knowledge: Knowledge, *facts: Fact) -> tuple[Exposure, ...]:
    return exposures(RecordIndex(child(*facts), knowledge))


def therapy(agent: str = "irinotecan", **fields: object) -> Therapy:
    return make(Therapy, **{"agent": agent, "start": "2026-01-25", "end": "2026-04-20", **fields})


NAMED: list[tuple[Fact, set[str]]] = [
    (
        therapy("cyclophosphamide"),
        {
            "cyclophosphamide",
            "alkylator",
            "myelosuppressive_chemotherapy",
            "chemotherapy",
            "anticancer_therapy",
        },
    ),
    (
        therapy("carboplatin"),
        {"carboplatin", "platinum", "myelosuppressive_chemotherapy", "anticancer_therapy"},
    ),
    (therapy("vincristine"), {"vincristine", "vinca", "chemotherapy", "anticancer_therapy"}),
    (therapy("dinutuximab"), {"dinutuximab", "anti_gd2", "monoclonal_antibody", "immunotherapy"}),
    (therapy("lorlatinib"), {"lorlatinib", "alk_inhibitor", "small_molecule_inhibitor", "biologic"}),
    (therapy("isotretinoin"), {"isotretinoin", "retinoid", "biologic", "anticancer_therapy"}),
    (therapy("lorlatinib", investigational=True), {"lorlatinib", "alk_inhibitor", "investigational_agent"}),
    (
        therapy("RX-9", classes=("aurora_inhibitor",)),
        {"RX-9", "aurora_inhibitor", "small_molecule_inhibitor", "biologic", "anticancer_therapy"},
    ),
    (
        make(Radiation, field="craniospinal_radiation", start="2023-01-01", end="2023-02-01"),
        {"craniospinal_radiation", "substantial_marrow_radiation", "radiation", "anticancer_therapy"},
    ),
    (
        make(Radiation, field="tumour_bed_radiation", fields=("small_port_radiation",), start="2023"),
        {"tumour_bed_radiation", "small_port_radiation", "radiation"},
    ),
    (
        make(Radiopharmaceutical, agent="mibg_131i", on="2025-02-03"),
        {"mibg_131i", "mibg_therapy", "radiopharmaceutical", "anticancer_therapy"},
    ),
    (
        make(Transplant, type="autologous_transplant", on="2022-12-10"),
        {"autologous_transplant", "transplant", "stem_cell_infusion", "myeloablative_therapy"},
    ),
    (
        make(Transplant, type="cord_blood_transplant", on="2022-12-10"),
        {"cord_blood_transplant", "allogeneic_transplant", "transplant", "stem_cell_infusion"},
    ),
    (make(Transplant, type="stem_cell_infusion", on="2022-12-10"), {"stem_cell_infusion"}),
    (make(Surgery, extent="major_surgery", on="2022-09-20"), {"major_surgery", "surgery"}),
    (make(Surgery, extent="biopsy", on="2022-09-20"), {"biopsy", "minor_surgery", "surgery"}),
    (make(Transfusion, product="platelets", on="2026-05-20"), {"platelet_transfusion", "transfusion"}),
    (make(Transfusion, product="red_cells", on="2026-05-20"), {"red_cell_transfusion", "transfusion"}),
    (
        make(GrowthFactor, agent="pegfilgrastim", on="2026-05-20"),
        {"pegfilgrastim", "long_acting_growth_factor", "growth_factor"},
    ),
    (
        make(GrowthFactor, agent="filgrastim", start="2026-05-20", end="2026-05-27"),
        {"filgrastim", "short_acting_growth_factor", "growth_factor"},
    ),
    (
        make(Medication, agent="dexamethasone", start="2026-05-20"),
        {"dexamethasone", "corticosteroid", "medication"},
    ),
    (
        make(Medication, agent="omeprazole", start="2026-05-20"),
        {"omeprazole", "proton_pump_inhibitor", "medication"},
    ),
    (
        make(Medication, agent="herb X", classes=("herbal",), start="2026-05-20"),
        {"herb X", "herbal", "medication"},
    ),
]


@pytest.mark.parametrize(("fact", "tags"), NAMED, ids=[case[0].id for case in NAMED])
def test_a_treatment_answers_to_its_agent_and_every_class_above(
    fact: Fact, tags: set[str], knowledge: Knowledge
) -> None:
    (exposure,) = given(knowledge, fact)
    assert tags <= exposure.tags
    assert exposure.fact == fact


@pytest.mark.parametrize(
    ("fact", "not_tags"),
    [
        (therapy("vincristine"), {"myelosuppressive_chemotherapy", "investigational_agent"}),
        (therapy("lorlatinib", investigational=False), {"investigational_agent"}),
        (
            make(Transplant, type="stem_cell_infusion", on="2022-12-10"),
            {"transplant", "myeloablative_therapy"},
        ),
        (make(Transplant, type="allogeneic_transplant", on="2022-12-10"), {"myeloablative_therapy"}),
        (make(Surgery, extent="biopsy", on="2022-09-20"), {"major_surgery"}),
        (make(Medication, agent="omeprazole", start="2026-05-20"), {"anticancer_therapy"}),
        (make(GrowthFactor, agent="filgrastim", on="2026-05-20"), {"anticancer_therapy", "medication"}),
    ],
    ids=lambda value: value.id if isinstance(value, Fact) else None,
)
def test_a_treatment_does_not_answer_to_what_it_is_not(fact: Fact, not_tags: set[str], knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, fact)
    assert not_tags.isdisjoint(exposure.tags)


def test_facts_that_are_no_treatment_are_no_exposure(knowledge: Knowledge) -> None:
    assert given(knowledge, make(Laboratory, on="2026-05-29", code="anc", quantity="1 10*9/L")) == ()


# --- transplants --------------------------------------------------------------------------------------


def test_conditioning_counts_as_given_on_the_day_of_the_transplant(knowledge: Knowledge) -> None:
    fact = make(Transplant, type="autologous_transplant", on="2022-12-10", conditioning=("busulfan", "melphalan"))
    found = given(knowledge, fact)
    assert [exposure.agent for exposure in found] == [None, "busulfan", "melphalan"]
    assert all(exposure.last_latest == day("2022-12-10") for exposure in found)
    assert "alkylator" in found[1].tags


@pytest.mark.parametrize(("tbi", "found"), [(True, 1), (False, 0), (None, 0)])
def test_total_body_irradiation_of_a_transplant_is_radiation(
    tbi: bool | None, found: int, knowledge: Knowledge
) -> None:
    fact = make(Transplant, type="allogeneic_transplant", on="2022-12-10", tbi=tbi)
    index = RecordIndex(child(fact), knowledge)
    assert len(exposed_to(index, "total_body_irradiation")) == found
    assert len(exposed_to(index, "substantial_marrow_radiation")) == found


# --- days ---------------------------------------------------------------------------------------------


def bounds(exposure: Exposure) -> list[int | None]:
    return [exposure.first, exposure.first_latest, exposure.last_earliest, exposure.last_latest]


def test_exact_days_are_exact(knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, therapy())
    assert bounds(exposure) == [day("2026-01-25")] * 2 + [day("2026-04-20")] * 2
    assert not exposure.ongoing


def test_partial_days_keep_both_ends(knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, therapy(start="2026-01", end="2026-04"))
    assert bounds(exposure) == [day("2026-01-01"), day("2026-01-31"), day("2026-04-01"), day("2026-04-30")]


def test_an_end_cannot_come_before_the_earliest_start(knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, therapy(start="2026-03-10", end="2026"))
    assert bounds(exposure) == [day("2026-03-10"), day("2026-03-10"), day("2026-03-10"), day("2026-12-31")]


def test_a_start_cannot_come_after_the_latest_end(knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, therapy(start="2026", end="2026-03-10"))
    assert bounds(exposure) == [day("2026-01-01"), day("2026-03-10"), day("2026-03-10"), day("2026-03-10")]


def test_an_unknown_start_lies_before_the_end(knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, therapy(start=None))
    assert bounds(exposure) == [None, day("2026-04-20"), day("2026-04-20"), day("2026-04-20")]


@pytest.mark.parametrize("ongoing", [True, False])
def test_a_treatment_without_an_end_goes_on(ongoing: bool, knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, therapy(end=None, ongoing=ongoing))
    assert bounds(exposure) == [day("2026-01-25"), day("2026-01-25"), None, None]
    assert exposure.ongoing


def test_a_treatment_of_which_no_day_is_known_goes_on(knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, therapy(start=None, end=None))
    assert bounds(exposure) == [None, None, None, None]
    assert exposure.ongoing


def test_what_was_done_on_one_day_began_and_ended_on_it(knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, make(Surgery, extent="biopsy", on="2026-05"))
    assert bounds(exposure) == [day("2026-05-01"), day("2026-05-31"), day("2026-05-01"), day("2026-05-31")]


def test_exposures_come_in_the_order_of_their_first_days(knowledge: Knowledge) -> None:
    found = given(
        knowledge,
        therapy(id="b"),
        make(Surgery, id="a", extent="biopsy", on="2022-09-20"),
        therapy(id="c", start=None),
    )
    assert [exposure.fact.id for exposure in found] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("on", "sure", "possible"),
    [
        ("2026-01-24", False, False),
        ("2026-01-25", True, True),
        ("2026-04-20", True, True),
        ("2026-04-21", False, False),
    ],
)
def test_exact_days_say_exactly_when(on: str, sure: bool, possible: bool, knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, therapy())
    assert (exposure.surely_on(day(on)), exposure.possibly_on(day(on))) == (sure, possible)


@pytest.mark.parametrize(
    ("on", "sure", "possible"),
    [
        ("2025-12-31", False, False),
        ("2026-01-01", False, True),
        ("2026-01-31", True, True),
        ("2026-04-01", True, True),
        ("2026-04-02", False, True),
        ("2026-04-30", False, True),
        ("2026-05-01", False, False),
    ],
)
def test_partial_days_leave_some_days_open(on: str, sure: bool, possible: bool, knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, therapy(start="2026-01", end="2026-04"))
    assert (exposure.surely_on(day(on)), exposure.possibly_on(day(on))) == (sure, possible)


def test_what_goes_on_is_on_every_later_day(knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, therapy(end=None))
    assert exposure.surely_on(day("2036-01-01"))
    assert not exposure.possibly_on(day("2026-01-24"))


# --- what a fact says of the treatment ---------------------------------------------------------------


def test_a_therapy_keeps_its_details(knowledge: Knowledge) -> None:
    (exposure,) = given(
        knowledge,
        therapy(intent="relapse", line=2, regimen="A", cycles=4, dose="50 mg/m2", cumulative="200 mg/m2"),
    )
    assert (exposure.intent, exposure.line, exposure.regimen, exposure.cycles) == ("relapse", 2, "A", 4)
    assert (str(exposure.dose), str(exposure.cumulative)) == ("50 mg/m2", "200 mg/m2")


def test_details_that_are_not_stated_are_none(knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, make(Surgery, extent="biopsy", on="2026-05-20"))
    assert (exposure.intent, exposure.line, exposure.regimen, exposure.cycles) == (None, None, None, None)
    assert (exposure.dose, exposure.cumulative, exposure.agent, exposure.half_life_h) == (
        None,
        None,
        None,
        None,
    )


def test_radiation_has_its_dose_in_gray(knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, make(Radiation, field="lung_radiation", start="2023", dose_gy=21.6))
    assert str(exposure.dose) == "21.6 Gy"


def test_a_radiopharmaceutical_has_its_activity(knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, make(Radiopharmaceutical, agent="mibg_131i", on="2025", activity="8880 MBq"))
    assert str(exposure.dose) == "8880 MBq"


def test_the_half_life_is_that_of_knowledge_and_only_if_verified(knowledge: Knowledge) -> None:
    for agent in ("lorlatinib", "dinutuximab", "irinotecan"):
        (exposure,) = given(knowledge, therapy(agent))
        assert exposure.half_life_h == knowledge.agents[agent].half_life


def test_an_agent_that_knowledge_lacks_has_no_half_life(knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, therapy("RX-9", classes=("alk_inhibitor",)))
    assert (exposure.agent, exposure.half_life_h) == ("RX-9", None)


@pytest.mark.parametrize(
    ("agent", "dosing", "tag"),
    [
        ("hydrocortisone", "replacement, 8 mg/m2", "replacement_corticosteroid"),
        ("hydrocortisone", "Replacement dose", "replacement_corticosteroid"),
        ("dexamethasone", "inhaled, twice daily", "inhaled_corticosteroid"),
        ("dexamethasone", "topical", "topical_corticosteroid"),
    ],
)
def test_the_use_of_a_corticosteroid_is_read_from_its_dosing(
    agent: str, dosing: str, tag: str, knowledge: Knowledge
) -> None:
    (exposure,) = given(knowledge, make(Medication, agent=agent, start="2026-05-01", dosing=dosing))
    assert {tag, "corticosteroid"} <= exposure.tags


def test_an_inhaled_medicine_that_is_no_corticosteroid_is_none(knowledge: Knowledge) -> None:
    (exposure,) = given(knowledge, make(Medication, agent="omeprazole", start="2026-05-01", dosing="inhaled"))
    assert "inhaled_corticosteroid" not in exposure.tags


# --- progression --------------------------------------------------------------------------------------


def event(on: str, kind: str = "progression", response: str | None = None) -> DiseaseEvent:
    return make(DiseaseEvent, id=f"e{on}", on=on, event=kind, response=response)


@pytest.mark.parametrize(
    ("fields", "events", "progressed"),
    [
        ({}, [], None),
        ({"best_response": "PD"}, [], True),
        ({"reason_stopped": "progression"}, [], True),
        ({"reason_stopped": "Progressive disease in bone"}, [], True),
        ({"reason_stopped": "completed"}, [], None),
        ({"best_response": "SD"}, [], None),
        ({"best_response": "SD", "reason_stopped": "completed"}, [], False),
        ({"best_response": "SD", "reason_stopped": "no progression, family wish"}, [], False),
        ({}, [event("2026-03-01")], True),
        ({}, [event("2026-03-01", "relapse")], True),
        ({}, [event("2026-03-01", "response", "PD")], True),
        ({}, [event("2026-03-01", "response", "SD")], None),
        ({}, [event("2026-01-25")], None),  # the event that the treatment was given for
        ({}, [event("2026-04-20")], True),
        ({}, [event("2026-04-21")], None),
        ({}, [event("2026-03")], True),
        ({}, [event("2026")], None),
        ({"end": None}, [event("2026-05-20")], True),
        ({"start": None, "end": None}, [event("2026-05-20")], None),
        ({"best_response": "SD", "reason_stopped": "completed"}, [event("2026-03-01")], True),
    ],
)
def test_progression_on_a_treatment(
    fields: dict[str, object], events: list[Fact], progressed: bool | None, knowledge: Knowledge
) -> None:
    (exposure,) = given(knowledge, therapy(**fields), *events)
    assert exposure.progressed is progressed


# --- by name ------------------------------------------------------------------------------------------


def test_exposures_are_found_by_any_of_their_names(knowledge: Knowledge) -> None:
    index = RecordIndex(child(therapy("irinotecan"), therapy("lorlatinib")), knowledge)
    assert [e.agent for e in exposed_to(index, "alk_inhibitor")] == ["lorlatinib"]
    assert [e.agent for e in exposed_to(index, "irinotecan")] == ["irinotecan"]
    assert len(exposed_to(index, "anticancer_therapy")) == 2
    assert exposed_to(index, "car_t") == ()


def test_equal_questions_are_answered_with_the_same_object(knowledge: Knowledge) -> None:
    index = RecordIndex(child(therapy()), knowledge)
    assert exposures(index) is exposures(index)
    assert exposed_to(index, "irinotecan") is exposed_to(index, "irinotecan")
