"""Statements of people that cannot be right."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.records import raw_fact, raw_record

from rosette.kernel import RecordError
from rosette.knowledge import Knowledge
from rosette.records import build_record


def preference(**fields: Any) -> dict[str, Any]:
    """A preference that can be read, with some fields changed."""
    return raw_fact("preference", on="2026-05-20", **fields)


CASES = [
    (
        "closure near",
        raw_fact("closure", on="2026-05-29", covers=["therapy"]),
        [
            (
                'facts[0].covers[0]: "therapy" is unknown (did you mean "therapies"?); expected one '
                "of therapies, medications, radiation, transplants, surgery, transfusions, "
                "growth_factors, conditions, disease_events, stem_cells"
            ),
        ],
    ),
    (
        "closure as a word",
        raw_fact("closure", on="2026-05-29", covers="therapies"),
        [
            'facts[0].covers: "therapies" is not a list; expected a list in square brackets',
        ],
    ),
    (
        "closure without lists",
        raw_fact("closure", on="2026-05-29"),
        [
            'facts[0].covers: "covers" is missing. Every fact of kind closure needs it.',
        ],
    ),
    (
        "closure without an exact day",
        raw_fact("closure", on="2026-05", covers=["therapies"]),
        [
            ("facts[0].on: the review of 2026-05 has no exact day; expected the day of the review, YYYY-MM-DD"),
        ],
    ),
    (
        "attestation with another answer",
        raw_fact("attestation", on="2026-05-29", question="NCT01154816/J1", answer="maybe"),
        [
            'facts[0].answer: "maybe" is unknown; expected one of yes, no',
        ],
    ),
    (
        "attestation with a flag",
        raw_fact("attestation", on="2026-05-29", question="NCT01154816/J1", answer=True),
        [
            "facts[0].answer: true is not text; expected one of yes, no",
        ],
    ),
    (
        "attestation without a question",
        raw_fact("attestation", on="2026-05-29", answer="yes"),
        [
            'facts[0].question: "question" is missing. Every fact of kind attestation needs it.',
        ],
    ),
    (
        "consent without a type",
        raw_fact("consent", on="2026-05-29", answer="yes"),
        [
            'facts[0].type: "type" is missing. Every fact of kind consent needs it.',
        ],
    ),
    (
        "country by name",
        raw_fact("home", start="2026-01-01", country="United States"),
        [
            ('facts[0].country: "United States" is not of the right form; expected two capital letters such as "US"'),
        ],
    ),
    (
        "country in small letters",
        raw_fact("home", start="2026-01-01", country="us"),
        [
            'facts[0].country: "us" is not of the right form; expected two capital letters such as "US"',
        ],
    ),
    (
        "language by name",
        raw_fact("home", start="2026-01-01", language="English"),
        [
            'facts[0].language: "English" is not of the right form; expected a language tag such as "en"',
        ],
    ),
    (
        "distance round the world",
        raw_fact("home", start="2026-01-01", distance_km=99999),
        [
            "facts[0].distance_km: 99999 is out of range; expected 0 to 40000",
        ],
    ),
    (
        "text too long",
        preference(text="a" * 4001),
        [
            "facts[0].text: the text has 4001 characters; expected at most 4000",
        ],
    ),
    (
        "text that cannot be printed",
        preference(text="a\x07b"),
        [
            "facts[0].text: the text has characters that cannot be printed. Remove them.",
        ],
    ),
    (
        "text with half a character",
        preference(text="a\ud800b"),
        [
            "facts[0].text: the text has characters that cannot be printed. Remove them.",
        ],
    ),
    (
        "text of spaces",
        preference(text="  "),
        [
            "facts[0].text: the text is empty. Leave the field out when there is nothing to say.",
        ],
    ),
    (
        "text as a number",
        preference(text=3),
        [
            "facts[0].text: 3 is not text; expected text in quotes",
        ],
    ),
    (
        "weights as a list",
        preference(weights=[0.7]),
        [
            "facts[0].weights: a list is not an object; expected an object in curly brackets",
        ],
    ),
    (
        "weight as text",
        preference(weights={"time_at_home": "much"}),
        [
            'facts[0].weights.time_at_home: "much" is not a number; expected a number, without quotes',
        ],
    ),
    (
        "weight below zero",
        preference(weights={"time_at_home": -1}),
        [
            "facts[0].weights.time_at_home: -1 is out of range; expected 0 or more",
        ],
    ),
    (
        "days in hospital more than a year",
        preference(max_days_in_hospital_per_cycle=400),
        [
            "facts[0].max_days_in_hospital_per_cycle: 400 is out of range; expected 0 to 366",
        ],
    ),
]


@pytest.mark.parametrize(("fact", "sentences"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_bad_statement_is_refused_with_a_sentence(fact: Any, sentences: list[str], knowledge: Knowledge) -> None:
    with pytest.raises(RecordError) as caught:
        build_record(raw_record(fact), knowledge=knowledge)
    assert [problem.sentence() for problem in caught.value.problems] == sentences


@pytest.mark.parametrize("fact", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_a_bad_statement_ends_with_exit_code_3(fact: Any, knowledge: Knowledge) -> None:
    with pytest.raises(RecordError) as caught:
        build_record(raw_record(fact), knowledge=knowledge)
    assert caught.value.exit_code == 3
