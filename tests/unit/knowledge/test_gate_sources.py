"""Gates 3 and 4: a source that was opened, with a locator; a review that comes due after it was made."""

from collections.abc import Callable

import pytest
from tests.unit.knowledge.samples import REVIEW, SOURCES, WORDS

Faults = Callable[..., list[str]]
AGENT = 'agent = [{ id = "x", classes = ["alk"] }]'


def test_a_row_needs_a_source(faults: Faults) -> None:
    assert faults(REVIEW + WORDS + AGENT, bare=True) == [
        'extra/new.toml, agent[0]: no source; expected sources = [{ ref = "…", at = "…" }]'
    ]


def test_an_empty_list_is_no_source(faults: Faults) -> None:
    found = faults('agent = [{ id = "x", classes = ["alk"], sources = [] }]')
    assert found == ['extra/new.toml, agent[0]: no source; expected sources = [{ ref = "…", at = "…" }]']


def test_a_source_is_in_the_bibliography(faults: Faults) -> None:
    found = faults('agent = [{ id = "x", classes = ["alk"], sources = [{ ref = "boook", at = "1" }] }]')
    assert found == [
        'extra/new.toml, agent[0].sources[0].ref: "boook" is not in references.toml (did you mean "book"?). '
        "Add the source there, once."
    ]


def test_a_source_has_a_locator(faults: Faults) -> None:
    found = faults('agent = [{ id = "x", classes = ["alk"], sources = [{ ref = "book" }] }]')
    assert found == ['extra/new.toml, agent[0].sources[0]: "at" is missing; expected text']


def test_a_source_has_no_other_key(faults: Faults) -> None:
    found = faults('agent = [{ id = "x", classes = ["alk"], sources = [{ ref = "book", at = "1", page = "2" }] }]')
    assert found == ['extra/new.toml, agent[0].sources[0]: unknown key "page"; expected one of at, ref']


def test_a_source_that_nobody_opened_makes_no_row_verified(faults: Faults) -> None:
    row = 'agent = [{{ id = "x", classes = ["alk"], sources = [{{ ref = "hearsay", at = "1" }}]{more} }}]'
    assert faults(row.format(more="")) == [
        "extra/new.toml, agent[0].sources: none of the sources was opened. "
        'Open a source and say so there, or mark the row unverified = "why".'
    ]
    assert faults(row.format(more=', unverified = "not read"')) == []


def test_a_source_of_the_defaults_is_faulted_once(faults: Faults) -> None:
    defaults = REVIEW + WORDS + 'defaults.sources = [{ ref = "none", at = "1" }]\n'
    found = faults(defaults + 'agent = [{ id = "x", classes = ["alk"] }, { id = "y", classes = ["alk"] }]', bare=True)
    assert found == [
        'extra/new.toml, defaults.sources[0].ref: "none" is not in references.toml. Add the source there, once.'
    ]


def test_a_row_needs_a_statement(faults: Faults) -> None:
    found = faults(REVIEW + SOURCES + AGENT, bare=True)
    assert found == ['extra/new.toml, agent[0]: "statement" is missing; expected text']


def test_a_row_needs_a_review(faults: Faults) -> None:
    assert faults(SOURCES + WORDS + AGENT, bare=True) == [
        'extra/new.toml, agent[0]: no review; expected review = { on = 2026-11-25, by = "…", due = 2027-11-25 }'
    ]


@pytest.mark.parametrize(
    ("review", "said"),
    [
        ('on = 2026-01-01, by = "a"', 'defaults.review: "due" is missing; expected a day such as 2026-11-25'),
        (
            'on = "2026-01-01", by = "a", due = 2027-01-01',
            'defaults.review.on: "2026-01-01" does not fit; expected a day',
        ),
        (
            'on = 2026-01-01T10:00:00, by = "a", due = 2027-01-01',
            "defaults.review.on: 2026-01-01 10:00:00 does not fit",
        ),
        ("on = 2026-01-01, due = 2027-01-01", 'defaults.review: "by" is missing; expected text'),
        (
            'on = 2026-01-01, by = "a", due = 2026-01-01',
            "defaults.review.due: 2026-01-01 is not after 2026-01-01; expected a later day than that of the review",
        ),
        ('on = 2026-01-01, by = "a", due = 2027-01-01, of = "b"', 'defaults.review: unknown key "of"'),
    ],
)
def test_a_review_says_when_by_whom_and_until_when(faults: Faults, review: str, said: str) -> None:
    found = faults(SOURCES + WORDS + f"defaults.review = {{ {review} }}\n" + AGENT, bare=True)
    assert len(found) == 1
    assert found[0].startswith(f"extra/new.toml, {said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[x]\nkind = "paper"\n', 'references.toml, x: "title" is missing; expected text'),
        (
            '[x]\ntitle = "t"\nkind = "papper"\n',
            'references.toml, x.kind: "papper" is not known (did you mean "paper"?)',
        ),
        ('[x]\ntitle = "t"\nkind = "paper"\nyear = 1066\n', "references.toml, x.year: 1066 is not a year"),
        ('[x]\ntitle = "t"\nkind = "paper"\nisbn = "1"\n', 'references.toml, x: unknown key "isbn"'),
    ],
)
def test_the_bibliography_has_a_shape(faults: Faults, text: str, said: str) -> None:
    book = '[book]\ntitle = "The book"\nkind = "paper"\nopened = "all"\n'
    found = faults(book + text, "references.toml", bare=True)
    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_source_outside_a_table_is_refused(faults: Faults) -> None:
    text = 'stray = "x"\n[book]\ntitle = "The book"\nkind = "paper"\nopened = "all"\n'
    assert faults(text, "references.toml", bare=True) == [
        "references.toml, stray: not a table; expected [key] with title and kind"
    ]
