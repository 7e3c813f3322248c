"""A plan as PDF for its readers: the clinic, the family doctor on one page, a family, a teenager."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import asdict

from rosette.documents.printing import printed
from rosette.documents.survivorship.clinical import clinic_text, doctor_text, source_lines
from rosette.documents.survivorship.families import FAMILIES, LANGUAGES, family_page
from rosette.documents.survivorship.phrasebook import phrasebook, spoken
from rosette.kernel import UsageError, one_of
from rosette.knowledge import Reference
from rosette.survivorship import Plan, RuleBook

READERS = ("clinician", "family-doctor", *FAMILIES)
CLINICAL = {"clinician": ("clinic.typ", clinic_text), "family-doctor": ("doctor.typ", doctor_text)}
SHEETS = {"a4": "a4", "letter": "us-letter"}
HERE = Path(__file__).parent


def paper(
    plan: Plan,
    book: RuleBook,
    *,
    reader: str,
    language: str = "en",
    phone: str = "",
    sheet: str = "a4",
    software: str,
    references: Mapping[str, Reference] | None = None,
    printed_by: str = "",
) -> bytes:
    """The PDF for a reader; the same plan gives the same bytes.

    references: titles for the sources, which are told by their keys without them. printed_by: who printed it and when,
    for the foot of the page. Raises UsageError for another reader, language or sheet.
    """
    template, told = paper_data(
        plan,
        book,
        reader=reader,
        language=language,
        phone=phone,
        sheet=sheet,
        software=software,
        references=references,
        printed_by=printed_by,
    )
    return printed(HERE / template, told)


def paper_data(
    plan: Plan,
    book: RuleBook,
    *,
    reader: str,
    language: str,
    phone: str,
    sheet: str = "a4",
    software: str,
    references: Mapping[str, Reference] | None = None,
    printed_by: str = "",
) -> tuple[str, dict[str, Any]]:
    """The template of a paper and everything that it says, from which it can be printed later; raises as `paper`."""
    if sheet not in SHEETS:
        raise UsageError(f'There is no sheet "{sheet}": {one_of(tuple(SHEETS))}.')
    foot = {"sheet": SHEETS[sheet], "printed": printed_by}
    if reader in FAMILIES:
        page = family_page(plan, book, reader=reader, language=language, phone=phone)
        return "family.typ", {**asdict(page), **foot}
    if reader not in CLINICAL:
        raise UsageError(f'There is no paper for "{reader}": {one_of(READERS)}.')
    template, _ = CLINICAL[reader]
    made = f"{plan.exposures.id} · {plan.profile} · {plan.release} ({plan.digest[:8]}) · {software}"
    told = clinical(plan, book, reader=reader, language=language)
    own = {"made": made, "phone": phone, "sources": source_lines(plan, references or {})}
    return template, {**told, **own, **foot}


def clinical(plan: Plan, book: RuleBook, *, reader: str, language: str) -> dict[str, Any]:
    """What a paper for a clinician or a family doctor says, in a language, with its headings as `label`.

    Raises UsageError for a language in which there are no words.
    """
    labels = _labels().get(language)
    if labels is None:
        raise UsageError(f'The paper for a {reader} is not written in "{language}": {one_of(LANGUAGES)}.')
    told, phrases = CLINICAL[reader][1](plan, book), phrasebook(language)
    said = told if phrases is None else spoken(told, phrases.said)
    return {**said, "label": labels, "language": language, "title": labels[reader].format(id=plan.exposures.id)}


@functools.cache
def _labels() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((HERE / "papers.toml").read_text(encoding="utf-8"))
