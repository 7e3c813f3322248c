"""Both shapes of registry text are read, and every passage ends as something."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import integers, lists, sampled_from, text
from tests.unit.portfolio.drafts import HEADED, MARKDOWN, STOPPED, excluded, included, item, said

from rosette.eligibility import check_static
from rosette.knowledge import load_knowledge
from rosette.portfolio.drafting import draft_as_json, draft_criteria

FRAGMENTS = (
    *(
        "Inclusion Criteria:",
        "Exclusion Criteria:",
        "DISEASE CHARACTERISTICS:",
        "Age:",
        "* ",
        "  - ",
        "1) ",
        "\n",
        "\n\n",
    ),
    *(
        "ANC >= 750/uL",
        "platelets 50,000",
        "Karnofsky",
        "Lansky \\>= 50",
        "> 16 years",
        "at least 3 weeks since",
        "chemotherapy",
    ),
    *(
        "no",
        "or",
        "OR",
        "and",
        "unless",
        "(",
        ")",
        ";",
        ". ",
        "creatinine based on age as follows:",
        "1 to < 2 years: 0.6",
    ),
    *("pregnant", "infection", "within 14 days", "one of the following:", "are eligible", "?", "x ULN", "≥", "10^9/L"),
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Age", ["require age >= 1 year and <= 21 years"]),
        ("MIBG-avid", ["require any of (mibg_avid_sites >= 1 {count}; marrow is involved)"]),
        ("ANC \\>= 1,000", ["require if marrow is not_involved then anc >= 1000 /uL"]),
        ("ANC \\>= 500", ["require if marrow is involved then anc >= 500 /uL"]),
        (
            "Creatinine clearance",
            ["require any of (creatinine_clearance >= 70 mL/min/{1.73_m2}; creatinine <= table creatinine_cog)"],
        ),
        ("ALT", ["require alt <= 5 x ULN"]),
        ("bilirubin", ["require bilirubin_total <= 1.5 x ULN"]),
        ("infection", ["exclude condition infection not controlled"]),
        ("Radiation", ["require 14 days since last radiation"]),
    ],
)
def test_a_markdown_text_is_read_with_its_levels_and_escapes(words, expected):
    assert said(item(draft_criteria(MARKDOWN), words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("brain", ["exclude condition cns_metastasis"]),
        ("18 and under", ["require age <= 18 years"]),
        ("Lansky", ["require performance >= 60 (lansky through 10 years, karnofsky over 10 years)"]),
        ("Platelet", ["require platelets >= 50000 /uL"]),
        (
            "Creatinine clearance",
            ["require any of (creatinine <= 1.5 mg/dL; creatinine_clearance >= 60 mL/min/{1.73_m2})"],
        ),
        ("nitrosoureas", ["require 3 weeks since last chemotherapy", "require 6 weeks since last nitrosourea"]),
        ("concurrent", ["exclude taking chemotherapy"]),
    ],
)
def test_a_headed_text_is_read_with_its_no_lines_as_bars(words, expected):
    assert said(item(draft_criteria(HEADED), words)) == expected


def test_a_text_on_one_line_with_a_full_stop_after_every_fragment_reads_like_its_headed_twin():
    assert set(said(draft_criteria(STOPPED))) <= set(said(draft_criteria(HEADED)))
    assert len(said(draft_criteria(STOPPED))) == 6


def test_not_specified_is_a_value_and_no_criterion():
    found = item(draft_criteria(HEADED), "Not specified")
    assert (found.ends_as, found.kind) == ("not encoded", "not specified")


def test_a_sentence_that_nothing_reads_is_told_and_not_dropped():
    found = item(draft_criteria(MARKDOWN), "weather")
    assert (found.ends_as, found.text) == ("not encoded", None)
    assert found.doubts[0].code == "unread"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("At least 7 days since the last growth factor (14 days if pegfilgrastim)", ["7 days", "14 days"]),
        ("Monoclonal antibody: at least 3 half-lives must have elapsed", ["3 half-lives"]),
        ("More than 2 weeks since prior epoetin", ["more than 2 weeks"]),
        ("Must not have received an HDAC inhibitor within 3 weeks of enrollment", ["3 weeks"]),
        ("At least 14 days or 5 half-lives, whichever is longer, since the last ALK inhibitor", ["later of"]),
    ],
)
def test_waits_are_read_in_their_many_forms(line, expected):
    lines = said(included(line))
    assert len(lines) == len(expected)
    assert all(f"require {wait}" in each for each, wait in zip(lines, expected, strict=True))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Platelets >= 50 x 10^9/L", "platelets >= 50000 /uL"),
        ("Neutrophils > 0.75x10^9/L", "anc > 750 /uL"),
        ("ALT no greater than 135 U/L (45 U/L defined as ULN)", "alt <= 135 U/L"),
        ("Hemoglobin of 8 g/dL or greater", "haemoglobin >= 8 g/dL"),
        ("Ejection fraction > 50% or shortening fraction > 27%", "any of (lvef > 50 %; shortening_fraction > 27 %)"),
    ],
)
def test_units_powers_and_words_of_comparison_are_made_one(line, expected):
    assert said(included(line)) == [f"require {expected}"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Patients from 2 to < 18 years", ">= 2 years and < 18 years"),
        ("Age greater than or equal to 1 year and less than or equal to 30 years", ">= 1 year and <= 30 years"),
        ("31 years of age or younger", "<= 31 years"),
        ("Age: 6 months to 17 years", ">= 6 months and <= 17 years"),
        ("Until their 22nd birthday, age in years", "< 22 years"),
        ("Minimum age of 12 months", ">= 12 months"),
    ],
)
def test_ages_are_read_in_their_many_forms(line, expected):
    assert said(included(line)) == [f"require age {expected}"]


def test_the_age_at_diagnosis_is_kept_apart_from_the_age_now():
    lines = said(included("Must be age > 12 months and diagnosed before the age of 21"))
    assert lines == ["require age > 12 months", "require age at diagnosis < 21 years"]


@pytest.mark.parametrize(
    "line", ["At least 8 weeks", "6 months for craniospinal", "Stable for 2 years", "13 to < 16 years: 1.5"]
)
def test_a_length_of_time_is_no_age(line):
    assert not any("age" in each for each in said(included(line)))


def test_strict_and_non_strict_signs_are_kept_apart():
    assert said(included("Bilirubin < 1.5 mg/dL"))[0].endswith("< 1.5 mg/dL")
    assert said(included("Bilirubin ≤ 1.5 mg/dL"))[0].endswith("<= 1.5 mg/dL")


def test_a_limit_below_the_exclusion_heading_stays_a_bar():
    assert said(excluded("Body surface area < 0.3 m2")) == ["exclude bsa < 0.3 m2"]


@pytest.mark.parametrize("source", [MARKDOWN, HEADED, STOPPED])
def test_items_hold_every_character_that_is_not_blank_once_and_in_order(source):
    _is_partition(source)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(lists(sampled_from(FRAGMENTS), max_size=30), integers(0, 2))
def test_any_mixture_of_fragments_is_drafted_whole_and_every_line_holds_together(fragments, width):
    draft = _is_partition((" " * width).join(fragments))
    every = [criterion for each in draft.items for criterion in each.criteria]
    assert not check_static(every, knowledge=load_knowledge(), name="draft")


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(text(max_size=300))
def test_random_characters_are_drafted_without_a_crash_and_twice_the_same(source):
    assert draft_as_json(_is_partition(source)) == draft_as_json(draft_criteria(source))


def _is_partition(source):
    draft = draft_criteria(source)
    end = 0
    for each in draft.items:
        assert each.span.text == source[each.span.start : each.span.end]
        assert each.span.start >= end
        assert each.ends_as == "not encoded" or each.text
        assert (each.ends_as == "not encoded") == (each.text is None)
        end = each.span.end
    assert draft.uncovered() == ()
    return draft
