"""Which letters a pattern cannot do without: rows whose letters a text lacks need not be tried.

A pattern is read by its characters, as far as that is needed: literals, classes, groups, choices and repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import define, field

Needles = frozenset[str]
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_GROUP = re.compile(r"\((?:\?(?:P<\w+>|[a-zA-Z-]*:|(?P<look><?[=!])))?")
_REPEAT = re.compile(r"(?:[*+?]|\{(?P<least>\d*)(?:,\d*)?\})[?+]?")
_NO_LETTER = "AbBdDsSwWZ0123456789"


@define
class _Pattern:
    """A pattern that is being read, and the place that has been reached."""

    text: str
    at: int = 0

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What stands here, if it is of that form; it is passed."""
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found

    @property
    def here(self) -> str:
        """The character that comes next; none at the end."""
        return self.text[self.at : self.at + 1]


@define
class _Run:
    """The letters of a sequence so far, and what else every match of it holds."""

    letters: str = ""
    found: list[Needles] = field(factory=list)

    def end(self, inner: Needles | None = None) -> None:
        """Close a run of letters; `inner` is what a group behind it needs."""
        self.found += [frozenset({self.letters.lower()})] if self.letters else []
        self.found += [inner] if inner else []
        self.letters = ""

    def best(self) -> Needles | None:
        """The set whose shortest string is the longest."""
        self.end()
        return max(self.found, key=lambda each: (min(map(len, each)), -len(each)), default=None)


def needles(pattern: str) -> Needles | None:
    """Strings in lower case of which every match holds at least one; None where nothing can be said."""
    return _choice(_Pattern(pattern))


def begins_text(pattern: str) -> bool:
    """Whether a pattern can only match where a text begins."""
    return all(branch.startswith("^") for branch in _branches(pattern))


def _branches(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern that no group holds."""
    reading, start = _Pattern(pattern), 0
    while reading.here:
        _sequence(reading)
        yield pattern[start : reading.at]
        reading.at += 1
        start = reading.at


def _choice(reading: _Pattern) -> Needles | None:
    """What the alternatives need together: nothing can be said where one of them needs nothing."""
    parts = [_sequence(reading)]
    while reading.here == "|":
        reading.at += 1
        parts.append(_sequence(reading))
    return None if any(part is None for part in parts) else frozenset().union(*(part for part in parts if part))


def _sequence(reading: _Pattern) -> Needles | None:
    """The best of one alternative, up to the bar or the bracket that ends it."""
    run = _Run()
    while reading.here not in ("", "|", ")"):
        opened = reading.take(_GROUP)
        if opened:
            inner = _choice(reading)
            reading.at += 1
            run.end(inner if _least(reading) and not opened["look"] else None)
        else:
            _one(reading, run)
    return run.best()


def _one(reading: _Pattern, run: _Run) -> None:
    """One character or class with its repeat."""
    letter = "" if reading.take(_CLASS) else _letter(reading)
    start = reading.at
    least = _least(reading)
    run.letters += letter if least else ""
    if not letter or reading.at > start:
        run.end()


def _letter(reading: _Pattern) -> str:
    """The letter that stands here; none where any of several may stand, or a place."""
    here, escaped = reading.here, reading.here == "\\"
    reading.at += 1
    if not escaped:
        return "" if here in ".^$" else here
    here = reading.here
    reading.at += 1
    return "" if here in _NO_LETTER else here


def _least(reading: _Pattern) -> int:
    """How often at least what stands before must stand."""
    found = reading.take(_REPEAT)
    if found is None or found[0][0] == "+":
        return 1
    return int(found["least"] or 0)
