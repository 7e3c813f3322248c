"""Cuts an eligibility text into units: headings, bullets with their continuation lines, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from attrs import frozen

BULLET = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-*•+–◦▪·]|\\?\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\\?[.)])[ \t]+(?=\S)")
MAIN = re.compile(
    r"(?:DISEASE CHARACTERISTICS|PATIENT CHARACTERISTICS|PRIOR(?:/| AND | )CONCURRENT THERAPY)\s*:?\.?"
    r"|[*#_ \t]*(?:[A-Z][\w/-]* ){0,4}(?i:(?:in|ex)clusion|eligibility)(?i: criteri(?:a|on))?"
    r"(?: for [A-Z][\w ]{0,40}?)?[*_]*(?::[*_]*|(?=[ \t]*$))",
    re.MULTILINE,
)
SHORT_HEAD = re.compile(r"[A-Z][A-Za-z /,&-]{2,38}:?\.?")
_INLINE = re.compile(
    r"(?<=\S)[ \t]+(?=(?:[*•]|\\\*)[ \t]+\S)"
    r"|(?<=[.;:,\]])[ \t]+(?=\(?\d{1,2}[.)][ \t]+[A-Z(])"
    r"|(?<=\.)[ \t]+(?=(?:DISEASE|PATIENT) CHARACTERISTICS|PRIOR CONCURRENT)"
    r"|(?<=\.)[ \t]+(?=[A-Z][A-Za-z /]{2,30}:\.)"
    r"|(?<=:\.)[ \t]+(?=[A-Z][A-Za-z /]{2,30}:\.)"
)
LONG_LINE = 60


@frozen(kw_only=True)
class Unit:
    """A heading, a bullet or a paragraph: its characters, the indent and the kind of its mark."""

    start: int
    end: int
    indent: int
    style: str
    blank_before: bool = False


def units(text: str) -> list[Unit]:
    """Cut a text into units, in order; together they hold every character that is not blank."""
    found: list[Unit] = []
    blank = True
    for start, end in _lines(text):
        line = text[start:end]
        if not line.strip():
            blank = True
            continue
        if found and not blank and _goes_on(text, found[-1], line):
            found[-1] = _grown(found[-1], start + len(line.rstrip()))
        else:
            found.append(_unit(line, start, blank))
        blank = False
    return found


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines, and the parts of a line that holds a whole list or a heading and what follows it."""
    at = 0
    for line in text.splitlines(keepends=True):
        cuts = [at, *_cuts(line, at), at + len(line)]
        at += len(line)
        for start, end in pairwise(cuts):
            if end > start:
                yield start, end


def _cuts(line: str, start: int) -> list[int]:
    cuts = [start + hit.end() for hit in _INLINE.finditer(line)]
    head = MAIN.match(line)
    if head and head.end() < len(line) and line[head.end() :].strip(" \t.:"):
        cuts.append(start + head.end())
    return sorted(set(cuts))


def _unit(line: str, start: int, blank: bool) -> Unit:
    bullet = BULLET.match(line)
    lead = len(line) - len(line.lstrip())
    return Unit(
        start=start + lead,
        end=start + len(line.rstrip()),
        indent=len((bullet["indent"] if bullet else line[:lead]).expandtabs(4)),
        style=_style(bullet["mark"]) if bullet else "",
        blank_before=blank,
    )


def _style(mark: str) -> str:
    """The kind of a mark: what differs only in its number is one kind."""
    return re.sub(r"[A-Z]", "A", re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", mark)))


def _grown(unit: Unit, end: int) -> Unit:
    return Unit(start=unit.start, end=end, indent=unit.indent, style=unit.style, blank_before=unit.blank_before)


def _goes_on(text: str, unit: Unit, line: str) -> bool:
    """Whether a line continues the unit above it: by its indent, or as the rest of a wrapped line."""
    if BULLET.match(line) or MAIN.match(line) or is_main(text[unit.start : unit.end]):
        return False
    indent = len(line[: len(line) - len(line.lstrip())].expandtabs(4))
    if unit.style:
        return indent > unit.indent
    above = text[unit.start : unit.end].rpartition("\n")[2].rstrip()
    wrapped = len(above) >= LONG_LINE and above[-1] not in ".:;"
    return indent >= unit.indent and (wrapped or line.lstrip()[:1].islower())


def is_main(words: str) -> bool:
    """Whether the words are a main heading and nothing else."""
    head = MAIN.match(words)
    return head is not None and not words[head.end() :].strip(" \t.:*")
