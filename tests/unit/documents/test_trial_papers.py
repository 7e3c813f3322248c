"""The weekly table and the board's pack on paper: everything is in them, one page is one page, text is never markup."""

import io

import pypdf
from attrs import evolve
from tests.unit.designs.conduct.book import NURSE, day, first_level, whole

from rosette.designs.conduct import Noted, dsmb, weekly
from rosette.documents.trials import pack_pdf, week_pdf, week_text

WHOLE = whole().ledger
NOW = day(190)


def read(raw):
    pages = pypdf.PdfReader(io.BytesIO(raw)).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_pack_says_everything_that_a_board_asks_for():
    _, text = read(pack_pdf(dsmb(WHOLE, NOW)))
    for words in (
        "This changes decision 5 of 2026-04-08: it was level 2, it would be level 1",
        "Looked at again and unchanged: decision 4, 6, 7, 8, 9.",
        "haematological: 56 days from the first treatment",
        "13.6 mCi/kg of 15 mCi/kg, 500 mCi in all: the shipment was smaller",
        "mucositis, grade 3, 2026-02-02, other organ: toxicity",
        "P05 (the cap allows 13 mCi/kg): replaced by P06",
        "haematological: 36 of 56 days left",
        "9 (in force)",
        "confirmed, 2026-06-24, Dr Lind",
        "as hoped",
        "states were swept",
        WHOLE.until(NOW).digest[:12],
    ):
        assert words in text, words


def test_the_week_is_one_page_however_much_there_is_and_counts_what_it_leaves_out():
    found = weekly(WHOLE, NOW)
    parts = {name: getattr(found, name) * 30 for name in ("alarms", "watched", "queue", "new")}
    pages, text = read(week_pdf(evolve(found, **parts)))
    assert pages == 1
    assert "27 more decisions would have been others: see the pack" in text
    assert all(f"and {count} more" in text for count in (20, 53, 83))


def test_equal_packs_have_equal_bytes():
    assert pack_pdf(dsmb(WHOLE, NOW)) == pack_pdf(dsmb(whole().ledger, NOW))


def test_a_text_of_an_entry_is_printed_as_it_is_and_never_as_markup():
    book = first_level()
    book.add(Noted(day=day(93), by=NURSE, text='#read("/etc") *x* $y$ = 1'))
    _, text = read(week_pdf(weekly(book.ledger, day(93))))
    assert '#read("/etc") *x* $y$ = 1' in text


def test_an_open_place_is_said_in_words():
    found = weekly(first_level().decide(93).ledger, day(93))
    assert week_text(found)["enrolment"] == "Open: 1 place."
    assert week_text(evolve(found, places=2))["enrolment"] == "Open: 2 places."
