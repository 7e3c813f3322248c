"""The check of a whole record: errors that block, warnings that a person should settle."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from tests.support.records import RECORDED_AT, child, lab, make, records

from rosette.knowledge import Knowledge, load_knowledge
from rosette.records import (
    Assessment,
    ChildRecord,
    Condition,
    Diagnosis,
    Fact,
    Finding,
    Home,
    Imaging,
    Laboratory,
    Marrow,
    Measurement,
    Medication,
    Molecular,
    MolecularFinding,
    Performance,
    Radiation,
    Therapy,
    check_record,
    read_record,
    write_record,
)

KNOWLEDGE = load_knowledge()


def warnings(record: ChildRecord, sort: str) -> list[str]:
    found = check_record(record, KNOWLEDGE)
    assert all(each.severity in ("error", "warning") for each in found)
    return [each.sentence for each in found if each.sort == sort]


def therapy(**fields: Any) -> Therapy:
    return make(Therapy, **{"agent": "irinotecan", "start": "2026-01-25", "end": "2026-04-20", **fields})


def recorded(fact: Fact, *, days: int) -> Fact:
    return attrs.evolve(fact, recorded_at=RECORDED_AT + timedelta(days=days))


def test_an_empty_record_has_no_finding(knowledge: Knowledge) -> None:
    assert check_record(child(), knowledge) == ()


def test_a_plain_record_has_no_finding(knowledge: Knowledge) -> None:
    record = child(
        make(Diagnosis, on="2022-04-01", diagnosis="neuroblastoma", mycn="amplified"),
        therapy(),
        lab("anc", "1 10*9/L"),
        make(Performance, on="2026-05-29", scale="lansky", score=90),
    )
    assert check_record(record, knowledge) == ()


# --- conflicts ----------------------------------------------------------------------------------------


CONFLICTS: list[tuple[str, list[Fact], str]] = [
    (
        "two counts of one day",
        [lab("anc", "1 10*9/L"), lab("anc", "2000 /uL")],
        "anc differs on 2026-05-29: "
        '"neutrophils (ANC) 1 10*9/L (1000 /uL)" and "neutrophils (ANC) 2000 /uL (2 10*9/L)"',
    ),
    (
        "two coded results of one day",
        [
            make(Laboratory, id="a", on="2026-05-29", code="hiv", result="negative"),
            make(Laboratory, id="b", on="2026-05-29", code="hiv", result="positive"),
        ],
        'hiv differs on 2026-05-29: "HIV test negative" and "HIV test positive"',
    ),
    (
        "two answers of one day",
        [
            make(Assessment, id="a", on="2026-05-29", code="swallows_tablets", result="yes"),
            make(Assessment, id="b", on="2026-05-29", code="swallows_tablets", result="no"),
        ],
        'swallows_tablets differs on 2026-05-29: "can swallow tablets: yes" and "can swallow tablets: no"',
    ),
    (
        "two scores of one day",
        [
            make(Performance, id="a", on="2026-05-29", scale="lansky", score=90),
            make(Performance, id="b", on="2026-05-29", scale="lansky", score=50),
        ],
        'lansky differs on 2026-05-29: "Lansky 90" and "Lansky 50"',
    ),
    (
        "two weights of one day",
        [
            make(Measurement, id="a", on="2026-05-29", code="weight", quantity="20 kg"),
            make(Measurement, id="b", on="2026-05-29", code="weight", quantity="22 kg"),
        ],
        'weight differs on 2026-05-29: "body weight 20 kg" and "body weight 22 kg"',
    ),
    (
        "a scan avid and not avid",
        [
            make(Imaging, id="a", on="2026-05-20", modality="mibg", avid=True),
            make(Imaging, id="b", on="2026-05-20", modality="mibg", avid=False),
        ],
        'mibg_avid differs on 2026-05-20: "MIBG scan, avid" and "MIBG scan, not avid"',
    ),
    (
        "an answer against the samples of the day",
        [
            make(Assessment, id="a", on="2026-05-20", code="marrow", result="not_involved"),
            make(Marrow, id="b", on="2026-05-20", site="left", involved=True),
        ],
        'marrow differs on 2026-05-20: "marrow: not involved" and "marrow left, involved"',
    ),
    (
        "one specimen with two results",
        [
            make(Diagnosis, id="a", on="2022-04-01", mycn="amplified"),
            make(Diagnosis, id="b", on="2022-04-01", mycn="not_amplified"),
        ],
        "mycn is both amplified and not_amplified",
    ),
    (
        "the diagnosis against the report",
        [
            make(Diagnosis, id="a", on="2022-04-01", mycn="not_amplified"),
            make(
                Molecular,
                id="b",
                on="2022-04-01",
                assay="FISH",
                findings=(MolecularFinding(gene="MYCN", alteration="amplification"),),
            ),
        ],
        "mycn is both amplified and not_amplified",
    ),
    (
        "two homes from one day",
        [
            make(Home, id="a", start="2019-03-10", country="US"),
            make(Home, id="b", start="2019-03-10", country="IL"),
        ],
        "country is both IL and US",
    ),
    (
        "present and absent",
        [
            make(Condition, id="a", on="2026-05-29", code="infection"),
            make(Condition, id="b", on="2026-05-29", code="infection", state="absent"),
        ],
        "infection is both present and absent on 2026-05-29",
    ),
    (
        "present though everything like it is absent",
        [
            make(Condition, id="a", start="2026-05-01", code="neuropathy_sensory"),
            make(Condition, id="b", on="2026-05-29", code="neuropathy", state="absent"),
        ],
        "neuropathy_sensory is both present and absent on 2026-05-29",
    ),
]


@pytest.mark.parametrize(("facts", "sentence"), [case[1:] for case in CONFLICTS], ids=[case[0] for case in CONFLICTS])
def test_facts_that_contradict_each_other_are_named(facts: list[Fact], sentence: str) -> None:
    record = child(*facts)
    assert warnings(record, "conflict") == [sentence]


@pytest.mark.parametrize("facts", [case[1] for case in CONFLICTS], ids=[case[0] for case in CONFLICTS])
def test_a_conflict_names_its_facts_and_does_not_block_reading(facts: list[Fact]) -> None:
    record = child(*facts)
    (finding,) = [each for each in check_record(record, KNOWLEDGE) if each.sort == "conflict"]
    assert finding.severity == "warning"
    assert set(finding.facts) == {fact.id for fact in record.facts}
    assert finding.path == "facts[1]"
    assert read_record(write_record(record), knowledge=KNOWLEDGE) == record


@pytest.mark.parametrize(
    "facts",
    [
        [lab("anc", "1 10*9/L"), lab("anc", "1000 /uL")],
        [lab("anc", "1 10*9/L"), lab("anc", "2 10*9/L", on="2026-05-28")],
        [lab("anc", "1 10*9/L", on="2026-05"), lab("anc", "2 10*9/L", on="2026-05")],
        [
            make(Performance, id="a", on="2026-05-29", scale="lansky", score=90),
            make(Performance, id="b", on="2026-05-29", scale="karnofsky", score=80),
        ],
        [
            make(Diagnosis, id="a", on="2022-04-01", inrgss="L2"),
            make(Diagnosis, id="b", on="2026-01-15", inrgss="M"),
        ],
        [
            make(Marrow, id="a", on="2026-05-21", site="left", involved=True),
            make(Marrow, id="b", on="2026-05-21", site="right", involved=False),
        ],
        [
            make(Condition, id="a", on="2026-05-29", code="neuropathy"),
            make(Condition, id="b", on="2026-05-29", code="neuropathy_sensory", state="absent"),
        ],
        [
            make(Condition, id="a", start="2026-05-01", end="2026-05-10", code="infection"),
            make(Condition, id="b", on="2026-05-11", code="infection", state="absent"),
        ],
    ],
    ids=[
        "equal in another unit",
        "another day",
        "days not known",
        "two scales",
        "a later stage",
        "two sides",
        "another kind of it absent",
        "over and then absent",
    ],
)
def test_facts_that_go_together_are_no_conflict(facts: list[Fact]) -> None:
    assert warnings(child(*facts), "conflict") == []


def test_a_replaced_fact_contradicts_nothing() -> None:
    record = child(lab("anc", "1 10*9/L", id="a"), lab("anc", "2 10*9/L", id="b", supersedes="a"))
    assert warnings(record, "conflict") == []


# --- overlaps -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "overlaps"),
    [
        ({"start": "2026-01-01", "end": "2026-03-01"}, {"start": "2026-02-01", "end": "2026-04-01"}, True),
        ({"start": "2026-01-01", "end": "2026-03-01"}, {"start": "2026-01-10", "end": "2026-01-20"}, True),
        ({"start": "2026-01-01", "end": "2026-03-01"}, {"start": "2026-01-01", "end": "2026-03-01"}, True),
        ({"start": "2026-01-01", "end": None}, {"start": "2026-02-01", "end": "2026-04-01"}, True),
        ({"start": "2026-01-01", "end": "2026-03-01"}, {"start": "2026-03-01", "end": "2026-04-01"}, False),
        ({"start": "2026-01-01", "end": "2026-03-01"}, {"start": "2026-03-02", "end": "2026-04-01"}, False),
        ({"start": "2026-01", "end": "2026-03"}, {"start": "2026-03", "end": "2026-04"}, False),
        ({"start": None, "end": "2026-03-01"}, {"start": "2026-02-01", "end": "2026-04-01"}, False),
        ({"start": "2026-01-01"}, {"start": "2026-02-01", "agent": "topotecan"}, False),
    ],
)
def test_a_therapy_that_overlaps_itself(one: dict[str, Any], other: dict[str, Any], overlaps: bool) -> None:
    found = warnings(child(therapy(id="a", **one), therapy(id="b", **other)), "overlap")
    assert bool(found) is overlaps


def test_an_overlap_says_when() -> None:
    record = child(therapy(id="a"), therapy(id="b", start="2026-03-01", end="2026-05-01"))
    assert warnings(record, "overlap") == [
        "irinotecan overlaps itself: 2026-01-25 to 2026-04-20 and 2026-03-01 to 2026-05-01"
    ]


def test_a_medication_overlaps_itself_too_but_not_a_therapy() -> None:
    medication = make(Medication, agent="dexamethasone", start="2026-02-01", end="2026-03-01")
    again = make(Medication, agent="dexamethasone", start="2026-02-10", end="2026-03-10")
    given = therapy(agent="dexamethasone")
    assert len(warnings(child(medication, again, given), "overlap")) == 1


# --- what is left open -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "late"), [("2026-06-01", False), ("2026-06-02", False), ("2026-06-03", True), ("2026-06", False)]
)
def test_a_day_after_the_recording_is_named(on: str, late: bool) -> None:
    found = warnings(child(lab("anc", "1 10*9/L", on=on)), "late")
    assert found == ([f"the day {on} comes after it was recorded on 2026-06-01"] if late else [])


def test_a_missing_end_is_named() -> None:
    record = child(
        therapy(end=None),
        make(Radiation, field="lung_radiation", start="2023-02-06"),
        make(Medication, agent="omeprazole", start="2026-05-01"),
        make(Home, start="2019-03-10", country="US"),
        therapy(agent="topotecan", end=None, ongoing=True),
    )
    assert warnings(record, "open_end") == [
        "no end of irinotecan is recorded: it counts as going on",
        "no end of radiation is recorded: it counts as going on",
        "no end of omeprazole is recorded: it counts as going on",
    ]


def test_a_code_in_an_unusual_kind_is_named() -> None:
    record = child(make(Laboratory, on="2026-05-29", code="weight", quantity="20 kg"))
    assert warnings(record, "place") == ["weight is usually a fact of kind measurement"]


def test_an_agent_that_knowledge_lacks_is_named() -> None:
    record = child(therapy(agent="RX-9", classes=("alk_inhibitor",)))
    assert warnings(record, "unknown_agent") == [
        '"RX-9" is not in the knowledge files; it counts as alk_inhibitor, without a half-life'
    ]


# --- versions -----------------------------------------------------------------------------------------------


def test_a_version_of_another_kind_is_named() -> None:
    record = child(
        make(Laboratory, id="a", on="2026-05-29", code="weight", quantity="20 kg"),
        make(Measurement, id="b", on="2026-05-29", code="weight", quantity="20 kg", supersedes="a"),
    )
    assert warnings(record, "history") == ['"b", a measurement, replaces "a", a laboratory']


def test_a_version_that_is_older_than_what_it_replaces_is_named() -> None:
    record = child(recorded(lab("anc", "1 10*9/L", id="a"), days=1), lab("anc", "2 10*9/L", id="b", supersedes="a"))
    assert warnings(record, "history") == ['"b" replaces "a", which was recorded later']


def test_two_versions_of_one_fact_are_named() -> None:
    record = child(
        lab("anc", "1 10*9/L", id="a"),
        lab("anc", "2 10*9/L", id="b", supersedes="a"),
        lab("anc", "2 10*9/L", id="c", supersedes="a"),
    )
    assert warnings(record, "history") == ['"a" is replaced by more than one fact'] * 2


# --- errors ---------------------------------------------------------------------------------------------


def errors(record: ChildRecord) -> list[tuple[str, str]]:
    return [(each.path, each.sentence) for each in check_record(record, KNOWLEDGE) if each.severity == "error"]


def test_a_record_made_in_memory_is_checked_like_a_file() -> None:
    record = child(
        lab("haemoglobin", "115 g/dL", id="a"),
        therapy(id="b", start="2026-05-01", end="2026-04-20"),
        lab("anc", "1 10*9/L", id="c", supersedes="z"),
    )
    assert errors(record) == [
        (
            "facts[0].value",
            "facts[0].value: 115 g/dL is outside the plausible range of haemoglobin; "
            "expected 1 to 27 g/dL. Did the laboratory print g/L?",
        ),
        ("facts[1].to", "facts[1].to: the end 2026-04-20 is before the start 2026-05-01. Check both days."),
        (
            "facts[2].supersedes",
            'facts[2].supersedes: no fact has the id "z"; expected the id of a fact in this record',
        ),
    ]


def test_an_error_names_its_fact() -> None:
    found = check_record(child(lab("haemoglobin", "115 g/dL", id="a")), KNOWLEDGE)
    assert found[0].facts == ("a",)


def test_errors_come_before_warnings() -> None:
    record = child(therapy(end=None), lab("haemoglobin", "115 g/dL"))
    assert [each.severity for each in check_record(record, KNOWLEDGE)] == ["error", "warning"]


def test_a_finding_is_a_value() -> None:
    assert Finding("warning", "late", "facts[0]", "x") == Finding("warning", "late", "facts[0]", "x", ())


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(record=records(KNOWLEDGE))
def test_a_record_that_can_be_read_has_warnings_at_most(record: ChildRecord) -> None:
    found = check_record(record, KNOWLEDGE)
    assert [each.sentence for each in found if each.severity == "error"] == []
    assert all(each.path.startswith("facts[") and each.facts for each in found)


# --- scans scored by segment --------------------------------------------------------------------------------

CURIE = [
    "head",
    "thoracic_spine",
    "chest",
    "lumbar_spine",
    "pelvis",
    "upper_arms",
    "lower_arms",
    "femurs",
    "lower_legs",
]
WHOLE = {**dict.fromkeys(CURIE, 1), "soft_tissue": 0}


@pytest.mark.parametrize(
    ("segments", "total", "said"),
    [
        (WHOLE, 9, []),
        (WHOLE, None, []),
        (WHOLE, 11, ["the curie score of 2026-05-20 is 11, its segments sum to 9"]),
        ({**WHOLE, "chest": 5}, None, ["the curie segments of 2026-05-20 are above their range: chest"]),
        ({"head": 1, "chest": 2}, 3, ["the curie segments of 2026-05-20 leave out"]),
        ({}, 3, []),
    ],
)
def test_segments_of_a_scan_are_held_against_its_total(
    segments: dict[str, int], total: int | None, said: list[str]
) -> None:
    scan = make(Imaging, on="2026-05-20", modality="mibg", segments=tuple(segments.items()), curie=total)
    found = warnings(child(scan), "conflict")
    assert len(found) == len(said)
    assert all(words in sentence for words, sentence in zip(said, found, strict=True))
