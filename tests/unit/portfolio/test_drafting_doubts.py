"""What registry texts lose or turn round is told and never guessed."""

from __future__ import annotations

import pytest
from tests.unit.portfolio.drafts import excluded, included, said

from rosette.portfolio.drafting import draft_criteria

LEFT_OPEN = [
    ("Lansky or Karnofsky performance status score of 50", "lost sign", "performance > 50 (lansky or karnofsky)"),
    ("Platelets 50,000/uL", "lost sign", "platelets >= 50000 /uL"),
    ("ANC ? 750/uL", "lost sign", "anc >= 750 /uL"),
    ("= 30 years of age", "lost sign", "age <= 30 years"),
    ("2 weeks must have elapsed since radiation", "lost sign", "more than 2 weeks since last radiation"),
    ("Karnofsky >= 50 for patients 16 years of age, Lansky >= 50 for < 16 years", "lost sign", None),
    ("Karnofsky >= 50 for >= 16 years, Lansky >= 50 for <= 16 years", "overlapping bands", None),
    ("Platelets >= 50 x 109/L", "flattened power", "platelets >= 50000 /uL"),
    ("Platelets >= 50,000", "lost unit", "platelets >= 50000 /uL"),
    ("Creatinine clearance >= 70 mL/min", "lost unit", "creatinine_clearance >= 70 mL/min/{1.73_m2}"),
    ("ANC >= 750/uL without G-cerebrospinal fluid support", "wrong expansion", "anc >= 750 /uL"),
    ("ALT or AST <= 5 x ULN", "plain or", "all of (alt <= 5 x ULN; ast <= 5 x ULN)"),
    ("ANC >= 1000/uL unless the child is well", "exception", "anc >= 1000 /uL"),
    ("Platelets >= 100,000/uL or a good reason", "alternative", "platelets >= 100000 /uL"),
    ("Platelets < 100,000/uL", "against the usual", "platelets < 100000 /uL"),
    ("Platelets >= 100,000/uL in cohort 2", "scope", "platelets >= 100000 /uL"),
    ("No thrombosis of a vein or venous thrombosis within three months", "window", "condition thrombosis"),
    ("Albumin >= 2 g/dL (>= 3 g/dL with oedema)", "second limit", "albumin >= 2 g/dL"),
    ("At least 14 days or 5 half-lives since the last ALK inhibitor", "longer or shorter", None),
]


@pytest.mark.parametrize(("line", "code", "reading"), LEFT_OPEN)
def test_a_defect_leaves_the_reading_open_and_shows_what_it_may_mean(line, code, reading):
    found = included(line).items[1]
    assert code in [doubt.code for doubt in found.doubts if doubt.open]
    assert found.ends_as != "node"
    assert all("flagged" in each for each in said(found))
    assert reading is None or reading in found.readings


def test_a_bar_that_another_sentence_allows_is_left_open():
    draft = excluded("Known brain metastases", "Brain metastases that were treated are allowed")
    assert said(draft) == []
    assert "condition cns_metastasis" in draft.items[1].readings


def test_an_inclusion_line_below_the_exclusion_heading_is_told():
    found = excluded("Children who have had a murine antibody are eligible").items[1]
    assert "wrong list" in [doubt.code for doubt in found.doubts]
    assert found.text is None


def test_an_inclusion_limit_below_the_exclusion_heading_is_not_turned_round():
    found = excluded("Platelets >= 75,000/uL").items[1]
    assert [doubt.code for doubt in found.doubts] == ["against the usual"]
    assert found.open


def test_the_register_s_age_against_the_text_is_left_open():
    found = included("Age >= 1 year and <= 30 years", minimumAge="2 Years", maximumAge="30 Years").items[1]
    assert [doubt.code for doubt in found.doubts] == ["register against text"]
    assert found.readings == ("age >= 1 year and <= 30 years",)


def test_twelve_months_and_one_year_are_no_contradiction():
    assert not included("Age >= 12 months", minimumAge="1 Year").items[1].doubts


def test_an_age_that_no_scale_covers_is_read_as_it_stands_and_told():
    found = included("Karnofsky >= 50 for > 10 years of age; Lansky >= 50 for < 10 years").items[1]
    assert said(found) == ["require performance >= 50 (lansky under 10 years, karnofsky over 10 years)"]
    assert [doubt.code for doubt in found.doubts] == ["age gap"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (("0.8 mg/dL for age 5 and under", "1.0 mg/dL for 6 to 10", "1.2 mg/dL for 10 to 15"), "overlapping bands"),
        (("0.8 mg/dL for age 5 and under", "1.0 mg/dL for 7 to 10"), "age gap"),
        (("0.7 mg/dL for age 5 and under", "1.0 mg/dL for 6 to 10"), "unknown table"),
    ],
)
def test_an_odd_table_of_creatinine_is_left_open(rows, code):
    below = "".join(f"\n  * {row}" for row in rows)
    found = included(f"Creatinine based on age as follows:{below}").items[1]
    assert code in [doubt.code for doubt in found.doubts if doubt.open]


def test_a_list_whose_end_is_lost_is_left_open():
    found = included("At least one of the following:", "MIBG-avid lesion", "Positive bone marrow biopsy").items[1]
    assert "list end lost" in [doubt.code for doubt in found.doubts]


def test_criteria_that_cannot_be_met_together_are_not_both_drafted():
    draft = included("Age >= 12 years", "Age <= 6 years")
    assert said(draft) == ["require age >= 12 years"]
    assert draft.items[2].doubts[-1].code == "contradiction"


@pytest.mark.parametrize("line", ["Other protocol-defined criteria apply", "[TRUNCATED IN SOURCE EXCERPT]"])
def test_a_text_that_says_it_is_not_whole_gets_a_note(line):
    assert any("more criteria apply" in note for note in included(line).notes)


def test_a_very_long_passage_is_told_and_not_read():
    draft = draft_criteria("ANC >= 750/uL and " * 2_000)
    assert [doubt.code for doubt in draft.items[0].doubts] == ["too long"]
