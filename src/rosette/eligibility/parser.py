"""Reads a text of criteria, one a line, and gathers every fault with its line and column."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import evolve, field, frozen

from rosette.eligibility.criteria import Criterion, Drop, Item, Note, Polarity, keyed
from rosette.eligibility.expressions import read_expression
from rosette.eligibility.reader import Place, Reader, Unreadable, Vocabulary, problem_at
from rosette.kernel import LanguageError, Problems, did_you_mean

_CITE = re.compile(r"\s\[([^\[\]]*)\]\s*$")
_HEAD = re.compile(r"(?P<id>[A-Za-z]+[0-9]*[a-z0-9]*)\s+(?P<act>[a-z]+)\b")
_DROP = re.compile(r"drop\s+(?P<id>\w+)\s*$")
_USE = re.compile(r"use\s+(?P<name>\w+)\s*(?:\((?P<args>.*)\))?\s*$", re.DOTALL)
_MACRO = re.compile(r"macro\s+(?P<name>\w+)\s*(?:\((?P<args>.*)\))?\s*$", re.DOTALL)
_STRING = re.compile(r'"[^"\n]*"')
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")
_ACTS = ("require", "exclude", "note")


@frozen
class Line:
    """One logical line: its text with continuation lines, and where it begins."""

    text: str
    place: Place


@frozen
class Macro:
    """A block of criteria with parameters, used by name."""

    name: str
    parameters: Mapping[str, str]
    lines: tuple[Line, ...] = field(repr=False)
    source: str = ""

    def expanded(self, arguments: Mapping[str, str]) -> tuple[str, ...]:
        """The lines with every parameter replaced by its argument or default."""
        values = {**self.parameters, **arguments}
        return tuple(_PARAMETER.sub(lambda found: values.get(found[1], found[0]), line.text) for line in self.lines)


def parse_criteria(
    text: str,
    *,
    vocabulary: Vocabulary,
    macros: Mapping[str, Macro] | None = None,
    name: str = "criteria",
    prefix: str = "",
    first_line: int = 1,
) -> tuple[Item, ...]:
    """Read criteria; raises LanguageError with every fault, each at `name:line:column`.

    prefix: what the keys of questions begin with, such as the trial id. first_line: where the text begins in its file.
    """
    problems, items = Problems(), dict[str, Item]()
    for line in logical_lines(text, first_line=first_line):
        for part in _expand(line, macros or {}, name, problems):
            item = _read_item(part, vocabulary, name, problems)
            if item and item.id in items:
                found, wanted = f'"{item.id}" stands twice', "ids that are unique in a trial"
                problems.add(_where(name, part.place), found=found, wanted=wanted, remedy="Give it another id.")
            elif item:
                items[item.id] = keyed(item, prefix=prefix)
    problems.raise_as(LanguageError, what=name)
    return tuple(items.values())


def _where(name: str, place: Place) -> str:
    return f"{name}:{place.line}:{place.column}"


def parse_macros(text: str, *, name: str) -> dict[str, Macro]:
    """Read a file of macros: `macro NAME(parameter = default, ...)`, criteria, `end`."""
    problems, macros = Problems(), dict[str, Macro]()
    opened, begun = None, name
    for line in logical_lines(text):
        if opened is None:
            begun = _where(name, line.place)
            opened = _opened(line.text, begun, name, problems)
        elif line.text.strip() == "end":
            if opened.name in macros:
                problems.add(begun, found=f'macro "{opened.name}" stands twice', remedy="Give it another name.")
            macros[opened.name], opened = opened, None
        else:
            opened = evolve(opened, lines=(*opened.lines, line))
    if opened is not None:
        problems.add(begun, found=f'macro "{opened.name}" is not closed', wanted='"end"')
    problems.raise_as(LanguageError, what=name)
    return macros


def _opened(text: str, where: str, source: str, problems: Problems) -> Macro | None:
    head = _MACRO.match(text)
    if head is None:
        problems.add(where, found=f'"{text.split()[0]}"', wanted='"macro NAME(...)"')
        return None
    return Macro(head["name"], _arguments(head["args"] or "", where, problems), (), source)


def logical_lines(text: str, *, first_line: int = 1) -> list[Line]:
    """Join continuation lines (those that are indented) to the line they continue; drop comments and blanks."""
    lines: list[Line] = []
    for number, raw in enumerate(text.split("\n"), start=first_line):
        clean = _without_comment(raw).rstrip()
        if raw[:1].isspace() and clean.strip() and lines:
            gap = "\n" * (number - lines[-1].place.line - lines[-1].text.count("\n"))
            lines[-1] = Line(f"{lines[-1].text}{gap}{clean}", lines[-1].place)
        elif clean.strip():
            lines.append(Line(clean.lstrip(), Place(number, len(clean) - len(clean.lstrip()) + 1)))
    return lines


def _without_comment(raw: str) -> str:
    if "#" not in raw:
        return raw
    hidden = _STRING.sub(lambda found: "_" * len(found[0]), raw)
    mark = re.search(r"(^|\s)#", hidden)
    return raw[: mark.start()] if mark else raw


def _expand(line: Line, macros: Mapping[str, Macro], name: str, problems: Problems) -> list[Line]:
    """A `use` line becomes the macro's lines at its place; any other line stays."""
    if not line.text.startswith("use "):
        return [line]
    where = _where(name, line.place)
    cite = _CITE.search(line.text)
    used = _USE.match(line.text[: cite.start()] if cite else line.text)
    if used is None or used["name"] not in macros:
        called = used["name"] if used else line.text
        problems.add(where, found=f'"{called}" is not a macro{did_you_mean(called, macros)}', wanted="a macro's name")
        return []
    macro, arguments = macros[used["name"]], _arguments(used["args"] or "", where, problems)
    for extra in sorted(set(arguments) - set(macro.parameters)):
        hint = did_you_mean(extra, macro.parameters)
        problems.add(where, found=f'"{extra}" is not a parameter of {macro.name}{hint}')
    return [Line(_recited(text, cite), line.place) for text in macro.expanded(arguments)]


def _recited(text: str, cite: re.Match[str] | None) -> str:
    return f"{_CITE.sub('', text)} [{cite[1]}]" if cite else text


def _arguments(text: str, where: str, problems: Problems) -> dict[str, str]:
    values: dict[str, str] = {}
    for part in text.split(",") if text.strip() else []:
        key, equals, value = part.partition("=")
        if not equals or not key.strip().isidentifier():
            problems.add(where, found=f'"{part.strip()}"', wanted='"name = value"')
        else:
            values[key.strip()] = value.strip()
    return values


def _read_item(line: Line, vocabulary: Vocabulary, name: str, problems: Problems) -> Item | None:
    try:
        return _item(line, vocabulary)
    except Unreadable as fault:
        problems.extend([problem_at(fault, line.text, place=line.place, name=name)])
        return None


def _item(line: Line, vocabulary: Vocabulary) -> Item:
    dropped = _DROP.match(line.text)
    if dropped:
        return Drop(id=dropped["id"])
    head = _HEAD.match(line.text)
    if head is None or head["act"] not in _ACTS:
        raise Unreadable(0, _shown(line.text, head), 'an id and "require", "exclude" or "note"')
    cite = _CITE.search(line.text)
    if cite is None or not cite[1].strip():
        raise Unreadable(
            len(line.text), "no citation", 'the place in the source in square brackets, such as "[incl 4]"'
        )
    reader = Reader(line.text[: cite.start()], vocabulary, position=head.end())
    if head["act"] == "note":
        return _ended(reader, Note(id=head["id"], text=reader.string(), cite=cite[1]))
    node = read_expression(reader)
    polarity: Polarity = "require" if head["act"] == "require" else "exclude"
    return _ended(reader, Criterion(id=head["id"], polarity=polarity, node=node, cite=cite[1]))


def _shown(text: str, head: re.Match[str] | None) -> str:
    if head is None:
        return f'"{text.split()[0]}"'
    return f'"{head["act"]}"{did_you_mean(head["act"], _ACTS)}'


def _ended(reader: Reader, item: Item) -> Item:
    if not reader.at_end():
        reader.wanted.add("the end of the criterion")
        reader.fail()
    return item
