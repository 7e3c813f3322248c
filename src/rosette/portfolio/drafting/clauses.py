"""From the words of one piece to readings: every reader in turn, then what the clause as a whole casts doubt on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve

from rosette.portfolio.drafting.around import BRACKETS, COUNTS, OR, clause_doubts, outside
from rosette.portfolio.drafting.draft import Doubt
from rosette.portfolio.drafting.pieces import Piece
from rosette.portfolio.drafting.readers import (
    read_age,
    read_laboratory,
    read_performance,
    read_statements,
    read_washouts,
)
from rosette.portfolio.drafting.reading import Clause, Reading, open_doubt
from rosette.portfolio.drafting.words import Words

_READERS = (read_performance, read_laboratory, read_washouts, read_age, read_statements)
_AND = re.compile(r"\band\b|;", re.IGNORECASE)
SURE = ("consent", "pregnancy", "pregnancy test", "contraception")
FARTHEST_OR = 60


def read_piece(piece: Piece, *, words: Words, fields: Mapping[str, str]) -> list[Reading]:
    """Everything that the readers find in a piece, with the doubts that the clause casts on it."""
    clause = Clause(piece=piece, words=words, fields=fields)
    found: list[Reading] = []
    for reader in _READERS:
        found += [each for each in reader(clause) if _free(each, found)]
    found = _without_qualifiers(found)
    found = _joined(clause, sorted(found, key=lambda each: (each.start, each.end)))
    found = [_in_marrow(clause, each) for each in found]
    shared = [*clause_doubts(clause, found)]
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
    return OR.search(between) is not None and _AND.search(BRACKETS.sub("", between)) is None


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
    word = clause.words.first("marrow", outside(clause.text, [reading])) if reading.kind in COUNTS else None
    word = word or (clause.words.first("marrow", clause.piece.above) if reading.kind in COUNTS else None)
    if word is None:
        return reading
    form = f"if marrow is {word['state']} then {{}}"
    return evolve(
        reading,
        expr=form.format(reading.expr) if reading.expr else None,
        others=tuple(form.format(each) for each in reading.others),
    )
