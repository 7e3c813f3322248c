"""Sentences in the usual words of protocols are drafted as they mean, in both shapes of registry text."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from tests.unit.portfolio.drafts import item, said

from rosette.eligibility import parse_criteria, vocabulary_of
from rosette.knowledge import load_knowledge
from rosette.portfolio.drafting import draft_criteria
from rosette.portfolio.drafting.facts import Fact, facts

ROWS = tomllib.loads((Path(__file__).parent / "drafting_sentences.toml").read_text(encoding="utf-8"))["sentence"]
IDS = [row["says"][:60] for row in ROWS]
LEFT_OPEN = [
    ("No more than 2 prior chemotherapy regimens", "count"),
    ("At least 2 x 106 CD34+ cells/kg in store", "flattened power"),
    ("Stem cells in store: 2 x 10^6 CD34+ cells/kg", "lost sign"),
    ("ALT or AST <= 5 x ULN", "plain or"),
    ("No significant hepatic dysfunction that would interfere with the study", "exception"),
    ("Patients requiring corticosteroids who have not been on a stable dose are not eligible", "exception"),
    ("No major organ dysfunction > grade 2, with exception of hearing loss", "exception"),
]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_a_sentence_is_drafted_as_it_means(row):
    draft = draft_criteria(_text(row["under"], row["says"]))
    assert said(draft) == row["drafts"]
    assert not any(each.open for each in draft.items)


@pytest.mark.parametrize("row", [row for row in ROWS if row["under"] == "inclusion"])
def test_a_sentence_means_the_same_below_an_old_heading(row):
    heading = "Age" if any(" age " in line for line in row["drafts"]) else "Other"
    assert said(draft_criteria(_text(heading, row["says"]))) == row["drafts"]


@pytest.mark.parametrize(("line", "code"), LEFT_OPEN)
def test_what_a_sentence_does_not_settle_is_left_open(line, code):
    found = draft_criteria(_text("inclusion", line)).items[1]
    assert code in [doubt.code for doubt in found.doubts if doubt.open]
    assert all("flagged" in each for each in said(found))


@pytest.mark.parametrize(
    ("fields", "text", "drafted", "codes"),
    [
        ({"minimumAge": "1 Year", "maximumAge": "21 Years"}, "Neuroblastoma", ["age >= 1 year", "age <= 21 years"], []),
        ({"maximumAge": "21 Years"}, "Age < 22 years", ["age < 22 years"], []),
        ({"maximumAge": "18 Years"}, "Age < 18 years", ["age < 18 years"], []),
        ({"minimumAge": "12 Months"}, "Age >= 1 year", ["age >= 1 year"], []),
        ({"maximumAge": "21 Years"}, "Until the day before turning 21 years", [], ["register against text"]),
        ({"maximumAge": "30 Years"}, "= 30 years of age", ["age <= 30 years"], ["lost sign"]),
        ({"maximumAge": "18 Years"}, "Age <= 30 years", [], ["register against text", "register against text"]),
        ({"sex": "FEMALE"}, "Neuroblastoma", ["sex is female"], []),
        ({"sex": "ALL", "minimumAge": "N/A"}, "Neuroblastoma", [], []),
        ({"minimumAge": "newborn"}, "Neuroblastoma", [], []),
    ],
)
def test_the_register_s_fields_are_drafted_where_the_text_is_silent_and_never_against_it(fields, text, drafted, codes):
    draft = draft_criteria(_text("inclusion", text), fields=fields)
    lines = [line.removeprefix("require ") for line in said(draft) if "age" in line or "sex" in line]
    assert [line for line in lines if not line.startswith("flagged")] == drafted
    assert [each.code for one in draft.items for each in one.doubts if each.open] == codes
    assert draft.uncovered() == ()


def test_a_field_has_a_span_of_its_own():
    found = draft_criteria(_text("inclusion", "Neuroblastoma"), fields={"minimumAge": "1 Year"}).items[-1]
    assert (found.span.of, found.span.text, found.section) == ("minimumAge", "1 Year", "register")
    assert found.headings == ("minimumAge",)
    assert item(draft_criteria(_text("inclusion", "ANC")), "ANC").span.of == ""


@pytest.mark.parametrize(("line", "bars"), [("Age > 30 years", True), ("Age > 25 years", False)])
def test_an_age_below_the_exclusion_heading_bars_what_the_register_s_field_leaves_out(line, bars):
    draft = draft_criteria(_text("exclusion", line), fields={"maximumAge": "30 Years"})
    assert ("exclude age > 30 years" in said(draft)) is bars


def test_windows_of_results_and_transfusions_are_facts_that_can_be_wrong():
    line = "R1 require platelets >= 50000 /uL within 7 days without platelet_transfusion 1 week [x]"
    read = parse_criteria(line, vocabulary=vocabulary_of(load_knowledge()))
    assert {
        Fact(kind="window", key="platelets within", value="7 days"),
        Fact(kind="window", key="platelets without platelet_transfusion", value="7 days"),
    } <= facts(read)


def _text(under: str, line: str) -> str:
    if under in ("inclusion", "exclusion"):
        return f"{under.title()} Criteria:\n\n* {line}"
    return f"PATIENT CHARACTERISTICS:\n\n{under}:\n\n  -  {line}"
