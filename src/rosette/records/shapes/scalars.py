"""Shapes of single values: text, flags, numbers, days and instants."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from attrs import frozen

from rosette.kernel import DateError, PartialDate, did_you_mean, number_text, one_of
from rosette.knowledge import Knowledge
from rosette.records.shapes.base import Desk, Fault, Json, Schema, Shape, shown

LONGEST_TEXT = 4000
FIRST_YEAR, LAST_YEAR = 1900, 2199
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?")


@frozen
class NotFinite:
    """Stands in the parsed JSON where the text had NaN or Infinity, which JSON does not know."""

    text: str

    def __str__(self) -> str:
        return self.text


class Text(Shape[str]):
    """A sentence or a name, as written."""

    def read(self, raw: object, at: str, desk: Desk) -> str | Fault:
        """Read text."""
        if not isinstance(raw, str):
            return desk.refuse(at, f"{shown(raw)} is not text", "text in quotes")
        if not raw.strip():
            return desk.refuse(at, "the text is empty", remedy="Leave the field out when there is nothing to say.")
        if len(raw) > LONGEST_TEXT:
            return desk.refuse(at, f"the text has {len(raw)} characters", f"at most {LONGEST_TEXT}")
        if _UNPRINTABLE.search(raw):
            return desk.refuse(at, "the text has characters that cannot be printed", remedy="Remove them.")
        return raw

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe text."""
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}


@frozen
class Pattern(Shape[str]):
    """Text of a fixed pattern, such as the two letters of a country."""

    pattern: str
    wanted: str

    def read(self, raw: object, at: str, desk: Desk) -> str | Fault:
        """Read text of the pattern."""
        if not isinstance(raw, str) or not re.fullmatch(self.pattern, raw):
            return desk.refuse(at, f"{shown(raw)} is not of the right form", self.wanted)
        return raw

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe the pattern."""
        return {"type": "string", "pattern": f"^{self.pattern}$"}


class Flag(Shape[bool]):
    """Yes or no."""

    def read(self, raw: object, at: str, desk: Desk) -> bool | Fault:
        """Read true or false."""
        if not isinstance(raw, bool):
            return desk.refuse(at, f"{shown(raw)} is neither true nor false", "true or false, without quotes")
        return raw

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe a boolean."""
        return {"type": "boolean"}


@frozen
class Number(Shape[float]):
    """A finite number between two limits, both included."""

    least: float = 0.0
    most: float | None = None
    hint: str = ""

    def read(self, raw: object, at: str, desk: Desk) -> float | Fault:
        """Read a number."""
        if isinstance(raw, NotFinite):
            return desk.refuse(at, f"{raw} is not a number", "a finite number")
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            return desk.refuse(at, f"{shown(raw)} is not a number", "a number, without quotes")
        if not math.isfinite(raw):
            return desk.refuse(at, "the number is too large to be read", "a finite number")
        if raw < self.least or (self.most is not None and raw > self.most):
            return desk.refuse(at, f"{number_text(raw)} is out of range", self._range(), self.hint)
        return float(raw)

    def _range(self) -> str:
        if self.most is None:
            return f"{number_text(self.least)} or more"
        return f"{number_text(self.least)} to {number_text(self.most)}"

    def write(self, value: float) -> Json:
        """Write a number."""
        return plain_number(value)

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe a number with its limits."""
        found: Schema = {"type": "number", "minimum": self.least}
        return found if self.most is None else {**found, "maximum": self.most}


def plain_number(value: float) -> int | float:
    """Write 75000 rather than 75000.0."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


@frozen
class Whole(Shape[int]):
    """A whole number between two limits, both included."""

    least: int = 0
    most: int | None = None

    def read(self, raw: object, at: str, desk: Desk) -> int | Fault:
        """Read a whole number."""
        value = Number(float(self.least), None if self.most is None else float(self.most)).read(raw, at, desk)
        if isinstance(value, Fault):
            return value
        if not value.is_integer():
            return desk.refuse(at, f"{number_text(value)} is not a whole number", "a whole number")
        return int(value)

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe a whole number with its limits."""
        found: Schema = {"type": "integer", "minimum": self.least}
        return found if self.most is None else {**found, "maximum": self.most}


@frozen
class Choice(Shape[str]):
    """One of a few words that the format fixes."""

    words: Sequence[str]

    def read(self, raw: object, at: str, desk: Desk) -> str | Fault:
        """Read one of the words."""
        if not isinstance(raw, str):
            return desk.refuse(at, f"{shown(raw)} is not text", one_of(self.words))
        if raw not in self.words:
            return desk.refuse(at, f"{shown(raw)} is unknown{did_you_mean(raw, self.words)}", one_of(self.words))
        return raw

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe the words."""
        return {"type": "string", "enum": list(self.words)}


class Day(Shape[PartialDate]):
    """A day, a month or a year."""

    def read(self, raw: object, at: str, desk: Desk) -> PartialDate | Fault:
        """Read a partial date."""
        if not isinstance(raw, str):
            return desk.refuse(at, f"{shown(raw)} is not a date", "YYYY, YYYY-MM or YYYY-MM-DD, in quotes")
        try:
            day = PartialDate.parse(raw)
        except DateError as fault:
            return desk.refuse(at, fault.problem.found, fault.problem.wanted, _sentence(fault.problem.remedy))
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            return desk.refuse(at, f"the year {day.year} cannot be right", f"a year from {FIRST_YEAR} to {LAST_YEAR}")
        return day

    def write(self, value: PartialDate) -> Json:
        """Write a partial date."""
        return str(value)

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe a partial date."""
        return {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}." if text else ""


class Instant(Shape[datetime]):
    """A date with its time; without an offset the time is UTC."""

    def read(self, raw: object, at: str, desk: Desk) -> datetime | Fault:
        """Read an instant."""
        wanted = 'a date with a time such as "2026-05-29T12:00:00Z"'
        if not isinstance(raw, str) or not _INSTANT.fullmatch(raw):
            return desk.refuse(at, f"{shown(raw)} is not a date with a time", wanted)
        try:
            found = datetime.fromisoformat(raw)
        except ValueError as fault:
            return desk.refuse(at, f"{shown(raw)} is not a date with a time", wanted, _sentence(str(fault)))
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def write(self, value: datetime) -> Json:
        """Write an instant."""
        return value.isoformat().replace("+00:00", "Z")

    def schema(self, knowledge: Knowledge) -> Schema:
        """Describe an instant."""
        return {"type": "string", "pattern": f"^{_INSTANT.pattern}$"}
