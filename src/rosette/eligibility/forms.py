"""The two-way grammar: one element both reads and writes its piece of text.

A form is a row of elements for one kind of node. Reading runs along the row and builds the node; writing runs
along the same row over a node. So what is written reads back as the same node, by construction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

from attrs import frozen

from rosette.eligibility.nodes import default_of
from rosette.eligibility.reader import Reader

Values: TypeAlias = dict[str, Any]


@frozen
class Codec:
    """Reads a value from text and writes it back."""

    read: Callable[[Reader], Any]
    write: Callable[[Any], str] = str


class Element(Protocol):
    """A piece of a form."""

    def read(self, reader: Reader, values: Values) -> None:
        """Read the piece into `values`, or fail."""

    def write(self, node: object) -> str:
        """Write the piece for a node; empty when there is nothing to say."""


class Choice(Element, Protocol):
    """A piece that may be missing, in any order among its like."""

    def accept(self, reader: Reader, values: Values) -> bool:
        """Read the piece if the text goes on with it."""


@frozen
class Word:
    """Fixed words."""

    phrase: str

    def read(self, reader: Reader, values: Values) -> None:
        """Read the words or fail."""
        reader.expect(self.phrase)

    def write(self, node: object) -> str:
        """The words."""
        return self.phrase


@frozen
class Slot:
    """The value of one field."""

    name: str
    codec: Codec

    def read(self, reader: Reader, values: Values) -> None:
        """Read the value of the field."""
        values[self.name] = self.codec.read(reader)

    def write(self, node: object) -> str:
        """Write the value of the field."""
        return self.codec.write(getattr(node, self.name))


@frozen
class Option:
    """A phrase and a value that may be left out; then the field keeps its default."""

    phrase: str
    name: str
    codec: Codec

    def accept(self, reader: Reader, values: Values) -> bool:
        """Read phrase and value if the phrase stands here."""
        if self.name in values or not reader.accept(self.phrase):
            return False
        values[self.name] = self.codec.read(reader)
        return True

    def read(self, reader: Reader, values: Values) -> None:
        """Read the option if it is there."""
        self.accept(reader, values)

    def write(self, node: object) -> str:
        """Write phrase and value, or nothing for the default."""
        value = getattr(node, self.name)
        return "" if value == default_of(type(node), self.name) else f"{self.phrase} {self.codec.write(value)}"


@frozen
class Flag:
    """Words whose presence makes a field True."""

    phrase: str
    name: str

    def accept(self, reader: Reader, values: Values) -> bool:
        """Read the words if they stand here."""
        if self.name in values or not reader.accept(self.phrase):
            return False
        values[self.name] = True
        return True

    def read(self, reader: Reader, values: Values) -> None:
        """Read the flag if it is there."""
        self.accept(reader, values)

    def write(self, node: object) -> str:
        """Write the words when the field is True."""
        return self.phrase if getattr(node, self.name) else ""


@frozen
class OneWord:
    """A field whose value is itself one of some words, between fixed ones: "worst of day", "as relapse"."""

    name: str
    words: tuple[str, ...]
    prefix: str = ""
    suffix: str = ""

    def accept(self, reader: Reader, values: Values) -> bool:
        """Read one of the words if it stands here."""
        for word in () if self.name in values else self.words:
            if reader.accept(self._said(word)):
                values[self.name] = word
                return True
        return False

    def read(self, reader: Reader, values: Values) -> None:
        """Read the word if it is there."""
        self.accept(reader, values)

    def write(self, node: object) -> str:
        """Write the word with what stands around it."""
        value = getattr(node, self.name)
        return "" if value is None else self._said(value)

    def _said(self, word: str) -> str:
        return f"{self.prefix} {word} {self.suffix}".strip()


@frozen
class Form:
    """How one kind of node is said: the fixed row first, then options in any order."""

    make: Callable[..., Any]
    row: tuple[Element, ...]
    options: tuple[Choice, ...] = ()

    def read(self, reader: Reader) -> Any:
        """Read a node of this form."""
        values: Values = {}
        for element in self.row:
            element.read(reader, values)
        while any(option.accept(reader, values) for option in self.options):
            pass
        return self.make(**values)

    def write(self, node: object) -> str:
        """Write a node of this form."""
        pieces = (element.write(node) for element in (*self.row, *self.options))
        return " ".join(piece for piece in pieces if piece)


def spelled(number: float) -> str:
    """Write a number so that it reads back as the same number."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)


def separated(codec: Codec, *, by: str = ",") -> Codec:
    """A list of one or more values."""

    def read(reader: Reader) -> tuple[Any, ...]:
        values = [codec.read(reader)]
        while reader.accept(by):
            values.append(codec.read(reader))
        return tuple(values)

    return Codec(read, lambda values: f"{by} ".join(codec.write(value) for value in values))


def bracketed(codec: Codec) -> Codec:
    """A value in round brackets."""

    def read(reader: Reader) -> Any:
        reader.expect("(")
        value = codec.read(reader)
        reader.expect(")")
        return value

    return Codec(read, lambda value: f"({codec.write(value)})")
