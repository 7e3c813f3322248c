"""Facts whose envelope cannot be right: identity, days, source, recording."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.records import raw_fact, raw_record

from rosette.kernel import RecordError
from rosette.knowledge import Knowledge
from rosette.records import build_record


def lab(**fields: Any) -> dict[str, Any]:
    """A platelet count that can be read, with some fields changed."""
    return raw_fact("laboratory", **{"on": "2026-05-29", "code": "platelets", "value": 75000, "unit": "/uL", **fields})


def therapy(**fields: Any) -> dict[str, Any]:
    """A therapy that can be read, with some fields changed."""
    return raw_fact("therapy", **{"agent": "irinotecan", "start": "2026-01-01", "end": "2026-02-01", **fields})


CASES = [
    (
        "not an object",
        "platelets 75000",
        [
            'facts[0]: "platelets 75000" is not an object; expected a fact in curly brackets',
        ],
    ),
    (
        "a list",
        [lab()],
        [
            "facts[0]: a list is not an object; expected a fact in curly brackets",
        ],
    ),
    (
        "no kind",
        {"id": "a"},
        [
            (
                'facts[0].kind: "kind" is missing; expected one of diagnosis, disease_event, '
                "therapy, radiation, radiopharmaceutical, transplant, surgery, stem_cells, "
                "laboratory, transfusion, growth_factor, measurement, performance, organ_test, "
                "imaging, marrow, molecular, condition, medication, assessment, reported_outcome, "
                "attestation, closure, consent, preference, home"
            ),
        ],
    ),
    (
        "kind is a number",
        {"id": "a", "kind": 3},
        [
            (
                "facts[0].kind: 3 is not text; expected one of diagnosis, disease_event, therapy, "
                "radiation, radiopharmaceutical, transplant, surgery, stem_cells, laboratory, "
                "transfusion, growth_factor, measurement, performance, organ_test, imaging, marrow, "
                "molecular, condition, medication, assessment, reported_outcome, attestation, "
                "closure, consent, preference, home"
            ),
        ],
    ),
    (
        "kind misspelt",
        lab(kind="labratory"),
        [
            'facts[0].kind: "labratory" is not a kind of fact (did you mean "laboratory"?)',
        ],
    ),
    (
        "nothing but the kind",
        {"kind": "laboratory"},
        [
            'facts[0].id: "id" is missing. Every fact of kind laboratory needs it.',
            'facts[0].on: "on" is missing. Every fact of kind laboratory needs it.',
            'facts[0].source: "source" is missing. Every fact of kind laboratory needs it.',
            'facts[0].recorded_at: "recorded_at" is missing. Every fact of kind laboratory needs it.',
            'facts[0].recorded_by: "recorded_by" is missing. Every fact of kind laboratory needs it.',
            'facts[0].code: "code" is missing. Every fact of kind laboratory needs it.',
        ],
    ),
    (
        "no id",
        lab(id=None),
        [
            'facts[0].id: "id" is missing. Every fact of kind laboratory needs it.',
        ],
    ),
    (
        "id is a number",
        lab(id=7),
        [
            "facts[0].id: 7 is not text; expected text in quotes",
        ],
    ),
    (
        "id is empty",
        lab(id=" "),
        [
            "facts[0].id: the text is empty. Leave the field out when there is nothing to say.",
        ],
    ),
    (
        "unknown field with a near one",
        lab(unti="/uL"),
        [
            (
                'facts[0].unti: "unti" is not a field here (did you mean "unit"?); expected one of '
                "id, on, source, recorded_at, recorded_by, supersedes, status, code, value, unit, "
                "comparator, uln, lln, result, kind"
            ),
        ],
    ),
    (
        "unknown field without a near one",
        lab(zzzzzz=1),
        [
            (
                'facts[0].zzzzzz: "zzzzzz" is not a field here; expected one of id, on, source, '
                "recorded_at, recorded_by, supersedes, status, code, value, unit, comparator, uln, "
                "lln, result, kind"
            ),
        ],
    ),
    (
        "two unknown fields",
        lab(zzzzzz=1, reslut="x"),
        [
            (
                'facts[0].zzzzzz: "zzzzzz" is not a field here; expected one of id, on, source, '
                "recorded_at, recorded_by, supersedes, status, code, value, unit, comparator, uln, "
                "lln, result, kind"
            ),
            (
                'facts[0].reslut: "reslut" is not a field here (did you mean "result"?); expected '
                "one of id, on, source, recorded_at, recorded_by, supersedes, status, code, value, "
                "unit, comparator, uln, lln, result, kind"
            ),
        ],
    ),
    (
        "day that is not in the calendar",
        lab(on="2024-02-30"),
        [
            'facts[0].on: "2024-02-30" is not a day of the calendar. Day is out of range for month.',
        ],
    ),
    (
        "29 February in a common year",
        lab(on="2023-02-29"),
        [
            'facts[0].on: "2023-02-29" is not a day of the calendar. Day is out of range for month.',
        ],
    ),
    (
        "day in the order of another country",
        lab(on="29.05.2026"),
        [
            'facts[0].on: "29.05.2026" is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD',
        ],
    ),
    (
        "day without signs",
        lab(on="20260529"),
        [
            'facts[0].on: "20260529" is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD',
        ],
    ),
    (
        "day with a time",
        lab(on="2026-05-29T10:00"),
        [
            'facts[0].on: "2026-05-29T10:00" is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD',
        ],
    ),
    (
        "month 13",
        lab(on="2024-13"),
        [
            'facts[0].on: "2024-13" is not a day of the calendar. Month must be in 1..12.',
        ],
    ),
    (
        "zero day",
        lab(on="2024-05-00"),
        [
            'facts[0].on: "2024-05-00" has a zero part. Leave an unknown part out.',
        ],
    ),
    (
        "zero month",
        lab(on="2024-00-10"),
        [
            'facts[0].on: "2024-00-10" has a zero part. Leave an unknown part out.',
        ],
    ),
    (
        "day is a number",
        lab(on=2024),
        [
            "facts[0].on: 2024 is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD, in quotes",
        ],
    ),
    (
        "day is a list",
        lab(on=["2024"]),
        [
            "facts[0].on: a list is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD, in quotes",
        ],
    ),
    (
        "no day",
        lab(on=None),
        [
            'facts[0].on: "on" is missing. Every fact of kind laboratory needs it.',
        ],
    ),
    (
        "a year long gone",
        lab(on="1066-10-14"),
        [
            "facts[0].on: the year 1066 cannot be right; expected a year from 1900 to 2199",
        ],
    ),
    (
        "a year far ahead",
        lab(on="2926-05-29"),
        [
            "facts[0].on: the year 2926 cannot be right; expected a year from 1900 to 2199",
        ],
    ),
    (
        "a day years after it was recorded",
        lab(on="2126-05-29"),
        [
            "facts[0].on: the day 2126-05-29 lies years after it was recorded, 2026-06-01. Check the year.",
        ],
    ),
    (
        "a day before the birth",
        lab(on="2018-05-29"),
        [
            "facts[0].on: the day 2018-05-29 is before the birth on 2019-03-10. Check both days.",
        ],
    ),
    (
        "a month before the birth",
        lab(on="2019-02"),
        [
            "facts[0].on: the day 2019-02 is before the birth on 2019-03-10. Check both days.",
        ],
    ),
    (
        "a therapy before the birth",
        therapy(start="2018-01-01"),
        [
            "facts[0].from: the day 2018-01-01 is before the birth on 2019-03-10. Check both days.",
        ],
    ),
    (
        "an end years ahead",
        therapy(end="2031-01-01"),
        [
            "facts[0].to: the day 2031-01-01 lies years after it was recorded, 2026-06-01. Check the year.",
        ],
    ),
    (
        "end before start",
        therapy(start="2026-02-01", end="2026-01-01"),
        [
            "facts[0].to: the end 2026-01-01 is before the start 2026-02-01. Check both days.",
        ],
    ),
    (
        "end in a year before the start",
        therapy(start="2026-02", end="2025"),
        [
            "facts[0].to: the end 2025 is before the start 2026-02. Check both days.",
        ],
    ),
    (
        "ongoing and ended",
        therapy(ongoing=True),
        [
            ('facts[0].ongoing: it goes on, yet it ended on 2026-02-01; expected "to" or "ongoing", not both'),
        ],
    ),
    (
        "ongoing is a word",
        therapy(end=None, ongoing="yes"),
        [
            'facts[0].ongoing: "yes" is neither true nor false; expected true or false, without quotes',
        ],
    ),
    (
        "one day for a stretch",
        therapy(start=None, end=None, on="2026-01-01"),
        [
            ('facts[0].on: "on" is not a field here; expected a stretch of days: "from" with "to" or "ongoing"'),
        ],
    ),
    (
        "a stretch for one day",
        lab(start="2026-05-01", end="2026-05-02"),
        [
            'facts[0].from: "from" is not a field here; expected one day: "on"',
            'facts[0].to: "to" is not a field here; expected one day: "on"',
        ],
    ),
    (
        "a day beside a stretch",
        raw_fact("growth_factor", agent="filgrastim", on="2026-05-01", start="2026-05-02"),
        [
            ('facts[0]: "on" stands beside "from", "to" or "ongoing"; expected one day, or a stretch of days'),
        ],
    ),
    (
        "a condition without a day",
        raw_fact("condition", code="infection"),
        [
            'facts[0]: the fact has no day; expected "on", or "from" with "to" or "ongoing"',
        ],
    ),
    (
        "a home without a start",
        raw_fact("home", country="US"),
        [
            'facts[0].from: "from" is missing. Every fact of kind home needs it.',
        ],
    ),
    (
        "recorded without a time",
        lab(recorded_at="2026-05-29"),
        [
            (
                'facts[0].recorded_at: "2026-05-29" is not a date with a time; expected a date with '
                'a time such as "2026-05-29T12:00:00Z"'
            ),
        ],
    ),
    (
        "recorded in month 13",
        lab(recorded_at="2026-13-29T10:00:00Z"),
        [
            (
                'facts[0].recorded_at: "2026-13-29T10:00:00Z" is not a date with a time; expected a '
                'date with a time such as "2026-05-29T12:00:00Z". Month must be in 1..12.'
            ),
        ],
    ),
    (
        "recorded at a number",
        lab(recorded_at=20260529),
        [
            (
                "facts[0].recorded_at: 20260529 is not a date with a time; expected a date with a "
                'time such as "2026-05-29T12:00:00Z"'
            ),
        ],
    ),
    (
        "recorded in words",
        lab(recorded_at="yesterday"),
        [
            (
                'facts[0].recorded_at: "yesterday" is not a date with a time; expected a date with '
                'a time such as "2026-05-29T12:00:00Z"'
            ),
        ],
    ),
    (
        "not recorded",
        lab(recorded_at=None),
        [
            'facts[0].recorded_at: "recorded_at" is missing. Every fact of kind laboratory needs it.',
        ],
    ),
    (
        "nobody recorded it",
        lab(recorded_by=None),
        [
            'facts[0].recorded_by: "recorded_by" is missing. Every fact of kind laboratory needs it.',
        ],
    ),
    (
        "source is a name",
        lab(source="chart"),
        [
            'facts[0].source: "chart" is not an object; expected an object in curly brackets',
        ],
    ),
    (
        "source of another type",
        lab(source={"type": "doc", "name": "chart"}),
        [
            'facts[0].source.type: "doc" is unknown; expected one of document, laboratory, person, import',
        ],
    ),
    (
        "source without a name",
        lab(source={"type": "document"}),
        [
            'facts[0].source.name: "name" is missing. Every such entry needs it.',
        ],
    ),
    (
        "source with more",
        lab(source={"type": "document", "name": "chart", "page": 3}),
        [
            'facts[0].source.page: "page" is not a field here (did you mean "place"?); expected one of '
            "type, name, system, item, key, file, batch, place, said",
        ],
    ),
    (
        "no source",
        lab(source=None),
        [
            'facts[0].source: "source" is missing. Every fact of kind laboratory needs it.',
        ],
    ),
    (
        "status unknown",
        lab(status="deleted"),
        [
            'facts[0].status: "deleted" is unknown; expected one of active, entered_in_error',
        ],
    ),
    (
        "status near",
        lab(status="actve"),
        [
            ('facts[0].status: "actve" is unknown (did you mean "active"?); expected one of active, entered_in_error'),
        ],
    ),
    (
        "replaces a number",
        lab(supersedes=3),
        [
            "facts[0].supersedes: 3 is not text; expected text in quotes",
        ],
    ),
]


@pytest.mark.parametrize(("fact", "sentences"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_bad_envelope_is_refused_with_a_sentence(fact: Any, sentences: list[str], knowledge: Knowledge) -> None:
    with pytest.raises(RecordError) as caught:
        build_record(raw_record(fact), knowledge=knowledge)
    assert [problem.sentence() for problem in caught.value.problems] == sentences


@pytest.mark.parametrize("fact", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_a_bad_envelope_ends_with_exit_code_3(fact: Any, knowledge: Knowledge) -> None:
    with pytest.raises(RecordError) as caught:
        build_record(raw_record(fact), knowledge=knowledge)
    assert caught.value.exit_code == 3
