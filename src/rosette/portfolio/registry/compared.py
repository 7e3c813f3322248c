"""Two texts side by side, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Literal

from attrs import frozen

What = Literal["same", "removed", "added"]
# Beyond so many words in one changed block the block is shown whole: finding single words there would take too long.
MOST_WORDS = 4000


@frozen
class Piece:
    """A run of words that stays, goes or comes."""

    what: What
    text: str


@frozen(kw_only=True)
class Row:
    """One row of the comparison: the old line left and the new one right; None where there is no such line."""

    left: tuple[Piece, ...] | None
    right: tuple[Piece, ...] | None

    @property
    def changed(self) -> bool:
        """Whether the two sides differ."""
        return self.left != self.right


def side_by_side(old: str, new: str) -> tuple[Row, ...]:
    """The rows of a comparison by line, and inside changed lines by word."""
    before, after = _lines(old), _lines(new)
    rows: list[Row] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(
        None, before, after, autojunk=len(before) + len(after) > MOST_WORDS
    ).get_opcodes():
        if tag == "equal":
            rows += [Row(left=(Piece("same", line),), right=(Piece("same", line),)) for line in before[a:b]]
        else:
            rows += _changed(before[a:b], after[c:d])
    return tuple(rows)


def _changed(left: list[str], right: list[str]) -> Iterator[Row]:
    """Changed lines beside each other, as far as there are lines on both sides."""
    for place in range(max(len(left), len(right))):
        one = left[place] if place < len(left) else None
        other = right[place] if place < len(right) else None
        if one is None or other is None:
            yield Row(
                left=None if one is None else (Piece("removed", one),),
                right=None if other is None else (Piece("added", other),),
            )
        else:
            yield _by_word(one, other)


def _by_word(left: str, right: str) -> Row:
    one, other = re.findall(r"\s+|[^\s]+", left), re.findall(r"\s+|[^\s]+", right)
    if len(one) + len(other) > MOST_WORDS:
        return Row(left=(Piece("removed", left),), right=(Piece("added", right),))
    codes = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return Row(
        left=tuple(
            Piece("same" if tag == "equal" else "removed", "".join(one[a:b])) for tag, a, b, _, _ in codes if b > a
        ),
        right=tuple(
            Piece("same" if tag == "equal" else "added", "".join(other[c:d])) for tag, _, _, c, d in codes if d > c
        ),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
