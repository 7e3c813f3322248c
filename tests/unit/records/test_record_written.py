"""Writing a record: one fact a line, nothing that is not stated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.records import child, lab, make

from rosette.knowledge import Knowledge
from rosette.records import (
    Closure,
    Condition,
    Fact,
    Home,
    Imaging,
    Lesion,
    Marrow,
    Medication,
    Molecular,
    MolecularFinding,
    OrganTest,
    Preference,
    Radiation,
    Radiopharmaceutical,
    StemCells,
    Therapy,
    load_record,
    read_record,
    record_document,
    write_record,
)

BASE = Path(__file__).parents[3] / "src" / "rosette" / "portfolio" / "data" / "examples" / "base.json"
ENVELOPE = {"id", "kind", "source", "recorded_at", "recorded_by"}


def content(fact: Fact) -> dict[str, Any]:
    """What is written of a fact besides its envelope."""
    written = json.loads(write_record(child(fact)))["facts"][0]
    return {key: value for key, value in written.items() if key not in ENVELOPE}


WRITTEN: list[tuple[Fact, dict[str, Any]]] = [
    (lab("platelets", "75000 /uL"), {"on": "2026-05-29", "code": "platelets", "value": 75000, "unit": "/uL"}),
    (
        lab("alt", "22.5 U/L", uln=45.0, lln=5.0, comparator="<"),
        {
            "on": "2026-05-29",
            "code": "alt",
            "value": 22.5,
            "unit": "U/L",
            "comparator": "<",
            "uln": 45,
            "lln": 5,
        },
    ),
    (
        make(OrganTest, on="2026-05", code="lvef", quantity="62 %", method="echo"),
        {"on": "2026-05", "code": "lvef", "value": 62, "unit": "%", "method": "echo"},
    ),
    (
        make(Therapy, agent="irinotecan", start="2026-01-25", end="2026-04", dose="50 mg/m2", line=2, cycles=4),
        {
            "from": "2026-01-25",
            "to": "2026-04",
            "agent": "irinotecan",
            "dose": {"value": 50, "unit": "mg/m2"},
            "line": 2,
            "cycles": 4,
        },
    ),
    (
        make(Therapy, agent="RX-9", ongoing=True, investigational=False, classes=("alk_inhibitor",)),
        {"ongoing": True, "agent": "RX-9", "investigational": False, "classes": ["alk_inhibitor"]},
    ),
    (
        make(Radiation, field="lung_radiation", start="2023", organ_doses=(("heart", 1.5), ("lung", 12.0))),
        {"from": "2023", "field": "lung_radiation", "organ_doses": {"heart": 1.5, "lung": 12}},
    ),
    (
        make(Radiopharmaceutical, on="2025-02-03", agent="mibg_131i", activity="8880 MBq"),
        {"on": "2025-02-03", "agent": "mibg_131i", "activity": {"value": 8880, "unit": "MBq"}},
    ),
    (
        make(StemCells, on="2022-06-20", cd34="6 10*6/kg", purged=False, viable=True),
        {"on": "2022-06-20", "cd34": {"value": 6, "unit": "10*6/kg"}, "purged": False, "viable": True},
    ),
    (
        make(
            Imaging,
            on="2026-05-20",
            modality="ct",
            lesions=(Lesion(site="liver", longest_mm=24.0, node=False),),
        ),
        {
            "on": "2026-05-20",
            "modality": "ct",
            "lesions": [{"site": "liver", "longest_mm": 24, "node": False}],
        },
    ),
    (
        make(
            Imaging,
            on="2026-05-20",
            modality="mibg",
            avid=True,
            sites=("skull",),
            curie=2,
            segments=(("head", 2),),
        ),
        {
            "on": "2026-05-20",
            "modality": "mibg",
            "avid": True,
            "sites": ["skull"],
            "curie": 2,
            "segments": {"head": 2},
        },
    ),
    (
        make(Marrow, on="2026-05-21", site="left", percent=0.0, involved=False),
        {"on": "2026-05-21", "site": "left", "percent": 0, "involved": False},
    ),
    (
        make(
            Molecular,
            on="2026-01-20",
            assay="panel",
            covers=(("ALK", ("mutation", "gain")),),
            findings=(MolecularFinding(gene="ALK", alteration="mutation", vaf=0.31),),
        ),
        {
            "on": "2026-01-20",
            "assay": "panel",
            "covers": {"ALK": ["mutation", "gain"]},
            "findings": [{"gene": "ALK", "alteration": "mutation", "vaf": 0.31}],
        },
    ),
    (make(Condition, on="2026-05-29", code="infection"), {"on": "2026-05-29", "code": "infection"}),
    (
        make(Condition, start="2026-05-01", code="seizure", state="absent", controlled_from="2026-05"),
        {"from": "2026-05-01", "code": "seizure", "state": "absent", "controlled_from": "2026-05"},
    ),
    (
        make(Medication, agent="dexamethasone", start="2026-05-01", dose="2 mg/d"),
        {"from": "2026-05-01", "agent": "dexamethasone", "dose": {"value": 2, "unit": "mg/d"}},
    ),
    (make(Closure, on="2026-05-29", covers=("therapies",)), {"on": "2026-05-29", "covers": ["therapies"]}),
    (
        make(Preference, text="time at home", weights=(("home", 0.7),), travel_limit_km=300.0),
        {"text": "time at home", "weights": {"home": 0.7}, "travel_limit_km": 300},
    ),
    (make(Home, start="2019-03-10", country="US"), {"from": "2019-03-10", "country": "US"}),
]


@pytest.mark.parametrize(("fact", "written"), WRITTEN, ids=[f"{n}-{case[0].kind}" for n, case in enumerate(WRITTEN)])
def test_a_fact_is_written_with_what_it_states_and_no_more(fact: Fact, written: dict[str, Any]) -> None:
    assert content(fact) == written


@pytest.mark.parametrize(
    "fact", [case[0] for case in WRITTEN], ids=[f"{n}-{case[0].kind}" for n, case in enumerate(WRITTEN)]
)
def test_a_written_fact_is_read_as_it_was(fact: Fact, knowledge: Knowledge) -> None:
    record = child(fact)
    assert read_record(write_record(record), knowledge=knowledge) == record


def test_the_envelope_is_written() -> None:
    written = json.loads(write_record(child(lab("anc", "2 10*9/L", id="a", supersedes=None))))["facts"][0]
    assert {key: written[key] for key in ENVELOPE} == {
        "id": "a",
        "kind": "laboratory",
        "source": {"type": "document", "name": "test chart"},
        "recorded_at": "2026-06-01T08:00:00Z",
        "recorded_by": "tester",
    }


def test_versions_and_errors_are_written() -> None:
    fact = lab("anc", "2 10*9/L", id="a", supersedes="b", status="entered_in_error")
    written = record_document(child(fact))["facts"][0]  # type: ignore[index]
    assert (written["supersedes"], written["status"]) == ("b", "entered_in_error")  # type: ignore[index,call-overload]


def test_a_fact_is_one_line() -> None:
    text = write_record(child(lab("anc", "2 10*9/L"), lab("platelets", "75000 /uL")))
    assert sum('"kind": "laboratory"' in line for line in text.splitlines()) == 2


def test_a_record_without_facts_is_written() -> None:
    assert write_record(child()).splitlines() == [
        "{",
        '  "format": "rosette-record/1",',
        '  "id": "test-child",',
        '  "label": "Invented.",',
        '  "birth_date": "2019-03-10",',
        '  "sex": "female",',
        '  "facts": []',
        "}",
    ]


def test_what_is_not_known_of_the_child_is_not_written() -> None:
    assert "sex" not in record_document(child(sex=None))


def test_letters_of_every_script_are_written_as_they_are() -> None:
    assert "תל אביב" in write_record(child(make(Home, start="2019-03-10", state="תל אביב")))


def test_an_offset_of_another_zone_is_kept(knowledge: Knowledge) -> None:
    text = write_record(child(lab("anc", "2 10*9/L"))).replace("08:00:00Z", "03:00:00-05:00")
    record = read_record(text, knowledge=knowledge)
    assert "2026-06-01T03:00:00-05:00" in write_record(record)
    assert record == child(lab("anc", "2 10*9/L"))


def test_the_common_example_child_is_written_as_it_is_read(knowledge: Knowledge) -> None:
    record = load_record(BASE, knowledge=knowledge)
    assert read_record(write_record(record), knowledge=knowledge) == record
