"""Files of FHIR: bundles, lists and lines; children told apart; every item accounted for; hostile files refused."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.unit.interchange.fhir.made import ASKED, CHILD, OF, bundle, child, content, found, platelets, put, resource

from rosette.interchange import Content, InterchangeError, Limits, format_of
from rosette.interchange.fhir import looks_like_fhir, read_fhir
from rosette.interchange.formats import FORMATS

SAMPLE = Path(__file__).parents[4] / "examples" / "interchange" / "fhir-bundle.json"
TEXT = SAMPLE.read_text(encoding="utf-8")


def read(raw, name="file.json"):
    return read_fhir(content(raw, name), ASKED)


def test_the_sample_is_told_from_other_formats():
    assert format_of(content(TEXT), formats=FORMATS).name == "fhir"
    assert not looks_like_fhir(content('{"format": "rosette-record/1"}'))


@pytest.mark.parametrize("kind", ["collection", "searchset", "transaction", "batch", "history", "document"])
def test_every_kind_of_bundle_is_read(kind):
    file = read({**bundle(CHILD, platelets()), "type": kind})
    assert (len(file.children[0].candidates), file.origin.version) == (1, f"R4 {kind}")


def test_lines_are_read_and_a_broken_one_is_told():
    lines = [json.dumps(CHILD), '{"resourceType": "Obs', json.dumps(platelets())]
    file = read("\r\n".join(lines), "export.ndjson")
    assert len(file.children[0].candidates) == 1
    assert [(each.place, each.grade) for each in file.losses] == [("line 2", "refused")]


def test_a_bundle_within_a_bundle_and_a_single_resource_are_read():
    assert len(read(bundle(bundle(CHILD, platelets()))).children[0].candidates) == 1
    (only,) = read(platelets()).children
    assert (only.reference, only.birth, len(only.candidates)) == ("Patient/c", None, 1)


def test_several_children_of_one_file_are_kept_apart():
    second = {**CHILD, "id": "d", "birthDate": "2020"}
    other = {**platelets(57), "id": "o2", "subject": {"reference": "https://server.example/r4/Patient/d"}}
    file = read(bundle(CHILD, second, platelets(), other))
    assert [(each.reference, len(each.candidates)) for each in file.children] == [("Patient/c", 1), ("Patient/d", 1)]


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/c"},
        {"reference": "Patient/c/_history/2"},
        {"reference": "https://server.example/r4/Patient/c"},
        {"reference": "urn:uuid:c"},
        {"identifier": {"system": "urn:mrn", "value": "7"}},
        {"reference": "#p"},
    ],
)
def test_the_child_is_found_by_any_reference(subject):
    patient = {**CHILD, "identifier": [{"system": "urn:mrn", "value": "7"}]}
    inside = {"contained": [{"resourceType": "Patient", "id": "p", "birthDate": "2019-03-10"}]}
    held = inside if subject == {"reference": "#p"} else {}
    file = read(bundle(patient, {**platelets(), "subject": subject, **held}))
    assert sum(len(each.candidates) for each in file.children) == 1


@pytest.mark.parametrize("subject", [{}, {"reference": "Group/g"}, {"display": "somebody", "type": "Group"}])
def test_what_is_about_no_patient_is_about_no_child(subject):
    file = read(bundle(CHILD, {**platelets(), "subject": subject}))
    assert [each.grade for each in file.losses] == ["about_nobody"]


def test_references_in_a_circle_end():
    first = resource("DiagnosticReport", status="final", result=[{"reference": "DiagnosticReport/b"}])
    second = {**first, "id": "b", "result": [{"reference": "DiagnosticReport/diagnosticreport"}]}
    assert [each.grade for each in found(first, second).children[0].losses] == ["kept_aside", "kept_aside"]


def test_of_two_versions_the_later_is_taken_and_of_two_without_order_one_is_told():
    old, new = ({**platelets(value), "meta": {"versionId": number}} for value, number in ((7.5, "2"), (75, "10")))
    (only,) = read(bundle(CHILD, new, old)).children
    assert [each.content["value"] for each in only.candidates] == [75]
    file = read(bundle(CHILD, platelets(75), platelets(57)))
    assert [each.grade for each in file.losses] == ["refused"]


def test_a_deletion_is_told_and_nothing_is_deleted():
    raw = bundle(CHILD, platelets())
    raw["entry"].append({"request": {"method": "DELETE", "url": "Observation/1"}})
    assert [each.said for each in read(raw).losses] == ["DELETE Observation/1"]


def test_names_addresses_and_death_are_told_and_not_carried():
    head = {**CHILD, "name": [{"given": ["Ann"], "family": "Invented"}], "address": [{"city": "X"}]}
    (only,) = read({**head, "deceasedDateTime": "2026-01-01", "gender": "other"}).children
    assert (only.name, only.sex) == ("Ann Invented", None)
    assert {each.said for each in only.losses} == {
        "Patient: other",
        "Patient: name, address",
        "Patient: deceasedDateTime: 2026-01-01",
    }


def test_every_resource_of_the_sample_is_a_fact_part_of_one_or_a_loss():
    file = read(TEXT)
    (only,) = file.children
    places = [each.place for each in (*only.candidates, *file.every_loss)]
    entries = {int(place.split("]")[0].removeprefix("entry[")) for place in places}
    parts_of_the_report = {13, 14}
    assert entries | parts_of_the_report == set(range(sum(file.seen.values())))
    assert (len(only.candidates), Counter(each.grade for each in file.every_loss)["kept_aside"]) == (16, 4)


def test_the_sample_twice_changes_nothing():
    raws = [each["resource"] for each in json.loads(TEXT)["entry"]]
    about = [{**each, "subject": OF} for each in raws if each["resourceType"] != "Patient"]
    record = put(*about).record
    assert put(*about, record=record, number=2).record == record


# --- hostile files ------------------------------------------------------------------------------------

DEEP = '{"resourceType": "Observation", "x": ' + '{"a": ' * 150 + "1" + "}" * 150 + "}"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (DEEP.encode(), "nested too deeply"),
        (('{"resourceType": "X", "a": ' + "[" * 100_000).encode(), "nested too deeply"),
        (b'{"resourceType": "Observation", "code": "M\xfcller"}', "is not UTF-8 text"),
        (b'{"resourceType": "Observation", "valueInteger": 1e999}', "beyond every number"),
        (b'{"resourceType": "Observation", "valueInteger": NaN}', "NaN is not a number"),
        (b'{"resourceType": "Observation"', "not JSON"),
        (b'{"resourceType": "Bundle", "type": "searchset"}', "holds no resource"),
        (b'{"resource": 1}', 'it has no "resourceType"'),
        (b'<Patient xmlns="http://hl7.org/fhir"/>', "FHIR in XML is not read"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Patient xmlns="http://hl7.org/fhir"/>', "XML"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_the_reason(data, said):
    with pytest.raises(InterchangeError, match=said):
        read_fhir(Content(name="x.json", data=data), ASKED)


def test_too_many_resources_and_an_endless_line_are_refused():
    many = Content(name="x.json", data=json.dumps(bundle(*[CHILD] * 11)).encode(), limits=Limits(most_items=10))
    with pytest.raises(InterchangeError, match="11 resources"):
        read_fhir(many, ASKED)
    line = Content(name="x.ndjson", data=json.dumps(CHILD).encode(), limits=Limits(longest_line=20))
    with pytest.raises(InterchangeError, match="characters"):
        read_fhir(line, ASKED)


ODD = st.sampled_from([None, [], {}, "", "x", 0, -1, True, [None], [[]], {"reference": 3}, "\ud800", [{"url": 1}]])


def paths(raw, at=()):
    """Every place in JSON."""
    items = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    return [found for key, value in items for found in ((*at, key), *paths(value, (*at, key)))]


PLACES = paths(json.loads(TEXT))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(PLACES), ODD), min_size=1, max_size=6))
def test_whatever_stands_in_a_resource_it_is_read_or_told_and_always_alike(changes):
    raw = json.loads(TEXT)
    for path, value in changes:
        _set(raw, path, value)
    try:
        file = read(raw)
    except InterchangeError:
        return
    assert file == read(raw)


def _set(raw, path, value):
    for key in path[:-1]:
        try:
            raw = raw[key]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(raw, dict) or (isinstance(raw, list) and isinstance(path[-1], int) and path[-1] < len(raw)):
        raw[path[-1]] = value


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(TEXT)), st.binary(max_size=8))
def test_a_file_with_foreign_bytes_is_read_or_refused(at, inserted):
    data = TEXT[:at].encode() + inserted + TEXT[at:].encode()
    with suppress(InterchangeError):
        assert read_fhir(Content(name="x.json", data=data), ASKED).seen


def test_a_child_of_a_broken_birth_date_is_told():
    (only,) = read({**CHILD, "birthDate": "2019-13-45"}).children
    assert only.birth is None
    assert [each.grade for each in only.losses] == ["refused"]
    assert child(platelets()).birth is not None
