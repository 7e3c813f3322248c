"""From a record to exposures and results: what is missing becomes unknown."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rosette.knowledge import Knowledge
from rosette.records import ChildRecord, build_record, load_record
from rosette.survivorship import (
    Exposures,
    RuleBook,
    exposures_of,
    merged,
    plan_as_json,
    plan_of,
    results_of,
    summary_of,
)

ON = date(2026, 11, 30)
CHILDREN = sorted(Path("examples/children").glob("*.json"))
ENVELOPE = {
    "source": {"type": "document", "name": "letter"},
    "recorded_at": "2026-11-01T09:00:00Z",
    "recorded_by": "registrar",
}


def record(knowledge: Knowledge, *facts: dict[str, Any], **more: Any) -> ChildRecord:
    raw = {
        "format": "rosette-record/1",
        "id": "child",
        "birth_date": "2015-06-15",
        "sex": "male",
        "facts": [{"id": f"f{number}", **ENVELOPE, **fact} for number, fact in enumerate(facts)],
        **more,
    }
    return build_record(json.loads(json.dumps(raw)), knowledge=knowledge)


def therapy(agent: str, mg: float | None = None, **more: Any) -> dict[str, Any]:
    dose = {} if mg is None else {"cumulative": {"value": mg, "unit": "mg/m2"}}
    return {"kind": "therapy", "agent": agent, "from": "2019-01-01", "to": "2019-06-01", **dose, **more}


def gathered(knowledge: Knowledge, *facts: dict[str, Any], **more: Any) -> Exposures:
    return exposures_of(record(knowledge, *facts, **more), knowledge, on=ON)


def test_a_dose_that_is_not_recorded_is_unknown(knowledge: Knowledge, book: RuleBook) -> None:
    exposures = gathered(knowledge, therapy("doxorubicin", 120), therapy("cisplatin"))
    told = {each.name: str(each.dose) for each in exposures.given}
    assert told == {"doxorubicin": "120 mg/m2", "cisplatin": "dose unknown"}
    assert "cumulative dose of cisplatin in mg/m2" in [each.what for each in summary_of(exposures, book).requests]


def test_a_dose_per_kg_is_not_turned_into_one_per_m2(knowledge: Knowledge) -> None:
    fact = therapy("melphalan") | {"cumulative": {"value": 4, "unit": "mg/kg"}}
    assert gathered(knowledge, fact).given[0].dose.status == "unknown"


@pytest.mark.parametrize(
    ("facts", "end"),
    [
        ([therapy("cisplatin", 400)], date(2019, 6, 1)),
        ([therapy("cisplatin", 400), therapy("isotretinoin", to="2020-01-05")], date(2020, 1, 5)),
        ([therapy("cisplatin", 400) | {"to": "2027-01-01"}], None),
        ([{"kind": "surgery", "on": "2018-11-01", "extent": "thoracotomy"}], date(2018, 11, 1)),
        (
            [therapy("cisplatin", 400), {"kind": "surgery", "on": "2021-11-01", "extent": "thoracotomy"}],
            date(2019, 6, 1),
        ),
    ],
)
def test_the_end_of_therapy_is_its_last_day(
    facts: list[dict[str, Any]], end: date | None, knowledge: Knowledge
) -> None:
    assert gathered(knowledge, *facts).end_of_therapy == end


def test_an_ongoing_therapy_has_no_end_and_a_growing_dose(knowledge: Knowledge) -> None:
    fact = {key: value for key, value in therapy("doxorubicin", 120).items() if key != "to"} | {"ongoing": True}
    exposures = gathered(knowledge, fact)
    assert (exposures.end_of_therapy, exposures.given[0].dose.status) == (None, "incomplete")


def radiation(**more: Any) -> dict[str, Any]:
    return {"kind": "radiation", "from": "2019-07-01", "to": "2019-07-20", "field": "tumour_bed_radiation", **more}


@pytest.mark.parametrize(
    ("field", "organ", "total"),
    [
        (radiation(site="left adrenal bed", dose_gy=21.6), "spleen", (0.0, False)),
        (radiation(site="left adrenal bed", organ_doses={"spleen": 8.0}), "spleen", (8.0, True)),
        (
            radiation(site="left adrenal bed", organ_doses={"left_kidney": 18, "right_kidney": 4}),
            "kidney",
            (18.0, True),
        ),
        (radiation(site="left adrenal bed", organ_doses={"spleen": 8.0}), "brain", None),
        (radiation(field="metastasis_radiation", site="right femur"), "spleen", None),
        (radiation(), "brain", (0.0, False)),
        (radiation(field="total_body_irradiation", dose_gy=12), "testes", (12.0, True)),
    ],
)
def test_a_field_reaches_its_organs_with_a_dose_that_may_be_unknown(
    field: dict[str, Any], organ: str, total: tuple[float, bool] | None, knowledge: Knowledge
) -> None:
    found = gathered(knowledge, field).organ(organ)
    assert (None if found is None else (found.value, found.complete)) == total


def test_conditioning_counts_once(knowledge: Knowledge) -> None:
    graft = {
        "kind": "transplant",
        "on": "2019-06-10",
        "type": "autologous_transplant",
        "conditioning": ["busulfan", "melphalan"],
        "tbi": True,
    }
    exposures = gathered(knowledge, graft, therapy("melphalan", 140))
    assert sorted(each.name for each in exposures.given) == [
        "autologous_transplant",
        "busulfan",
        "melphalan",
        "total_body_irradiation",
    ]


@pytest.mark.parametrize(
    ("medicine", "weeks", "unknown"),
    [
        ({"agent": "prednisolone", "to": "2019-05-31"}, 21, False),
        ({"agent": "prednisolone", "to": "2019-01-10"}, 1, False),
        ({"agent": "prednisolone"}, 0, True),
        ({"agent": "hydrocortisone", "to": "2019-05-31", "dosing": "replacement"}, 0, False),
    ],
)
def test_steroids_count_by_their_longest_course(
    medicine: dict[str, Any], weeks: int, unknown: bool, knowledge: Knowledge
) -> None:
    exposures = gathered(knowledge, {"kind": "medication", "from": "2019-01-01", **medicine})
    assert (exposures.steroid_weeks, "steroids" in exposures.unknown) == (weeks, unknown)


def test_transfusions_conditions_and_hereditary_findings_are_found(knowledge: Knowledge) -> None:
    exposures = gathered(
        knowledge,
        {"kind": "transfusion", "on": "2019-02-01", "product": "red_cells"},
        {"kind": "transfusion", "on": "2019-03-01", "product": "red_cells"},
        {"kind": "transfusion", "on": "2019-01-01", "product": "platelets"},
        {"kind": "condition", "on": "2020-01-01", "code": "gvhd_chronic"},
        {"kind": "condition", "on": "2020-01-01", "code": "diabetes", "state": "absent"},
    )
    assert (exposures.transfused, exposures.first_transfusion) == ("several", date(2019, 2, 1))
    assert exposures.conditions == {"gvhd", "gvhd_chronic"}


def test_of_a_partial_birth_the_earliest_day_is_used_and_told(knowledge: Knowledge) -> None:
    exposures = gathered(knowledge, birth_date="2015-06")
    assert (exposures.birth, exposures.birth_latest) == (date(2015, 6, 1), date(2015, 6, 30))
    assert exposures.notes[0].startswith("Birth is known as 2015-06")


def test_only_what_was_begun_by_the_day_counts(knowledge: Knowledge) -> None:
    child = record(knowledge, therapy("cisplatin", 400))
    assert exposures_of(child, knowledge, on=date(2018, 12, 31)).given == ()


def test_results_come_in_the_unit_of_knowledge_with_their_limits(knowledge: Knowledge) -> None:
    found = results_of(
        record(
            knowledge,
            {
                "kind": "laboratory",
                "on": "2026-05-01",
                "code": "tsh",
                "value": 5.1,
                "unit": "u[IU]/mL",
                "uln": 4.2,
                "lln": 0.4,
            },
            {"kind": "assessment", "on": "2026-05-02", "code": "ecg", "result": "abnormal"},
            {"kind": "assessment", "on": "2027-05-02", "code": "ecg", "result": "normal"},
        ),
        knowledge,
        on=ON,
    )
    assert [(each.test, each.code, each.abnormal) for each in found] == [
        ("thyroid_bloods", "tsh", None),
        ("ecg", "ecg", True),
    ]
    assert (found[0].value, found[0].uln, found[0].lln) == pytest.approx((5.1, 4.2, 0.4))


@pytest.mark.parametrize("path", CHILDREN, ids=lambda path: path.stem)
def test_every_child_of_the_examples_gets_a_plan(path: Path, knowledge: Knowledge, book: RuleBook) -> None:
    child = load_record(path, knowledge=knowledge)
    exposures = exposures_of(child, knowledge, on=ON)
    plan = merged(plan_of(exposures, book, on=ON, results=results_of(child, knowledge, on=ON)))
    assert {"PSY-1", "GEN-1"} <= {item.code for item in plan.items}
    assert json.loads(json.dumps(plan_as_json(plan)))["child"] == child.id


def test_a_field_without_a_dose_is_unknown_in_gray(knowledge: Knowledge) -> None:
    (course,) = gathered(knowledge, radiation()).given
    assert (str(course.dose), course.dose.unit) == ("dose unknown", "Gy")


def test_lists_that_nobody_confirmed_are_named(knowledge: Knowledge) -> None:
    closure = {"kind": "closure", "on": "2026-01-01", "covers": ["therapies", "surgery"]}
    (note,) = gathered(knowledge, therapy("cisplatin", 400), closure).notes
    assert note.startswith("Nobody has confirmed that these lists are complete: medications, radiation, transplants, ")
    late = gathered(knowledge, therapy("cisplatin", 400), closure | {"on": "2027-01-01"}).notes
    assert "therapies" in late[0]


def test_a_therapy_without_an_end_leaves_the_end_of_all_treatment_open(knowledge: Knowledge) -> None:
    open_end = {key: value for key, value in therapy("cisplatin", 400).items() if key != "to"}
    exposures = gathered(knowledge, open_end, therapy("isotretinoin", to="2020-01-05"))
    assert (exposures.end_of_therapy, exposures.end_known, exposures.ended_by) == (date(2020, 1, 5), False, None)
    assert "The end of cisplatin is not recorded: its first day, 2019-01-01, is used." in exposures.notes


def test_of_a_partial_end_both_ends_are_kept(knowledge: Knowledge) -> None:
    exposures = gathered(knowledge, therapy("cisplatin", 400, to="2019-06"))
    assert (exposures.end_of_therapy, exposures.ended_by) == (date(2019, 6, 1), date(2019, 6, 30))


def test_a_transfusion_of_tomorrow_does_not_count(knowledge: Knowledge) -> None:
    exposures = gathered(knowledge, {"kind": "transfusion", "on": "2027-02-01", "product": "red_cells"})
    assert (exposures.transfused, exposures.first_transfusion) == ("none", None)
