"""Records as FHIR and back: equal records, valid resources, profiles that are kept, and what no longer counts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from fhir.resources.R4B import get_fhir_model_class
from hypothesis import HealthCheck, given, settings
from tests.support.records import child, lab, records
from tests.unit.interchange.fhir.made import ASKED, KNOWLEDGE, put

from rosette.interchange import Content
from rosette.interchange.fhir import read_fhir
from rosette.interchange.fhir.own import FACT
from rosette.interchange.fhir.profiles import faults_of, profiles
from rosette.interchange.fhir.quoting import quoted, unquoted
from rosette.interchange.fhir.writing import bundle_text, fhir_bundle, restored_record
from rosette.records import ChildRecord, load_record, read_record

CHILDREN = sorted((Path(__file__).parents[4] / "examples" / "children").glob("*.json"))[::4]
EVERY = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def file_of(record: ChildRecord) -> Content:
    return Content(name="x.json", data=bundle_text(record, knowledge=KNOWLEDGE).encode())


def resources(record: ChildRecord) -> list[dict]:
    return [each["resource"] for each in fhir_bundle(record, knowledge=KNOWLEDGE)["entry"]]


@EVERY
@given(records(KNOWLEDGE))
def test_a_record_that_was_written_and_read_again_is_equal(record):
    assert restored_record(file_of(record), knowledge=KNOWLEDGE) == record


@pytest.mark.parametrize("path", CHILDREN, ids=lambda path: path.stem)
def test_every_invented_child_comes_back_and_its_resources_are_valid(path):
    record = load_record(path)
    assert restored_record(file_of(record), knowledge=KNOWLEDGE) == record
    made = resources(record)
    get_fhir_model_class("Bundle").model_validate(json.loads(bundle_text(record, knowledge=KNOWLEDGE)))
    assert [fault.sentence() for each in made for fault in faults_of(each)] == []


@EVERY
@given(records(KNOWLEDGE, most=12))
def test_what_is_imported_from_a_bundle_is_what_counted(record):
    file = read_fhir(file_of(record), ASKED)
    kept = [each for each in file.children[0].candidates if not each.withdrawn]
    assert Counter(each.kind for each in kept) == Counter(fact.kind for fact in record.active)


def test_a_value_that_was_replaced_is_sent_as_an_error():
    old = lab("platelets", "7.5 10*9/L")
    record = child(old)
    from attrs import evolve

    new = evolve(lab("platelets", "75 10*9/L"), id="new", supersedes=old.id)
    made = resources(record.with_facts(new))
    found = [(each["valueQuantity"]["value"], each["status"]) for each in made if each["resourceType"] == "Observation"]
    assert found == [(7.5, "entered-in-error"), (75, "final")]


def test_odd_words_and_instants_come_back():
    raw = {
        "format": "rosette-record/1",
        "id": "A child/1 ü",
        "label": "tab\tand\nline ",
        "birth_date": "2019",
        "facts": [
            {
                "id": "ä b",
                "kind": "imaging",
                "on": "2026",
                "modality": "mibg",
                "segments": {"left arm": 0, "%41.x": 2},
                "lesions": [{"site": "a", "node": False}],
                "sites": [],
                "source": {"type": "person", "name": " x "},
                "recorded_at": "2026-05-29T10:00:00.123456+05:30",
                "recorded_by": "A\tB",
            },
            {
                "id": "m",
                "kind": "molecular",
                "on": "2026-05",
                "assay": "panel",
                "covers": {"ALK": [], "a gene": ["loss"]},
                "source": {"type": "person", "name": "x"},
                "recorded_at": "2026-05-29T10:00:00Z",
                "recorded_by": "x",
            },
        ],
    }
    record = read_record(json.dumps(raw))
    assert restored_record(file_of(record), knowledge=KNOWLEDGE) == record


def test_standard_elements_carry_a_result_and_the_extension_only_names_its_kind():
    record = child(lab("platelets", "75 10*9/L", uln=450.0))
    (made,) = [each for each in resources(record) if each["resourceType"] == "Observation"]
    (own,) = [each for each in made["extension"] if each["url"] == FACT]
    assert own["extension"] == [{"url": "kind", "valueString": "laboratory"}]
    assert made["code"]["coding"][0] == {
        "system": "http://loinc.org",
        "code": "777-3",
        "display": made["code"]["coding"][0]["display"],
    }


def test_an_element_that_another_system_changed_wins():
    made = fhir_bundle(child(lab("platelets", "75 10*9/L")), knowledge=KNOWLEDGE)
    for entry in made["entry"]:
        if entry["resource"]["resourceType"] == "Observation":
            entry["resource"]["valueQuantity"]["value"] = 57
    (only,) = read_fhir(Content(name="x.json", data=json.dumps(made).encode()), ASKED).children
    assert [each.content["value"] for each in only.candidates] == [57]


def test_a_result_that_another_system_made_preliminary_is_no_fact():
    made = fhir_bundle(child(lab("platelets", "75 10*9/L")), knowledge=KNOWLEDGE)
    for entry in made["entry"]:
        if entry["resource"]["resourceType"] == "Observation":
            entry["resource"]["status"] = "preliminary"
    (only,) = read_fhir(Content(name="x.json", data=json.dumps(made).encode()), ASKED).children
    assert not only.candidates
    assert "the result is preliminary" in {each.why for each in only.losses}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"status": "preliminary"}, "status"),
        ({"valueInteger": 31}, "valueInteger"),
        ({"effectiveDateTime": None}, "effectiveDateTime"),
        ({"extension": []}, "extension[urn:rosette:fhir:fact]"),
        ({"resourceType": "Procedure"}, "resourceType"),
    ],
)
def test_a_resource_that_breaks_its_profile_is_found(change, path):
    scan = {"id": "s", "kind": "imaging", "on": "2026-05-01", "modality": "mibg", "curie": 8, "avid": True}
    envelope = {"source": {"type": "person", "name": "x"}, "recorded_at": "2026-05-29T10:00:00Z", "recorded_by": "x"}
    raw = {"format": "rosette-record/1", "id": "a", "birth_date": "2019", "facts": [{**scan, **envelope}]}
    (made,) = [each for each in resources(read_record(json.dumps(raw))) if each["resourceType"] == "Observation"]
    assert faults_of(made) == ()
    broken = {key: value for key, value in {**made, **change}.items() if value is not None}
    assert path in {fault.path for fault in faults_of(broken)}


def test_the_profiles_are_those_of_the_four_things_that_no_guide_has():
    assert {each.name for each in profiles().values()} == {"mibg-therapy", "curie", "inrc", "inrg"}


def test_the_page_of_the_profiles_holds_their_tables():
    from rosette.interchange.fhir.profiles import profiles_page

    page = Path(__file__).parents[4] / "docs" / "reference" / "fhir-profiles.md"
    assert profiles_page() in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", "plain", "left arm", "%41", "ü/ß|", "a.b"])
def test_a_name_in_an_address_comes_back(name):
    assert unquoted(quoted(name)) == name
    assert " " not in quoted(name)


def test_a_forged_extension_is_checked_like_any_fact():
    held = [{"url": "kind", "valueString": "laboratory"}, {"url": "code", "valueString": "x"}]
    forged = {"url": FACT, "extension": held}
    merged = put({"resourceType": "Basic", "id": "b", "subject": {"reference": "Patient/c"}, "extension": [forged]})
    assert [each.grade for each in merged.losses] == ["refused"]
