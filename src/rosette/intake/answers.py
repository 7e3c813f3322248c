"""Checks the answers of one page: what was typed is kept, and every fault has a key that each language explains."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import Factory, frozen

from rosette.intake.doors import Answers, Field, Step
from rosette.intake.places import countries, regions_of

Given = Mapping[str, Sequence[str]]
BIDI = {chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
NAME_MARKS = set(" '’ʼ-‐.·,")
EMAIL = re.compile(r"[^\s@,;<>()\[\]\"]+@[^\s@,;<>()\[\]\"]+\.[^\s@.,;<>()\[\]\"]{2,}")
PHONE = re.compile(r"\+?[\d\s().\-/]+(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?", re.IGNORECASE)
OLDEST_YEARS = 60


@frozen(kw_only=True)
class Fault:
    """What is wrong with one answer."""

    field: str
    key: str
    blanks: Mapping[str, Any] = Factory(dict)


@frozen(kw_only=True)
class Checked:
    """The answers of a page as they are kept, and what is wrong with them."""

    answers: dict[str, Any]
    faults: tuple[Fault, ...]


def check_step(step: Step, given: Given, *, answers: Answers, today: date) -> Checked:
    """Read a page: fields that its other answers leave out are dropped, all others are kept as typed."""
    kept: dict[str, Any] = {}
    faults: list[Fault] = []
    for each in step.fields:
        if not each.asked({**answers, **kept}):
            kept[each.name] = None
            continue
        value, found = READERS[each.kind](each, given, {**answers, **kept}, today)
        kept[each.name] = value
        if found is None and each.required and value in ("", None, []):
            found = Fault(
                field=each.name, key="choose" if each.kind in ("one", "many", "country", "region") else "empty"
            )
        faults += [found] if found else []
    return Checked(answers=kept, faults=tuple(faults))


def given_of(step: Step, answers: Answers) -> dict[str, list[str]]:
    """The kept answers of a page as a form would send them again."""
    found: dict[str, list[str]] = {}
    for each in step.fields:
        value = answers.get(each.name)
        if isinstance(value, Mapping):
            found.update({f"{each.name}_{part}": [str(text)] for part, text in value.items()})
        elif isinstance(value, list):
            found[each.name] = [str(item) for item in value]
        elif value is not None:
            found[each.name] = [str(value)]
    return found


def cleaned(text: str) -> tuple[str, bool]:
    """A text in one normal form without marks that turn or hide letters; whether any such mark was there."""
    shown = "".join(
        letter for letter in text if letter not in BIDI and (letter in "\n\t" or unicodedata.category(letter) != "Cc")
    )
    return unicodedata.normalize("NFC", shown).strip(), any(letter in BIDI for letter in text)


def _typed(each: Field, given: Given) -> tuple[str, Fault | None]:
    values = given.get(each.name, ())
    text, turned = cleaned(values[0] if values else "")
    if each.kind not in ("text", "record"):
        text = " ".join(text.split())
    if len(text) > each.most:
        return text, Fault(field=each.name, key="too_long", blanks={"most": each.most, "has": len(text)})
    return text, Fault(field=each.name, key="hidden_marks") if turned else None


def _line(each: Field, given: Given, answers: Answers, today: date) -> tuple[Any, Fault | None]:
    return _typed(each, given)


def _name(each: Field, given: Given, answers: Answers, today: date) -> tuple[Any, Fault | None]:
    text, fault = _typed(each, given)
    wrong = "".join(dict.fromkeys(letter for letter in text if not _of_name(letter)))
    if fault is None and wrong:
        fault = Fault(field=each.name, key="name_letters", blanks={"wrong": wrong[:10]})
    return text, fault


def _of_name(letter: str) -> bool:
    return letter in NAME_MARKS or unicodedata.category(letter) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc")


def _email(each: Field, given: Given, answers: Answers, today: date) -> tuple[Any, Fault | None]:
    text, fault = _typed(each, given)
    if fault is None and text and (not EMAIL.fullmatch(text) or ".." in text):
        fault = Fault(field=each.name, key="email")
    return text, fault


def _phone(each: Field, given: Given, answers: Answers, today: date) -> tuple[Any, Fault | None]:
    text, fault = _typed(each, given)
    plain = "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in text)
    digits = sum(letter.isdigit() for letter in plain)
    if fault is None and text and (not PHONE.fullmatch(plain) or not 7 <= digits <= 20):
        fault = Fault(field=each.name, key="phone")
    return text, fault


def _day(each: Field, given: Given, answers: Answers, today: date) -> tuple[Any, Fault | None]:
    parts = {part: cleaned((given.get(f"{each.name}_{part}") or ("",))[0])[0] for part in ("day", "month", "year")}
    missing = [part for part, text in parts.items() if not text]
    if len(missing) == 3:
        return None, None
    if missing:
        return parts, Fault(field=each.name, key=f"day_missing_{missing[0]}")
    found = _real_day(parts)
    if found is None:
        return parts, Fault(field=each.name, key="day_not_real")
    if found > today:
        return parts, Fault(field=each.name, key="day_future")
    if found.year < today.year - OLDEST_YEARS:
        return parts, Fault(field=each.name, key="day_old")
    return parts, None


def _real_day(parts: Mapping[str, str]) -> date | None:
    try:
        numbers = {part: int(text) for part, text in parts.items() if text.isdecimal()}
        return date(numbers["year"], numbers["month"], numbers["day"])
    except (KeyError, ValueError, OverflowError):
        return None


def day_of(answer: Any) -> date | None:
    """The day of a kept answer; None when it is none."""
    return _real_day(answer) if isinstance(answer, Mapping) else None


def _one(each: Field, given: Given, answers: Answers, today: date) -> tuple[Any, Fault | None]:
    values = [value for value in given.get(each.name, ()) if value in each.choices]
    return (values[0] if values else ""), None


def _many(each: Field, given: Given, answers: Answers, today: date) -> tuple[Any, Fault | None]:
    values = [value for value in each.choices if value in given.get(each.name, ())]
    if "none" in values and len(values) > 1:
        return values, Fault(field=each.name, key="none_and_more")
    if not set(each.must) <= set(values):
        return values, Fault(field=each.name, key="consent_keep")
    return values, None


def _country(each: Field, given: Given, answers: Answers, today: date) -> tuple[Any, Fault | None]:
    values = [value for value in given.get(each.name, ()) if value in countries()]
    return (values[0] if values else ""), None


def _region(each: Field, given: Given, answers: Answers, today: date) -> tuple[Any, Fault | None]:
    allowed = regions_of(str(answers.get("country", "")))
    values = [value for value in given.get(each.name, ()) if value in allowed]
    return (values[0] if values else ""), None


def _documents(each: Field, given: Given, answers: Answers, today: date) -> tuple[Any, Fault | None]:
    """A state for each document: sent with the form, will follow, is not there."""
    found = {}
    for item in each.choices:
        values = given.get(f"{each.name}_{item}", ())
        found[item] = values[0] if values and values[0] in ("upload", "follow", "none") else ""
    return found, None


READERS: Mapping[str, Callable[[Field, Given, Answers, date], tuple[Any, Fault | None]]] = {
    "line": _line,
    "text": _line,
    "record": _line,
    "name": _name,
    "email": _email,
    "phone": _phone,
    "day": _day,
    "one": _one,
    "many": _many,
    "country": _country,
    "region": _region,
    "documents": _documents,
}
