"""What was given, as a part of the plain page: by kind, each with its dose as far as anybody knows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rosette.documents.survivorship.families import Entry, Part
from rosette.documents.survivorship.plain import catalogue, day_words, words_of
from rosette.kernel import number_text
from rosette.survivorship import Dose, Exposed, Exposures
from rosette.survivorship.exposures import KINDS

__all__ = ["given_part"]
DOSED = ("agent", "radiation", "infusion")


def given_part(exposures: Exposures, *, reader: str, language: str) -> Part:
    """The treatment summary in plain words; a dose that nobody could tell is told as not known.

    Medicines keep the name that doctors use. Raises UsageError for a language without words.
    """
    months = words_of(language)
    told: Mapping[str, Any] = catalogue("given.toml")[language]
    entries = tuple(
        Entry(name=told["kind"][kind], about=f"{'; '.join(lines)}.", why="", when="")
        for kind in KINDS
        if (lines := list(dict.fromkeys(_lines(exposures.of(kind), told, months))))
    )
    return Part(title=told["title"], lede=told["lede"][reader] if entries else told["none"], entries=entries)


def _lines(given: Iterable[Exposed], told: Mapping[str, Any], months: Mapping[str, Any]) -> Iterable[str]:
    for each in given:
        name = told["name"].get(each.name) or each.name.replace("_", " ")
        dose = _dose(each.dose, told) if each.kind in DOSED else ""
        yield ", ".join(part for part in (name, dose, _last(each.last, told, months)) if part)


def _dose(dose: Dose, told: Mapping[str, Any]) -> str:
    if dose.value is None:
        return str(told["dose_unknown"])
    return f"{told[dose.status]} {_amount(dose)}" if dose.status in told else _amount(dose)


def _amount(dose: Dose) -> str:
    assert dose.value is not None
    return f"{number_text(dose.value)} {dose.unit}"


def _last(day: date | None, told: Mapping[str, Any], months: Mapping[str, Any]) -> str:
    return "" if day is None else str(told["until"].format(day=day_words(day, months)))
