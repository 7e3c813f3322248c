"""One OBX segment to a candidate fact, or to a loss with the reason.

Source: [@hl7-v2, chapter 7, OBX; tables 0085 (status) and 0125 (value types)].
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import field, frozen

from rosette.interchange.codes import CodeBook, Meaning
from rosette.interchange.finds import Candidate, Grade, Loss
from rosette.interchange.hl7v2.splitting import Segment
from rosette.interchange.units import unit_of

VALUED = ("laboratory", "measurement", "organ_test")
FINAL, TAKEN_BACK = frozenset("FCAUR"), frozenset("DW")
WAITING = {
    "P": "it is preliminary",
    "I": "the result is pending",
    "O": "it was ordered and is not done",
    "X": "the result cannot be obtained",
    "S": "it is partial",
    "N": "it was not asked for",
    "B": "the sender marked it as appended by another",
    "V": "the sender marked it as verified and not yet final",
}
COMPARATORS = ("<", "<=", ">", ">=")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_BETWEEN = re.compile(r"(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)")
_BELOW, _ABOVE = re.compile(r"<=?\s*(\d+(?:\.\d+)?)"), re.compile(r">=?\s*(\d+(?:\.\d+)?)")


@frozen(kw_only=True)
class Report:
    """What the OBX of one order share: who sent it, its order number, its day, and the codes at hand."""

    system: str
    order: str
    day: str | None
    book: CodeBook = field(repr=False)


def read_result(segment: Segment, report: Report) -> Candidate | Loss:
    """Read one OBX."""
    status = segment.raw(11).strip()
    if status in WAITING:
        return _loss(segment, f"{WAITING[status]} (status {status})", "Wait for the final result.", "kept_aside")
    meaning = _meaning(segment, report.book)
    if meaning is None:
        why = doubt_of(segment, report.book) or "its code is on no list here"
        return _loss(segment, why, "Enter it by hand, or add the code to the lists.")
    if status not in FINAL | TAKEN_BACK:
        found = f'its status "{status}" is not known' if status else "it does not say whether it is final"
        return _loss(segment, found, "Ask the sender.", "refused")
    return (
        _valued(segment, meaning, report)
        if meaning.kind in VALUED
        else _loss(
            segment,
            f"it says {meaning.name or meaning.kind}, which a result cannot say",
            "Enter it by hand.",
            "kept_aside",
        )
    )


def _meaning(segment: Segment, book: CodeBook) -> Meaning | None:
    found = [known for each in _coded(segment) if (known := book.meaning(*each)) is not None]
    return None if any(_says(each) != _says(found[0]) for each in found) else next(iter(found), None)


def _says(meaning: Meaning) -> tuple[str, dict[str, str]]:
    return meaning.kind, dict(meaning.content)


def doubt_of(segment: Segment, book: CodeBook) -> str:
    """Why a listed code of a result does not count under the name beside it; empty when there is no doubt."""
    doubts = [why for each in _coded(segment) if (why := book.doubt(*each))]
    known = {str(_says(found)) for each in _coded(segment) if (found := book.meaning(*each)) is not None}
    return "; ".join([*doubts, *(["its two codes mean different things"] if len(known) > 1 else [])])


def _coded(segment: Segment) -> tuple[tuple[str, str, str], ...]:
    """The (system, code, name) of OBX-3, the first and the alternate."""
    parts = (*segment.parts(3), *[""] * 6)
    return (parts[2], parts[0], parts[1]), (parts[5], parts[3], parts[4])


def _valued(segment: Segment, meaning: Meaning, report: Report) -> Candidate | Loss:
    day = day_of(segment.raw(14)) or report.day
    number = _number(segment)
    if isinstance(number, str):
        return _loss(segment, number, "Enter it by hand.", "refused")
    if day is None:
        return _loss(segment, "it has no day", "Ask the laboratory; a day is never guessed.", "refused")
    unit = unit_of(segment.part(6), segment.part(6, 2))
    if unit.code is None:
        return _loss(segment, unit.why, "Ask the laboratory for a unit of UCUM; it is never guessed.", "refused")
    comparator, value = number
    content = {**meaning.content, "on": day, "value": value, "unit": unit.code, "comparator": comparator}
    limits = _limits(segment) if meaning.kind == "laboratory" else {}
    return _candidate(segment, meaning, {**content, **limits}, report)


def _candidate(segment: Segment, meaning: Meaning, content: dict[str, object], report: Report) -> Candidate:
    code = segment.part(3) or segment.part(3, 4)
    at = segment.raw(14) or report.day or ""
    return Candidate(
        kind=meaning.kind,
        content=content,
        place=segment.place,
        said=said(segment),
        key="|".join(("OBX", report.order, code, segment.part(4), at)),
        system=report.system,
        item=f"{report.order} {code}".strip(),
        withdrawn=segment.raw(11).strip() in TAKEN_BACK,
    )


def _number(segment: Segment) -> tuple[str | None, float] | str:
    """The comparator and the number of a result, or why there is none."""
    if len(segment.repeats(5)) > 1:
        return f"it has {len(segment.repeats(5))} values"
    kind = segment.part(2)
    if kind == "SN":
        return _structured(segment)
    text = segment.part(5)
    if not text:
        return "it has no value"
    if any(each.strip() for each in segment.parts(5)[1:]):
        return f'"{segment.raw(5)}" is more than one number'
    if kind in ("NM", "ST", "TX") and (match := re.fullmatch(r"(<=|>=|<|>)?\s*([+-]?\d+(?:\.\d+)?)", text)):
        return match[1], float(match[2])
    return f'"{text}" is not a number'


def _structured(segment: Segment) -> tuple[str | None, float] | str:
    comparator, number, separator, second = (*segment.parts(5), "", "", "", "")[:4]
    if separator or second:
        return f'"{segment.raw(5)}" is a ratio or a range'
    if not _NUMBER.fullmatch(number) or comparator not in ("", "=", *COMPARATORS):
        return f'"{segment.raw(5)}" is not a number'
    return comparator if comparator in COMPARATORS else None, float(number)


def _limits(segment: Segment) -> dict[str, float]:
    """The limits of normal as the laboratory printed them, in the unit of the value."""
    text = segment.part(7)
    if match := _BETWEEN.fullmatch(text):
        return {"lln": float(match[1]), "uln": float(match[2])}
    if match := _BELOW.fullmatch(text):
        return {"uln": float(match[1])}
    return {"lln": float(match[1])} if (match := _ABOVE.fullmatch(text)) else {}


def unread_parts(segment: Segment) -> Iterator[Loss]:
    """What stands beside a value and is not read: a range in words, a flag that a person should see."""
    if segment.part(7) and not _limits(segment):
        yield _loss(segment, f'the reference range "{segment.part(7)}" is not read', "", "not_understood")


def day_of(text: str) -> str | None:
    """The day of an HL7 time in the zone that it was written in; a part that is missing stays missing."""
    digits = re.match(r"\d{4}(\d{2}){0,2}", text.strip())
    if digits is None:
        return None
    found = digits[0]
    return "-".join(part for part in (found[:4], found[4:6], found[6:8]) if part)


def said(segment: Segment) -> str:
    """The original text of a result: its name, value and unit, and the laboratory's flag."""
    name = segment.part(3, 2) or segment.part(3)
    value = segment.plain(segment.raw(5)).replace(segment.marks.component, " ")
    flag = f"[{segment.part(8)}]" if segment.part(8) else ""
    told = (f"{name}:" if name else "", value, segment.plain(segment.raw(6)), flag)
    return " ".join(part for part in told if part)


def _loss(segment: Segment, why: str, remedy: str, grade: Grade = "not_understood") -> Loss:
    return Loss(place=segment.place, said=said(segment), why=why, remedy=remedy, grade=grade)
