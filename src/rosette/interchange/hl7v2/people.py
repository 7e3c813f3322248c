"""Whose results a message holds: each patient of it apart, and patients of two authorities never as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from rosette.interchange.hl7v2.splitting import Message, Segment


def by_patient(message: Message) -> Iterator[Message]:
    """A message for each PID of a message, with the segments that follow it."""
    starts = [number for number, each in enumerate(message.segments) if each.name == "PID"]
    if len(starts) < 2:
        yield message
        return
    ends = [*starts[1:], len(message.segments)]
    for count, (start, end) in enumerate(zip(starts, ends, strict=True)):
        before = message.segments[: starts[0]] if count == 0 else (message.head,)
        more = message.strangers if count == 0 else ()
        yield evolve(message, segments=(*before, *message.segments[start:end]), strangers=more)


def person_of(message: Message) -> Segment | None:
    """The PID of a message; None without one."""
    return next((each for each in message.segments if each.name == "PID"), None)


def number_of(person: Segment | None) -> str:
    """The number of the patient; empty when none is given."""
    return (person.part(3) or person.part(2)) if person is not None else ""


def authority_of(person: Segment | None) -> str:
    """Who gave the patient the number."""
    if person is None:
        return ""
    return person.part(3, 4) if person.part(3) else person.part(2, 4)


def shared(messages: Iterable[Message]) -> frozenset[str]:
    """The numbers that patients of more than one authority, day of birth or sex have in these messages."""
    found: dict[str, set[tuple[str, str, str]]] = {}
    for person in filter(None, map(person_of, messages)):
        sex = person.part(8) if person.part(8) in ("M", "F") else ""
        authority = f"{authority_of(person)};" if authority_of(person) else ""
        found.setdefault(number_of(person), set()).add((authority, person.raw(7)[:8], sex))
    return frozenset(number for number, whose in found.items() if number and any(map(_clash, _columns(whose))))


def _columns(whose: set[tuple[str, str, str]]) -> Iterator[set[str]]:
    return (set(column) - {""} for column in zip(*whose, strict=True))


def _clash(values: set[str]) -> bool:
    return any(not one.startswith(other) for one in values for other in values if len(other) <= len(one))


def name_of(person: Segment | None, place: str, twice: frozenset[str]) -> str:
    """How the child of a message is called: by number, and by authority, birth and sex where the number is shared."""
    number = number_of(person)
    if person is None or not number:
        return f"{place}, no {'number in PID' if person is not None else 'PID'}"
    more = (authority_of(person), person.raw(7)[:8], person.part(8))
    return " ".join((number, *(each for each in more if each))) if number in twice else number
