"""Measured values as streams of readings in one unit."""

from __future__ import annotations

import pytest
from tests.support.records import child, day, lab, make

from rosette.kernel import UnitError
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord, Laboratory, Measurement, OrganTest
from rosette.records.views import DERIVED, Reading, RecordIndex, readings


def read(record: ChildRecord, code: str, knowledge: Knowledge) -> tuple[Reading, ...]:
    return readings(RecordIndex(record, knowledge), code)


CONVERTED = [
    ("platelets", "75000 /uL", 75000),
    ("platelets", "75 10*9/L", 75000),
    ("platelets", "75 10*3/uL", 75000),
    ("platelets", "75000 /mm3", 75000),
    ("anc", "1.5 10*9/L", 1500),
    ("haemoglobin", "8 g/dL", 8),
    ("haemoglobin", "80 g/L", 8),
    ("creatinine", "0.8 mg/dL", 0.8),
    ("creatinine", "88.4 umol/L", 1.0),
    ("bilirubin_total", "17.1 umol/L", 1.0),
    ("glucose", "5.55 mmol/L", 100),
    ("calcium", "2.5 mmol/L", 10.02),
    ("cholesterol", "3.88 mmol/L", 150),
    ("triglycerides", "1.02 mmol/L", 90.3),
    ("magnesium", "2.07 mg/dL", 0.852),
    ("albumin", "40 g/L", 4),
    ("fibrinogen", "2.8 g/L", 280),
    ("inr", "1.1 {INR}", 1.1),
    ("hva_creatinine", "6.95 mmol/mol{creat}", 11.2),
    ("vma_creatinine", "3.42 mmol/mol{creat}", 6.0),
]


@pytest.mark.parametrize(("code", "printed", "value"), CONVERTED, ids=[f"{c}-{p}" for c, p, _ in CONVERTED])
def test_a_value_is_read_in_the_canonical_unit(code: str, printed: str, value: float, knowledge: Knowledge) -> None:
    (reading,) = read(child(lab(code, printed)), code, knowledge)
    assert reading.value == pytest.approx(value, rel=5e-3)


@pytest.mark.parametrize(
    ("code", "printed", "value"),
    [
        ("weight", "20 kg", 20),
        ("weight", "20000 g", 20),
        ("height", "1.15 m", 115),
        ("temperature", "98.6 [degF]", 37),
        ("temperature", "37.5 Cel", 37.5),
        ("systolic_bp", "96 mm[Hg]", 96),
    ],
)
def test_a_measurement_is_read_in_the_canonical_unit(
    code: str, printed: str, value: float, knowledge: Knowledge
) -> None:
    (reading,) = read(child(make(Measurement, on="2026-05-29", code=code, quantity=printed)), code, knowledge)
    assert reading.value == pytest.approx(value)


def test_the_unit_that_is_canonical_is_read_without_any_change(knowledge: Knowledge) -> None:
    (reading,) = read(child(lab("creatinine", "0.1 mg/dL")), "creatinine", knowledge)
    assert reading.value == 0.1


def test_a_unit_that_does_not_convert_is_refused_and_not_guessed(knowledge: Knowledge) -> None:
    with pytest.raises(UnitError):
        read(child(lab("platelets", "75 mg/dL")), "platelets", knowledge)


def test_limits_of_normal_are_converted_like_the_value(knowledge: Knowledge) -> None:
    (reading,) = read(child(lab("creatinine", "88.4 umol/L", uln=61.9, lln=22.1)), "creatinine", knowledge)
    assert reading.uln == pytest.approx(0.7, rel=1e-2)
    assert reading.lln == pytest.approx(0.25, rel=1e-2)


def test_limits_that_are_not_printed_are_none(knowledge: Knowledge) -> None:
    (reading,) = read(child(lab("alt", "22 U/L")), "alt", knowledge)
    assert (reading.uln, reading.lln) == (None, None)


def test_a_comparison_is_kept(knowledge: Knowledge) -> None:
    (reading,) = read(child(lab("creatinine", "0.2 mg/dL", comparator="<")), "creatinine", knowledge)
    assert (reading.value, reading.comparator) == (0.2, "<")


def test_a_reading_names_its_fact(knowledge: Knowledge) -> None:
    fact = lab("anc", "1.5 10*9/L")
    (reading,) = read(child(fact), "anc", knowledge)
    assert reading.fact == fact
    assert reading.also == ()


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        ("2026-05-29", "2026-05-29", "2026-05-29"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_partial_day_keeps_both_of_its_ends(on: str, first: str, last: str, knowledge: Knowledge) -> None:
    (reading,) = read(child(lab("anc", "1.5 10*9/L", on=on)), "anc", knowledge)
    assert (reading.first, reading.last) == (day(first), day(last))


def test_readings_come_in_the_order_of_their_latest_days(knowledge: Knowledge) -> None:
    record = child(
        lab("anc", "1 10*9/L", on="2026-05"),
        lab("anc", "2 10*9/L", on="2026-05-20"),
        lab("anc", "3 10*9/L", on="2026-04-30"),
        lab("anc", "4 10*9/L", on="2026-06-01"),
    )
    assert [reading.value for reading in read(record, "anc", knowledge)] == [3000, 2000, 1000, 4000]


def test_several_readings_of_one_day_are_all_kept(knowledge: Knowledge) -> None:
    record = child(lab("anc", "1 10*9/L"), lab("anc", "2 10*9/L"), lab("anc", "1 10*9/L"))
    assert [reading.value for reading in read(record, "anc", knowledge)] == [1000, 2000, 1000]


def test_replaced_and_erroneous_facts_are_not_read(knowledge: Knowledge) -> None:
    record = child(
        lab("anc", "1 10*9/L", id="a"),
        lab("anc", "2 10*9/L", id="b", supersedes="a"),
        lab("anc", "9 10*9/L", id="c", status="entered_in_error"),
    )
    assert [reading.value for reading in read(record, "anc", knowledge)] == [2000]


def test_one_code_is_read_from_every_kind_that_can_carry_it(knowledge: Knowledge) -> None:
    record = child(
        make(Laboratory, on="2026-05-01", code="gfr", quantity="90 mL/min/{1.73_m2}"),
        make(OrganTest, on="2026-05-02", code="gfr", quantity="100 mL/min/{1.73_m2}"),
        make(Measurement, on="2026-05-03", code="gfr", quantity="110 mL/min/{1.73_m2}"),
    )
    assert [reading.value for reading in read(record, "gfr", knowledge)] == [90, 100, 110]


def test_a_coded_result_is_no_reading(knowledge: Knowledge) -> None:
    assert read(child(make(Laboratory, on="2026-05-01", code="hiv", result="negative")), "hiv", knowledge) == ()


def test_a_code_that_was_never_measured_is_empty(knowledge: Knowledge) -> None:
    assert read(child(), "anc", knowledge) == ()


def test_equal_questions_are_answered_with_the_same_object(knowledge: Knowledge) -> None:
    index = RecordIndex(child(lab("anc", "1 10*9/L")), knowledge)
    assert readings(index, "anc") is readings(index, "anc")


def test_every_code_that_is_worked_out_is_an_observation(knowledge: Knowledge) -> None:
    assert set(DERIVED) <= set(knowledge.observations)
    assert all(knowledge.observations[code].kind == "derived" for code in DERIVED)


@pytest.mark.parametrize("code", sorted(DERIVED))
def test_nothing_is_worked_out_of_an_empty_record(code: str, knowledge: Knowledge) -> None:
    assert read(child(), code, knowledge) == ()
