"""Readers for kinds whose rows are plain: each field is declared once with what it may hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from rosette.kernel import Span
from rosette.knowledge.entries import Entry
from rosette.knowledge.gates import read_common
from rosette.knowledge.lesion_readers import count
from rosette.knowledge.readers import References
from rosette.knowledge.rows import Row

E = TypeVar("E", bound=Entry)
FieldReader = Callable[[Row, str], Any]


def declared(kind: type[E], **fields: FieldReader) -> Callable[[Row, References], E]:
    """The reader of a kind from the readers of its fields."""

    def read(row: Row, references: References) -> E:
        common = read_common(row, references)
        return kind(**common, **{name: take(row, name) for name, take in fields.items()})

    return read


def text(default: str | None = None) -> FieldReader:
    """Text; refused when missing and no default is given."""
    return lambda row, key: row.text(key, default=default)


def choice(*choices: str, default: str | None = None) -> FieldReader:
    """One of these words."""
    return lambda row, key: row.choice(key, choices, default=default)


def words(*, choices: Sequence[str] = (), needed: bool = False) -> FieldReader:
    """A list of texts."""
    return lambda row, key: row.words(key, choices=choices, needed=needed)


def counted(default: int | None = None) -> FieldReader:
    """A whole number of things that are counted."""
    return lambda row, key: default if default is not None and row.get(key) is None else count(row, key)


def flag() -> FieldReader:
    """true or false; false when missing."""
    return lambda row, key: row.flag(key)


def amount(like: str, *, needed: bool = False) -> FieldReader:
    """A number with a unit of the kind of `like`, in that unit; None when it may be missing and is."""

    def take(row: Row, key: str) -> float | None:
        if row.get(key) is None and needed:
            row.problems.add(row.path, found=f'"{key}" is missing')
        found = row.quantity(key, like=like)
        return None if found is None else found.to(like).value

    return take


def age(row: Row, key: str) -> Span | None:
    """Calendar time such as "6 years"."""
    return row.span(key)
