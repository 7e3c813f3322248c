"""The clinical phrases of a plan in another language: whole phrases first, then frames with slots, then lists.

A phrase that the book does not hold stays as it is: a name from a record, or the text of a rule that is new.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

HERE = Path(__file__).parent
SLOTS = {"d": r"\d{4}-\d\d-\d\d", "n": r"[\d.]+", "c": r"[A-Z0-9-]+(?:, [A-Z0-9-]+)*"}  # a day, a number, codes
LISTS = ("; ", ", ")
SAME = re.compile(r"[^a-zà-ÿ]*")  # days, numbers, codes and signs are the same in every language


@frozen(kw_only=True)
class Phrasebook:
    """Phrases and frames of one language; a frame is a pattern with named slots and what is said for it."""

    phrases: Mapping[str, str] = field(repr=False)
    frames: tuple[tuple[re.Pattern[str], str], ...] = field(repr=False)

    def said(self, text: str) -> str:
        """The text in the language; parts that are not in the book stay as they are."""
        found = self.found(text)
        if found is not None:
            return found
        parts = text.split("; ")
        return text if len(parts) == 1 else "; ".join(map(self.said, parts))

    def found(self, text: str, known: dict[str, str | None] | None = None) -> str | None:
        """The text in the language when all of it is in the book; `known` holds what was looked up for it before."""
        known = {} if known is None else known
        if text not in known:
            known[text] = None  # a part that holds the whole is not in the book
            known[text] = text if SAME.fullmatch(text) else self.phrases.get(text) or self._made(text, known)
        return known[text]

    def _made(self, text: str, known: dict[str, str | None]) -> str | None:
        """By the first frame whose slots are all in the book, or as a list of what is."""
        for pattern, said in self.frames:
            match = pattern.fullmatch(text)
            slots = {} if match is None else {name: self.found(part, known) for name, part in match.groupdict().items()}
            if match is not None and None not in slots.values():
                return said.format(**slots)
        for mark in LISTS:
            parts = [self.found(part, known) for part in text.split(mark)]
            if len(parts) > 1 and None not in parts:
                return mark.join(str(part) for part in parts)
        return None


@functools.cache
def phrasebook(language: str) -> Phrasebook | None:
    """The book of a language; None for English, in which the rules are written."""
    book = tomllib.loads((HERE / "phrases.toml").read_text(encoding="utf-8")).get(language)
    if book is None:
        return None
    phrases = {key: said for group in book["phrases"].values() for key, said in group.items()}
    return Phrasebook(phrases=phrases, frames=tuple((_pattern(frame), said) for frame, said in book["frames"]))


def _pattern(frame: str) -> re.Pattern[str]:
    """A frame as a pattern: "{d}" holds a day, "{n}" a number, "{c}" codes, and any other slot words."""
    parts = re.split(r"\{(\w+)\}", frame)
    told = [re.escape(part) if at % 2 == 0 else f"(?P<{part}>{_slot(part)})" for at, part in enumerate(parts)]
    return re.compile("".join(told))


def _slot(name: str) -> str:
    return SLOTS.get(name[0], ".+?") if len(name) == 1 or name[1:].isdigit() else ".+?"


def spoken(told: Any, say: Callable[[str], str]) -> Any:
    """Plain data with every text said by a function."""
    if isinstance(told, str):
        return say(told)
    if isinstance(told, Mapping):
        return {key: spoken(each, say) for key, each in told.items()}
    return [spoken(each, say) for each in told] if isinstance(told, list | tuple) else told
