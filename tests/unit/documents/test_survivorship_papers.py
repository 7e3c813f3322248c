"""Papers and plain pages of a surveillance plan: one page for a family doctor, plain words that promise nothing."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import attrs
import pytest
from tests.unit.documents.survivors import BOOK, EXAMPLES, HISTORIES, KNOWLEDGE, ON, pages_of, plan, text_of

from rosette.documents.survivorship import LANGUAGES, READERS, family_page, paper, plain_name
from rosette.documents.survivorship.families import FAMILIES
from rosette.documents.survivorship.plain import described, words_of
from rosette.kernel import UsageError
from rosette.knowledge import SurveillanceTest
from rosette.survivorship import Result, merged, plan_of
from rosette.texts import long_sentences, reading_grade, spanish_ease

TESTS = sorted(KNOWLEDGE.table(SurveillanceTest))
ILLNESS = re.compile(r"cancer|tumou?r|neoplasm|leuk|blastoma|hiv|hepatitis|c[áa]ncer|sida", re.IGNORECASE)


# --- plain words -------------------------------------------------------------------------------------------


def test_every_test_has_plain_words_that_are_easy_by_themselves_and_name_no_illness() -> None:
    for test in TESTS:
        assert reading_grade("\n".join(described(test, "en"))) <= 6, test
        assert spanish_ease("\n".join(described(test, "es"))) >= 70, test
        assert not [name for name in (plain_name(test, each) for each in LANGUAGES) if ILLNESS.search(name)]


@pytest.mark.parametrize("reader", ["family", "teenager"])
@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_the_pages_of_a_family_are_for_grade_six_in_both_languages_and_alike(path: Path, reader: str) -> None:
    found = plan(path)
    english, spanish = (family_page(found, BOOK, reader=reader, language=each) for each in LANGUAGES)
    assert reading_grade(english.text) <= 6
    assert spanish_ease(spanish.text) >= 70
    assert not long_sentences(english.text)
    assert not long_sentences(spanish.text)
    assert [len(part.entries) for part in english.parts] == [len(part.entries) for part in spanish.parts]
    assert sum(len(part.entries) for part in english.parts) == len(merged(found).items)


def test_a_page_tells_why_and_when_and_leaves_what_nobody_verified_to_the_clinic() -> None:
    page = family_page(plan(), BOOK, phone="555-0100")
    parts = {part.title: part for part in page.parts}
    hearing = next(each for each in parts["Checks"].entries if each.name == "Hearing test")
    assert hearing.why == "This check is planned for your child because of strong medicines."
    assert hearing.when == "Every year. The day was September 20, 2019."
    assert "ask for a new day" in page.late
    asked = parts["Ask your clinic about these"]
    assert "Visit to the dentist" in {each.name for each in asked.entries}
    assert {(each.why, each.when) for each in asked.entries} == {("", "")}
    assert "555-0100" in page.call
    assert "does not tell you which care is best" in page.kept


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_gives_no_advice_on_treatment(language: str) -> None:
    advice = re.compile(
        r"\b(should|must|need to|we recommend|debe|deben|tiene que hacer|recomendamos)\b", re.IGNORECASE
    )
    for path in HISTORIES:
        assert not advice.search(family_page(plan(path), BOOK, language=language).text)


def test_each_state_of_a_row_has_its_words() -> None:
    done = (Result(test="ferritin", on=date(2026, 5, 1)), Result(test="kidney_function", on=date(2026, 5, 1)))
    entries = {
        each.name: each.when
        for path in (HISTORIES[0], EXAMPLES / "unknown.toml")
        for part in family_page(plan(path, results=done), BOOK).parts
        for each in part.entries
    }
    assert entries["Blood test for iron"] == "One time. Done on May 1, 2026."
    assert entries["Kidney check"] == "Every 5 years. Next: May 1, 2031."
    assert entries["Check for growing up too soon"] == "This one is over."
    assert entries["Blood count"] == "When there are signs."
    assert "Next: " in entries["Breast scan"]


def test_no_page_promises_a_day_that_has_gone_by() -> None:
    for path in HISTORIES:
        found = merged(plan(path))
        gone = [item.again for item in found.items if item.overdue_since and item.again and item.again < ON]
        text = family_page(found, BOOK).text
        assert not [day for day in gone if f"One more time on {day:%B} {day.day}, {day.year}" in text]


def test_while_treatment_goes_on_no_day_is_promised() -> None:
    found = plan()
    going = plan_of(attrs.evolve(found.exposures, end_of_therapy=None), BOOK, on=ON)
    told = family_page(going, BOOK).text
    assert "The day is set when treatment ends." in told


def test_another_reader_or_language_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="family or teenager"):
        family_page(plan(), BOOK, reader="nurse")
    with pytest.raises(UsageError, match="en or es"):
        family_page(plan(), BOOK, language="fr")
    with pytest.raises(UsageError, match="clinician, family-doctor, family"):
        paper(plan(), BOOK, reader="nurse", software="x")
    with pytest.raises(UsageError, match='clinician is not written in "fr": one of en, es'):
        paper(plan(), BOOK, reader="clinician", language="fr", software="x")
    with pytest.raises(UsageError, match='no sheet "a5": one of a4, letter'):
        paper(plan(), BOOK, reader="clinician", sheet="a5", software="x")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", FAMILIES)
def test_every_sentence_that_a_page_may_hold_is_plain_by_itself(reader: str, language: str) -> None:
    told = words_of(language)
    own = [
        told[reader][name] for name in ("lede", "late", "call", "worry_lede", "kept", "open_lede", "not_planned_lede")
    ]
    for text in [*own, *(described(test, language)[1] for test in TESTS), *told["calendar"].values()]:
        filled = text.format(on="May 1", day="May 1", phone="")
        assert reading_grade(filled) <= 6 if language == "en" else spanish_ease(filled) >= 70, text
    reasons = [told["because"][name] for name in told["because"]]
    for frame in ("why", "talk_why"):
        filled = "\n".join(told[reader][frame].format(because=each) for each in reasons)
        assert reading_grade(filled) <= 6 if language == "en" else spanish_ease(filled) >= 70


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", FAMILIES)
@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_every_page_says_whom_to_call_what_to_do_when_worried_and_what_it_does_not_replace(
    path: Path, reader: str, language: str
) -> None:
    page = family_page(plan(path), BOOK, reader=reader, language=language, phone="555-0100")
    last = page.parts[-1]
    assert "555-0100" in page.call
    assert last.title in ("If you are worried", "Si algo le preocupa", "Si algo te preocupa")
    assert re.search("does not mean that something is wrong|no quiere decir que algo vaya mal", last.lede)
    assert re.search("hospital", last.lede)
    assert re.search("does not take the place of|no toma el lugar de", last.lede)
    assert bool(page.late) == any(item.overdue_since for item in merged(plan(path)).items if item.acts)


FRIGHTENING = re.compile(
    r"\b(dies?\b|dying|death|fatal|deadly|cancer|tumou?r|damage|danger|risk|morir|muerte|cáncer|tumor|daño|peligro|riesgo)",
    re.I,
)
SIGNS = {
    "adhesion_card": "llamar",
    "line_history": "llamar",
    "spleen_advice": "llamar",
    "blood_count_symptoms": "llamar",
}


def test_no_sentence_frightens_and_where_one_tells_a_sign_it_tells_to_call() -> None:
    for test in TESTS:
        for language in LANGUAGES:
            assert not FRIGHTENING.search(" ".join(described(test, language))), test
    for test in SIGNS:
        assert "call" in described(test, "en")[1]
        assert "llamar" in described(test, "es")[1]


# --- papers ------------------------------------------------------------------------------------------------


ONE_PAGE = [(path, "es", "letter") for path in HISTORIES] + [(path, "en", "a4") for path in HISTORIES[2::4]]


@pytest.mark.parametrize(("path", "language", "sheet"), ONE_PAGE)
def test_the_family_doctor_gets_one_page_in_each_language_and_on_each_sheet(
    path: Path, language: str, sheet: str
) -> None:
    raw = paper(plan(path), BOOK, reader="family-doctor", language=language, sheet=sheet, software="x")
    assert len(pages_of(raw)) == 1


def test_the_clinician_reads_doses_reasons_days_and_what_is_not_verified() -> None:
    text = text_of(paper(plan(), BOOK, reader="clinician", software="rosette x"))
    for words in (
        *("cisplatin, 400 mg/m2", "factor not verified: thiotepa, melphalan", "audiometry · EAR-1"),
        *("Overdue For all of them 2026-06-01 is proposed", "was due", "2019-09-20", "Page 1 of"),
        *("Not verified: a clinician decides", "dental examination", "not yet signed by a late-effects clinician"),
        *("rosette x", "Sources •", "An unknown dose is never zero"),
    ):
        assert words in text, words


def test_the_clinician_is_told_which_papers_are_missing_and_what_is_over() -> None:
    text = text_of(paper(plan(EXAMPLES / "unknown.toml"), BOOK, reader="clinician", software="x"))
    assert "cumulative dose of doxorubicin in mg/m2" in text
    assert "check for early puberty: ended on 2011-12-01" in text


@pytest.mark.parametrize("reader", READERS)
def test_equal_plans_have_equal_bytes(reader: str) -> None:
    one, two = (paper(plan(), BOOK, reader=reader, software="x") for _ in range(2))
    assert one == two


def test_the_page_of_a_teenager_is_printed_in_spanish() -> None:
    text = text_of(paper(plan(), BOOK, reader="teenager", language="es", phone="555-0100", software="x"))
    assert "Tus pruebas de salud" in text
    assert "555-0100" in text


def test_the_family_doctor_reads_each_treatment_once_and_that_the_rules_are_not_signed() -> None:
    text = text_of(paper(plan(EXAMPLES / "boy.toml"), BOOK, reader="family-doctor", software="x"))
    given = text.partition("Given •")[2]
    assert given.count("mibg 131i") == 1
    assert "Rules of this plan are not yet signed by a late-effects clinician." in text
    assert "not verified, not planned: ask the clinic dental examination" in text.lower()


def test_the_clinician_reads_sources_by_title_and_who_printed_it() -> None:
    made = "printed by Dr A. Bell, 2026-06-01 10:00 UTC"
    raw = paper(
        plan(), BOOK, reader="clinician", software="x", references=KNOWLEDGE.references, printed_by=made, sheet="letter"
    )
    text = text_of(raw)
    cited = {source.ref for item in plan().items for rule in item.rules for source in rule.sources}
    assert cited
    for key in cited:
        assert KNOWLEDGE.references[key].title.split()[0] in text
    assert all(made in page for page in pages_of(raw))


def test_papers_of_the_clinic_come_in_spanish() -> None:
    told = text_of(paper(plan(), BOOK, reader="clinician", language="es", software="x"))
    for words in (
        *("Seguimiento de efectos tardíos, SV-01", "cisplatino, 400 mg/m2", "audiometría · EAR-1", "Página 1 de"),
        *("aún sin la firma de un médico de efectos tardíos", "Sin verificar: un médico decide"),
        *("cada año hasta los 6 años, después cada 2 años hasta los 12 años", "Una dosis desconocida nunca es cero"),
    ):
        assert words in told, words
    doctor = text_of(paper(plan(), BOOK, reader="family-doctor", language="es", phone="555-0100", software="x"))
    assert "presión arterial" in doctor
    assert "Teléfono de la consulta: 555-0100" in doctor
