"""A file of HL7 v2 messages to the children in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import evolve

from rosette.interchange.codes import CodeBook, code_book
from rosette.interchange.finds import Candidate, ChildFound, Found, Loss, Origin
from rosette.interchange.guarded import Content
from rosette.interchange.hl7v2.people import by_patient, name_of, person_of, shared
from rosette.interchange.hl7v2.results import Report, day_of, read_result, unread_parts
from rosette.interchange.hl7v2.splitting import Message, Segment, messages_of
from rosette.interchange.hl7v2.versions import Versions
from rosette.interchange.reading import Asked, Format
from rosette.kernel import DateError, PartialDate

SEXES = {"M": "male", "F": "female"}
_NOT_REAL = {"T": "the message is marked as training", "D": "the message is marked as debugging"}
READ = frozenset({"MSH", "PID", "OBR", "OBX"})


def _looks(content: Content) -> bool:
    return content.data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x0b\r\n \t")[:3] in (b"MSH", b"FHS", b"BHS")


def _read(content: Content, asked: Asked) -> Found:
    messages = tuple(messages_of(content))
    real = [one for each in messages if not _why_not(each) for one in by_patient(each)]
    book, versions, twice = code_book(asked.knowledge), Versions(), shared(real)
    children = [_child(each, book, versions, twice) for each in real]
    others = [each for each in messages if _why_not(each)]
    if not children:
        why = "; ".join(dict.fromkeys(_why_not(each) for each in others))
        raise content.refuse(why, wanted="results as ORU^R01", remedy="Ask the sender for them.")
    return Found(
        origin=Origin(file=content.name, sha256=content.sha256, format="HL7 v2", version=_versions(messages)),
        children=tuple(versions.last(each) for each in _by_child(children)),
        losses=tuple(_no_results(each) for each in others),
        seen=Counter(segment.name for each in messages for segment in each.segments),
    )


def _event(message: Message) -> str:
    kind, trigger = message.head.part(9), message.head.part(9, 2)
    return f"{kind}^{trigger}".rstrip("^")


def _why_not(message: Message) -> str:
    """Why a message brings no results of a child; empty when it does."""
    if _event(message) != "ORU^R01":
        return f"a message {_event(message) or 'without a type'} holds no results"
    return _NOT_REAL.get(message.head.part(11), "")


def _versions(messages: tuple[Message, ...]) -> str:
    return ", ".join(dict.fromkeys(each.head.part(12) for each in messages if each.head.part(12)))


def _no_results(message: Message) -> Loss:
    told = f"{len(message.segments)} segments"
    remedy = "Ask the sender for results as ORU^R01."
    return Loss(place=message.place, said=told, why=_why_not(message), remedy=remedy, grade="kept_aside")


def _by_child(found: list[ChildFound]) -> tuple[ChildFound, ...]:
    """The messages about one child together."""
    merged: dict[str, ChildFound] = {}
    for each in found:
        if (before := merged.get(each.reference)) is None:
            merged[each.reference] = each
            continue
        merged[each.reference] = evolve(
            before,
            birth=before.birth or each.birth,
            sex=before.sex or each.sex,
            candidates=(*before.candidates, *each.candidates),
            losses=(*before.losses, *each.losses),
        )
    return tuple(merged.values())


def _child(message: Message, book: CodeBook, versions: Versions, twice: frozenset[str]) -> ChildFound:
    found = list(_items(message, book, versions))
    person = person_of(message)
    birth, losses = _birth(person)
    return ChildFound(
        reference=name_of(person, message.place, twice),
        birth=birth,
        sex=SEXES.get(person.part(8)) if person else None,
        name=" ".join(part for part in person.parts(5)[:3] if part) or None if person else None,
        candidates=tuple(each for each in found if isinstance(each, Candidate)),
        losses=(*losses, *(each for each in found if isinstance(each, Loss))),
    )


def _birth(person: Segment | None) -> tuple[PartialDate | None, tuple[Loss, ...]]:
    if person is None or not person.raw(7):
        return None, ()
    try:
        return PartialDate.parse(day_of(person.raw(7)) or person.raw(7)), ()
    except DateError:
        why = "the day of birth is not a day of the calendar"
        return None, (Loss(place=f"{person.place}-7", said=person.raw(7), why=why, grade="refused"),)


def _items(message: Message, book: CodeBook, versions: Versions) -> Iterator[Candidate | Loss]:
    report = Report(system=_sender(message), order="", day=None, book=book)
    for segment in message.segments:
        if segment.name == "OBR":
            order = segment.part(3) or segment.part(2)
            report = evolve(report, order=order, day=day_of(segment.raw(7)))
        elif segment.name == "OBX":
            result = read_result(segment, report)
            if isinstance(result, Candidate):
                versions.note(result, segment.raw(11).strip(), message.head.raw(7)[:14])
            yield result
            yield from unread_parts(segment) if isinstance(result, Candidate) else ()
        elif segment.name not in READ:
            yield _aside(segment)
    for place, line in message.strangers:
        yield Loss(place=place, said=line[:200], why="it is no segment of HL7 v2", remedy="Was a line broken?")


def _sender(message: Message) -> str:
    return "/".join(part for part in (message.head.part(4), message.head.part(3)) if part)


def _aside(segment: Segment) -> Loss:
    text = segment.plain("|".join(segment.fields[1:]))[:300]
    if segment.name == "PV1":
        text = "a visit"
    why = f"a segment {segment.name} makes no fact"
    return Loss(place=segment.place, said=text, why=why, remedy="Read it in the file.", grade="kept_aside")


HL7_V2 = Format(name="hl7v2", told="HL7 v2 results (ORU^R01)", looks=_looks, read=_read)
