"""Whether the name that a file gives for a code fits the name on the lists: a check on wrong rows and wrong files.

A code alone can be mistyped, by a sender or in a list here; with its name beside it, the mistake shows. The comparison
is careful with abbreviations and other languages: only words of four letters and more can contradict.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from rosette.kernel import KnowledgeError, Problems
from rosette.knowledge.textfiles import load_toml

FILE = Path(__file__).parent / "data" / "names.toml"
STEM = 4
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"\s*\([a-z /]+\)\s*$")
_UNSPECIFIED = re.compile(r"\bnot (?:otherwise|further) specified\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(stage|type|grade)\s+(\w+)", re.IGNORECASE)
_SPELT = (("ae", "e"), ("oe", "e"), ("k", "c"), ("ph", "f"))


@frozen(kw_only=True)
class Wording:
    """The words by which names are compared, as they are spelt here."""

    plain: frozenset[str]
    turning: frozenset[str]
    opposite: tuple[tuple[str, str], ...]
    same: tuple[tuple[str, ...], ...]

    def word(self, word: str) -> str:
        """The word that stands for it, and for all that mean the same."""
        return next((each[0] for each in self.same if any(_like(word, one) for one in each)), word)


@functools.cache
def wording() -> Wording:
    """The words of this release."""
    problems = Problems()
    raw = load_toml(FILE, problems) or {}
    problems.raise_as(KnowledgeError, what="names of codes")
    same = tuple(tuple(_spelt(word) for word in each) for each in raw["same"])
    plain, turning = (frozenset(_spelt(word) for word in raw[key]) for key in ("plain", "turning"))
    made = Wording(plain=plain, turning=turning, opposite=(), same=same)
    pairs = tuple((made.word(_spelt(one)), made.word(_spelt(other))) for one, other in raw["opposite"])
    return Wording(plain=plain, turning=turning, opposite=pairs, same=same)


def agree(name: str, others: Sequence[str]) -> bool:
    """Whether a name is one of the others but for case, punctuation, plural, spelling and a tag of SNOMED CT."""
    return bool(_plainly(name)) and any(_plainly(name) == _plainly(each) for each in others)


def symbols_differ(name: str, symbol: str) -> bool:
    """Whether a name is one word, and another than a symbol, such as that of a gene."""
    words = _WORD.findall(name.upper())
    return len(words) == 1 and words != _WORD.findall(symbol.upper())


def turned(name: str, other: str) -> bool:
    """Whether one of two names denies, doubts, or is about a relative or the past, and the other is not."""
    return bool(_words(name) & wording().turning) != bool(_words(other) & wording().turning)


def contradict(name: str, others: Sequence[str], *, answer: bool = False) -> bool:
    """Whether a name cannot mean the same as any of the others; of an answer only yes and no are compared."""
    return bool(name.strip()) and all(_contradicts(name, each, answer=answer) for each in others)


def _contradicts(name: str, other: str, *, answer: bool) -> bool:
    first, second = _words(name), _words(other)
    turned = bool(first & wording().turning) != bool(second & wording().turning)
    if turned or answer:
        return turned
    return _numbered(name, other) or _opposed(first, second) or _strangers(first, second)


def _numbered(name: str, other: str) -> bool:
    """Whether both are of a stage, a type or a grade, and not of the same."""
    first, second = (
        {found[1].lower(): found[2].upper() for found in _NUMBERED.finditer(each)} for each in (name, other)
    )
    return any(first[key] != second[key] for key in first.keys() & second.keys())


def _opposed(first: set[str], second: set[str]) -> bool:
    mine, theirs = ({wording().word(word) for word in each} for each in (first, second))
    return any(
        (one in mine and other in theirs and one not in theirs)
        or (other in mine and one in theirs and other not in theirs)
        for one, other in wording().opposite
    )


def _strangers(first: set[str], second: set[str]) -> bool:
    """Whether the first has a word long enough to tell, and none of its words is like one of the second."""
    mine, theirs = ({wording().word(word) for word in each - wording().plain} for each in (first, second))
    telling = [word for word in first - wording().plain if len(word) >= STEM and word.isascii() and word.isalpha()]
    return bool(telling and theirs) and not any(_like(one, other) for one in mine for other in theirs)


def _like(one: str, other: str) -> bool:
    """Whether two words have the same first letters; short ones must be the same."""
    return one == other if min(len(one), len(other)) < STEM else one[:STEM] == other[:STEM]


def _plainly(name: str) -> list[str]:
    found = [_spelt(word) for word in _WORD.findall(_TAG.sub("", name.lower()))]
    return [
        word[:-1] if len(word) >= STEM and word.endswith("s") and not word.endswith("ss") else word for word in found
    ]


def _words(name: str) -> set[str]:
    return {_spelt(word) for word in _WORD.findall(_UNSPECIFIED.sub("", name))}


def _spelt(word: str) -> str:
    made = word.casefold()
    for old, new in _SPELT:
        made = made.replace(old, new)
    return made
