"""Puts pieces together that say one thing: a table with its rows, alternatives, the two halves of an age split."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from attrs import evolve, frozen

from rosette.portfolio.drafting.pieces import Piece
from rosette.portfolio.drafting.tables import HEADER, LEAD, band_of

How = Literal["one", "table", "any of"]
_ANY = re.compile(
    r"\b(?:(?:at least |any )?(?:one|1) (?:or more )?|any |either )of (?:the )?(?:following|these|below)\b[^.;]*:?\W*$"
    r"|\bone of the following\b|\bincluding at least one of the following",
    re.IGNORECASE,
)
_ENDS_OR = re.compile(r"\bor[\s.:,;]*$", re.IGNORECASE)
_STARTS_OR = re.compile(r"^or\b", re.IGNORECASE)
_SCALE = re.compile(r"lansky|karnofsky|ecog", re.IGNORECASE)
_SENTENCE = re.compile(r"\b(?:must|should|may|are|is|have|has|will|no)\b", re.IGNORECASE)
_DIGIT, _WHEELCHAIR = re.compile(r"\d+"), re.compile(r"wheel ?chair", re.IGNORECASE)
SHORT, MOST_LISTED, LOWEST_SCORE = 70, 6, 30


@frozen(kw_only=True)
class Block:
    """Pieces that make one item; `parts` are the alternatives of a list, each one or more pieces."""

    how: How
    pieces: tuple[Piece, ...]
    parts: tuple[tuple[Piece, ...], ...] = ()
    lost_end: bool = False

    def merged(self, source: str) -> Piece:
        """All pieces as one."""
        first, last = self.pieces[0], self.pieces[-1]
        return evolve(first, raw=source[first.start : last.end]) if len(self.pieces) > 1 else first


def blocks(pieces: Sequence[Piece]) -> Iterator[Block]:
    """Every piece once, in order, with those that belong together in one block."""
    at = 0
    while at < len(pieces):
        block = _block(pieces, at)
        yield block
        at += len(block.pieces)


def _block(pieces: Sequence[Piece], at: int) -> Block:
    if not pieces[at].heading:
        for make in (_table, _any_of, _alternatives, _split):
            block = make(pieces, at)
            if block is not None:
                return block
    return Block(how="one", pieces=(pieces[at],))


def _table(pieces: Sequence[Piece], at: int) -> Block | None:
    """A line on creatinine by age and its rows; "or" before or after them takes in the line that it joins."""
    lead = at
    if LEAD.search(pieces[at].text) is None:
        lead = at + 1
        if lead >= len(pieces) or _ENDS_OR.search(pieces[at].text) is None or LEAD.search(pieces[lead].text) is None:
            return None
    end = lead + 1
    while end < len(pieces) and not pieces[end].heading and _is_row(pieces[end].text):
        end += 1
    rows = tuple(piece for piece in pieces[lead + 1 : end] if band_of(piece.text))
    if len(rows) < 2:
        return Block(how="one", pieces=tuple(pieces[at : lead + 1])) if lead > at else None
    joined = _ENDS_OR.search(pieces[lead].text) or _ENDS_OR.search(pieces[end - 1].text)
    end += 1 if joined and end < len(pieces) and not pieces[end].heading else 0
    return Block(how="table", pieces=tuple(pieces[at:end]), parts=(rows,))


def _is_row(text: str) -> bool:
    return HEADER.search(text) is not None or (len(text) < SHORT * 2 and band_of(text) is not None)


def _any_of(pieces: Sequence[Piece], at: int) -> Block | None:
    """A line that asks for one of the following, with what stands below it."""
    lead = pieces[at]
    if _ANY.search(lead.text) is None or band_of(lead.text):
        return None
    below = _below(pieces, at)
    lost = not below
    below = below or _listed(pieces, at)
    parts = tuple(_parts(below, below[0].depth)) if below else ()
    if len(parts) < 2 and not lost:
        return None
    return Block(how="any of", pieces=(lead, *below), parts=parts, lost_end=lost) if below else None


def _below(pieces: Sequence[Piece], at: int) -> list[Piece]:
    """The pieces deeper than this one, directly after it."""
    found = []
    for piece in pieces[at + 1 :]:
        if piece.heading or piece.depth <= pieces[at].depth:
            break
        found.append(piece)
    return found


def _listed(pieces: Sequence[Piece], at: int) -> list[Piece]:
    """Where the levels of the list are lost: the short lines after it that are no sentences."""
    found: list[Piece] = []
    for piece in pieces[at + 1 : at + 1 + MOST_LISTED]:
        if piece.heading or len(piece.text) > SHORT or _SENTENCE.search(piece.text) or piece.text.endswith(":"):
            break
        found.append(piece)
    return found if pieces[at].text.rstrip().endswith(":") else []


def _parts(below: Sequence[Piece], depth: int) -> Iterator[tuple[Piece, ...]]:
    part: list[Piece] = []
    for piece in below:
        if part and piece.depth <= depth and piece.unit != part[-1].unit:
            yield tuple(part)
            part = []
        part.append(piece)
    if part:
        yield tuple(part)


def _alternatives(pieces: Sequence[Piece], at: int) -> Block | None:
    """Lines that end in "or", with the line after each; a table may be one of them."""
    end = at
    while end + 1 < len(pieces) and not pieces[end + 1].heading and _linked(pieces[end], pieces[end + 1]):
        end += 1
    if end == at:
        return None
    return Block(how="one", pieces=tuple(pieces[at : end + 1]))


def _linked(one: Piece, other: Piece) -> bool:
    if other.depth != one.depth or LEAD.search(other.text):
        return False
    return _ENDS_OR.search(one.text) is not None or _STARTS_OR.search(other.text) is not None


def _split(pieces: Sequence[Piece], at: int) -> Block | None:
    """Neighbours that name performance scales: each its own, or which counts at what age; and the wheelchair note."""
    if not _scales(pieces[at]) or not _DIGIT.search(pieces[at].text):
        return None
    end = at
    while end + 1 < len(pieces) and _goes_with(pieces[at : end + 1], pieces[end + 1]):
        end += 1
    return Block(how="one", pieces=tuple(pieces[at : end + 1])) if end > at else None


def _scales(piece: Piece) -> frozenset[str]:
    return frozenset(name.lower() for name in _SCALE.findall(piece.text))


def _goes_with(before: Sequence[Piece], piece: Piece) -> bool:
    if piece.heading or piece.depth != before[0].depth:
        return False
    if _WHEELCHAIR.search(piece.text):
        return piece.unit == before[0].unit
    named = _scales(piece)
    if not named or not _DIGIT.search(piece.text):
        return False
    new = not named & frozenset().union(*(_scales(each) for each in before))
    return new or all(int(number) < LOWEST_SCORE for number in _DIGIT.findall(piece.text))
