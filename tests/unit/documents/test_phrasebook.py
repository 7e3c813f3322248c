"""The clinical phrases of plans in Spanish: every rule, test and reason has its words; what has none stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.documents.survivors import HISTORIES, KNOWLEDGE, ROOT, plan

from rosette.documents.survivorship.clinical import clinic_text, doctor_text
from rosette.documents.survivorship.phrasebook import phrasebook, spoken
from rosette.knowledge import Organ, SurveillanceTest
from rosette.records import load_record
from rosette.survivorship import exposures_of, load_history, plan_of, results_of, rules_of

SPANISH = phrasebook("es")
BOOKS = [rules_of(KNOWLEDGE, name) for name in ("ighg-pancare", "cog")]
ON = plan().on
CHILDREN = sorted((ROOT / "examples" / "children").glob("*.json"))
NAMES = {"tablets of a trial abroad", "study tablets, arm blinded"}  # only a record knows these


def missing(text: str) -> list[str]:
    """The parts of a text that are not in the book."""
    if SPANISH.found(text) is not None or any(name in text for name in NAMES):
        return []
    parts = text.split("; ")
    return parts if len(parts) == 1 else [each for part in parts for each in missing(part)]


def all_missing(told) -> list[str]:
    found: list[str] = []
    spoken(told, lambda text: found.extend(missing(text)) or text)
    return found


def test_every_text_of_every_rule_and_test_is_in_the_book() -> None:
    texts = [each.name for each in KNOWLEDGE.table(SurveillanceTest).values()]
    for book in BOOKS:
        for rule in book.rules:
            texts += [each for each in (rule.if_abnormal, rule.told, rule.unverified) if each]
            texts.append(str(rule.interval))
        texts += [book.profile.name, book.profile.edition]
    texts += [each.id.replace("_", " ") for each in KNOWLEDGE.table(Organ).values()]
    assert [each for text in texts for each in missing(text)] == []


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.profile.id)
@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
def test_every_line_of_a_paper_of_a_survivor_is_in_the_book(path: Path, book) -> None:
    found = plan_of(load_history(path, KNOWLEDGE), book, on=ON)
    assert all_missing([clinic_text(found, book), doctor_text(found, book)]) == []


@pytest.mark.parametrize("path", CHILDREN, ids=lambda path: path.stem)
def test_every_line_of_a_paper_of_a_recorded_child_is_in_the_book(path: Path) -> None:
    record = load_record(path)
    found = plan_of(
        exposures_of(record, KNOWLEDGE, on=ON), BOOKS[0], on=ON, results=results_of(record, KNOWLEDGE, on=ON)
    )
    assert all_missing([clinic_text(found, BOOKS[0]), doctor_text(found, BOOKS[0])]) == []


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        (
            "every year to age 6, then every 2 years to age 12, then every 5 years",
            "cada año hasta los 6 años, después cada 2 años hasta los 12 años, después cada 5 años",
        ),
        ("overdue since 2019-09-20; proposed 2026-11-28", "atrasada desde el 2019-09-20; se propone el 2026-11-28"),
        (
            "anthracycline 150 mg/m2 (at least) as doxorubicin, by PanCare/SurPass factors",
            "antraciclinas: 150 mg/m2 (al menos) como doxorrubicina, por factores de PanCare/SurPass",
        ),
        ("heart at least 12 Gy", "corazón: al menos 12 Gy"),
        (
            "strictest reading: spine irradiated, dose unknown: SPI-1, SMN-0",
            "lectura más estricta: columna: con irradiación, dosis desconocida: SPI-1, SMN-0",
        ),
        ("cisplatin, 200 mg/m2 (incomplete)", "cisplatino, 200 mg/m2 (incompleta)"),
    ],
)
def test_numbers_days_and_codes_come_through_in_their_place(english: str, spanish: str) -> None:
    assert SPANISH.said(english) == spanish


def test_what_is_not_in_the_book_stays_and_the_rest_is_said() -> None:
    assert SPANISH.said("a new drug, 5 mg/m2") == "a new drug, 5 mg/m2"
    assert SPANISH.said("cisplatin, 5 mg/m2; a new drug") == "cisplatino, 5 mg/m2; a new drug"
    assert phrasebook("en") is None


def test_a_long_text_that_is_not_in_the_book_costs_little() -> None:
    text = ", ".join(f"thing{'x' * at}: word" for at in range(60))
    looked: dict[str, str | None] = {}
    assert SPANISH.found(text, looked) is None
    assert len(looked) < 20_000
