"""Reads the text of one criterion from left to right and remembers what it would have accepted."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Collection, Mapping

from attrs import define, field, frozen

from rosette.kernel import Problem, did_you_mean

_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_+-]*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_STRING = re.compile(r'"([^"\n]*)"')
_UNIT = re.compile(r"(?:\([^\s;,()]*\)|[^\s;,()])+")
_VALUE = re.compile(r"[A-Za-z0-9_+./-]+")


class Unreadable(Exception):
    """The text cannot be read here; becomes a Problem with line and column."""

    def __init__(self, position: int, found: str, wanted: str, remedy: str = "") -> None:
        super().__init__(found)
        self.position, self.found, self.wanted, self.remedy = position, found, wanted, remedy


@frozen
class Place:
    """Where a text stands in its file: line and column of its first character, and of continuation lines."""

    line: int
    column: int


@frozen(slots=False)
class Vocabulary:
    """The names that criteria may use; each set is checked where the name is read."""

    tags: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    coded: Mapping[str, tuple[str, ...]] = field(factory=dict)
    conditions: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    alleles: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    @functools.cached_property
    def starts(self) -> frozenset[str]:
        """Names that may begin a criterion."""
        return self.measures | frozenset(self.coded) | self.counts


@define
class Reader:
    """A cursor over the text of one expression."""

    text: str
    vocabulary: Vocabulary
    position: int = 0
    wanted: set[str] = field(factory=set)

    def skip(self) -> None:
        """Pass over white space; what was wanted before it is forgotten once something is read."""
        self.position = _SPACE.match(self.text, self.position).end()  # type: ignore[union-attr]

    def _take(self, pattern: re.Pattern[str]) -> str | None:
        self.skip()
        match = pattern.match(self.text, self.position)
        if match is None:
            return None
        self.position = match.end()
        self.wanted.clear()
        return match[0]

    def peek_word(self) -> str:
        """The next word, or an empty string; nothing is read."""
        self.skip()
        match = _WORD.match(self.text, self.position)
        return match[0] if match else ""

    def peek(self, symbol: str) -> bool:
        """Whether the text goes on with the symbol."""
        self.skip()
        return self.text.startswith(symbol, self.position)

    def accept(self, phrase: str) -> bool:
        """Read the words of a phrase if the text goes on with all of them."""
        start = self.position
        for part in phrase.split():
            whole_word = _WORD.fullmatch(part) is not None
            if self.peek_word() == part if whole_word else self.peek(part):
                self.position += len(part)
            else:
                self.position = start
                self.wanted.add(f'"{phrase}"')
                return False
        self.wanted.clear()
        return True

    def expect(self, phrase: str) -> None:
        """Read a phrase or fail."""
        if not self.accept(phrase):
            self.fail()

    def word(self, what: str) -> str:
        """Read a name."""
        return self._take(_WORD) or self.fail(what)

    def value(self, what: str) -> str:
        """Read a value, which may begin with a digit ("2A")."""
        return self._take(_VALUE) or self.fail(what)

    def number(self, what: str = "a number") -> float:
        """Read a number; one too large to be held is refused."""
        start = self.position
        number = float(self._take(_NUMBER) or self.fail(what))
        if math.isinf(number):
            self.position = start
            self.fail(what)
        return number

    def whole(self, what: str = "a whole number") -> int:
        """Read a whole number."""
        start = self.position
        number = self.number(what)
        if number != int(number):
            self.position = start
            self.fail(what)
        return int(number)

    def string(self) -> str:
        """Read a text in double quotes."""
        return (self._take(_STRING) or self.fail("a text in double quotes"))[1:-1]

    def unit(self) -> str:
        """Read a unit, up to white space, comma, semicolon or a bracket that it did not open."""
        return self._take(_UNIT) or self.fail("a unit")

    def at_end(self) -> bool:
        """Whether all text is read."""
        self.skip()
        return self.position >= len(self.text)

    def name(self, allowed: Collection[str], what: str) -> str:
        """Read a name of the vocabulary; an unknown one is refused with the nearest known."""
        start, name = self.position, self.word(what)
        if name not in allowed:
            self.position = start
            self.skip()
            raise Unreadable(self.position, f'"{name}" is not {what}{did_you_mean(name, allowed)}', what)
        return name

    def fail(self, what: str = "") -> str:
        """Refuse what stands here, saying what was wanted and what it may have meant."""
        self.skip()
        match = _UNIT.match(self.text, self.position)
        found = match[0] if match else self.text[self.position : self.position + 1]
        shown = f'"{found}"' if found else "the end of the criterion"
        wanted = sorted({*self.wanted, *([what] if what else [])})
        hint = did_you_mean(found, [want.strip('"') for want in wanted])
        raise Unreadable(self.position, f"{shown}{hint}", " or ".join(wanted[:8]))


def problem_at(fault: Unreadable, text: str, *, place: Place, name: str) -> Problem:
    """Place a refusal in its file: `name:line:column`."""
    before = text[: fault.position]
    line = place.line + before.count("\n")
    column = len(before) - (before.rfind("\n") + 1) + 1
    column += place.column - 1 if "\n" not in before else 0
    return Problem(f"{name}:{line}:{column}", fault.found, fault.wanted, fault.remedy)
