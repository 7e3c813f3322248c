"""What was given and what is taken: prior therapy, medicines, stable doses, therapies together, cycles, intervals."""

from __future__ import annotations

import pytest
from tests.support.children import (
    NO,
    UNKNOWN,
    YES,
    Fact,
    closed,
    fact,
    judged,
    medicine,
    rows,
    therapy,
    truth,
    truths,
    word,
)

PRIOR = """
    asked                                  | agent        | reviewed | not reviewed
    prior lorlatinib                       | lorlatinib   | yes      | yes
    prior alk_inhibitor                    | lorlatinib   | yes      | yes
    prior small_molecule_inhibitor         | lorlatinib   | yes      | yes
    prior anticancer_therapy               | lorlatinib   | yes      | yes
    prior chemotherapy                     | lorlatinib   | no       | ?
    prior crizotinib                       | lorlatinib   | no       | ?
    prior alk_inhibitor except lorlatinib  | lorlatinib   | no       | ?
    prior anti_gd2                         | dinutuximab  | yes      | yes
    prior nitrosourea                      | carmustine   | yes      | yes
"""


@pytest.mark.parametrize("row", rows(PRIOR))
def test_prior_therapy_by_class(row: list[str]) -> None:
    asked, agent, *expected = row
    given = therapy(agent, "2024-01-01", "2024-02-01")
    assert [word(truth(asked, given, closed())), word(truth(asked, given))] == expected


WITHIN = """
    within   | ended      | truth
    30 days  | 2026-05-02 | yes
    30 days  | 2026-05-01 | no
    3 months | 2026-03-01 | yes
    3 months | 2026-02-28 | no
    30 days  | 2026-05    | ?
    60 days  | 2026-05    | yes
    30 days  | 2026-04    | no
    30 days  | -          | yes
"""


@pytest.mark.parametrize("row", rows(WITHIN))
def test_prior_therapy_within_a_window(row: list[str]) -> None:
    within, ended, expected = row
    given = therapy("topotecan", "2025-01-01", None if ended == "-" else ended)
    assert word(truth(f"prior topotecan within {within}", given, closed())) == expected


TAKING = """
    asked                                                 | agent         | dosing      | truth
    taking corticosteroid                                 | dexamethasone |             | yes
    taking corticosteroid except replacement_corticosteroid | prednisolone | replacement | no
    taking corticosteroid except replacement_corticosteroid | prednisolone |           | yes
    taking strong_cyp3a4_inducer                          | phenytoin     |             | yes
    taking cyp3a4_inducer                                 | phenytoin     |             | yes
    taking enzyme_inducing_anticonvulsant                 | levetiracetam |             | no
    taking anticonvulsant                                 | levetiracetam |             | yes
    taking proton_pump_inhibitor                          | omeprazole    |             | yes
    taking antihypertensive                               | enalapril     |             | yes
"""


@pytest.mark.parametrize("row", rows(TAKING))
def test_medicines_by_class(row: list[str]) -> None:
    asked, agent, dosing, expected = row
    more = {"dosing": dosing} if dosing else {}
    assert word(truth(asked, medicine(agent, "2026-05-01", **more), closed())) == expected


SPANS = """
    from       | to         | 1 June
    2026-05-01 | 2026-06-01 | yes
    2026-05-01 | 2026-05-31 | no
    2026-06-01 | -          | yes
    2026-06-02 | -          | no
    2026-05    | -          | yes
    2026-06    | -          | ?
    2026-05-01 | 2026-06   | yes
    2026-04    | 2026-05    | no
"""


@pytest.mark.parametrize("row", rows(SPANS))
def test_a_medicine_is_taken_from_its_first_to_its_last_day(row: list[str]) -> None:
    start, end, expected = row
    taken = medicine("omeprazole", start, None if end == "-" else end)
    assert word(truth("taking proton_pump_inhibitor", taken, closed())) == expected


def steroid(dose: str | None, start: str, end: str | None = None, agent: str = "dexamethasone") -> Fact:
    more = {} if dose is None else {"dose": {"value": float(dose), "unit": "mg/d"}}
    return medicine(agent, start, end, **more)


# Courses as "dose from to"; the window reaches back to 25 May.
STABLE = """
    courses                                                | truth
    4 2026-05-01 -                                         | yes
    4 2026-05-25 -                                         | yes
    4 2026-05-26 -                                         | no
    4 2026-05-01 2026-05-28, 2 2026-05-29 -                | yes
    4 2026-05-01 2026-05-28, 2 2026-05-28 -                | yes
    2 2026-05-01 2026-05-28, 4 2026-05-29 -                | no
    2 2026-05-01 2026-05-24, 4 2026-05-25 -                | yes
    2 2026-05-01 2026-05-25, 4 2026-05-26 -                | no
    2 2026-05-01 2026-05-27, 2 2026-05-29 -                | no
    4 2026-05-01 2026-05-28                                | yes
    4 2026-05-01 2026-05-20                                | yes
    4 2026-05 -                                            | ?
    4 2026-04 -                                            | yes
    2 2026-05-01 -, 2 2026-05-28 -                         | ?
    2 2026-05-01 -, 4 2026-05-28 -                         | no
    ? 2026-05-01 -                                         | ?
"""


@pytest.mark.parametrize("row", rows(STABLE))
def test_a_dose_is_stable_when_it_was_not_begun_and_not_raised(row: list[str]) -> None:
    courses, expected = row
    facts = []
    for course in courses.split(", "):
        dose, start, end = [*course.split(), "-"][:3]
        facts.append(steroid(None if dose == "?" else dose, start, None if end == "-" else end))
    assert word(truth("stable dose of corticosteroid for 7 days", *facts, closed())) == expected


def test_doses_of_different_medicines_are_not_compared() -> None:
    """10 mg of dexamethasone are far more than 20 mg of prednisone."""
    facts = [steroid("20", "2026-05-01", "2026-05-28", "prednisone"), steroid("10", "2026-05-29")]
    assert truth("stable dose of corticosteroid for 7 days", *facts, closed()) is UNKNOWN


def test_a_stable_dose_needs_the_reviewed_list_too() -> None:
    assert truth("stable dose of corticosteroid for 7 days", steroid("4", "2026-05-01")) is UNKNOWN
    assert truth("stable dose of corticosteroid for 7 days", steroid("4", "2026-05-28")) is NO


def test_a_dose_becomes_stable_when_the_window_has_passed() -> None:
    found = judged("stable dose of corticosteroid for 7 days", steroid("4", "2026-05-29"), closed(on="2026-06-01"))
    assert found.flips_on is not None
    assert found.flips_on.isoformat() == "2026-06-05"


TOGETHER = """
    irinotecan            | temozolomide          | truth
    2025-01-01 2025-01-10 | 2025-01-10 2025-01-20 | yes
    2025-01-01 2025-01-10 | 2025-01-11 2025-01-20 | no
    2025-01-01 2025-01    | 2025-01-11 2025-01-20 | ?
    2025-01-01 -          | 2025-06-11 2025-06-20 | yes
    2025-01-01 2025-01-10 | never                 | no
"""


@pytest.mark.parametrize("row", rows(TOGETHER))
def test_two_agents_are_given_together_when_their_days_meet(row: list[str]) -> None:
    *days, expected = row
    facts = []
    for agent, span in zip(("irinotecan", "temozolomide"), days, strict=True):
        if span != "never":
            start, end = span.split()
            facts.append(therapy(agent, start, None if end == "-" else end))
    assert word(truth("prior together (irinotecan, temozolomide)", *facts, closed())) == expected


CYCLES = """
    irinotecan | temozolomide | regimen | at most 1 | at least 2
    1          | 1            | same    | yes       | no
    4          | 2            | same    | no        | yes
    4          | 1            | same    | yes       | no
    -          | 1            | same    | yes       | no
    -          | 4            | same    | ?         | ?
    4          | 4            | none    | no        | yes
"""


@pytest.mark.parametrize("row", rows(CYCLES))
def test_cycles_together_are_at_most_those_of_the_agent_with_fewer(row: list[str]) -> None:
    one, other, regimen, *expected = row
    facts = []
    for agent, cycles in (("irinotecan", one), ("temozolomide", other)):
        said = {} if cycles == "-" else {"cycles": int(cycles)}
        named = {"regimen": "IT"} if regimen == "same" else {}
        facts.append(therapy(agent, "2025-01-01", "2025-03-01", **said, **named))
    asked = ("cycles of (irinotecan, temozolomide) <= 1", "cycles of (irinotecan, temozolomide) >= 2")
    assert [word(truth(each, *facts, closed())) for each in asked] == expected


def test_courses_that_only_touch_share_at_least_one_cycle_and_no_known_number() -> None:
    one = therapy("irinotecan", "2025-01-01", "2025-04-01", cycles=4)
    other = therapy("temozolomide", "2025-04-01", "2025-07-01", cycles=4)
    assert truth("cycles of (irinotecan, temozolomide) >= 1", one, other, closed()) is YES
    assert truth("cycles of (irinotecan, temozolomide) >= 2", one, other, closed()) is UNKNOWN
    assert truth("cycles of (irinotecan, temozolomide) <= 4", one, other, closed()) is YES


INTERVALS = """
    transplant | reviewed   | at most 12 months
    2023-01-10 | 2026-05-29 | yes
    2023-01-11 | 2026-05-29 | no
    2023-01    | 2026-05-29 | ?
    2022-12    | 2026-05-29 | yes
    2022-12-10 | never      | ?
    2022-12-10 | 2022-01-01 | ?
    2022-12-10 | 2022-12-10 | yes
"""


@pytest.mark.parametrize("row", rows(INTERVALS))
def test_an_interval_from_first_to_first_needs_a_review_that_shows_them_to_be_the_first(row: list[str]) -> None:
    transplanted, reviewed, expected = row
    facts = [
        therapy("topotecan", "2022-01-10", "2022-06-10"),
        fact("transplant", type="autologous_transplant", on=transplanted),
        *([] if reviewed == "never" else [closed(on=reviewed)]),
    ]
    asked = "interval from first chemotherapy to first autologous_transplant <= 12 months"
    assert word(truth(asked, *facts)) == expected


def test_an_interval_once_known_stays_known() -> None:
    facts = [
        therapy("topotecan", "2022-01-10", "2022-06-10"),
        fact("transplant", type="autologous_transplant", on="2022-12-10"),
        closed(),
    ]
    asked = "interval from first chemotherapy to first autologous_transplant <= 12 months"
    assert truths(asked, facts, ["2026-06-01", "2028-06-01"]) == [YES, YES]


def test_without_one_of_its_ends_an_interval_is_unknown() -> None:
    asked = "interval from first chemotherapy to first autologous_transplant <= 12 months"
    assert truth(asked, therapy("topotecan", "2022-01-10", "2022-06-10"), closed()) is UNKNOWN
