"""Whole documents: the header, all problems at once, ids and versions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from tests.support.records import raw_fact, raw_record

from rosette.kernel import PartialDate, Quantity, RecordError
from rosette.knowledge import Knowledge
from rosette.records import (
    KINDS,
    ChildRecord,
    Imaging,
    Laboratory,
    Lesion,
    Molecular,
    Radiation,
    Therapy,
    build_record,
    load_record,
)

BASE = Path(__file__).parents[3] / "src" / "rosette" / "portfolio" / "data" / "examples" / "base.json"


def lab(**fields: Any) -> dict[str, Any]:
    return raw_fact("laboratory", **{"on": "2026-05-29", "code": "platelets", "value": 75000, "unit": "/uL", **fields})


def sentences(document: Any, knowledge: Knowledge) -> list[str]:
    with pytest.raises(RecordError) as caught:
        build_record(document, knowledge=knowledge)
    return [problem.sentence() for problem in caught.value.problems]


HEADERS: list[tuple[str, dict[str, Any], list[str]]] = [
    (
        "nothing",
        {},
        [
            'format: "format" is missing; expected "rosette-record/1"',
            'id: "id" is missing. Every such entry needs it.',
            'birth_date: "birth_date" is missing. Every such entry needs it.',
        ],
    ),
    (
        "a later format",
        raw_record(format="rosette-record/2"),
        ['format: "rosette-record/2" is not a format that is read here; expected "rosette-record/1"'],
    ),
    (
        "format is a number",
        raw_record(format=1),
        ['format: 1 is not a format that is read here; expected "rosette-record/1"'],
    ),
    (
        "a misspelt key",
        raw_record(birthdate="2019-03-10", birth_date=None),
        [
            (
                'birthdate: "birthdate" is not a field here (did you mean "birth_date"?); '
                "expected one of id, label, birth_date, sex, format, facts"
            ),
            'birth_date: "birth_date" is missing. Every such entry needs it.',
        ],
    ),
    (
        "born on a day that is none",
        raw_record(birth_date="2019-02-30"),
        ['birth_date: "2019-02-30" is not a day of the calendar. Day is out of range for month.'],
    ),
    (
        "born in a number",
        raw_record(birth_date=2019),
        ["birth_date: 2019 is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD, in quotes"],
    ),
    (
        "born long ago",
        raw_record(birth_date="1819-02-01"),
        ["birth_date: the year 1819 cannot be right; expected a year from 1900 to 2199"],
    ),
    (
        "another sex",
        raw_record(sex="femal"),
        ['sex: "femal" is not a known value of sex (did you mean "female"?)'],
    ),
    (
        "sex in one letter",
        raw_record(sex="f"),
        ['sex: "f" is not a known value of sex; expected one of male, female'],
    ),
    (
        "id is a number",
        raw_record(id=17),
        ["id: 17 is not text; expected text in quotes"],
    ),
    (
        "facts by name",
        {**raw_record(), "facts": {"a": {}}},
        ["facts: an object is not a list; expected a list of facts in square brackets"],
    ),
    (
        "facts is a text",
        {**raw_record(), "facts": "none"},
        ['facts: "none" is not a list; expected a list of facts in square brackets'],
    ),
]


@pytest.mark.parametrize(("document", "found"), [case[1:] for case in HEADERS], ids=[case[0] for case in HEADERS])
def test_a_bad_header_is_refused_with_a_sentence(
    document: dict[str, Any], found: list[str], knowledge: Knowledge
) -> None:
    assert sentences(document, knowledge) == found


def test_problems_of_header_and_facts_come_together(knowledge: Knowledge) -> None:
    found = sentences(raw_record(lab(value=-1), lab(id="b", on="2024-02-30"), sex="f"), knowledge)
    assert [line.split(":")[0] for line in found] == ["sex", "facts[0].value", "facts[1].on"]


def test_a_birth_date_that_cannot_be_read_accuses_no_fact(knowledge: Knowledge) -> None:
    assert len(sentences(raw_record(lab(), birth_date="soon"), knowledge)) == 1


def test_reading_stops_after_many_problems_and_says_so(knowledge: Knowledge) -> None:
    found = sentences(raw_record(*[{"kind": "x"}] * 1000), knowledge)
    assert len(found) == 201
    assert found[-1] == "reading stopped after 200 problems"


@pytest.mark.parametrize(
    "document",
    [
        raw_record(*[lab(id=f"f{number}", supersedes=f"g{number}") for number in range(3000)]),
        raw_record(lab(**{f"k{number}": 1 for number in range(3000)})),
        raw_record(raw_fact("closure", on="2026-05-29", covers=["therapy"] * 3000)),
        raw_record(raw_fact("preference", weights={f"w{number}": "much" for number in range(3000)})),
        raw_record(*[lab()] * 3000),
        raw_record(**{f"k{number}": 1 for number in range(3000)}),
    ],
    ids=["versions", "fields", "list", "table", "ids", "header"],
)
def test_thousands_of_problems_do_not_take_long(document: dict[str, Any], knowledge: Knowledge) -> None:
    found = sentences(document, knowledge)
    assert len(found) == 201


def test_a_record_without_facts_can_be_read(knowledge: Knowledge) -> None:
    document = raw_record()
    del document["facts"]
    assert build_record(document, knowledge=knowledge).facts == ()


def test_a_partial_birth_date_stays_partial(knowledge: Knowledge) -> None:
    record = build_record(raw_record(birth_date="2019-03"), knowledge=knowledge)
    assert record.birth == PartialDate(2019, 3)


def test_what_is_not_stated_may_be_null(knowledge: Knowledge) -> None:
    fact = {**raw_fact("imaging", on="2026-05-20", modality="mibg"), "avid": None, "curie": None}
    record = build_record({**raw_record(fact), "sex": None, "label": None}, knowledge=knowledge)
    assert record.sex is None
    assert record.of(Imaging)[0].avid is None


# --- ids and versions ---------------------------------------------------------------------------------


def test_two_facts_with_one_id_are_refused(knowledge: Knowledge) -> None:
    assert sentences(raw_record(lab(), lab(), lab()), knowledge) == [
        'facts[1].id: "laboratory-1" is already the id of facts[0]; expected an id of its own',
        'facts[2].id: "laboratory-1" is already the id of facts[0]; expected an id of its own',
    ]


def test_replacing_a_fact_that_is_not_there_is_refused(knowledge: Knowledge) -> None:
    assert sentences(raw_record(lab(id="count-1"), lab(id="b", supersedes="cuont-1")), knowledge) == [
        'facts[1].supersedes: no fact has the id "cuont-1" (did you mean "count-1"?); '
        "expected the id of a fact in this record"
    ]


def test_replacing_a_fact_that_cannot_be_read_accuses_only_that_fact(knowledge: Knowledge) -> None:
    found = sentences(raw_record(lab(id="a", value=-1), lab(id="b", supersedes="a")), knowledge)
    assert found == ["facts[0].value: -1 is out of range; expected 0 or more"]


def test_a_fact_that_replaces_itself_is_refused(knowledge: Knowledge) -> None:
    assert sentences(raw_record(lab(id="a", supersedes="a")), knowledge) == [
        'facts[0].supersedes: "a" replaces itself in a circle. The older fact supersedes nothing newer.'
    ]


def test_facts_that_replace_each_other_are_refused(knowledge: Knowledge) -> None:
    facts = [lab(id="a", supersedes="c"), lab(id="b", supersedes="a"), lab(id="c", supersedes="b")]
    found = sentences(raw_record(*facts, lab(id="d", supersedes="a")), knowledge)
    assert [line.split(":")[0] for line in found] == [
        "facts[0].supersedes",
        "facts[1].supersedes",
        "facts[2].supersedes",
    ]


# --- values as they are read --------------------------------------------------------------------------


def test_a_laboratory_value_keeps_its_own_unit(knowledge: Knowledge) -> None:
    fact = build_record(raw_record(lab(value=75, unit="10*9/L", uln=450)), knowledge=knowledge).facts[0]
    assert isinstance(fact, Laboratory)
    assert fact.quantity == Quantity.of(75, "10*9/L")
    assert fact.uln == 450.0


def test_an_agent_is_known_by_its_synonym(knowledge: Knowledge) -> None:
    fact = raw_fact("therapy", agent="Temodal", start="2026-01-01", end="2026-02-01")
    record = build_record(raw_record(fact), knowledge=knowledge)
    assert record.of(Therapy)[0].agent == "temozolomide"


def test_an_agent_that_knowledge_lacks_is_read_with_its_classes(knowledge: Knowledge) -> None:
    fact = raw_fact("therapy", agent="RX-999", start="2026-01-01", end="2026-02-01", classes=["alk_inhibitor"])
    record = build_record(raw_record(fact), knowledge=knowledge)
    assert (record.of(Therapy)[0].agent, record.of(Therapy)[0].classes) == ("RX-999", ("alk_inhibitor",))


def test_tables_are_kept_in_the_order_of_their_names(knowledge: Knowledge) -> None:
    doses = {"lung": 2.5, "heart": 1}
    fact = raw_fact("radiation", start="2026-01-01", end="2026-01-09", field="lung_radiation", organ_doses=doses)
    record = build_record(raw_record(fact), knowledge=knowledge)
    assert record.of(Radiation)[0].organ_doses == (("heart", 1.0), ("lung", 2.5))


def test_nested_facts_are_read(knowledge: Knowledge) -> None:
    imaging = raw_fact("imaging", on="2026-05-20", modality="ct", lesions=[{"site": "liver", "longest_mm": 24}])
    report = raw_fact(
        "molecular",
        on="2026-01-20",
        assay="panel",
        covers={"ALK": ["mutation"]},
        findings=[{"gene": "ALK", "alteration": "mutation", "vaf": 0.31}],
    )
    record = build_record(raw_record(imaging, report), knowledge=knowledge)
    assert record.of(Imaging)[0].lesions == (Lesion(site="liver", longest_mm=24.0),)
    assert record.of(Molecular)[0].findings[0].vaf == 0.31
    assert record.of(Molecular)[0].covers == (("ALK", ("mutation",)),)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-05-29T12:00:00Z", datetime(2026, 5, 29, 12, tzinfo=UTC)),
        ("2026-05-29T12:00:00", datetime(2026, 5, 29, 12, tzinfo=UTC)),
        ("2026-05-29T12:00", datetime(2026, 5, 29, 12, tzinfo=UTC)),
        ("2026-05-29T12:00:00.250Z", datetime(2026, 5, 29, 12, 0, 0, 250000, tzinfo=UTC)),
        ("2026-05-29T12:00:00-05:00", datetime(2026, 5, 29, 12, tzinfo=timezone(timedelta(hours=-5)))),
    ],
)
def test_an_instant_without_an_offset_is_utc(written: str, instant: datetime, knowledge: Knowledge) -> None:
    assert build_record(raw_record(lab(recorded_at=written)), knowledge=knowledge).facts[0].recorded_at == instant


def test_the_default_knowledge_is_the_release_that_is_installed() -> None:
    assert build_record(raw_record(lab())).facts[0].kind == "laboratory"


def test_the_common_example_child_can_be_read(knowledge: Knowledge) -> None:
    record = load_record(BASE, knowledge=knowledge)
    assert isinstance(record, ChildRecord)
    assert {fact.kind for fact in record.facts} <= set(KINDS)
