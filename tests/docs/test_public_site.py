"""Gates of the public site: easy to read, whole in both languages, links that lead somewhere, counts with a source."""

import pytest

from rosette.server.publicsite.drafts import Draft, Figure, load_drafts, load_words
from rosette.server.publicsite.gates import LEAST_EASE, MOST_GRADE, all_faults, draft_faults, reading_faults

WANTED = [
    "understanding-relapse",
    "low-risk-and-high-risk",
    "mibg-therapy",
    "immunotherapy",
    "targeted-therapy",
    "how-medicines-are-chosen",
    "trials-explained",
    "second-opinion",
    "appointment",
    "contact",
    "other-places",
    "late-effects",
    "comfort",
    "questions-to-ask",
    "about",
    "mibg-for-professionals",
    "immunotherapy-for-professionals",
    "targeted-for-professionals",
    "medicines-for-professionals",
    "relapse-for-professionals",
    "refer-a-child",
    "late-effects-for-professionals",
]


def test_every_page_keeps_every_gate() -> None:
    assert all_faults() == ()


def test_every_page_that_the_design_lists_is_there() -> None:
    for language in ("en", "es"):
        assert load_drafts(language).keys() >= set(WANTED)
        assert sum(draft.on is not None for draft in load_drafts(language).values()) >= 3


def test_every_topic_for_families_has_one_for_doctors_and_back() -> None:
    for language in ("en", "es"):
        drafts = load_drafts(language)
        for draft in drafts.values():
            if draft.other and draft.audience == "professional":
                assert drafts[draft.other].audience == "family"


def test_the_words_are_explained_in_plain_words_and_used() -> None:
    for language, hard in (("en", MOST_GRADE), ("es", LEAST_EASE)):
        words = load_words(language)
        everything = " ".join(draft.text for draft in load_drafts(language).values()).casefold()
        assert [term for term in words if term.casefold() not in everything] == []
        assert reading_faults("\n".join(words.values()), language=language, words=words) == (), hard


def test_every_count_names_a_source_with_a_number_that_can_be_looked_up() -> None:
    for draft in load_drafts("en").values():
        for figure in draft.figures.values():
            assert any(mark in figure.source for mark in ("PMID", "PMC", "doi", "NCT")), figure


def family(body: str, **more: object) -> Draft:
    told: dict[str, object] = {"title": "A page", "summary": "It is short.", "body": body, **more}
    return Draft(slug="x", language="en", **told)  # type: ignore[arg-type]


FAULTY = [
    (family("Administration of radiopharmaceuticals necessitates interdisciplinary consideration."), "grade"),
    (family("It is " + "so " * 26 + "long."), "over 25 words"),
    (family("See [this](nowhere)."), "which is no page"),
    (family("See [this](https://example.org/)."), "which is no page"),
    (family("{figure a}"), "is not given"),
    (family("x", figures={"a": Figure(id="a", count=3, of=2, words="w", source="s")}), "counts 3 of 2"),
    (family("x", other="nothing"), "does not exist"),
]


@pytest.mark.parametrize(("draft", "fault"), FAULTY)
def test_a_page_that_breaks_a_gate_is_named(draft: Draft, fault: str) -> None:
    assert any(fault in each for each in draft_faults(draft))
