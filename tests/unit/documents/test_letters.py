"""The letter prints the board that decided; text is data; the same letter gives the same bytes."""

import io
import json
from datetime import date
from pathlib import Path

import attrs
import pytest
from pypdf import PdfReader

from rosette.documents.letters import (
    RecommendationLetter,
    Signed,
    letter_json,
    letter_options,
    letter_pdf,
    read_letter,
)
from rosette.knowledge import load_knowledge
from rosette.options import Board, make_board
from rosette.options.wording import made_from
from rosette.portfolio import load_portfolio, load_programme
from rosette.records import load_record

LORLATINIB = "lorlatinib-compassionate/lorlatinib"


@pytest.fixture(scope="module")
def board() -> Board:
    return make_board(
        load_record(Path("examples/children/demo-01.json")),
        on=date(2026, 6, 1),
        portfolio=load_portfolio(),
        programme=load_programme(),
        knowledge=load_knowledge(),
    )


@pytest.fixture
def letter(board: Board) -> RecommendationLetter:
    return RecommendationLetter(
        number="RL-2026-0001",
        on="3 Jun 2026",
        programme="Rosette Demo Centre",
        programme_phone="555-0100",
        recipient="Dr Luis Ortega",
        institution="Hillside (invented)",
        child="AI, RZ-00001",
        question="Which options?",
        meeting="3 Jun 2026",
        attendees=("Dr Okoye",),
        decision="Options recommended",
        recommendation="Lorlatinib, if the family agrees.",
        dissent="",
        options=letter_options(board, recommended=[LORLATINIB]),
        asked=("Measure GFR by 8 June",),
        review="6 Jul 2026",
        made=made_from(board, software="rosette"),
        signatures=(),
    )


def pages(letter: RecommendationLetter) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(letter_pdf(letter))).pages]


def signed(letter: RecommendationLetter) -> RecommendationLetter:
    mark = Signed(name="Dr Okoye", role="Treating physician", meaning="I send this", at="now", digest=letter.digest)
    return attrs.evolve(letter, signatures=(mark,))


def test_the_recommended_option_stands_first_and_comfort_care_is_always_there(letter: RecommendationLetter) -> None:
    assert letter.options[0].id == LORLATINIB
    assert letter.options[0].recommended
    assert letter.options[-1].id == "comfort-care/comfort-care"


def test_an_option_says_in_the_letter_what_it_says_on_the_board(board: Board, letter: RecommendationLetter) -> None:
    from rosette.options import section_of
    from rosette.options.wording import option_lines

    option = next(each for each in board.options if each.id == LORLATINIB)
    told = tuple(f"{line.head} {line.whole}".strip() for line in option_lines(option, section_of(option)))
    assert letter.options[0].lines == told


def test_everything_that_the_letter_holds_is_printed(letter: RecommendationLetter) -> None:
    text = " ".join(pages(signed(letter)))
    for part in (
        letter.recommendation,
        letter.question,
        letter.recipient,
        *letter.asked,
        letter.review,
        "Dr Okoye",
        "Not for emergencies",
        "The family and the treating physicians decide",
        letter.digest,
    ):
        assert part in text
    for option in letter.options:
        assert option.title in text


def test_every_page_of_an_unsigned_letter_says_draft(letter: RecommendationLetter) -> None:
    assert all("DRAFT" in page for page in pages(letter))
    assert not any("DRAFT" in page for page in pages(signed(letter)))


def test_the_same_letter_gives_the_same_bytes(letter: RecommendationLetter) -> None:
    assert letter_pdf(letter) == letter_pdf(letter)


def test_a_letter_is_read_back_from_its_data(letter: RecommendationLetter) -> None:
    assert read_letter(json.loads(json.dumps(letter_json(signed(letter))))) == signed(letter)


def test_a_signature_is_bound_to_every_word(letter: RecommendationLetter) -> None:
    assert attrs.evolve(letter, recommendation="Something else").digest != letter.digest
    assert signed(letter).digest == letter.digest


@pytest.mark.parametrize(
    "text", ['#import "x"', '#eval("1")', "$ x^2 $", "\\", "<script>", "= heading", "@cite", "*bold*", "`raw`"]
)
def test_no_text_becomes_markup(letter: RecommendationLetter, text: str) -> None:
    assert text in " ".join(pages(attrs.evolve(letter, recommendation=f"begin {text} end")))


def test_a_letter_that_the_fonts_cannot_draw_is_named_by_its_number(letter: RecommendationLetter) -> None:
    text = " ".join(pages(attrs.evolve(letter, recipient="王 \U0001f600 \u202eabc")))
    assert "[U+738B]" in text
    assert "[U+1F600]" in text
    assert "abc" in text


def test_the_pdf_names_itself(letter: RecommendationLetter) -> None:
    reader = PdfReader(io.BytesIO(letter_pdf(letter)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Recommendation letter RL-2026-0001"
    assert "/MarkInfo" in reader.trailer["/Root"]
