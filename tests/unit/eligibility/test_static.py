"""What is wrong with criteria whoever the child is: every kind of fault with its words, and its clean neighbour."""

from __future__ import annotations

import pytest
from tests.unit.eligibility.reading import KNOWLEDGE, items

from rosette.eligibility import Criterion, check_static


def found(text: str) -> list[str]:
    """What is said of criteria; lines that begin with an expression are required under the id A1."""
    criteria = [item for item in items(text) if isinstance(item, Criterion)]
    return [problem.sentence() for problem in check_static(criteria, knowledge=KNOWLEDGE, name="t1")]


def said_of(expression: str) -> list[str]:
    prefix = f"t1, A1: {expression}: "
    said = found(f"A1 require {expression} [1]")
    assert all(each.startswith(prefix) for each in said), said
    return [each.removeprefix(prefix) for each in said]


# --- single leaves --------------------------------------------------------------------------------------------------

COUNTS = "they measure different things (mass/length3 against 1/length3)"
FAULTY = [
    (
        "platelets >= 75 mg/dL",
        f"mg/dL does not convert to /uL: {COUNTS}; expected a unit that converts to /uL",
    ),
    (
        "gfr >= 60 mL/min",
        "mL/min does not convert to mL/min/{1.73_m2}: they are of different kinds "
        "(length3/time against length3/time/{1.73_m2}); expected a unit that converts to mL/min/{1.73_m2}",
    ),
    (
        "alt <= 5 x ULN of 45 [IU]/L",
        "[IU]/L does not convert to U/L: they measure different things "
        "(international units/length3 against enzyme activity/length3); expected a unit that converts to U/L",
    ),
    ("platelets >= 75000 10*9/L", "75000 10*9/L is outside the plausible range; expected 0 to 3e+06 /uL"),
    ("platelets >= 3000001 /uL", "3000001 /uL is outside the plausible range; expected 0 to 3e+06 /uL"),
    ("creatinine <= 0.04 mg/dL", "0.04 mg/dL is outside the plausible range; expected 0.05 to 30 mg/dL"),
    ("creatinine <= 1 mmol/L within 7 days", ""),
    ("creatinine <= 9 mmol/L", "9 mmol/L is outside the plausible range; expected 0.05 to 30 mg/dL"),
    ("weight >= 250.5 kg", "250.5 kg is outside the plausible range; expected 0.3 to 250 kg"),
    ("alt <= 3 x ULN of 40000 U/L", "40000 U/L is outside the plausible range; expected 0 to 30000 U/L"),
    ("temperature < 101 Cel", "101 Cel is outside the plausible range; expected 25 to 44 Cel"),
    ("alt <= 0 x ULN", "0.0 times a limit of normal; expected a factor above 0 and at most 100"),
    ("alt <= 100.5 x ULN", "100.5 times a limit of normal; expected a factor above 0 and at most 100"),
    ("platelets >= table creatinine_cog", "table creatinine_cog is for creatinine; expected a table for platelets"),
    ("age >= 30 years and < 1 year", "no age can meet both bounds; expected a lower bound below the upper one"),
    ("age < 1 year and >= 1 year", "no age can meet both bounds; expected a lower bound below the upper one"),
    ("age >= 22 years and <= 21 years", "no age can meet both bounds; expected a lower bound below the upper one"),
    (
        "age at diagnosis >= 19 months and < 547 days",
        "no age can meet both bounds; expected a lower bound below the upper one",
    ),
    ("age >= 1 year and > 2 years", "two bounds on one side; expected one lower and one upper bound"),
    ("age < 1 year and <= 2 years", "two bounds on one side; expected one lower and one upper bound"),
    ("performance >= 101 (lansky)", "a score of 101; expected 0 to 100 in steps of 10"),
    ("performance >= 55 (lansky or karnofsky)", "a score of 55; expected 0 to 100 in steps of 10"),
    ("performance >= 110 (karnofsky)", "a score of 110; expected 0 to 100 in steps of 10"),
    ("performance <= 6 (ecog)", "ECOG 6; expected 0 to 5"),
    ("performance <= 50 (ecog)", "ECOG 50; expected 0 to 5"),
    (
        "performance >= 50 (lansky or ecog)",
        "ECOG runs the other way than Lansky and Karnofsky; expected ECOG in a criterion of its own",
    ),
    (
        "cumulative cisplatin <= 400 mg",
        "mg does not convert to mg/m2: they measure different things (mass/1 against mass/length2); "
        "expected a unit that converts to mg/m2",
    ),
    (
        "cumulative mibg_activity <= 18 mCi",
        "mCi does not convert to mCi/kg: they measure different things (activity/1 against activity/mass); "
        "expected a unit that converts to mCi/kg",
    ),
]

CLEAN = [
    "platelets >= 75 10*9/L",
    "platelets >= 0 /uL",
    "platelets >= 3000000 /uL",
    "creatinine <= 0.05 mg/dL",
    "creatinine <= 30 mg/dL",
    "creatinine <= 100 umol/L",
    "hva_creatinine <= 20 umol/mmol{creat}",
    "gfr >= 60 mL/min/{1.73_m2}",
    "temperature < 101 [degF]",
    "creatinine <= table creatinine_cog",
    "alt <= 100 x ULN",
    "alt <= 0.5 x LLN of 45 U/L",
    "alt <= 0.001 x ULN",
    "age >= 1 year",
    "age <= 21 years and > 12 months",
    "age >= 21 years and <= 21 years",
    "age > 21 years and <= 21 years",
    "age >= 210 months and <= 17 years",
    "age >= 364 days and < 1 year",
    "age < 30 years and >= 1 year",
    "age at diagnosis >= 17 months and < 547 days",
    "performance >= 0 (lansky)",
    "performance >= 100 (karnofsky)",
    "performance >= 50 (lansky or karnofsky)",
    "performance <= 0 (ecog)",
    "performance <= 5 (ecog)",
    "cumulative cisplatin <= 0.4 g/m2",
    "cumulative mibg_activity <= 666 MBq/kg",
    "relapses >= 1",
    "prior vinca",
    'judgement "Fit?"',
]


@pytest.mark.parametrize(("expression", "said"), FAULTY)
def test_a_fault_of_a_leaf_is_named_with_the_leaf_and_what_was_wanted(expression: str, said: str) -> None:
    assert said_of(expression) == ([said] if said else [])


@pytest.mark.parametrize("expression", CLEAN)
def test_what_some_child_can_meet_is_clean(expression: str) -> None:
    assert said_of(expression) == []


def test_every_leaf_of_a_criterion_is_looked_at() -> None:
    text = (
        "A1 require if consent a then any of (age >= 2 years and < 1 year; consent b)\n"
        "  else not (platelets >= 75 mg/dL) [1]\n"
        "B1 exclude performance >= 55 (lansky) [2]"
    )
    assert [each.split(":")[0] for each in found(text)] == ["t1, A1", "t1, A1", "t1, B1"]


def test_two_faults_of_one_leaf_are_both_named() -> None:
    assert [each.split(";")[0] for each in said_of("alt <= 101 x ULN of 40000 U/L")] == [
        "40000 U/L is outside the plausible range",
        "101.0 times a limit of normal",
    ]
    assert said_of("age >= 2 years and < 2 years") == [
        "no age can meet both bounds; expected a lower bound below the upper one"
    ]


# --- branches that no child reaches ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "branches"),
    [
        ("if consent a then consent b else (if consent a then consent c else consent d)", ["consent c"]),
        ("if consent a then (if consent a then consent b else consent c) else consent d", ["consent c"]),
        ("if consent a then (if consent a then consent b)", []),
        ("if consent a then (if consent b then consent c else consent d) else consent e", []),
        ("if consent a then consent b else (if consent b then consent c else consent a)", []),
        (
            "if consent a then consent b else (if consent b then consent c else (if consent a then consent d))",
            ["consent d"],
        ),
        (
            "if consent a then (if consent b then (if consent a then consent c else consent d) else consent e)",
            ["consent d"],
        ),
        ("if consent a then (if consent b then consent c) else (if consent b then consent d)", []),
        ("any of (consent z; if consent a then consent b else (if consent a then consent c))", ["consent c"]),
        ("not (if consent a then consent b else (if consent a then consent c))", ["consent c"]),
        ("all of (if consent a then consent b; if consent a then consent c else consent d)", []),
        ("if consent a then consent b else any of (if consent a then consent c; consent d)", ["consent c"]),
    ],
)
def test_a_branch_that_an_outer_condition_rules_out_is_named(expression: str, branches: list[str]) -> None:
    assert found(f"A1 require {expression} [1]") == [
        f't1, A1: "{branch}" can never be reached; expected a branch that some child can reach' for branch in branches
    ]


# --- criteria against one another -----------------------------------------------------------------------------------

TOGETHER = "expected limits that can be met together"
A_CHILD = "expected criteria that a child can meet together"


@pytest.mark.parametrize(
    "text",
    [
        "A1 require prior vinca [1]\nB1 exclude prior vinca [2]",
        "A1 require prior vinca [1]\nB1 require not (prior vinca) [2]",
        "A1 require all of (prior vinca; consent a) [1]\nB1 exclude any of (consent b; prior vinca) [2]",
        "A1 require all of (all of (prior vinca; consent c); consent a) [1]\nB1 exclude prior vinca [2]",
        "A1 exclude not (prior vinca) [1]\nB1 exclude prior vinca [2]",
        "A1 require not (not (prior vinca)) [1]\nB1 require not (any of (consent b; prior vinca)) [2]",
    ],
)
def test_what_is_required_and_excluded_contradicts(text: str) -> None:
    assert found(text) == [f"t1: B1 and A1 contradict each other: prior vinca; {A_CHILD}"]


@pytest.mark.parametrize(
    "text",
    [
        "A1 require prior vinca [1]\nB1 exclude prior taxane [2]",
        "A1 require any of (prior vinca; consent a) [1]\nB1 exclude prior vinca [2]",
        "A1 require prior vinca [1]\nB1 exclude all of (consent b; prior vinca) [2]",
        "A1 require prior vinca [1]\nB1 require prior vinca [2]",
        "A1 exclude prior vinca [1]\nB1 exclude prior vinca [2]",
        "A1 require prior vinca [1]\nB1 require if consent a then not (prior vinca) [2]",
        "A1 require at least 1 of (prior vinca; consent a) [1]\nB1 exclude prior vinca [2]",
    ],
)
def test_what_some_child_can_meet_does_not_contradict(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("first", "second", "of"),
    [
        ("require platelets >= 75000 /uL", "require platelets < 75000 /uL", "platelets in /uL"),
        ("require platelets > 75000 /uL", "require platelets <= 75000 /uL", "platelets in /uL"),
        ("require platelets >= 75000 /uL", "exclude platelets >= 50000 /uL", "platelets in /uL"),
        ("require platelets >= 75000 /uL", "require platelets <= 74999.9 /uL within 7 days", "platelets in /uL"),
        ("exclude platelets < 75000 /uL", "exclude platelets >= 75000 /uL", "platelets in /uL"),
        ("exclude platelets <= 75000 /uL", "exclude platelets > 75000 /uL", "platelets in /uL"),
        ("require relapses >= 2", "require relapses <= 1", "relapses"),
        ("require relapses > 1", "exclude relapses > 1", "relapses"),
        ("require lines >= 1", "require lines < 1", "lines"),
        ("require age >= 18 years", "require age < 18 years", "age"),
        ("require age >= 18 years", "require age <= 17 years", "age"),
        ("require age > 17 years", "exclude age >= 12 years", "age"),
        ("require age <= 17 years", "exclude age <= 17 years", "age"),
        ("require age < 1 year", "exclude age < 365 days", "age"),
        ("require age at diagnosis < 547 days", "require age at diagnosis >= 2 years", "age at diagnosis"),
    ],
)
def test_two_limits_that_no_value_meets_are_named(first: str, second: str, of: str) -> None:
    said = found(f"A1 {first} [1]\nB1 {second} [2]")
    assert f"t1: A1 and B1 leave no possible value of {of}; {TOGETHER}" in said
    assert all("leave no possible value" in each or "contradict each other" in each for each in said)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("require platelets >= 75000 /uL", "require platelets <= 75000 /uL"),
        ("require platelets >= 50000 /uL", "exclude platelets >= 75000 /uL"),
        ("require platelets >= 75000 /uL", "require platelets < 50 10*9/L"),
        ("require platelets >= 75000 /uL", "require anc < 50000 /uL"),
        ("require platelets >= 75000 /uL untransfused 7 days", "require platelets < 75000 /uL"),
        ("require alt <= 5 x ULN", "exclude alt <= 3 x ULN"),
        ("require relapses >= 1", "require relapses <= 1"),
        ("require relapses >= 1", "require lines < 1"),
        ("require age > 17 years", "require age <= 17 years"),
        ("require age >= 210 months", "require age <= 17 years"),
        ("require age >= 17 years", "exclude age >= 18 years"),
        ("require age <= 17 years", "exclude age < 17 years"),
        ("require age >= 18 years", "require age at diagnosis < 1 year"),
        ("require age >= 1 year and < 2 years", "exclude age >= 3 years and < 30 years"),
        ("exclude age >= 1 year and < 30 years", "exclude age >= 40 years"),
    ],
)
def test_two_limits_that_some_value_meets_are_clean(first: str, second: str) -> None:
    assert found(f"A1 {first} [1]\nB1 {second} [2]") == []


def test_limits_of_one_criterion_are_compared_too() -> None:
    assert found("A1 require all of (relapses >= 2; relapses < 2) [1]") == [
        f"t1: A1 and A1 leave no possible value of relapses; {TOGETHER}"
    ]


def test_both_bounds_of_an_age_are_compared() -> None:
    assert found("A1 require age >= 1 year and < 10 years [1]\nB1 require age >= 10 years [2]") == [
        f"t1: A1 and B1 leave no possible value of age; {TOGETHER}"
    ]


def test_three_limits_are_compared_in_pairs() -> None:
    text = "A1 require relapses >= 3 [1]\nB1 require relapses < 3 [2]\nC1 require relapses < 2 [3]"
    assert found(text) == [
        f"t1: A1 and B1 leave no possible value of relapses; {TOGETHER}",
        f"t1: A1 and C1 leave no possible value of relapses; {TOGETHER}",
    ]


def test_large_and_small_numbers_are_told_apart() -> None:
    assert len(found("A1 require platelets > 2999999 /uL [1]\nB1 require platelets < 3000000 /uL [2]")) == 0
    assert len(found("A1 require creatinine > 0.05 mg/dL [1]\nB1 require creatinine <= 0.050001 mg/dL [2]")) == 0
    assert len(found("A1 require marrow_percent > 0 % [1]\nB1 require marrow_percent <= 0 % [2]")) == 1
    assert len(found("A1 require marrow_percent >= 0 % [1]\nB1 require marrow_percent <= 0 % [2]")) == 0


def test_faults_come_before_contradictions_and_those_before_limits() -> None:
    text = (
        "A1 require relapses >= 2 [1]\n"
        "B1 exclude consent a [2]\n"
        "C1 require all of (relapses < 2; consent a; performance >= 55 (lansky)) [3]"
    )
    assert [each.split(";")[0] for each in found(text)] == [
        "t1, C1: performance >= 55 (lansky): a score of 55",
        "t1: B1 and C1 contradict each other: consent a",
        "t1: A1 and C1 leave no possible value of relapses",
    ]


def test_no_criteria_have_no_faults() -> None:
    assert check_static([], knowledge=KNOWLEDGE, name="t1") == []
