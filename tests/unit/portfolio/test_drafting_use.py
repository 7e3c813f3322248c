"""What comes in, what a person decides, what goes out."""

from __future__ import annotations

import json

import pytest
from tests.unit.portfolio.drafts import MARKDOWN, included, item, said

from rosette.eligibility import parse_criteria, vocabulary_of
from rosette.eligibility.criteria import Criterion
from rosette.kernel import LanguageError, PortfolioError
from rosette.knowledge import load_knowledge
from rosette.portfolio.drafting import (
    Decision,
    accepted,
    draft_as_json,
    draft_criteria,
    draft_of_json,
    draft_registry,
    read_registry,
    read_registry_file,
)
from rosette.portfolio.drafting.gold import score
from rosette.portfolio.drafting.needles import needles
from rosette.portfolio.drafting.words import load_words

KNOWLEDGE = load_knowledge()
RECORD = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000000"},
        "eligibilityModule": {"eligibilityCriteria": MARKDOWN, "minimumAge": "1 Year"},
    }
}


def test_a_record_of_the_registry_is_drafted_with_its_id():
    draft = draft_registry(read_registry(json.dumps(RECORD).encode(), name="record.json"))
    assert (draft.trial, draft.source) == ("NCT00000000", MARKDOWN)


def test_a_plain_text_is_drafted_by_the_name_of_its_file(tmp_path):
    path = tmp_path / "invented.txt"
    path.write_text("Inclusion Criteria:\n* Age >= 2 years\n")
    assert said(draft_registry(read_registry_file(path))) == ["require age >= 2 years"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"protocolSection": {"elig', "not JSON"),
        (b'{"study": 1}', 'no "protocolSection"'),
        (b'{"protocolSection": {}}', 'no "eligibilityModule"'),
        (b'{"protocolSection": {"eligibilityModule": {"sex": "ALL"}}}', "no eligibility text"),
        (b'{"protocolSection": {"eligibilityModule": {"eligibilityCriteria": 7}}}', "eligibilityCriteria is int"),
        (b'{"protocolSection": {"eligibilityModule": {"eligibilityCriteria": " "}}}', "an empty eligibility text"),
        (b"[" * 100_000, "nested too deeply"),
        (b"\x89PNG\r\n\x1a\n", "not UTF-8 text"),
        (b"abc\x00\x01", "a binary file"),
        (b"", "an empty eligibility text"),
        (b"x" * 1_000_000, "1000000 characters"),
    ],
)
def test_what_is_no_eligibility_text_is_refused_with_the_reason(content, told):
    with pytest.raises(PortfolioError, match=r"eligibility text|record\.json") as fault:
        read_registry(content, name="record.json")
    assert told in fault.value.explain()


def test_a_draft_comes_back_from_json_the_same():
    draft = draft_criteria(MARKDOWN, trial="X1")
    assert draft_of_json(json.loads(json.dumps(draft_as_json(draft))), knowledge=KNOWLEDGE) == draft


@pytest.mark.parametrize(
    "table",
    [
        None,
        {},
        {"schema": "other"},
        {"schema": "rosette-criteria-draft-1"},
        {"schema": "rosette-criteria-draft-1", "items": [{}]},
    ],
)
def test_what_is_no_draft_is_refused(table):
    with pytest.raises(LanguageError):
        draft_of_json(table, knowledge=KNOWLEDGE)


def test_only_what_was_accepted_or_edited_becomes_criteria():
    draft = included("Age >= 2 years", "Platelets 50,000/uL", "ANC >= 750/uL", "Uncontrolled infection is not welcome")
    decisions = {
        "D2": Decision(act="accept"),
        "D3": Decision(act="edit", text="H2 require platelets >= 50000 /uL [incl 2]"),
        "D4": Decision(act="reject"),
    }
    assert accepted(draft, decisions, knowledge=KNOWLEDGE).splitlines() == [
        "D2 require age >= 2 years [incl 1]",
        "H2 require platelets >= 50000 /uL [incl 2]",
    ]


def test_without_decisions_nothing_is_accepted():
    assert accepted(draft_criteria(MARKDOWN), {}, knowledge=KNOWLEDGE) == ""


def test_every_fault_of_the_decisions_is_told_at_once():
    draft = included("Age >= 2 years", "The weather is pleasant", "ANC >= 750/uL")
    decisions = {
        "D2": Decision(act="edit", text="A1 require age >= two years [incl 1]"),
        "D3": Decision(act="accept"),
        "D4": Decision(act="edit", text=" "),
        "D9": Decision(act="accept"),
    }
    with pytest.raises(LanguageError) as fault:
        accepted(draft, decisions, knowledge=KNOWLEDGE)
    assert len(fault.value.problems) == 4
    assert all(
        word in fault.value.explain() for word in ("two", "nothing was encoded", "without a text", "no such item")
    )


def test_an_item_left_open_is_accepted_as_a_question_for_a_person():
    draft = included("Platelets 50,000/uL")
    text = accepted(draft, {"D2": Decision(act="accept")}, knowledge=KNOWLEDGE)
    assert text.startswith("D2 require flagged ")
    assert ">=" not in text


def _gold(*lines):
    items = parse_criteria("\n".join(lines), vocabulary=vocabulary_of(KNOWLEDGE))
    return [each for each in items if isinstance(each, Criterion)]


def test_a_draft_with_another_sign_than_the_gold_counts_as_an_operator_error():
    found = score(included("ANC > 750/uL"), _gold("H1 require anc >= 750 /uL [x]"), readings={})
    assert [fact.key for fact, _ in found.wrong] == ["anc"]
    assert [fact.key for fact in found.missed] == ["anc"]


def test_a_draft_that_says_the_same_in_other_words_is_found():
    gold = _gold(
        "H1 exclude anc < 750 /uL [x]",
        "W1 require 14 days since last radiation [x]",
        "B1 require haemoglobin >= 80 g/L [x]",
    )
    found = score(
        included("ANC >= 750/uL", "At least 2 weeks since radiation", "Hemoglobin >= 8 g/dL"), gold, readings={}
    )
    assert (len(found.found), found.missed, found.wrong, found.extra) == (3, (), (), ())


def test_a_sign_left_open_is_missed_and_no_error():
    found = score(included("ANC 750/uL"), _gold("H1 require anc >= 750 /uL [x]"), readings={})
    assert (found.wrong, found.extra) == ((), ())


def test_every_expression_in_the_words_reads_in_the_language():
    words = load_words()
    exprs = [
        row["expr"] for table in ("state", "histology", "status", "consent", "assent") for row in words.tables[table]
    ]
    for expr in exprs:
        assert _gold(f"X1 require {expr} [x]")
    tags = {row["tag"] for table in ("therapy", "agent") for row in words.tables[table]}
    assert tags <= vocabulary_of(KNOWLEDGE).tags
    codes = {code for row in words.tables["measure"] for code in row["codes"]}
    assert codes <= vocabulary_of(KNOWLEDGE).measures


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bANC\b", {"anc"}),
        (r"\b(?:ANC|neutrophils?)\b", {"anc", "neutrophil"}),
        (r"\d+", None),
        (r"a?b*", None),
        (r"(?:abc|d?)", None),
    ],
)
def test_the_letters_that_a_pattern_needs_are_found(pattern, expected):
    assert needles(pattern) == (None if expected is None else frozenset(expected))


def test_the_item_of_a_draft_is_found_by_its_id():
    draft = draft_criteria(MARKDOWN)
    assert draft.item("D2") == item(draft, "Relapsed")
    assert draft.item("D999") is None
