"""From the words of one piece to readings: every reader in turn, then what the clause as a whole casts doubt on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise



from attrs import evolve

from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.pieces import Piece
from rosette.portfolio.drafting.readers import (
    read_age,
    read_laboratory,
    read_performance,
    read_statements,
    read_washouts,
)
from rosette.portfolio.drafting.reading import Clause, Reading, doubt, open_doubt
from rosette.portfolio.drafting.words import Words

_READERS = (read_performance, read_laboratory, read_washouts, read_age, read_statements)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_AND = re.compile(r"\band\b|;", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
_LENGTH = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|twelve|several|past|last)[\s-]*(?:hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_TREATMENTS = ("medicine being taken", "prior treatment")
SURE = ("consent", "pregnancy", "pregnancy test", "contraception")
MOST_LEFT, FARTHEST_OR = 0, 60


def read_piece(piece: Piece, *, words: Words, fields: Mapping[str, str]) -> list[Reading]:
    """Everything that the readers find in a piece, with the doubts that the clause casts on it."""
    clause = Clause(piece=piece, words=words, fields=fields)
    found: list[Reading] = []
    for reader in _READERS:
        found += [each for each in reader(clause) if _free(each, found)]
    found = _without_qualifiers(found)
    found = _joined(clause, sorted(found, key=lambda each: (each.start, each.end)))
    found = [_in_marrow(clause, each) for each in found]
    shared = [*_clause_doubts(clause, found)]
    return [_left_open(each, _own(each, shared)) for each in found]


def _without_qualifiers(found: list[Reading]) -> list[Reading]:
    """A state that only qualifies another reading ("steroids for brain metastases") leaves that one open."""
    states = [each for each in found if each.state and any(one.code == "against the usual" for one in each.doubts)]
    others = [each for each in found if each not in states]
    if not others or not states:
        return found
    return [
        each.doubted(open_doubt("exception", f"The words on {states[0].kind} beside it were not read."))
        for each in others
    ]


def _free(reading: Reading, found: Sequence[Reading]) -> bool:
    """Whether no earlier reader has taken these characters; what a reader finds twice is kept once."""
    return all(reading.end <= one.start or reading.start >= one.end or _beside(reading, one) for one in found) and all(
        reading.expr is None or reading.expr != one.expr for one in found
    )


def _beside(reading: Reading, one: Reading) -> bool:
    return reading.kind.startswith("washout") and one.kind.startswith("washout")


def _own(reading: Reading, shared: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """A question for a person holds what the clause says beside it; the rest is doubted."""
    mild = reading.judged or reading.kind in SURE
    return tuple(each for each in shared if not (mild and each.code in ("exception", "alternative", "window")))


def _left_open(reading: Reading, more: tuple[Doubt, ...]) -> Reading:
    """The reading with more doubts; one that is open shows what it would have said."""
    told = reading.doubted(*more)
    if not told.open or told.expr is None:
        return told
    return evolve(told, expr=None, others=(*told.others, told.expr))


def _joined(clause: Clause, found: list[Reading]) -> list[Reading]:
    """Requirements that the clause joins by "or" become one reading."""
    groups: list[list[Reading]] = []
    for each in found:
        if groups and _alternatives(clause, groups[-1][-1], each):
            groups[-1].append(each)
        else:
            groups.append([each])
    return [group[0] if len(group) == 1 else any_of(group) for group in groups]


def _alternatives(clause: Clause, one: Reading, other: Reading) -> bool:
    if one.kind == other.kind == "relapsed or refractory":
        return "exclude" not in (one.polarity, other.polarity)
    between = clause.text[one.end : other.start]
    if "exclude" in (one.polarity, other.polarity) and re.search(r"\bOR\b", between) is None:
        return False
    if one.kind.startswith("washout") or len(between) > FARTHEST_OR:
        return False
    return _OR.search(between) is not None and _AND.search(_BRACKETS.sub("", between)) is None


def any_of(group: Sequence[Reading]) -> Reading:
    """Alternatives as one reading: open when one of them is."""
    exprs = [_met(each) for each in group]
    expr = f"any of ({'; '.join(dict.fromkeys(expr for expr in exprs if expr))})"
    whole = len(dict.fromkeys(exprs)) > 1 and all(exprs)
    opened = any(each.open for each in group) or not whole
    return Reading(
        kind=group[0].kind,
        polarity="require",
        expr=None if opened else expr,
        start=group[0].start,
        end=group[-1].end,
        doubts=tuple(dict.fromkeys(each for one in group for each in one.doubts)),
        others=(expr,) if opened and whole else (),
        judged=all(each.judged for each in group),
        confidence="high" if all(each.confidence == "high" for each in group) else "medium",
    )


def _met(reading: Reading) -> str:
    """The expression that is true when a reading is met; that of its first candidate where it is open."""
    expr = reading.expr or (reading.others[0] if reading.others else "")
    return f"not ({expr})" if expr and reading.polarity == "exclude" else expr


def _in_marrow(clause: Clause, reading: Reading) -> Reading:
    """A limit for children with or without disease of the marrow holds for them only."""
    word = clause.words.first("marrow", _outside(clause.text, [reading])) if reading.kind in _COUNTS else None
    word = word or (clause.words.first("marrow", clause.piece.above) if reading.kind in _COUNTS else None)
    if word is None:
        return reading
    form = f"if marrow is {word['state']} then {{}}"
    return evolve(
        reading,
        expr=form.format(reading.expr) if reading.expr else None,
        others=tuple(form.format(each) for each in reading.others),
    )


_COUNTS = ("neutrophils", "platelets", "haemoglobin", "white cells")


def _outside(text: str, found: Iterable[Reading]) -> str:
    """The words that no reading holds."""
    for each in found:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return text


def _without_links(rest: str, found: Sequence[Reading]) -> str:
    """Where a clause names several waits, each with its treatment, the "or" between two of them joins no alternatives."""
    if not all(each.kind.startswith("washout") for each in found):
        return rest
    ordered = sorted(found, key=lambda each: each.start)
    for one, other in pairwise(ordered):
        if one.end < other.start:
            rest = rest[: one.end] + _OR.sub("  ", rest[one.end : other.start]) + rest[other.start :]
    return rest


def _without(words: Words, rest: str) -> str:
    """The words without an "or" that joins no alternatives."""
    for hit, _ in words.found("harmless_or", rest):
        rest = rest[: hit.start()] + " " * (hit.end() - hit.start()) + rest[hit.end() :]
    return rest


def _clause_doubts(clause: Clause, found: Sequence[Reading]) -> Iterator[Doubt]:
    """What the words around the readings cast doubt on."""
    if not found:
        return
    words, rest = clause.words, _outside(clause.text, found)
    marrow = words.first("marrow", rest) if any(each.kind in _COUNTS for each in found) else None
    rest = marrow.pattern.sub(" ", rest) if marrow else rest
    rest = _without_links(rest, found)
    if words.says("exception", rest):
        yield open_doubt("exception", "The text names an exception or a condition that was not read.")
    if any(each.polarity == "require" for each in found) and _OR.search(_BRACKETS.sub("", _without(words, rest))):
        yield open_doubt("alternative", 'The text names an alternative ("or") that was not read.')
    if any(each.state or each.kind in _TREATMENTS for each in found) and _LENGTH.search(rest):
        yield open_doubt("window", "A length of time stands beside it that was not read.")
    yield from _scope_doubts(clause)
    for _, word in words.found("wrong_expansion", clause.text):
        yield open_doubt("wrong expansion", word["sentence"])
    left = _WORD.findall(words.tables["filler"][0].pattern.sub(" ", rest))
    if len(left) > MOST_LEFT:
        yield doubt("rest not read", f"Not read: {' '.join(left[:14])}.")


def _scope_doubts(clause: Clause) -> Iterator[Doubt]:
    for text in (clause.text, *clause.piece.heads[1:], clause.piece.label):
        for hit, word in clause.words.found("scope", text):
            yield open_doubt(
                "scope", f'This holds for {word["scope"]} only ("{hit[0].strip()}"): put it where it belongs.'
            )
            return
    if re.search(r"procurement", clause.piece.heads[0] if clause.piece.heads else "", re.IGNORECASE):
        yield doubt("scope", "This stands under procurement, not under treatment.")
