"""What the words around the readings of a clause cast doubt on: exceptions, alternatives, lengths of time, scopes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.reading import Clause, Reading, doubt, open_doubt
from rosette.portfolio.drafting.words import Words

_WORD = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
_LENGTH = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|twelve|several|past|last)[\s-]*(?:hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_TREATMENTS = ("medicine being taken", "prior treatment")
OR = re.compile(r"\bor\b", re.IGNORECASE)
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
COUNTS = ("neutrophils", "platelets", "haemoglobin", "white cells")
MOST_LEFT = 0


def outside(text: str, found: Iterable[Reading]) -> str:
    """The words that no reading holds."""
    for each in found:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return text


def clause_doubts(clause: Clause, found: Sequence[Reading]) -> Iterator[Doubt]:
    """What the words around the readings cast doubt on."""
    if not found:
        return
    words, rest = clause.words, outside(clause.text, found)
    marrow = words.first("marrow", rest) if any(each.kind in COUNTS for each in found) else None
    rest = marrow.pattern.sub(" ", rest) if marrow else rest
    rest = _without_links(rest, found)
    if words.says("exception", rest):
        yield open_doubt("exception", "The text names an exception or a condition that was not read.")
    if any(each.polarity == "require" for each in found) and OR.search(BRACKETS.sub("", _without(words, rest))):
        yield open_doubt("alternative", 'The text names an alternative ("or") that was not read.')
    if any(each.state or each.kind in _TREATMENTS for each in found) and _LENGTH.search(rest):
        yield open_doubt("window", "A length of time stands beside it that was not read.")
    yield from _scope_doubts(clause)
    for _, word in words.found("wrong_expansion", clause.text):
        yield open_doubt("wrong expansion", word["sentence"])
    left = _WORD.findall(words.tables["filler"][0].pattern.sub(" ", rest))
    if len(left) > MOST_LEFT:
        yield doubt("rest not read", f"Not read: {' '.join(left[:14])}.")


def _without_links(rest: str, found: Sequence[Reading]) -> str:
    """Of several waits in a clause, each with its treatment, the "or" between two joins no alternatives."""
    if not all(each.kind.startswith("washout") for each in found):
        return rest
    ordered = sorted(found, key=lambda each: each.start)
    for one, other in pairwise(ordered):
        if one.end < other.start:
            rest = rest[: one.end] + OR.sub("  ", rest[one.end : other.start]) + rest[other.start :]
    return rest


def _without(words: Words, rest: str) -> str:
    """The words without an "or" that joins no alternatives."""
    for hit, _ in words.found("harmless_or", rest):
        rest = rest[: hit.start()] + " " * (hit.end() - hit.start()) + rest[hit.end() :]
    return rest


def _scope_doubts(clause: Clause) -> Iterator[Doubt]:
    for text in (clause.text, *clause.piece.heads[1:], clause.piece.label):
        for hit, word in clause.words.found("scope", text):
            yield open_doubt(
                "scope", f'This holds for {word["scope"]} only ("{hit[0].strip()}"): put it where it belongs.'
            )
            return
    if re.search(r"procurement", clause.piece.heads[0] if clause.piece.heads else "", re.IGNORECASE):
        yield doubt("scope", "This stands under procurement, not under treatment.")
