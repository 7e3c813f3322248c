"""Grades of blood results by version."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from tests.support.response import KNOWLEDGE

from rosette.kernel import NotComputable, UsageError
from rosette.response import grade
from rosette.response.grading import versions_of


@pytest.mark.parametrize(
    ("code", "value", "version", "limits", "expected"),
    [
        ("anc", 300, "5.0", {}, 4),
        ("anc", 300, "6.0", {}, 3),
        ("anc", 1200, "5.0", {}, 2),
        ("anc", 1200, "6.0", {}, 1),
        ("platelets", 20_000, "5.0", {}, 4),
        ("platelets", 20_000, "6.0", {}, 3),
        ("anc", 1000, "5.0", {}, 2),
        ("anc", 500, "5.0", {}, 3),
        ("platelets", 25_000, "5.0", {}, 3),
        ("platelets", 75_000, "5.0", {"lln": 150_000}, 1),
        ("platelets", 150_000, "5.0", {"lln": 150_000}, 0),
        ("haemoglobin", 7.9, "5.0", {}, 3),
        ("alt", 121, "5.0", {"uln": 40}, 2),
        ("alt", 120, "5.0", {"uln": 40}, 1),
        ("alt", 40, "5.0", {"uln": 40}, 0),
        ("alt", 801, "5.0", {"uln": 40}, 4),
        ("alt", 150, "5.0", {"baseline": 100, "uln": 40}, 1),
        ("alt", 149, "5.0", {"baseline": 100, "uln": 40}, 0),
        ("alt", 301, "5.0", {"baseline": 100, "uln": 40}, 2),
        ("alt", 201, "6.0", {"baseline": 100, "uln": 40}, 3),
    ],
)
def test_a_grade_and_its_version(code, value, version, limits, expected):
    found = grade(code, value, version=version, knowledge=KNOWLEDGE, **limits)
    assert (found.value, found.row.version) == (expected, version)
    assert (found.row.unverified is not None) is (version == "6.0")


def test_without_the_limit_of_normal_a_mild_value_has_no_grade():
    with pytest.raises(NotComputable, match="grade 0 or 1"):
        grade("anc", 1600, version="5.0", knowledge=KNOWLEDGE)
    with pytest.raises(NotComputable, match="upper limit of normal"):
        grade("ast", 100, version="5.0", knowledge=KNOWLEDGE)
    with pytest.raises(UsageError, match="version 4"):
        grade("anc", 100, version="4.0", knowledge=KNOWLEDGE)
    with pytest.raises(UsageError, match="did you mean"):
        grade("ancc", 100, version="5.0", knowledge=KNOWLEDGE)


@given(one=st.floats(0, 200_000), other=st.floats(0, 200_000))
def test_a_lower_count_never_has_a_milder_grade(one, other):
    low, high = sorted((one, other))
    grades = [grade("platelets", v, version="5.0", knowledge=KNOWLEDGE, lln=150_000).value for v in (low, high)]
    assert grades[0] >= grades[1]


@pytest.mark.parametrize(
    ("limits", "expected"), [({"baseline": 20, "uln": 40}, 1), ({"baseline": 41, "uln": 40}, 1), ({"uln": 40}, 1)]
)
def test_a_normal_baseline_is_graded_by_the_upper_limit_of_normal(limits, expected):
    assert grade("alt", 110, version="5.0", knowledge=KNOWLEDGE, **limits).value == expected


def test_a_baseline_without_the_upper_limit_is_not_guessed_to_be_abnormal():
    with pytest.raises(NotComputable, match="hangs on the upper limit"):
        grade("alt", 110, version="5.0", knowledge=KNOWLEDGE, baseline=100)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0])
def test_what_is_no_number_has_no_grade(value):
    with pytest.raises(NotComputable, match="no number"):
        grade("anc", value, version="5.0", knowledge=KNOWLEDGE, lln=1500)


@pytest.mark.parametrize(
    ("value", "expected"), [(0, 4), (499.9, 4), (500, 3), (999.9, 3), (1000, 2), (1499.9, 2), (1500, None)]
)
def test_without_the_limit_of_normal_a_count_is_graded_down_to_its_second_limit(value, expected):
    if expected is None:
        with pytest.raises(NotComputable, match="grade 0 or 1"):
            grade("anc", value, version="5.0", knowledge=KNOWLEDGE)
    else:
        assert grade("anc", value, version="5.0", knowledge=KNOWLEDGE).value == expected
        assert grade("anc", value, version="5.0", knowledge=KNOWLEDGE, lln=2000).value == expected


def test_a_baseline_at_the_upper_limit_is_normal():
    at = grade("alt", 110, version="5.0", knowledge=KNOWLEDGE, baseline=40, uln=40)
    above = grade("alt", 110, version="5.0", knowledge=KNOWLEDGE, baseline=40.1, uln=40)
    assert (at.row.basis, above.row.basis) == ("uln", "baseline")
    assert "2.75 times the upper limit of normal" in at.sentence
    assert "2.74 times the baseline" in above.sentence


@pytest.mark.parametrize("limits", [{"uln": 0}, {"uln": -1}, {"lln": float("nan")}, {"baseline": -1, "uln": 40}])
def test_a_limit_of_zero_or_less_grades_nothing(limits):
    with pytest.raises(NotComputable):
        grade("alt", 110, version="5.0", knowledge=KNOWLEDGE, **limits)


def test_a_person_grades_what_is_life_threatening_and_the_protocol_what_marrow_disease_did():
    haemoglobin = grade("haemoglobin", 7.9, version="5.0", knowledge=KNOWLEDGE)
    assert [note.partition(":")[0].partition(",")[0] for note in haemoglobin.notes] == [
        "Grade 4 is life-threatening",
        "With marrow disease and abnormal counts before",
    ]
    assert grade("alt", 110, version="5.0", knowledge=KNOWLEDGE, uln=40).notes == ()


def test_the_versions_of_a_result():
    assert versions_of("anc", KNOWLEDGE) == ("5.0", "6.0")
    assert versions_of("nothing", KNOWLEDGE) == ()
