"""Conditions, procedures and medicines as facts; what was asked for, planned or unsure is told and is none."""

from __future__ import annotations

import pytest
from tests.unit.interchange.fhir.made import LOINC, NCIT, OF, SNOMED, concept, put, quantity, resource, said

CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
NEUROBLASTOMA = [
    concept(SNOMED, "432328008"),
    concept("urn:oid:2.16.840.1.113883.6.43.1", "9500/3"),
    concept(NCIT, "C3270"),
]
DOSE = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-radiotherapy-dose-delivered-to-volume"


def condition(code, verified="confirmed", **elements):
    return resource("Condition", code=code, verificationStatus=concept(VERIFIED, verified), **elements)


@pytest.mark.parametrize("code", NEUROBLASTOMA)
def test_neuroblastoma_is_known_by_the_codes_of_several_systems(code):
    (fact,) = said(put(condition(code, onsetDateTime="2025-11", bodySite=[{"text": "adrenal gland"}])))
    expected = {"kind": "diagnosis", "on": "2025-11", "diagnosis": "neuroblastoma", "primary_site": "adrenal gland"}
    assert fact == expected


def test_a_diagnosis_carries_the_stages_that_stand_in_it():
    stage = {"type": concept(NCIT, "C133427"), "summary": concept(NCIT, "C133430")}
    (fact,) = said(put(condition(NEUROBLASTOMA[0], recordedDate="2025-11-04", stage=[stage])))
    assert (fact["on"], fact["inrgss"]) == ("2025-11-04", "M")


@pytest.mark.parametrize("verified", ["provisional", "differential", "unconfirmed"])
def test_a_condition_that_is_unsure_is_told(verified):
    merged = put(condition(NEUROBLASTOMA[0], verified, onsetDateTime="2025"))
    assert not merged.facts
    assert [each.why for each in merged.losses] == [f"it is {verified}, not confirmed"]


def test_a_refuted_diagnosis_is_no_diagnosis():
    assert not put(condition(NEUROBLASTOMA[0], "refuted", onsetDateTime="2025")).facts


@pytest.mark.parametrize(
    ("elements", "days"),
    [
        (
            {"onsetDateTime": "2026-01", "clinicalStatus": concept(CLINICAL, "active")},
            {"from": "2026-01", "ongoing": True},
        ),
        ({"onsetDateTime": "2026-01-02", "abatementDateTime": "2026-02"}, {"from": "2026-01-02", "to": "2026-02"}),
        ({"onsetPeriod": {"start": "2026-01-02", "end": "2026-01-05"}}, {"from": "2026-01-02", "to": "2026-01-05"}),
        ({"recordedDate": "2026-01-02"}, {"on": "2026-01-02"}),
        ({"onsetDateTime": "2026-01", "clinicalStatus": "active"}, {"from": "2026-01", "ongoing": True}),
    ],
)
def test_the_days_of_a_condition(elements, days):
    (fact,) = said(put(condition(concept(SNOMED, "38341003"), **elements)))
    assert fact == {"kind": "condition", "code": "hypertension", **days}


def test_a_condition_that_was_looked_for_and_is_absent():
    (fact,) = said(put(condition(concept(SNOMED, "38341003"), "refuted", recordedDate="2026-01-02")))
    assert fact["state"] == "absent"


def test_an_allergy_names_its_substance_as_written():
    raw = {"resourceType": "AllergyIntolerance", "id": "a", "patient": OF, "code": {"text": "peanut"}}
    (fact,) = said(put({**raw, "recordedDate": "2026-01-02"}))
    assert fact == {"kind": "condition", "on": "2026-01-02", "code": "allergy", "agent": "peanut"}


def test_no_known_allergy_is_absence_that_was_stated():
    raw = {"resourceType": "AllergyIntolerance", "id": "a", "patient": OF, "recordedDate": "2026-01-02"}
    (fact,) = said(put({**raw, "code": concept(SNOMED, "716186003")}))
    assert (fact["code"], fact["state"]) == ("allergy", "absent")


def test_an_adverse_event_keeps_its_grade():
    grade = {
        "url": "http://hl7.org/fhir/us/ctcae/StructureDefinition/ctcae-grade",
        "valueCodeableConcept": concept("", "3"),
    }
    raw = resource("AdverseEvent", actuality="actual", event=concept(SNOMED, "62315008"), date="2026-02-01")
    (fact,) = said(put({**raw, "extension": [grade]}))
    assert (fact["code"], fact["grade"]) == ("diarrhoea", 3)


def course(*volumes, **elements):
    extension = [{"url": DOSE, "extension": [*each]} for each in volumes]
    period = {"start": "2026-04-06", "end": "2026-04-22"}
    code = concept(SNOMED, "1217123003")
    return resource("Procedure", status="completed", code=code, performedPeriod=period, extension=extension, **elements)


def volume(value, unit="cGy", fractions=12):
    dose = {"url": "totalDoseDelivered", "valueQuantity": quantity(value, unit)}
    return (dose, {"url": "fractionsDelivered", "valuePositiveInt": fractions})


def test_a_radiotherapy_course_has_its_dose_in_gray_and_its_field_by_the_body_site():
    (fact,) = said(put(course(volume(2160), bodySite=[concept(SNOMED, "818983003", "Abdomen")])))
    assert (fact["field"], fact["dose_gy"], fact["fractions"]) == ("abdominal_radiation", 21.6, 12)


def test_doses_of_several_volumes_are_not_added():
    merged = put(course(volume(2160), volume(3600)))
    assert "dose_gy" not in said(merged)[0]
    assert any("2 volumes" in each.why for each in merged.losses)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("709115004", {"kind": "transplant", "type": "autologous_transplant"}),
        ("12719002", {"kind": "transfusion", "product": "platelets"}),
        ("86273004", {"kind": "surgery", "extent": "biopsy"}),
    ],
)
def test_procedures_by_their_codes(code, expected):
    raw = resource("Procedure", status="completed", code=concept(SNOMED, code), performedDateTime="2026-03-15T09:00Z")
    assert said(put(raw)) == [{**expected, "on": "2026-03-15"}]


def test_a_code_and_a_profile_that_contradict_each_other_make_no_fact():
    profile = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-cancer-related-radiation-procedure"
    raw = resource("Procedure", status="completed", code=concept(SNOMED, "86273004"), meta={"profile": [profile]})
    merged = put({**raw, "performedDateTime": "2026-03-15"})
    assert [(each.grade, each.why) for each in merged.losses] == [
        ("refused", "its code says surgery and its profile says radiation")
    ]


def medicine(kind, name, **elements):
    return resource(kind, status="completed", medicationCodeableConcept={"text": name}, **elements)


PERIOD = {"effectivePeriod": {"start": "2025-12-01", "end": "2025-12-05"}}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("topotecan", "therapy"),
        ("Topotecan 4 MG Injection", "therapy"),
        ("ondansetron 4 MG Oral Tablet", "medication"),
        ("filgrastim", "growth_factor"),
    ],
)
def test_a_medicine_makes_the_kind_of_fact_that_its_class_says(name, kind):
    (fact,) = said(put(medicine("MedicationAdministration", name, **PERIOD)))
    assert (fact["kind"], fact["from"], fact["to"]) == (kind, "2025-12-01", "2025-12-05")


def test_mibg_therapy_has_its_activity():
    dose = {"dosage": {"dose": quantity(8880, "MBq")}}
    raw = medicine("MedicationAdministration", "iobenguane I-131", effectiveDateTime="2026-01-12", **dose)
    (fact,) = said(put(raw))
    assert (fact["kind"], fact["agent"], fact["activity"]) == (
        "radiopharmaceutical",
        "mibg_131i",
        {"value": 8880, "unit": "MBq"},
    )


@pytest.mark.parametrize("name", ["hydrocortisone 10 MG/ML Topical Cream", "wonder drug", "topotecan / irinotecan"])
def test_a_medicine_that_is_not_surely_known_is_told(name):
    merged = put(medicine("MedicationStatement", name, **PERIOD))
    assert not merged.facts
    assert [each.why for each in merged.losses] == ["the medicine is not known here"]


def test_a_dose_in_a_unit_of_no_dose_is_left_out_and_told():
    dosage = [{"doseAndRate": [{"doseQuantity": quantity(1, "{tablet}")}]}]
    merged = put(medicine("MedicationStatement", "topotecan", dosage=dosage, **PERIOD))
    assert "dose" not in said(merged)[0]
    assert [each.grade for each in merged.losses] == ["refused"]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("MedicationRequest", "asked for"),
        ("MedicationDispense", "handed out"),
        ("Immunization", "no vaccinations"),
        ("DocumentReference", "read by a person"),
        ("Encounter", "no such fact"),
    ],
)
def test_what_is_no_fact_of_a_record_is_kept_aside(kind, why):
    merged = put(resource(kind, status="completed", medicationCodeableConcept={"text": "topotecan"}))
    assert not merged.facts
    assert [(each.grade, why in each.why) for each in merged.losses] == [("kept_aside", True)]


@pytest.mark.parametrize("status", ["not-taken", "intended", "not-done"])
def test_a_medicine_that_was_not_taken_is_no_fact(status):
    assert not put({**medicine("MedicationStatement", "topotecan", **PERIOD), "status": status}).facts


def test_a_medicine_is_found_where_it_is_referred_to():
    drug = {"resourceType": "Medication", "id": "m", "code": {"text": "topotecan"}}
    inside = {"resourceType": "Medication", "id": "m", "code": {"text": "irinotecan"}}
    outer = resource("MedicationStatement", status="completed", medicationReference={"reference": "Medication/m"})
    held = {**outer, "id": "x", "medicationReference": {"reference": "#m"}, "contained": [inside]}
    facts = said(put({**outer, **PERIOD}, {**held, **PERIOD}, drug))
    assert [fact["agent"] for fact in facts] == ["topotecan", "irinotecan"]


def test_a_loinc_code_is_no_procedure():
    assert not put(resource("Procedure", status="completed", code=concept(LOINC, "777-3"))).facts
