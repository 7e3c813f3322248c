"""A study of a registry is read whole, and every surprise in it is listed beside what could be read."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.support.studies import NAMES, every_study, study, without

from rosette.kernel import BadInput
from rosette.portfolio.registry import AgeLimit, first_held, held_json, held_of, read_study

ON = date(2026, 6, 1)


def surprises(source: object) -> list[str]:
    return [each.sentence() for each in read_study(source).unknown]


def test_a_study_in_the_known_shape_is_read_without_a_surprise() -> None:
    found = read_study(study())
    assert found.unknown == ()
    assert (found.id, found.status, found.phases, found.sex) == (NAMES[0], "RECRUITING", ("PHASE1",), "ALL")
    assert (found.minimum_age, found.maximum_age.number) == (AgeLimit(text="1 Year", number=1, unit="year"), 29)
    assert (found.updated, dict(found.dates)["start"]) == ("2026-05-01", "2025-03")
    assert found.sites[0].contacts[0].sentence() == "A. Nurse, contact, 555-0100, nurse@hospital.invalid"
    assert found.interventions[0].other_names == ("PF-06463922",)


@pytest.mark.parametrize(
    ("module", "parts", "sentence"),
    [
        ("statusModule", {"overallStatus": "PONDERING"}, 'statusModule.overallStatus: "PONDERING"'),
        (
            "statusModule",
            {"overallStatus": ["RECRUITING"]},
            "statusModule.overallStatus: ['RECRUITING']; expected a text",
        ),
        ("designModule", {"phases": ["PHASE9"]}, 'designModule.phases: "PHASE9"'),
        ("designModule", {"phases": "PHASE1"}, 'designModule.phases: "PHASE1"; expected a list of texts'),
        ("eligibilityModule", {"minimumAge": "Over 12 Months"}, 'minimumAge: "Over 12 Months"; expected a number'),
        ("eligibilityModule", {"healthyVolunteers": "No"}, 'healthyVolunteers: "No"; expected true or false'),
        ("contactsLocationsModule", {"locations": [7]}, "locations[0]: 7; expected an object"),
        ("contactsLocationsModule", {"locations": "everywhere"}, 'locations: "everywhere"; expected a list'),
        ("moonModule", {"phase": "full"}, 'moonModule: "a module"; expected one that is known'),
    ],
)
def test_a_surprise_is_listed_with_its_place(module: str, parts: dict[str, Any], sentence: str) -> None:
    (found,) = surprises(study(**{module: parts}))
    assert sentence in found


def test_a_word_that_is_not_known_is_kept_as_it_stands() -> None:
    assert read_study(study(statusModule={"overallStatus": "PONDERING"})).status == "PONDERING"
    assert read_study(study(designModule={"phases": "PHASE1"})).phases == ("PHASE1",)
    assert read_study(study(eligibilityModule={"minimumAge": "Over 12 Months"})).minimum_age == AgeLimit(
        text="Over 12 Months"
    )


@pytest.mark.parametrize("module", ["statusModule", "eligibilityModule", "contactsLocationsModule"])
def test_a_module_that_is_missing_is_listed_and_says_nothing(module: str) -> None:
    found = surprises(without(study(), module))
    assert found[0] == f"protocolSection.{module}: missing. The registry's copy does not say."


def test_a_module_of_another_type_is_listed_once_and_what_it_lacks_after_it() -> None:
    source = study()
    source["protocolSection"]["statusModule"] = ["RECRUITING"]
    assert surprises(source)[0].startswith("protocolSection.statusModule: ['RECRUITING']; expected an object")
    assert read_study(source).status == ""


@pytest.mark.parametrize(
    "source",
    [None, 7, [], {}, {"protocolSection": []}, {"protocolSection": {"identificationModule": {"nctId": "a b"}}}],
)
def test_what_names_no_study_is_refused(source: object) -> None:
    with pytest.raises(BadInput):
        read_study(source)


def test_nesting_without_end_is_refused_and_not_a_crash() -> None:
    deep: list[Any] = []
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(BadInput):
        read_study(study(designModule={"phases": deep}))


def test_controls_that_a_terminal_would_obey_are_left_out_of_texts() -> None:
    found = read_study(study(identificationModule={"briefTitle": "A\x1b[31m title\u202e with\u00a0space\r\n"}))
    assert found.title == "A[31m title with\u00a0space"


def test_the_digest_names_the_content_and_not_the_order_of_keys() -> None:
    source = study()
    turned = {"protocolSection": dict(reversed(source["protocolSection"].items()))}
    assert read_study(turned).digest == read_study(source).digest
    assert read_study(study(statusModule={"whyStopped": "money"})).digest != read_study(source).digest


@pytest.mark.parametrize("source", every_study(), ids=NAMES)
def test_a_record_written_as_json_reads_back_the_same(source: dict[str, Any]) -> None:
    held = first_held(read_study(source), on=ON)
    assert held_of(json.loads(json.dumps(held_json(held)))) == held


SCRAPS = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3) | st.just(0.5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["name", "x"]), inner, max_size=2),
    max_leaves=3,
)


@settings(max_examples=40)
@given(data=st.data(), scrap=SCRAPS)
def test_no_part_of_a_study_can_be_such_that_reading_crashes(data: st.DataObject, scrap: Any) -> None:
    source = copy.deepcopy(study())
    module = data.draw(st.sampled_from(sorted(source["protocolSection"])))
    part = data.draw(st.sampled_from(["", *sorted(source["protocolSection"][module])]))
    if part and part != "nctId":
        source["protocolSection"][module][part] = scrap
    elif module != "identificationModule":
        source["protocolSection"][module] = scrap
    found = read_study(source)
    assert found.id == NAMES[0]
    assert held_of(json.loads(json.dumps(held_json(first_held(found, on=ON))))).seen == found


def test_a_fhir_research_study_is_read_and_its_status_is_not_stretched() -> None:
    source = {
        "resourceType": "ResearchStudy",
        "identifier": [{"value": NAMES[0]}],
        "title": "Made up",
        "status": "active",
        "phase": {"text": "Phase 3"},
        "enrollment": [{"display": "Inclusion Criteria: none"}],
        "period": {"start": "2015-08-01T04:00:00.000Z"},
        "contained": [{"resourceType": "Location", "name": "Site", "address": {"city": "Nowhere"}}],
    }
    found = read_study(source)
    assert (found.id, found.status, found.phases, found.dates) == (
        NAMES[0],
        "active",
        ("PHASE3",),
        (("start", "2015-08-01"),),
    )
    assert found.sites[0].place == "Site, Nowhere"
    assert [each.path for each in found.unknown] == ["status"]
