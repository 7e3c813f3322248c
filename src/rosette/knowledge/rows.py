"""One row of a data file while it is read: every fault is noted with its place, and reading goes on.

Gate 1, the shape: known keys, right types. Gate 2, units: a number is text with a unit of the right kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar, cast

from attrs import define, field

from rosette.kernel import (
    DateError,
    Problems,
    Quantity,
    Span,
    UnitError,
    did_you_mean,
    number_text,
    one_of,
    parse_unit,
)

T = TypeVar("T")
EXAMPLES = {
    "h": 'a time such as "12 h"',
    "d": 'a time such as "7 d"',
    "g/mol": 'a molar mass such as "113.12 g/mol"',
}


def shown(value: object) -> str:
    """Print a value of a file as its author wrote it."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "a table"
    return "a list" if isinstance(value, list) else str(value)


@define
class Row:
    """The keys of one table at `path`, over the defaults of its file.

    used: the keys that were asked for. shared: what was read of the defaults, once for all rows of the file.
    """

    data: Mapping[str, object]
    path: str
    problems: Problems
    defaults: Mapping[str, object] = field(factory=dict)
    used: set[str] = field(factory=set)
    shared: dict[str, object] = field(factory=dict)

    def get(self, key: str) -> object:
        """The raw value, the row's own before the default; None when there is none."""
        self.used.add(key)
        return self.data.get(key, self.defaults.get(key))

    def once(self, key: str, read: Callable[[], T]) -> T:
        """Read a key; what comes from the defaults is read once for all rows of the file."""
        if key in self.data or key not in self.defaults:
            return read()
        self.used.add(key)
        if key not in self.shared:
            self.shared[key] = read()
        return cast(T, self.shared[key])

    def at(self, key: str) -> str:
        """The place of a key: in the row, or in the defaults of its file."""
        if key not in self.data and key in self.defaults:
            return f"{self.path.partition(', ')[0]}, defaults.{key}"
        return f"{self.path}.{key}"

    def refuse(self, key: str, found: str, wanted: str = "", remedy: str = "") -> None:
        """Note a fault of a key."""
        self.problems.add(self.at(key), found=found, wanted=wanted, remedy=remedy)

    def text(self, key: str, *, default: str | None = None) -> str:
        """Text; refused when missing and no default is given."""
        value = self.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value.strip():
            return value
        self._refuse_type(key, value, "text")
        return ""

    def optional(self, key: str) -> str | None:
        """Text, or None when the key is missing."""
        return self.text(key) if self.get(key) is not None else None

    def flag(self, key: str) -> bool:
        """true or false; false when missing."""
        value = self.get(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self._refuse_type(key, value, "true or false")
        return False

    def choice(self, key: str, choices: Sequence[str], *, default: str | None = None) -> str:
        """One of the words."""
        value = self.text(key, default=default)
        if value and value not in choices:
            self.refuse(key, f'"{value}" is not known{did_you_mean(value, choices)}', one_of(choices))
        return value

    def words(self, key: str, *, choices: Sequence[str] = (), needed: bool = False) -> tuple[str, ...]:
        """A list of texts; empty when missing unless `needed`."""
        value = self.get(key)
        if value is None and not needed:
            return ()
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            self._refuse_type(key, value, "a list of texts")
            return ()
        for word in value:
            if choices and word not in choices:
                self.refuse(key, f'"{word}" is not known{did_you_mean(word, choices)}', one_of(choices))
        if len(set(value)) < len(value):
            self.refuse(key, "the same text twice", "each text once")
        return tuple(value)

    def table(self, key: str) -> Mapping[str, object]:
        """A table with named values."""
        value = self.get(key)
        if isinstance(value, dict) and value:
            return value
        self._refuse_type(key, value, "a table")
        return {}

    def rows(self, key: str) -> Iterator[Row]:
        """A list of tables, each as a row of its own."""
        value = self.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
            self._refuse_type(key, value, "a list of tables")
            return
        for index, each in enumerate(value):
            yield Row(each, f"{self.at(key)}[{index}]", self.problems)

    def quantity(self, key: str, *, like: str = "") -> Quantity | None:
        """A number with a unit of the kind of `like`, of any kind when empty; None when refused."""
        return None if self.get(key) is None else self.amount(self.get(key), key, like=like)

    def amount(self, value: object, key: str, *, like: str) -> Quantity | None:
        """Check one number with its unit; the second gate."""
        wanted = EXAMPLES.get(like, f'a quantity such as "1 {like or "mg"}"')
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.refuse(key, f"{shown(value)} is a bare number", wanted, "Write it as text with its unit.")
            return None
        if not isinstance(value, str):
            self._refuse_type(key, value, wanted)
            return None
        return self._with_unit(value, key, like, wanted)

    def _with_unit(self, value: str, key: str, like: str, wanted: str) -> Quantity | None:
        try:
            quantity = Quantity.parse(value)
        except UnitError as fault:
            self.refuse(key, fault.problems[0].found, wanted)
            return None
        if like and quantity.unit.kind != parse_unit(like).kind:
            self.refuse(key, f'"{value}" is of kind {quantity.unit.kind}', wanted)
            return None
        return quantity

    def unit(self, key: str) -> str:
        """A unit code; empty when refused."""
        code = self.text(key)
        try:
            return parse_unit(code).code if code else ""
        except UnitError as fault:
            self.refuse(key, fault.problems[0].found, 'a unit such as "mg/dL"')
            return ""

    def span(self, key: str) -> Span | None:
        """Calendar time such as "6 years"; None when refused or missing."""
        value = self.get(key)
        if value is None:
            return None
        try:
            return Span.parse(value if isinstance(value, str) else shown(value))
        except DateError as fault:
            self.refuse(key, fault.problem.found, fault.problem.wanted)
            return None

    def day(self, key: str) -> date | None:
        """A TOML date without quotes; None when refused."""
        value = self.get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self._refuse_type(key, value, "a day such as 2026-11-25")
        return None

    def close(self) -> None:
        """Refuse every key that no reader has asked for."""
        for key in self.data:
            if key not in self.used:
                near = did_you_mean(key, sorted(self.used))
                self.problems.add(
                    self.path, found=f'unknown key "{key}"{near}', wanted=one_of(sorted(self.used), most=20)
                )

    def _refuse_type(self, key: str, value: object, wanted: str) -> None:
        if value is None:
            self.problems.add(self.path, found=f'"{key}" is missing', wanted=wanted)
        else:
            self.refuse(key, f"{shown(value)} does not fit", wanted)


def plain(value: float, unit: str) -> str:
    """A number with its unit, for people."""
    return f"{number_text(value)} {unit}"
