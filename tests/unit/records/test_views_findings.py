"""Coded results, conditions, molecular findings, performance, stored cells, ages."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.records import child, day, lab, make

from rosette.kernel import PartialDate, Span
from rosette.knowledge import Knowledge
from rosette.records import (
    Assessment,
    Condition,
    Diagnosis,
    Fact,
    Laboratory,
    Marrow,
    Molecular,
    MolecularFinding,
    Performance,
    StemCells,
)
from rosette.records.views import (
    RecordIndex,
    age_bounds,
    coded,
    condition_tags,
    conditions,
    diagnosis_day,
    molecular,
    performance,
    protein_change,
    stem_cells,
)


def index(knowledge: Knowledge, *facts: Fact) -> RecordIndex:
    return RecordIndex(child(*facts), knowledge)


# --- coded results -------------------------------------------------------------------------------------


def test_results_come_from_laboratory_and_assessment_in_the_order_of_days(knowledge: Knowledge) -> None:
    found = coded(
        index(
            knowledge,
            make(Assessment, on="2026-05-20", code="pregnancy_test", result="positive"),
            make(Laboratory, on="2026-05-29", code="pregnancy_test", result="negative"),
            make(Laboratory, on="2026-05", code="pregnancy_test", result="negative"),
            make(Laboratory, on="2026-05-29", code="hiv", result="positive"),
        ),
        "pregnancy_test",
    )
    assert [(each.value, each.first, each.last) for each in found] == [
        ("positive", day("2026-05-20"), day("2026-05-20")),
        ("negative", day("2026-05-29"), day("2026-05-29")),
        ("negative", day("2026-05-01"), day("2026-05-31")),
    ]


def test_results_of_one_day_that_differ_are_both_kept(knowledge: Knowledge) -> None:
    found = coded(
        index(
            knowledge,
            make(Laboratory, id="a", on="2026-05-29", code="hiv", result="negative"),
            make(Laboratory, id="b", on="2026-05-29", code="hiv", result="positive"),
        ),
        "hiv",
    )
    assert [each.value for each in found] == ["negative", "positive"]


def test_a_measured_value_is_no_coded_result(knowledge: Knowledge) -> None:
    assert coded(index(knowledge, lab("anc", "1 10*9/L")), "anc") == ()


def test_a_person_may_state_what_is_otherwise_worked_out(knowledge: Knowledge) -> None:
    found = coded(
        index(
            knowledge,
            make(Assessment, on="2026-05-20", code="marrow", result="not_involved"),
            make(Marrow, on="2026-05-21", site="left", involved=True),
        ),
        "marrow",
    )
    assert [each.value for each in found] == ["not_involved", "involved"]


def test_a_test_that_was_never_made_is_empty(knowledge: Knowledge) -> None:
    assert coded(index(knowledge), "hiv") == ()


# --- conditions ----------------------------------------------------------------------------------------


def test_a_condition_answers_to_every_condition_above_it(knowledge: Knowledge) -> None:
    (span,) = conditions(index(knowledge, make(Condition, on="2026-05-20", code="neuropathy_sensory")))
    assert {"neuropathy_sensory", "neuropathy", "toxicity"} <= span.tags
    assert span.code == "neuropathy_sensory"


@pytest.mark.parametrize(
    ("fields", "point", "ongoing", "last"),
    [
        ({"on": "2026-05-20"}, True, False, "2026-05-20"),
        ({"start": "2026-05-01", "end": "2026-05-20"}, False, False, "2026-05-20"),
        ({"start": "2026-05-01"}, False, True, None),
        ({"start": "2026-05-01", "ongoing": True}, False, True, None),
    ],
)
def test_how_long_a_condition_is_stated(
    fields: dict[str, object], point: bool, ongoing: bool, last: str | None, knowledge: Knowledge
) -> None:
    (span,) = conditions(index(knowledge, make(Condition, code="infection", **fields)))
    assert (span.point, span.ongoing) == (point, ongoing)
    assert span.last_latest == (None if last is None else day(last))


def test_a_condition_keeps_state_grade_and_control(knowledge: Knowledge) -> None:
    fact = make(
        Condition, on="2026-05-20", code="seizure", state="present", grade=2, controlled=True, controlled_from="2026-05"
    )
    (span,) = conditions(index(knowledge, fact))
    assert (span.state, span.grade, span.controlled) == ("present", 2, True)
    assert span.controlled_from == (day("2026-05-01"), day("2026-05-31"))
    assert span.fact == fact


def test_what_is_not_stated_of_a_condition_is_none(knowledge: Knowledge) -> None:
    (span,) = conditions(index(knowledge, make(Condition, on="2026-05-20", code="seizure", state="absent")))
    assert (span.state, span.grade, span.controlled, span.controlled_from) == ("absent", None, None, None)


def test_an_allergy_keeps_its_agent(knowledge: Knowledge) -> None:
    (span,) = conditions(index(knowledge, make(Condition, start="2020", code="allergy", agent="carboplatin")))
    assert span.agent == "carboplatin"


def test_tags_of_conditions_are_the_reverse_of_their_members(knowledge: Knowledge) -> None:
    empty = index(knowledge)
    for code in knowledge.conditions:
        for above in condition_tags(empty, (code,)):
            assert code in knowledge.condition_members(above)


# --- molecular -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "change"),
    [
        ("p.Phe1174Leu", "F1174L"),
        ("p.(Phe1174Leu)", "F1174L"),
        ("NP_004295.2:p.Phe1174Leu", "F1174L"),
        ("NP_004295.2:p.(Phe1174Leu)", "F1174L"),
        ("F1174L", "F1174L"),
        ("p.F1174L", "F1174L"),
        ("p.Arg213Ter", "R213*"),
        ("p.Arg213*", "R213*"),
        ("p.Gly12_Val14del", "G12_V14del"),
        ("p.Arg97ProfsTer23", "R97Pfs*23"),
        ("p.Sec100Cys", "U100C"),
        ("?", "?"),
        (None, None),
    ],
)
def test_protein_changes_are_compared_in_one_letter_form(written: str | None, change: str | None) -> None:
    assert protein_change(written) == change


def report(on: str = "2026-01-20", **fields: object) -> Molecular:
    return make(Molecular, **{"id": f"r{on}", "on": on, "assay": "panel", **fields})


def test_findings_know_their_specimen_and_report(knowledge: Knowledge) -> None:
    found = MolecularFinding(gene="ALK", alteration="mutation", hgvs_p="p.Phe1174Leu", vaf=0.31)
    fact = report("2026-01", findings=(found,))
    (reading,) = molecular(index(knowledge, fact)).findings
    assert (reading.first, reading.last) == (day("2026-01-01"), day("2026-01-31"))
    assert (reading.gene, reading.alteration, reading.protein) == ("ALK", "mutation", "F1174L")
    assert (reading.finding, reading.fact) == (found, fact)


def test_found_looked_for_and_not_tested_are_told_apart(knowledge: Knowledge) -> None:
    view = molecular(
        index(
            knowledge,
            report(
                findings=(MolecularFinding(gene="ALK", alteration="mutation"),),
                covers=(("ALK", ("amplification", "mutation")), ("MYCN", ("amplification",))),
            ),
        )
    )
    assert len(view.found("ALK", "mutation")) == 1
    assert view.found("ALK", "amplification") == ()
    assert len(view.looked_for("ALK", "amplification")) == 1
    assert len(view.looked_for("MYCN", "amplification")) == 1
    assert view.looked_for("MYCN", "mutation") == ()
    assert view.looked_for("RET", "fusion") == ()


def test_reports_come_in_the_order_of_their_specimens(knowledge: Knowledge) -> None:
    finding = (MolecularFinding(gene="ALK", alteration="mutation"),)
    view = molecular(index(knowledge, report("2026-01-20", findings=finding), report("2022-04-01", findings=finding)))
    assert [each.first for each in view.findings] == [day("2022-04-01"), day("2026-01-20")]


# --- performance and cells --------------------------------------------------------------------------------


def test_performance_scores_come_in_the_order_of_their_days(knowledge: Knowledge) -> None:
    found = performance(
        index(
            knowledge,
            make(Performance, id="b", on="2026-05-29", scale="lansky", score=90, wheelchair=False),
            make(Performance, id="a", on="2026-05-01", scale="karnofsky", score=50, wheelchair=True),
            make(Performance, id="c", on="2026-05-29", scale="lansky", score=80),
        )
    )
    assert [(each.scale, each.score, each.wheelchair) for each in found] == [
        ("karnofsky", 50, True),
        ("lansky", 90, False),
        ("lansky", 80, None),
    ]


@pytest.mark.parametrize(
    ("cd34", "mnc", "millions", "hundred_millions"),
    [
        ("6 10*6/kg", None, 6.0, None),
        ("6000000 /kg", None, 6.0, None),
        ("0.006 10*9/kg", None, 6.0, None),
        (None, "2 10*8/kg", None, 2.0),
        (None, "200 10*6/kg", None, 2.0),
        (None, None, None, None),
    ],
)
def test_stored_cells_are_counted_per_body_mass(
    cd34: str | None,
    mnc: str | None,
    millions: float | None,
    hundred_millions: float | None,
    knowledge: Knowledge,
) -> None:
    (cells,) = stem_cells(index(knowledge, make(StemCells, on="2022-06-20", cd34=cd34, mnc=mnc)))
    assert cells.cd34_millions_per_kg == (None if millions is None else pytest.approx(millions))
    assert cells.mnc_hundred_millions_per_kg == (None if hundred_millions is None else pytest.approx(hundred_millions))


def test_stored_cells_keep_what_is_said_of_them(knowledge: Knowledge) -> None:
    fact = make(StemCells, on="2022-06", purged=False, viable=True, released=None)
    (cells,) = stem_cells(index(knowledge, fact))
    assert (cells.purged, cells.viable, cells.released, cells.fact) == (False, True, None, fact)
    assert (cells.first, cells.last) == (day("2022-06-01"), day("2022-06-30"))


# --- age ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "age", "first", "last"),
    [
        ("2019-03-10", "1 year", "2020-03-10", "2020-03-10"),
        ("2019-03-10", "18 months", "2020-09-10", "2020-09-10"),
        ("2019-03-10", "547 days", "2020-09-07", "2020-09-07"),
        ("2019-03", "1 year", "2020-03-01", "2020-03-31"),
        ("2019", "1 year", "2020-01-01", "2020-12-31"),
        ("2020-02-29", "1 year", "2021-03-01", "2021-03-01"),
        ("2020-02-29", "4 years", "2024-02-29", "2024-02-29"),
        ("2020-02", "1 year", "2021-02-01", "2021-03-01"),
    ],
)
def test_the_day_on_which_an_age_is_reached(birth: str, age: str, first: str, last: str) -> None:
    bounds = age_bounds(PartialDate.parse(birth))
    assert bounds.reaches(Span.parse(age)) == (day(first), day(last))


@pytest.mark.parametrize(
    ("birth", "on", "low", "high"),
    [
        ("2019-03-10", "2026-03-09", 6, 6),
        ("2019-03-10", "2026-03-10", 7, 7),
        ("2019-03", "2026-03-10", 6, 7),
        ("2019", "2026-06-01", 6, 7),
    ],
)
def test_completed_years(birth: str, on: str, low: int, high: int) -> None:
    assert age_bounds(PartialDate.parse(birth)).years(date.fromisoformat(on)) == (low, high)


def test_the_age_of_a_record_is_that_of_its_birth_date() -> None:
    assert age_bounds(child(birth="2019-03")) == age_bounds(PartialDate(2019, 3))


# --- the day of diagnosis ------------------------------------------------------------------------------------


def test_the_day_of_diagnosis_is_the_earliest(knowledge: Knowledge) -> None:
    first = make(Diagnosis, id="a", on="2022-04-01", diagnosis="neuroblastoma")
    later = make(Diagnosis, id="b", on="2026-01-15", diagnosis="neuroblastoma")
    assert diagnosis_day(index(knowledge, later, first)) == (day("2022-04-01"), day("2022-04-01"), first)


def test_a_partial_day_of_diagnosis_keeps_both_ends(knowledge: Knowledge) -> None:
    fact = make(Diagnosis, on="2022-04", diagnosis="neuroblastoma")
    assert diagnosis_day(index(knowledge, fact)) == (day("2022-04-01"), day("2022-04-30"), fact)


def test_an_exact_day_inside_a_partial_one_bounds_it(knowledge: Knowledge) -> None:
    vague = make(Diagnosis, id="a", on="2022", diagnosis="neuroblastoma")
    exact = make(Diagnosis, id="b", on="2022-04-01", diagnosis="neuroblastoma")
    assert diagnosis_day(index(knowledge, vague, exact)) == (day("2022-01-01"), day("2022-04-01"), vague)


def test_a_later_staging_without_a_diagnosis_does_not_date_it(knowledge: Knowledge) -> None:
    staging = make(Diagnosis, id="a", on="2021-01-01", inrgss="M")
    fact = make(Diagnosis, id="b", on="2022-04-01", diagnosis="neuroblastoma")
    found = diagnosis_day(index(knowledge, staging, fact))
    assert found is not None
    assert found[2] == fact


def test_without_a_diagnosis_there_is_no_day(knowledge: Knowledge) -> None:
    assert diagnosis_day(index(knowledge)) is None
