"""The plain words of surveillance by language: what tests are called, how days, spans and reasons are said."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rosette.kernel import Span, UsageError
from rosette.survivorship import Item

LANGUAGES = ("en", "es")
HERE = Path(__file__).parent


@functools.cache
def catalogue(name: str) -> Mapping[str, Any]:
    """A file of words of this package."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def words_of(language: str) -> Mapping[str, Any]:
    """The words of a language; raises UsageError for another."""
    if language not in LANGUAGES:
        raise UsageError(f'The plain pages are not written in "{language}": {" or ".join(LANGUAGES)}.')
    found: Mapping[str, Any] = catalogue("words.toml")[language]
    return found


def described(test: str, language: str) -> tuple[str, str]:
    """The plain name of a test and what it is, in one sentence; every duty of a trial has the same."""
    name, about = catalogue("tests.toml")[test.partition("/")[0]][language]
    return str(name), str(about)


def plain_name(test: str, language: str = "en") -> str:
    """The plain name of a test; it names no illness."""
    return described(test, language)[0]


def day_words(day: date, told: Mapping[str, Any]) -> str:
    """A day in words."""
    return str(told["day"].format(day=day.day, month=told["months"][day.month - 1], year=day.year))


def every_words(span: Span, told: Mapping[str, Any]) -> str:
    """An interval in words."""
    one, many = told["unit"][span.unit]
    return str(
        told["every_one"].format(unit=one) if span.count == 1 else told["every"].format(count=span.count, unit=many)
    )


def listed(words: Sequence[str], told: Mapping[str, Any]) -> str:
    """Words as a list in a sentence."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {told['and']} {words[-1]}"


def often_words(item: Item, told: Mapping[str, Any]) -> str:
    """How often; words that only the rule itself can say are left to the doctor."""
    if any(rule.told for rule in item.rules):
        return str(told["often"]["specialist"])
    if item.interval.kind == "span" and item.every is not None:
        return every_words(item.every, told)
    return str(told["often"].get(item.interval.kind, ""))


def screen_words(language: str) -> Mapping[str, str]:
    """The words around a released paper on the screen; raises UsageError for another language."""
    words_of(language)
    found: Mapping[str, str] = catalogue("released.toml")[language]
    return found
