"""Lengths of time in a clause with what is said of them: at least, more than, within, for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from rosette.portfolio.drafting.reading import Clause
from rosette.portfolio.drafting.words import Found

_TIME = re.compile(
    r"(?<![\w.])(?P<n>\d+|one|two|three|four|five|six|eight|twelve)(?: ?\(\d+\))?[\s-]*"
    r"(?P<unit>days?|weeks?|wks?|months?|years?|half[- ]?li(?:fe|ves)|hours?)\b",
    re.IGNORECASE,
)


_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "twelve": 12}


_GAP = re.compile(r"\s*(?:(?:a|of|the|an|period|interval|minimum)\s+)*", re.IGNORECASE)


_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}


@frozen(kw_only=True)
class Time:
    """A length of time in a clause with what is said of it."""

    start: int
    end: int
    text: str
    said: str
    inside: tuple[int, int] | None = None
    hours: bool = False

    def wait(self) -> str:
        """The wait as the criteria language writes it."""
        return f"more than {self.text}" if self.said == ">" and "half" not in self.text else self.text


def times_in(clause: Clause) -> Iterator[Time]:
    """Every length of time in a clause."""
    text = clause.text
    ops = clause.words.found("op", text)
    for hit in _TIME.finditer(text):
        count = _COUNTS.get(hit["n"].lower()) or int(hit["n"])
        unit = "half-lives" if hit["unit"].lower().startswith("half") else _UNITS.get(hit["unit"][0].lower(), "hour")
        written = f"{count} {unit}" if unit == "half-lives" else f"{count} {unit}{'' if count == 1 else 's'}"
        start, said = _said(clause, text, hit.start(), ops)
        yield Time(
            start=start,
            end=hit.end(),
            text=written,
            said=said,
            inside=_bracket(text, hit.start()),
            hours=unit == "hour",
        )


def _said(clause: Clause, text: str, at: int, ops: Sequence[Found]) -> tuple[int, str]:
    for hit, word in reversed(ops):
        if hit.end() <= at and _GAP.fullmatch(text, hit.end(), at):
            return hit.start(), word["op"]
    before = text[:at]
    if clause.words.says("within", before):
        return at, "within"
    return (at, "for") if clause.words.says("lasting", before) else (at, "")


def _bracket(text: str, at: int) -> tuple[int, int] | None:
    """The innermost round bracket around a place."""
    opened = text.rfind("(", 0, at)
    closed = text.find(")", at)
    if opened < 0 or text.find(")", opened) < at:
        return None
    return opened, closed if closed > 0 else len(text)
