"""Observations as facts: values with their units, and all that is no value."""

from __future__ import annotations

import pytest
from tests.unit.interchange.fhir.made import (
    LOINC,
    NCIT,
    SNOMED,
    child,
    concept,
    observation,
    platelets,
    put,
    quantity,
    said,
)

ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"


def test_a_result_keeps_its_unit_its_limits_and_its_text():
    ranges = [{"low": quantity(150, "10*9/L"), "high": quantity(450, "10*9/L")}]
    merged = put(platelets(referenceRange=ranges))
    (fact,) = said(merged)
    assert (fact["value"], fact["unit"], fact["lln"], fact["uln"]) == (75, "10*9/L", 150, 450)
    assert merged.facts[0].source.said == "Platelets: 75 10*9/L"
    assert merged.facts[0].source.key == "Observation/o"


def test_a_limit_in_another_unit_is_not_taken_and_is_told():
    merged = put(platelets(referenceRange=[{"low": quantity(150000, "/uL")}]))
    assert "lln" not in said(merged)[0]
    assert [each.why for each in merged.losses] == ["a limit of normal is not in the unit of the value"]


@pytest.mark.parametrize("comparator", ["<", "<=", ">=", ">"])
def test_an_operator_is_kept(comparator):
    value = {**quantity(5, "10*9/L"), "comparator": comparator}
    assert said(put({**platelets(), "valueQuantity": value}))[0]["comparator"] == comparator


def test_a_unit_without_ucum_is_read_by_its_text_and_never_guessed():
    unknown = {"value": 75, "unit": "thousands"}
    merged = put({**platelets(), "valueQuantity": unknown})
    assert not merged.facts
    assert [(each.grade, each.why) for each in merged.losses] == [
        ("refused", '"thousands" is not a unit that is read here')
    ]


def test_a_code_of_another_unit_system_does_not_count_as_ucum():
    odd = {"value": 75, "unit": "count", "system": "http://local.example", "code": "10*9/L"}
    assert not put({**platelets(), "valueQuantity": odd}).facts


def test_a_unit_that_does_not_convert_is_refused_by_the_record():
    (loss,) = put(platelets(75, "mg/dL")).losses
    assert loss.grade == "refused"


def test_an_absent_value_is_a_loss_with_its_reason_and_never_a_value():
    merged = put(platelets(dataAbsentReason=concept(ABSENT, "error", "Error")))
    assert not merged.facts
    assert [(each.grade, each.why) for each in merged.losses] == [("kept_aside", "there is no value (Error)")]


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("preliminary", "the result is preliminary"),
        ("registered", "the result is only announced"),
        ("cancelled", "it was cancelled"),
        ("unknown", "its status is unknown"),
        ("odd", 'its status is "odd"'),
    ],
)
def test_a_status_that_is_not_final_is_told(status, why):
    merged = put(platelets(status=status))
    assert not merged.facts
    assert [(each.grade, each.why) for each in merged.losses] == [("kept_aside", why)]


def test_a_result_that_was_taken_back_empty_no_longer_counts():
    before = put(platelets()).record
    emptied = {key: value for key, value in platelets(status="entered-in-error").items() if key != "valueQuantity"}
    after = put(emptied, record=before, number=2).record
    assert [len(before.active), len(after.active), len(after.facts)] == [1, 0, 2]


def test_a_result_taken_back_before_it_came_is_told():
    merged = put(platelets(status="entered-in-error"))
    assert not merged.record.facts
    assert [each.why for each in merged.losses] == ["its sender took it back, and the record does not hold it"]


def test_a_corrected_result_supersedes_the_first():
    before = put(platelets()).record
    after = put(platelets(57, status="corrected"), record=before, number=2)
    assert [fact["value"] for fact in said(after)] == [57]
    assert after.superseding[0].supersedes == before.facts[0].id


def test_components_become_facts_of_their_own():
    parts = [
        {"code": concept(LOINC, "8480-6", "Systolic"), "valueQuantity": quantity(98, "mm[Hg]")},
        {"code": concept(LOINC, "8462-4", "Diastolic"), "valueQuantity": quantity(61, "mm[Hg]")},
        {"code": concept(LOINC, "0000-0", "Mean"), "valueQuantity": quantity(70, "mm[Hg]")},
    ]
    merged = put(observation(concept(LOINC, "85354-9"), component=parts))
    assert [(fact["code"], fact["value"]) for fact in said(merged)] == [("systolic_bp", 98), ("diastolic_bp", 61)]
    assert [each.said for each in merged.losses] == ["Observation: Mean: 70 mm[Hg]"]


@pytest.mark.parametrize(
    ("effective", "on"),
    [
        ({"effectiveDateTime": "2026-05-28T23:30:00-08:00"}, "2026-05-28"),
        ({"effectiveDateTime": "2026-05"}, "2026-05"),
        ({"effectivePeriod": {"start": "2026-05-28T08:00:00Z", "end": "2026-05-28T20:00:00Z"}}, "2026-05-28"),
        ({"effectivePeriod": {"start": "2026-05-28", "end": "2026-05-29"}}, "2026-05"),
        ({"effectivePeriod": {"start": "2026-05-28"}}, "2026-05-28"),
    ],
)
def test_the_day_is_that_of_the_zone_as_written_and_partial_where_a_period_spans_days(effective, on):
    raw = {key: value for key, value in platelets().items() if key != "effectiveDateTime"}
    assert [fact["on"] for fact in said(put({**raw, **effective}))] == [on]


@pytest.mark.parametrize("effective", [{}, {"effectiveDateTime": "YYYY-MM-DD"}, {"issued": "2026-05-28T08:00:00Z"}])
def test_a_day_that_is_not_told_is_not_taken_from_elsewhere(effective):
    raw = {key: value for key, value in platelets().items() if key != "effectiveDateTime"}
    merged = put({**raw, **effective})
    assert not merged.facts
    assert [each.grade for each in merged.losses] == ["refused"]


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        (concept(NCIT, "C38144"), {"valueInteger": 80}, {"kind": "performance", "scale": "lansky", "score": 80}),
        (concept(LOINC, "89243-0"), {"valueInteger": 90}, {"kind": "performance", "scale": "karnofsky", "score": 90}),
        (
            concept(LOINC, "89247-1"),
            {"valueQuantity": quantity(1, "{score}")},
            {"kind": "performance", "scale": "ecog", "score": 1},
        ),
        (
            concept(SNOMED, "409720004"),
            {"valueCodeableConcept": concept(SNOMED, "409725009")},
            {"kind": "diagnosis", "inss": "3"},
        ),
        (
            concept(SNOMED, "409720004"),
            {"valueCodeableConcept": {"text": "INSS stage 4s"}},
            {"kind": "diagnosis", "inss": "4S"},
        ),
        (
            concept(NCIT, "C133427"),
            {"valueCodeableConcept": concept(NCIT, "C133431")},
            {"kind": "diagnosis", "inrgss": "MS"},
        ),
        (
            concept(LOINC, "97509-4"),
            {"valueCodeableConcept": concept(SNOMED, "271299001")},
            {"kind": "disease_event", "event": "progression"},
        ),
        (
            concept(LOINC, "5195-3"),
            {"valueCodeableConcept": concept(SNOMED, "260415000")},
            {"kind": "laboratory", "code": "hbsag", "result": "negative"},
        ),
        (
            concept(LOINC, "11146-8"),
            {"valueQuantity": quantity(31, "mg/g{creat}")},
            {"kind": "laboratory", "code": "hva_creatinine", "value": 31, "unit": "mg/g{creat}"},
        ),
    ],
)
def test_what_a_code_asks_is_answered_by_its_value(code, value, expected):
    assert said(put(observation(code, **value))) == [{**expected, "on": "2026-05-28"}]


def test_mycn_that_was_looked_for_and_not_found_is_covered_and_not_found():
    (fact,) = said(put(observation(concept(LOINC, "93796-1"), valueCodeableConcept=concept(LOINC, "LA11883-8"))))
    assert fact["covers"] == {"MYCN": ["amplification"]}
    assert "findings" not in fact


@pytest.mark.parametrize("value", [{"valueCodeableConcept": {"text": "stage 9"}}, {"valueString": "four"}])
def test_a_stage_that_is_none_is_told(value):
    merged = put(observation(concept(SNOMED, "409720004"), **value))
    assert not merged.facts
    assert [each.why for each in merged.losses] == ["the value of inss is not known here"]


def test_codes_that_mean_different_things_make_no_fact():
    both = {"coding": [*concept(LOINC, "777-3")["coding"], *concept(LOINC, "718-7")["coding"]]}
    merged = put(observation(both, valueQuantity=quantity(75, "10*9/L")))
    assert not merged.facts
    assert [each.why for each in merged.losses] == ["its codes mean different things"]


def test_a_value_that_is_worked_out_here_is_not_entered():
    merged = put(observation(concept(LOINC, "39156-5"), valueQuantity=quantity(16, "kg/m2")))
    assert not merged.facts
    assert "worked out" in merged.losses[0].why


def test_what_is_about_the_mother_is_no_fact_of_the_child():
    merged = put(platelets(focus=[{"reference": "RelatedPerson/mother"}]))
    assert not merged.facts
    assert "about somebody or something else" in merged.losses[0].why


def test_a_modifier_that_is_not_known_refuses_the_resource():
    merged = put(platelets(modifierExtension=[{"url": "http://sender.example/negated", "valueBoolean": True}]))
    assert not merged.facts
    assert [(each.grade, "negated" in each.said) for each in merged.losses] == [("refused", True)]


def test_elements_and_extensions_that_make_no_fact_are_named():
    extension = [{"url": "http://sender.example/odd", "valueString": "x"}]
    losses = child(platelets(note=[{"text": "clotted"}], extension=extension)).losses
    assert [each.said for each in losses] == ["Observation: note, extension http://sender.example/odd"]
