"""Criteria in the languages of others: what is said is right, and what cannot be said is listed, never dropped."""

from __future__ import annotations

import json
import re

import pytest
from attrs import evolve

from rosette.eligibility import parse_criteria, vocabulary_of
from rosette.interchange.rules import cql_of, ctml_of
from rosette.knowledge import load_knowledge
from rosette.portfolio import Arm, load_portfolio

KNOWLEDGE = load_knowledge()
PORTFOLIO = load_portfolio()
TRIAL = PORTFOLIO.trials["NCT04106219"]


def arm_of(text: str) -> Arm:
    items = parse_criteria(text, vocabulary=vocabulary_of(KNOWLEDGE))
    return evolve(TRIAL.arms[0], items=tuple(items))


def cql(text: str) -> str:
    return cql_of(TRIAL, arm_of(text), knowledge=KNOWLEDGE).text


def body(text: str, name: str = "A1") -> str:
    found = re.search(rf'define "{name}":\n  (.*)\n', cql(text))
    assert found is not None
    return found[1]


BIRTH = "day of (Patient.birthDate.value + "
SAID = [
    (
        "require age >= 1 year and < 30 years",
        f"(Enrolment on or after {BIRTH}1 year) and Enrolment before {BIRTH}30 years))",
    ),
    ("require age <= 21 years", f"(Enrolment before {BIRTH}22 years))"),
    ("exclude sex is male", "(not Patient.gender.value in {'male'})"),
]


@pytest.mark.parametrize(("ours", "theirs"), SAID)
def test_what_cql_can_say_is_said_as_the_language_means_it(ours, theirs):
    assert body(f"A1 {ours} [incl 1]") == theirs


def test_a_measured_value_looks_at_the_latest_day_of_the_window_and_conflicts_are_null():
    said = body("A1 require platelets >= 75000 /uL within 7 days [incl 7]")
    results = '[Observation: "platelets"] O where DayOf(O) during Interval[Enrolment - 7 days, Enrolment]'
    assert said == f"Agreed(((Latest({results})) R return Plain(R) >= 75000 '/uL'))"


def test_a_result_with_a_comparator_or_an_answer_that_is_null_decides_nothing():
    text = cql("A1 require platelets >= 75000 /uL [incl 7]")
    assert "exists (answers A where A is null) then null" in text
    assert ".comparator is not null then null" in text


def test_a_branch_whose_condition_is_unknown_keeps_what_both_ways_agree_on():
    said = body("A1 require if sex is female then age >= 1 year else age >= 2 years [incl 1]")
    female, one = (
        "Patient.gender.value in {'female'}",
        "(Enrolment on or after day of (Patient.birthDate.value + 1 year))",
    )
    two = one.replace("1 year", "2 years")
    assert said == f"(({female} and {one}) or ((not {female}) and {two}) or ({one} and {two}))"


UNSAID = """
require 21 days since last chemotherapy
exclude prior lorlatinib
exclude taking cyp3a4_inhibitor
require molecular ALK mutation
require platelets >= 75000 /uL untransfused 7 days
require creatinine <= table creatinine_cog
require performance >= 50 (lansky under 16 years, karnofsky from 16 years)
require stem cells >= 2.0e6 CD34/kg
require protocol "Other protocol-defined criteria apply."
""".strip().splitlines()


@pytest.mark.parametrize("line", UNSAID)
def test_what_cql_cannot_say_is_null_and_told(line):
    library = cql_of(TRIAL, arm_of(f"A1 {line} [x]"), knowledge=KNOWLEDGE)
    assert [each.criterion for each in library.unsaid] == ["A1"]
    assert "(null as Boolean)" in library.text


def test_a_question_for_a_person_is_a_parameter_that_is_null_until_it_is_answered():
    text = cql('A1 require judgement "Can the family keep to the visits?" [incl 9]')
    assert re.search(r'parameter ".*" Boolean', text)
    assert "default" not in text


@pytest.mark.parametrize("place", [place for trial in PORTFOLIO.trials.values() for place, _ in trial.places()])
def test_every_criterion_of_the_portfolio_is_defined_and_decides(place):
    trial, arm = PORTFOLIO.place(place)
    library = cql_of(trial, arm, knowledge=KNOWLEDGE)
    plain = re.sub(r"//.*|'(\\.|[^'\\])*'|\"[^\"]*\"", "", library.text)
    assert plain.count("(") == plain.count(")")
    defined = re.findall(r'^define "(.*)":', library.text, re.MULTILINE)
    assert defined == [*(each.id for each in arm.criteria), "Eligible"]
    eligible = library.text.split('define "Eligible":')[1]
    assert all(f'"{each.id}"' in eligible for each in arm.criteria)


def ctml(text: str):
    return ctml_of(TRIAL, (arm_of(text),), knowledge=KNOWLEDGE)


def match(text: str):
    return ctml(text).document["treatment_list"]["step"][0]["arm"][0]["match"]


CTML = [
    ("require age >= 1 year", [{"clinical": {"age_numerical": ">=1"}}]),
    ("exclude sex is male", [{"clinical": {"gender": "!Male"}}]),
    ("require molecular ALK mutation", [{"genomic": {"hugo_symbol": "ALK", "variant_category": "Mutation"}}]),
    (
        "require molecular MYCN amplification",
        [{"genomic": {"hugo_symbol": "MYCN", "variant_category": "CNV", "cnv_call": "High Amplification"}}],
    ),
    ("require diagnosis is neuroblastoma", [{"clinical": {"oncotree_primary_diagnosis": "Neuroblastoma"}}]),
]


@pytest.mark.parametrize(("ours", "theirs"), CTML)
def test_what_ctml_can_say_is_in_the_match(ours, theirs):
    assert match(f"A1 {ours} [x]") == theirs


def test_an_exclusion_of_a_choice_excludes_each():
    said = match("A1 exclude any of (sex is male; molecular ALK mutation) [x]")
    assert said == [
        {
            "and": [
                {"clinical": {"gender": "!Male"}},
                {"genomic": {"hugo_symbol": "ALK", "variant_category": "!Mutation"}},
            ]
        }
    ]


def test_a_criterion_is_in_the_match_whole_or_not_at_all():
    trial = ctml("A1 require any of (sex is female; 21 days since last chemotherapy) [x]")
    assert trial.document["treatment_list"]["step"][0]["arm"][0]["match"] == []
    assert [each.text for each in trial.unsaid] == ["21 days since last chemotherapy"]
    assert trial.document["_not_in_the_match"][0]["criterion"] == "A1"


@pytest.mark.parametrize("trial", PORTFOLIO.trials.values(), ids=lambda trial: trial.id)
def test_no_criterion_of_the_portfolio_goes_missing_in_ctml(trial):
    for arm in trial.arms:
        written = ctml_of(trial, (arm,), knowledge=KNOWLEDGE)
        match = written.document["treatment_list"]["step"][0]["arm"][0]["match"]
        count = len(match[0]["and"]) if len(match) == 1 and len(arm.criteria) > 1 and "and" in match[0] else len(match)
        lost = {each.criterion for each in written.unsaid}
        assert lost <= {each.id for each in arm.criteria}
        assert count + len(lost) >= len(arm.criteria)
        json.dumps(written.document)
