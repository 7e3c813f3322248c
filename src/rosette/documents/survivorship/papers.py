"""A plan as PDF for its readers: the clinic, the family doctor on one page, a family, a teenager."""

from __future__ import annotations

from pathlib import Path

from attrs import asdict

from rosette.documents.printing import printed
from rosette.documents.survivorship.clinical import clinic_text, doctor_text
from rosette.documents.survivorship.families import FAMILIES, family_page
from rosette.kernel import UsageError, one_of
from rosette.survivorship import Plan, RuleBook

READERS = ("clinician", "family-doctor", *FAMILIES)
CLINICAL = {"clinician": ("clinic.typ", clinic_text), "family-doctor": ("doctor.typ", doctor_text)}
HERE = Path(__file__).parent


def paper(plan: Plan, book: RuleBook, *, reader: str, language: str = "en", phone: str = "", software: str) -> bytes:
    """The PDF for a reader; the same plan gives the same bytes.

    Raises UsageError for another reader, and for a language in which there are no words for that reader.
    """
    if reader in FAMILIES:
        page = family_page(plan, book, reader=reader, language=language, phone=phone)
        return printed(HERE / "family.typ", asdict(page))
    if reader not in CLINICAL:
        raise UsageError(f'There is no paper for "{reader}": {one_of(READERS)}.')
    if language != "en":
        raise UsageError(f"The paper for a {reader} is in English: the rules are written in it.")
    template, told = CLINICAL[reader]
    return printed(HERE / template, told(plan, book, software=software))
