"""Texts by key and language, from one file a language."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from attrs import field, frozen
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

DATA = Path(__file__).parent / "data"
LANGUAGES: Mapping[str, str] = {"en": "English", "es": "Español", "ar": "العربية"}
COMPLETE = ("en", "es")
PARTS_OF_ARABIC = frozenset(
    {
        *("site", "nav", "find", "type", "type_plain", "target", "had", "status", "trial", "questions"),
        *("ask", "field", "choice", "fault", "sent", "track", "state", "event", "arrangement"),
    }
)
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
BLANK = re.compile(r"\{(\w+)\}")


@frozen(kw_only=True)
class Missing:
    """A text that a language should have and has not, or that has other blanks than English."""

    language: str
    key: str
    why: str


@frozen(kw_only=True)
class Texts:
    """The texts of one language."""

    language: str
    own: Mapping[str, Any] = field(repr=False)
    english: Mapping[str, Any] = field(repr=False)

    def __call__(self, key: str, /, **blanks: Any) -> str:
        """The text of a key, its blanks filled; `n` chooses the plural form. Raises KeyError for a key nobody wrote."""
        found = self.own[key] if key in self.own else self.english[key]
        if isinstance(found, Mapping):
            found = found.get(self.plural(int(blanks["n"])), found["other"])
        told = {name: self.number(each) if isinstance(each, int) else each for name, each in blanks.items()}
        return str(found).format_map(told) if blanks else str(found)

    def maybe(self, key: str) -> str:
        """The text of a key, or nothing."""
        return self(key) if key in self.own or key in self.english else ""

    def has(self, key: str) -> bool:
        """Whether this language says the text itself."""
        return key in self.own

    @property
    def locale(self) -> Locale:
        """How this language writes days and numbers."""
        return Locale.parse({"en": "en_US", "es": "es_419", "ar": "ar"}[self.language])

    @property
    def direction(self) -> str:
        """Which way it is written: ltr or rtl."""
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    def plural(self, count: int) -> str:
        """The plural form of a count: zero, one, two, few, many, other."""
        return str(self.locale.plural_form(count))

    def day(self, value: date | datetime | None) -> str:
        """A day in full: June 3, 2026."""
        if value is None:
            return ""
        return str(format_date(value.date() if isinstance(value, datetime) else value, "long", locale=self.locale))

    def number(self, value: float) -> str:
        """A number with this language's marks."""
        return str(format_decimal(value, locale=self.locale))

    def listed(self, values: list[str]) -> str:
        """A list in a sentence: a, b, and c."""
        return str(format_list(values, locale=self.locale))


@functools.cache
def texts_of(language: str) -> Texts:
    """The texts of a language; English for one that is not offered."""
    known = language if language in LANGUAGES else "en"
    return Texts(language=known, own=_flat(known), english=_flat("en"))


def missing_texts() -> tuple[Missing, ...]:
    """What the languages lack: every text for the complete ones, the named parts for Arabic."""
    english = _flat("en")
    found: list[Missing] = []
    for language in LANGUAGES:
        own = _flat(language)
        wanted = [key for key in english if language in COMPLETE or key.partition(".")[0] in PARTS_OF_ARABIC]
        found += [Missing(language=language, key=key, why="not translated") for key in wanted if key not in own]
        found += [Missing(language=language, key=key, why="not in English") for key in own if key not in english]
        found += [
            Missing(language=language, key=key, why="other blanks than English")
            for key in own
            if key in english and _blanks(own[key]) != _blanks(english[key])
        ]
    return tuple(found)


def _blanks(text: Any) -> set[str]:
    parts = list(text.values()) if isinstance(text, Mapping) else [text]
    return set().union(*(BLANK.findall(part) for part in parts)) - {"n"}


@functools.cache
def _flat(language: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted(DATA.glob(f"{language}*.toml")):
        found.update(_pairs(tomllib.loads(path.read_text(encoding="utf-8"))))
    return found


def _pairs(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, Mapping) and ("other" not in value or value.keys() - PLURALS):
            yield from _pairs(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
