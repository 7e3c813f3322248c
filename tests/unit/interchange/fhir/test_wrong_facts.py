"""What a file does not say: no denial, doubt, deletion, relative or other server becomes a fact of the child."""

from __future__ import annotations

import json

import pytest
from tests.unit.interchange.fhir.made import (
    ASKED,
    CHILD,
    HGNC,
    LOINC,
    SNOMED,
    concept,
    content,
    found,
    platelets,
    put,
    quantity,
    resource,
    said,
    variant,
)

from rosette.interchange import InterchangeError
from rosette.interchange.fhir import read_fhir

SEQUENCING = {"method": concept(LOINC, "LA26398-0", "Sequencing")}
PROTEIN = {"_48005_3": {"valueCodeableConcept": {"text": "p.Arg1275Gln"}}}
INSS = concept(SNOMED, "409720004", "International Neuroblastoma Staging System stage")
NEUROBLASTOMA = concept(SNOMED, "432328008", "Neuroblastoma")


def status(code):
    return {"coding": [{"code": code}]}


def whys(merged):
    return " | ".join(each.why for each in merged.losses)


HYPERTENSION = concept(SNOMED, "38341003", "Hypertension")


def test_an_allergy_that_was_refuted_is_absent_even_when_its_code_is_known():
    made = resource("AllergyIntolerance", code=HYPERTENSION, verificationStatus=status("refuted"))
    made["recordedDate"] = "2026-05-01"
    assert [each["state"] for each in said(put(made))] == ["absent"]


def test_an_allergy_that_is_resolved_is_no_allergy():
    made = resource("AllergyIntolerance", code={"text": "peanut"}, recordedDate="2026-05-01")
    merged = put({**made, "clinicalStatus": status("resolved")})
    assert not merged.facts
    assert "no allergy now" in whys(merged)


@pytest.mark.parametrize("verified", [{"text": "suspected"}, status("suspected")])
def test_a_status_in_words_of_its_own_confirms_nothing(verified):
    made = resource("Condition", code=NEUROBLASTOMA, verificationStatus=verified, onsetDateTime="2025-11")
    merged = put(made)
    assert not merged.facts
    assert "suspected, not confirmed" in whys(merged)


@pytest.mark.parametrize("more", [{"clinicalStatus": status("resolved")}, {"abatementDateTime": "2026-01-05"}])
def test_a_condition_that_is_over_is_not_there_on_the_day_of_its_recording(more):
    merged = put(resource("Condition", code=HYPERTENSION, recordedDate="2026-05-01", **more))
    assert not merged.facts
    assert "it is over" in whys(merged)


@pytest.mark.parametrize("text", ["Stage 4/4S", "Stage 4 S", "not stage 4", "Stage 3 or stage 4"])
def test_a_stage_that_could_be_another_is_told_and_not_read(text):
    stage = {"type": INSS, "summary": {"text": text}}
    merged = put(resource("Condition", code=NEUROBLASTOMA, onsetDateTime="2025-11", stage=[stage]))
    assert "inss" not in said(merged)[0]
    assert "the stage is not known here" in whys(merged)


def test_two_stages_that_contradict_each_other_are_none():
    stages = [{"type": INSS, "summary": {"text": f"Stage {each}"}} for each in ("4", "4S")]
    merged = put(resource("Condition", code=NEUROBLASTOMA, onsetDateTime="2025-11", stage=stages))
    assert "inss" not in said(merged)[0]
    assert "contradicts another stage" in whys(merged)


def test_one_variant_that_is_absent_does_not_clear_its_gene():
    merged = put({**variant("ALK", present="LA9634-2", **PROTEIN), **SEQUENCING})
    assert not merged.facts
    assert "does not say that no other is in the gene" in whys(merged)


def test_a_synonymous_variant_is_no_mutation():
    merged = put(variant("ALK", _48005_3={"valueCodeableConcept": {"text": "p.(Leu100=)"}}))
    assert not merged.facts
    assert "leaves the protein as it is" in whys(merged)


def test_a_limit_of_copies_is_no_number_of_copies():
    copies = {"valueQuantity": {**quantity(10, "1"), "comparator": ">"}}
    gain = {"valueCodeableConcept": concept(LOINC, "LA14033-7", "Copy number gain")}
    merged = put(variant("MYCN", _48019_4=gain, _82155_3=copies))
    assert "copies" not in said(merged)[0]["findings"][0]
    assert "a limit" in whys(merged)


def test_two_genes_in_one_concept_are_not_told_apart():
    made = variant("ALK", **PROTEIN)
    both = [{"system": HGNC, "code": "HGNC:427"}, {"system": HGNC, "code": "HGNC:7559"}]
    made["component"][0]["valueCodeableConcept"] = {"coding": both}
    assert not put(made).facts


MOTHER = {"resourceType": "Patient", "id": "m", "gender": "female", "birthDate": "1990-01-01"}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"subject": {"reference": "Patient/m"}}, "somebody"),
        ({"status": "preliminary"}, "preliminary"),
        ({"status": "entered-in-error"}, "took it back"),
        ({"focus": [{"reference": "RelatedPerson/mother"}]}, "somebody"),
    ],
)
def test_a_result_of_the_mother_or_one_taken_back_is_not_in_the_childs_report(more, why):
    made = {**variant("ALK", **PROTEIN), **more}
    report = resource("DiagnosticReport", status="final", effectiveDateTime="2025-11-20")
    file = found(MOTHER, {**report, "result": [{"reference": "Observation/o"}]}, made)
    child = next(each for each in file.children if each.reference == "Patient/c")
    assert not [each for each in child.candidates if not each.withdrawn]
    assert any(why in each.why for each in child.losses)


def entry(address, raw):
    return {"fullUrl": f"{address}/{raw['resourceType']}/{raw['id']}", "resource": raw}


def collection(*entries, kind="collection"):
    return content({"resourceType": "Bundle", "type": kind, "entry": list(entries)})


def test_a_reference_to_another_server_is_not_the_child_of_the_same_id_here():
    other = {**platelets(), "subject": {"reference": "https://b.invalid/fhir/Patient/c"}}
    file = read_fhir(collection(entry("https://a.invalid/fhir", CHILD), entry("https://a.invalid/fhir", other)), ASKED)
    here = next(each for each in file.children if each.reference == "Patient/c")
    assert not here.candidates


def test_patients_of_two_servers_with_one_id_are_refused():
    both = collection(entry("https://a.invalid/fhir", CHILD), entry("https://b.invalid/fhir", CHILD))
    with pytest.raises(InterchangeError, match="two servers"):
        read_fhir(both, ASKED)


def test_what_a_history_deletes_is_no_fact():
    delete = {"request": {"method": "DELETE", "url": "Observation/o"}}
    file = read_fhir(collection({"resource": CHILD}, delete, {"resource": platelets()}, kind="history"), ASKED)
    assert not file.children[0].candidates
    assert any("deleted afterwards" in each.why for each in file.every_loss)


def test_the_later_version_is_told_by_the_instant_and_not_by_its_text():
    early = {**platelets(10), "meta": {"lastUpdated": "2026-01-02T01:00:00+05:00"}}
    late = {**platelets(20), "meta": {"lastUpdated": "2026-01-01T23:00:00Z"}}
    (fact,) = said(put(early, late))
    assert fact["value"] == 20


PERIOD = {"effectivePeriod": {"start": "2026-01-01", "end": "2026-01-05"}}
LIMITS = [
    {"doseAndRate": [{"doseQuantity": {**quantity(5, "mg"), "comparator": "<"}}]},
    {"doseAndRate": [{"doseRange": {"low": quantity(5, "mg"), "high": quantity(10, "mg")}}]},
    {"rateQuantity": quantity(5, "mg/h")},
]


@pytest.mark.parametrize("dosage", LIMITS)
def test_a_limit_a_range_or_a_rate_is_no_dose_and_is_told(dosage):
    made = resource("MedicationStatement", status="completed", medicationCodeableConcept={"text": "topotecan"})
    merged = put({**made, **PERIOD, "dosage": [dosage]})
    assert "dose" not in said(merged)[0]
    assert "no single dose" in whys(merged) or "a limit" in whys(merged)


def test_a_limit_is_no_dose_of_radiotherapy():
    dose = {"url": "totalDoseDelivered", "valueQuantity": {**quantity(2160, "cGy"), "comparator": ">"}}
    volume = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-radiotherapy-dose-delivered-to-volume"
    code = concept("urn:rosette:code:radiation", "radiation")
    course = resource("Procedure", status="completed", code=code, performedDateTime="2026-01-01")
    merged = put({**course, "extension": [{"url": volume, "extension": [dose]}]})
    assert "dose_gy" not in said(merged)[0]
    assert "a limit" in whys(merged)


@pytest.mark.parametrize(("unit", "read"), [("10*6/L", False), ("10*3/uL", True), ("a thousand", True)])
def test_a_unit_whose_text_and_code_differ_is_refused(unit, read):
    value = {**quantity(75, "10*9/L"), "unit": unit}
    merged = put({**platelets(), "valueQuantity": value})
    assert bool(merged.facts) == read
    assert read == ("by its text" not in whys(merged))


@pytest.mark.parametrize("kind", ["Condition", "AllergyIntolerance"])
def test_no_known_allergy_that_is_refuted_says_neither(kind):
    none = {"code": concept(SNOMED, "716186003", "No known allergy"), "recordedDate": "2026-05-01"}
    made = resource(kind, **none, verificationStatus=status("confirmed"))
    assert [each["state"] for each in said(put(made))] == ["absent"]
    merged = put({**made, "verificationStatus": status("refuted")})
    assert not merged.facts
    assert "does not hold" in whys(merged)


DENIED = ["Family history of neuroblastoma", "Suspected neuroblastoma", "Neuroblastoma ruled out", "No neuroblastoma"]


@pytest.mark.parametrize("name", DENIED)
@pytest.mark.parametrize("inside", [True, False])
def test_a_diagnosis_whose_name_denies_or_doubts_its_code_is_none(name, inside):
    code = concept(SNOMED, "432328008", name) if inside else {**NEUROBLASTOMA, "text": name}
    merged = put(resource("Condition", code=code, onsetDateTime="2025-11"))
    assert not merged.facts
    assert merged.losses


def test_a_diagnosis_that_is_not_otherwise_specified_is_one():
    code = concept(SNOMED, "432328008", "Neuroblastoma, not otherwise specified")
    assert put(resource("Condition", code=code, onsetDateTime="2025-11")).facts


def test_a_result_from_a_specimen_of_the_mother_is_not_of_the_child():
    blood = {"resourceType": "Specimen", "id": "s", "subject": {"reference": "Patient/m"}}
    file = found(MOTHER, blood, platelets(specimen={"reference": "Specimen/s"}))
    assert not [one for each in file.children for one in each.candidates]
    assert any("Patient/m" in each.said for each in file.every_loss)


def test_a_line_with_what_is_no_number_is_refused():
    lines = (json.dumps(CHILD), json.dumps(platelets()).replace("75", "NaN"))
    file = read_fhir(content("\n".join(lines), "file.ndjson"), ASKED)
    assert not file.children[0].candidates
    assert [each.grade for each in file.losses] == ["refused"]


def test_a_dosage_in_words_is_told():
    made = resource("MedicationStatement", status="completed", medicationCodeableConcept={"text": "doxorubicin"})
    merged = put({**made, **PERIOD, "dosage": [{"text": "cumulative 300 mg/m2"}]})
    assert any("cumulative 300 mg/m2" in each.said for each in merged.losses)
