"""From units to pieces: sections, list levels, sentences and clauses, each with what it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import define, field, frozen

from rosette.portfolio.drafting.draft import Section
from rosette.portfolio.drafting.pieces import Piece, cleaned
from rosette.portfolio.drafting.units import SHORT_HEAD, Unit, is_main, units

SHORT = {"inclusion": "incl", "exclusion": "excl", "headed": "text", "unmarked": "text"}
_HEADED = re.compile(r"DISEASE CHARACTERISTICS|PATIENT CHARACTERISTICS|CONCURRENT THERAPY")
_LABEL = re.compile(r"([^:.;]{2,80}):\s+\S")
_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bSt\.)(?<!\bNo\.)\s+(?=[A-Z(])|(?<=;)\s+(?=\S)"
)
LONGEST_HEAD = 120


@frozen(kw_only=True)
class _Level:
    """One open level of the list: its indent, the kind of its mark, its words and the piece it stands in."""

    indent: int
    style: str
    words: str
    piece: int


@define
class _State:
    """What is open while the units are read in order."""

    section: Section = "unmarked"
    headed: bool = False
    main: str = ""
    sub: str = ""
    count: int = 0
    levels: list[_Level] = field(factory=list)
    pieces: list[Piece] = field(factory=list)


def segment(text: str) -> tuple[Piece, ...]:
    """Cut an eligibility text into pieces that together hold every character that is not blank."""
    state = _State()
    found = units(text)
    for number, unit in enumerate(found):
        raw = text[unit.start : unit.end]
        if is_main(raw):
            _open_section(state, raw, unit, number)
        elif state.headed and not unit.style and SHORT_HEAD.fullmatch(raw):
            _open_part(state, raw, unit, number)
        else:
            _add(state, raw, unit, number)
    return tuple(state.pieces)


def _open_section(state: _State, raw: str, unit: Unit, number: int) -> None:
    words = cleaned(raw)
    state.headed = _HEADED.search(words) is not None
    state.section = _section(words, headed=state.headed)
    state.main, state.sub, state.levels = words.strip(" .:*"), "", []
    state.count = state.count if state.headed else 0
    state.pieces.append(_heading(state, raw, unit, number))


def _section(words: str, *, headed: bool) -> Section:
    if headed:
        return "headed"
    return "exclusion" if re.search(r"exclusion", words, re.IGNORECASE) else "inclusion"


def _open_part(state: _State, raw: str, unit: Unit, number: int) -> None:
    state.sub, state.levels = cleaned(raw).strip(" .:"), []
    state.pieces.append(_heading(state, raw, unit, number))


def _heading(state: _State, raw: str, unit: Unit, number: int) -> Piece:
    cite = f"{SHORT[state.section]} heading"
    return Piece(
        raw=raw,
        start=unit.start,
        depth=0,
        section=state.section,
        cite=cite,
        heading=True,
        unit=number,
        heads=_heads(state),
    )


def _heads(state: _State) -> tuple[str, ...]:
    return tuple(words for words in (state.main, state.sub, *(level.words for level in state.levels)) if words)


def _add(state: _State, raw: str, unit: Unit, number: int) -> None:
    """Add the sentences of a unit, below the levels that it does not close."""
    _close(state, unit)
    state.count += 1
    parent = state.levels[-1].piece if state.levels else None
    heads, label = _heads(state), _label(raw)
    depth = len(state.levels)
    spans = list(_sentences(raw))
    for place, (start, end) in enumerate(spans, start=1):
        cite = f"{SHORT[state.section]} {state.count}" + (f".{place}" if len(spans) > 1 else "")
        state.pieces.append(
            Piece(
                raw=raw[start:end],
                start=unit.start + start,
                depth=depth,
                section=state.section,
                cite=cite,
                label=label,
                heads=heads,
                unit=number,
                parent=parent,
            )
        )
    words = state.pieces[-1].text[:LONGEST_HEAD] if len(spans) > 1 else cleaned(raw)[:LONGEST_HEAD]
    level = _Level(indent=unit.indent, style=unit.style, words=words, piece=len(state.pieces) - 1)
    state.levels.append(level)


def _close(state: _State, unit: Unit) -> None:
    """Close the levels that this unit does not stand under."""
    while state.levels and not _below(state.levels, unit):
        state.levels.pop()


def _below(levels: Sequence[_Level], unit: Unit) -> bool:
    top = levels[-1]
    if any(level.indent == unit.indent and level.style == unit.style for level in levels):
        return False
    if unit.indent > top.indent:
        return True
    return unit.indent == top.indent and top.words.endswith(":") and bool(top.style or unit.style)


def _label(raw: str) -> str:
    found = _LABEL.match(cleaned(raw))
    return found[1].strip() if found else ""


def _sentences(raw: str) -> Iterator[tuple[int, int]]:
    """Sentences and clauses: cut after a full stop or a semicolon that no bracket holds."""
    start = 0
    for cut in _SENTENCE.finditer(raw):
        inside = raw[start : cut.start()]
        if inside.count("(") + inside.count("[") <= inside.count(")") + inside.count("]") and len(inside.strip()) > 3:
            yield start, cut.start()
            start = cut.end()
    yield start, len(raw)
