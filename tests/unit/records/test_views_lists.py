"""Which lists were found complete, and which list would name a treatment."""

from __future__ import annotations

import pytest
from tests.support.records import child, day, make

from rosette.knowledge import Knowledge
from rosette.records import LISTS, Closure, GrowthFactor, Therapy
from rosette.records.views import RecordIndex, closures, lists_for


def test_every_review_of_a_list_is_kept_in_order(knowledge: Knowledge) -> None:
    record = child(
        make(Closure, id="b", on="2026-05-29", covers=("therapies", "medications")),
        make(Closure, id="a", on="2026-04-01", covers=("therapies",)),
        make(Closure, id="c", on="2026-05-29", covers=("therapies",)),
    )
    assert closures(RecordIndex(record, knowledge)) == {
        "therapies": (day("2026-04-01"), day("2026-05-29")),
        "medications": (day("2026-05-29"),),
    }


def test_a_list_that_was_never_reviewed_is_not_there(knowledge: Knowledge) -> None:
    assert closures(RecordIndex(child(), knowledge)) == {}


def test_a_review_without_an_exact_day_closes_nothing(knowledge: Knowledge) -> None:
    record = child(make(Closure, on="2026-05", covers=("therapies",)))
    assert closures(RecordIndex(record, knowledge)) == {}


def test_a_withdrawn_review_closes_nothing(knowledge: Knowledge) -> None:
    record = child(make(Closure, on="2026-05-29", covers=("therapies",), status="entered_in_error"))
    assert closures(RecordIndex(record, knowledge)) == {}


@pytest.mark.parametrize(
    ("tag", "lists"),
    [
        ("irinotecan", {"therapies", "transplants"}),
        ("busulfan", {"therapies", "transplants"}),
        ("myelosuppressive_chemotherapy", {"therapies", "transplants"}),
        ("alkylator", {"therapies", "transplants"}),
        ("myeloablative_therapy", {"therapies", "transplants"}),
        ("dinutuximab", {"therapies"}),
        ("anti_gd2", {"therapies"}),
        ("car_t", {"therapies"}),
        ("mibg_131i", {"therapies"}),
        ("radiopharmaceutical", {"therapies"}),
        ("craniospinal_radiation", {"radiation"}),
        ("total_body_irradiation", {"radiation", "transplants"}),
        ("radiation", {"radiation", "transplants"}),
        ("autologous_transplant", {"transplants"}),
        ("transplant", {"transplants"}),
        ("major_surgery", {"surgery"}),
        ("organ_transplant", {"surgery"}),
        ("platelet_transfusion", {"transfusions"}),
        ("transfusion", {"transfusions"}),
        ("pegfilgrastim", {"growth_factors"}),
        ("growth_factor", {"growth_factors"}),
        ("omeprazole", {"medications"}),
        ("proton_pump_inhibitor", {"medications"}),
        ("corticosteroid", {"medications", "therapies"}),
        ("a medicine of tomorrow", {"medications", "therapies"}),
    ],
)
def test_the_lists_that_would_name_a_treatment(tag: str, lists: set[str], knowledge: Knowledge) -> None:
    assert set(lists_for(tag, knowledge)) == lists


def test_cancer_therapy_stands_in_several_lists(knowledge: Knowledge) -> None:
    assert {"therapies", "radiation", "transplants"} <= set(lists_for("anticancer_therapy", knowledge))


def test_every_treatment_of_knowledge_stands_in_some_list(knowledge: Knowledge) -> None:
    for tag in (*knowledge.classes, *knowledge.agents):
        found = lists_for(tag, knowledge)
        assert found
        assert set(found) <= set(LISTS)


def test_a_class_needs_every_list_that_its_members_need(knowledge: Knowledge) -> None:
    for name in knowledge.classes:
        needed = set(lists_for(name, knowledge))
        for member in knowledge.members(name):
            if member in knowledge.classes:
                assert set(lists_for(member, knowledge)) <= needed


def test_every_list_says_how_long_it_counts(knowledge: Knowledge) -> None:
    assert set(LISTS) == set(knowledge.closure_validity)


def test_a_treatment_in_the_record_is_in_one_of_the_lists_of_its_names(knowledge: Knowledge) -> None:
    from rosette.records.views.closures import LIST_OF_KIND
    from rosette.records.views.exposures import exposures

    record = child(
        make(Therapy, agent="irinotecan", start="2026-01-01"),
        make(GrowthFactor, agent="filgrastim", on="2026-05-01"),
    )
    for exposure in exposures(RecordIndex(record, knowledge)):
        for tag in exposure.tags:
            assert LIST_OF_KIND[exposure.fact.kind] in lists_for(tag, knowledge)
