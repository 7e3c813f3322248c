"""Splits HL7 v2 text into messages, segments, fields; line ends of every kind, escapes undone.

Source: [@hl7-v2, chapter 2, message delimiters and escape sequences].
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from rosette.interchange.guarded import Content, text_of

ENVELOPES = ("FHS", "BHS", "BTS", "FTS")
_NAME = re.compile("[A-Z][A-Z0-9]{2}")
_ESCAPE = re.compile(r"\\([^\\]{1,40})\\")


@frozen(kw_only=True)
class Marks:
    """The five signs that a message declares in its first segment."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    part: str = "&"


@frozen(kw_only=True)
class Segment:
    """One segment: its name, its place in the message, and its fields as they stood."""

    name: str
    place: str
    fields: tuple[str, ...] = field(repr=False)
    marks: Marks = field(factory=Marks, repr=False)

    def raw(self, number: int) -> str:
        """A field as it stood; empty when it is not there."""
        return self.fields[number] if number < len(self.fields) else ""

    def repeats(self, number: int) -> tuple[str, ...]:
        """The repetitions of a field, those that hold something."""
        return tuple(each for each in self.raw(number).split(self.marks.repetition) if each)

    def parts(self, number: int) -> tuple[str, ...]:
        """The components of the first repetition of a field, escapes undone."""
        first = self.raw(number).split(self.marks.repetition)[0]
        return tuple(self.plain(each) for each in first.split(self.marks.component))

    def part(self, number: int, place: int = 1) -> str:
        """One component of a field, counted from one; empty when it is not there."""
        parts = self.parts(number)
        return parts[place - 1].strip() if place <= len(parts) else ""

    def plain(self, text: str) -> str:
        """Text with its escapes undone; one that is not known stays as it stood."""
        return _ESCAPE.sub(lambda found: _unescaped(found, self.marks), text)


def _unescaped(found: re.Match[str], marks: Marks) -> str:
    named: Mapping[str, str] = {
        "F": marks.field,
        "S": marks.component,
        "R": marks.repetition,
        "E": marks.escape,
        "T": marks.part,
        ".br": " ",
        "H": "",
        "N": "",
    }
    word = found[1]
    if re.fullmatch("X([0-9A-Fa-f]{2})+", word):
        return bytes.fromhex(word[1:]).decode("utf-8", "replace")
    return named.get(word, found[0])


@frozen(kw_only=True)
class Message:
    """One message: its segments in their order, and lines that are no segment."""

    place: str
    segments: tuple[Segment, ...]
    strangers: tuple[tuple[str, str], ...] = ()

    @property
    def head(self) -> Segment:
        """The first segment, MSH."""
        return self.segments[0]


def messages_of(content: Content) -> Iterator[Message]:
    """The messages of a file, a batch too; raises InterchangeError when there is none, or a line is endless."""
    groups: list[list[tuple[str, str]]] = []
    for place, line in _lines(content):
        if line.startswith("MSH"):
            groups.append([(place, line)])
        elif groups and not line.startswith(ENVELOPES):
            groups[-1].append((place, line))
        elif not line.startswith(ENVELOPES):
            raise content.refuse("the file does not begin with MSH", at=place, wanted="an HL7 v2 message")
    if not groups:
        raise content.refuse("there is no message in it", wanted="an HL7 v2 message that begins with MSH")
    for number, group in enumerate(groups, 1):
        yield _message(f"message {number}", group)


def _lines(content: Content) -> Iterator[tuple[str, str]]:
    text = text_of(content).replace("\x0b", "").replace("\x1c", "")
    for number, line in enumerate(re.split("\r\n|\r|\n", text), 1):
        if len(line) > content.limits.longest_line:
            found = f"the segment has {len(line)} characters"
            raise content.refuse(found, at=f"line {number}", wanted=f"at most {content.limits.longest_line}")
        bare = re.sub(r'(\\r|\\n)"?$', "", line).strip()
        if bare:
            yield f"line {number}", bare


def _message(place: str, group: list[tuple[str, str]]) -> Message:
    marks = _marks(group[0][1])
    known = [(at, line) for at, line in group if _NAME.fullmatch(line.split(marks.field)[0])]
    segments = tuple(_segment(at, line, marks) for at, line in known)
    strangers = tuple(each for each in group if each not in known)
    return Message(place=place, segments=segments, strangers=strangers)


def _marks(head: str) -> Marks:
    separator = head[3:4] or "|"
    rest = head[4:].split(separator)[0]
    signs = "".join(dict.fromkeys(rest))
    standard = Marks()
    found = signs + "^~\\&"[len(signs) :]
    return Marks(
        field=separator,
        component=found[0],
        repetition=found[1],
        escape=standard.escape,
        part=found[3],
    )


def _segment(at: str, line: str, marks: Marks) -> Segment:
    fields = line.split(marks.field)
    if fields[0] == "MSH":
        fields.insert(1, marks.field)
    return Segment(name=fields[0], place=f"{at}, {fields[0]}", fields=tuple(fields), marks=marks)
