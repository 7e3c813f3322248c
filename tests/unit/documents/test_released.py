"""The paper that is released: frozen, printed from what was frozen, plain words with what was given."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pypdf
import pytest

from rosette.documents.ical import Event
from rosette.documents.released import (
    LANGUAGES,
    Paper,
    calendar_file,
    doctor_file,
    page_file,
    paper_of,
    paper_text,
    read_paper,
)
from rosette.documents.survivorship.families import FAMILIES
from rosette.documents.survivorship.given import given_part
from rosette.documents.survivorship.plain import catalogue, screen_words
from rosette.kernel import BadInput, UsageError
from rosette.knowledge import load_knowledge
from rosette.survivorship import load_history, plan_of, rules_of
from rosette.texts import long_sentences, reading_grade, spanish_ease

ON = date(2026, 6, 1)
EXAMPLES = Path("examples/survivorship")
KNOWLEDGE = load_knowledge()
BOOK = rules_of(KNOWLEDGE)
PLAN = plan_of(load_history(EXAMPLES / "girl.toml", KNOWLEDGE), BOOK, on=ON)


def paper(reader: str = "survivor", language: str = "en", **more: Any) -> Paper:
    told = {"phone": "555-0100", "record": "1.9-abc", "software": "rosette x", **more}
    return paper_of(PLAN, BOOK, reader=reader, language=language, **told)


def words_in(paper: Paper) -> list[str]:
    """Everything that the page says but the names and doses of what was given."""
    parts = paper.page["parts"]
    told = [paper.page[name] for name in ("title", "lede", "call", "kept")]
    told += [line for part in parts for line in (part["title"], part["lede"])]
    told += [line for part in parts[1:] for each in part["entries"] for line in each.values()]
    return [line for line in [*told, *(each["name"] for each in parts[0]["entries"])] if line]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", FAMILIES)
def test_a_paper_is_for_grade_six_in_both_languages_and_reads_back_whole(reader: str, language: str) -> None:
    made = paper(reader, language)
    text = "\n".join(words_in(made))
    assert reading_grade(text) <= 6 if language == "en" else spanish_ease(text) >= 70
    assert not long_sentences(text)
    again = read_paper(paper_text(made))
    assert again == made
    assert again.digest == made.digest != paper(reader, language, record="2.0-abd").digest


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_around_a_paper_are_as_plain(language: str) -> None:
    told = {"day": "1", "who": "Ana", "why": "x", "phone": "1"}
    # the name of a file type is no word
    text = "\n".join(
        re.sub(r" \((PDF|\.ics)[^)]*\)", "", line.format(**told)) for line in screen_words(language).values()
    )
    assert reading_grade(text) <= 6 if language == "en" else spanish_ease(text) >= 70


def test_both_languages_have_the_same_words_to_fill() -> None:
    for name in ("given.toml", "released.toml"):
        english, spanish = (catalogue(name)[each] for each in LANGUAGES)
        assert english.keys() == spanish.keys()
        for key in english:
            if isinstance(english[key], str):
                assert set(re.findall(r"{\w+}", english[key])) == set(re.findall(r"{\w+}", spanish[key])), key


def test_what_was_given_is_told_by_kind_and_an_unknown_dose_is_never_left_out() -> None:
    part = given_part(PLAN.exposures, reader="survivor", language="en")
    told = {each.name: each.about for each in part.entries}
    assert list(told) == ["Strong medicines", "Radiation", "Stem cells", "Operations"][: len(told)]
    assert "cisplatin, 400 mg/m2, last on July 10, 2018" in told["Strong medicines"]
    assert "cyclophosphamide, about 8400 mg/m2" in told["Strong medicines"]
    assert "dinutuximab, how much is not known" in told["Strong medicines"]
    assert told["Radiation"].startswith("abdominal radiation, 21.6 Gy")
    spanish = given_part(PLAN.exposures, reader="family", language="es")
    assert any("no se sabe cuánto" in each.about for each in spanish.entries)
    assert any("rayos en el vientre, 21.6 Gy" in each.about for each in spanish.entries)


def test_a_record_without_treatment_says_so() -> None:
    part = given_part(attrs.evolve(PLAN.exposures, given=()), reader="survivor", language="en")
    assert (part.entries, part.lede) == ((), "Nothing is on the record.")


def test_the_files_come_from_the_frozen_paper_alone() -> None:
    """A paper whose words were altered prints the altered words: nothing is worked out again."""
    told = paper_text(paper()).replace("Your health checks after treatment", "As it was frozen")
    frozen = read_paper(told.replace("Hearing test", "Test of that day"))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(page_file(frozen))).pages)
    assert "As it was frozen" in text
    assert "cisplatin, 400 mg/m2" in " ".join(text.split())
    assert b"SUMMARY:Test of that day" in calendar_file(frozen)
    assert len(pypdf.PdfReader(io.BytesIO(doctor_file(frozen))).pages) == 1


def test_a_paper_renews_the_calendar_of_the_former_one() -> None:
    former = paper()
    more = attrs.evolve(former, events=(*former.events, Event(on=ON, title="Test that fell away", key="gone")))
    days = calendar_file(paper(former=more))
    assert days.count(b"BEGIN:VEVENT") == len(former.events) + 1
    assert days.count(b"STATUS:CANCELLED") == 1
    assert b"CANCELLED" not in calendar_file(paper(former=former))


def test_a_paper_names_record_rules_site_day_and_software() -> None:
    made = paper().made
    assert made["record"] == "SV-01 1.9-abc"
    assert made["knowledge"].startswith(KNOWLEDGE.release)
    assert (made["on"], made["software"], made["practice"]) == ("2026-06-01", "rosette x", PLAN.practice.name)


def test_another_form_reader_or_language_is_refused() -> None:
    with pytest.raises(BadInput, match="not a released plan"):
        read_paper('{"format": "other/1"}')
    for more in ({"reader": "nurse"}, {"language": "fr"}):
        with pytest.raises(UsageError):
            paper(**more)
    with pytest.raises(UsageError):
        screen_words("fr")
