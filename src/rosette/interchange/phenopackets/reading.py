"""Reads a phenopacket, a family or a cohort: each packet is one child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve

from rosette.interchange.codes import code_book
from rosette.interchange.fhir.desk import Desk
from rosette.interchange.fhir.elements import Raw, day, part, parts, word
from rosette.interchange.fhir.pool import pool_of
from rosette.interchange.fhir.reading import found_in
from rosette.interchange.fhir.resources import Opened, Resource, too_deep
from rosette.interchange.finds import Candidate, ChildFound, Found, Loss, Origin
from rosette.interchange.guarded import Content, json_of
from rosette.interchange.phenopackets.actions import actions
from rosette.interchange.phenopackets.diseases import diseases, undated
from rosette.interchange.phenopackets.genomics import interpretations, samples_told
from rosette.interchange.phenopackets.items import Item, Reading, features, measurements
from rosette.interchange.phenopackets.names import unread
from rosette.interchange.phenopackets.terms import camel
from rosette.interchange.phenopackets.times import When, when
from rosette.interchange.reading import Asked, Format
from rosette.kernel import DateError, PartialDate

MARKS = (b'"phenopacketSchemaVersion"', b'"phenopacket_schema_version"')
LISTS = ("phenotypicFeatures", "measurements", "biosamples", "interpretations", "diseases", "medicalActions")
SEXES = {"MALE": "male", "FEMALE": "female"}
Part = Candidate | Loss | Item


def _looks(content: Content) -> bool:
    return any(mark in content.data for mark in MARKS)


def _read(content: Content, asked: Asked) -> Found:
    raw = json_of(content)
    if too_deep(raw, content.limits.deepest):
        raise content.refuse("it is nested too deeply", wanted=f"at most {content.limits.deepest} levels")
    packets, losses = _packets(camel(raw))
    if not packets:
        raise content.refuse("it holds no phenopacket", wanted="a phenopacket of version 2 with a subject")
    version = word(part(packets[0][1], "metaData"), "phenopacketSchemaVersion") or ""
    if version.startswith("1"):
        raise content.refuse(f"it is of version {version}", wanted="version 2", remedy="Convert it to version 2 first.")
    origin = Origin(file=content.name, sha256=content.sha256, format="phenopacket", version=version)
    children = [_child(place, packet, origin, asked) for place, packet in packets]
    seen = Counter(key for _, packet in packets for key in LISTS for _ in parts(packet, key))
    return Found(origin=origin, children=tuple(children), losses=tuple(losses), seen=seen)


def _packets(raw: Any) -> tuple[list[tuple[str, Raw]], list[Loss]]:
    """The packets of children; of a family the proband, and a loss for every relative."""
    if not isinstance(raw, dict):
        listed = raw if isinstance(raw, list) else []
        return [(f"[{number}].", each) for number, each in enumerate(listed) if _is_packet(each)], []
    if part(raw, "proband"):
        why = "it is about a relative; what runs in the family has to be read by a person"
        kin = [_kin(f"relatives[{number}]", each, why) for number, each in enumerate(parts(raw, "relatives"))]
        pedigree = [_kin("pedigree", {"id": "pedigree"}, why)] if "pedigree" in raw else []
        return [("proband.", part(raw, "proband"))], kin + pedigree
    members = [(f"members[{number}].", each) for number, each in enumerate(parts(raw, "members"))]
    return members or ([("", raw)] if _is_packet(raw) else []), []


def _is_packet(raw: Any) -> bool:
    return isinstance(raw, dict) and ("subject" in raw or "metaData" in raw)


def _kin(place: str, raw: Raw, why: str) -> Loss:
    return Loss(place=place, said=word(raw, "id") or "a packet", why=why, grade="about_nobody")


def _child(place: str, packet: Raw, origin: Origin, asked: Asked) -> ChildFound:
    subject, name = part(packet, "subject"), word(packet, "id") or "packet"
    birth, faults = _birth(subject)
    known = birth or asked.birth
    seen = when(part(subject, "timeAtLastEncounter"), known)
    book = code_book(asked.knowledge)
    reading = Reading(book=book, birth=known, seen=seen)
    desk = Desk(knowledge=asked.knowledge, book=book, pool=pool_of(()))
    items: list[Part] = [*_parts(packet, reading, desk, asked), *_named(packet), *faults, *_head(subject, seen)]
    read = [*_mapped(items, origin, asked), *(each for each in items if not isinstance(each, Item))]
    return ChildFound(
        reference=word(subject, "id") or name,
        birth=birth,
        sex=SEXES.get(word(subject, "sex") or ""),
        candidates=tuple(_named_by(each, place, name) for each in read if isinstance(each, Candidate)),
        losses=tuple(evolve(each, place=f"{place}{each.place}") for each in read if isinstance(each, Loss)),
    )


def _parts(packet: Raw, reading: Reading, desk: Desk, asked: Asked) -> Iterator[Part]:
    yield from diseases(packet, reading, desk)
    yield from features(packet, reading)
    yield from measurements(packet, reading)
    yield from actions(packet, reading)
    yield from interpretations(packet, reading, desk, str(asked.specimen) if asked.specimen else None)
    yield from samples_told(packet)


def _mapped(items: Iterable[Part], origin: Origin, asked: Asked) -> Iterator[Candidate | Loss]:
    """The items through the mapping of FHIR; what has no day is told with the reason."""
    listed = {each.place: each for each in items if isinstance(each, Item)}
    names: Counter[str] = Counter()
    resources = [Resource(raw=_apart(each.raw, names), place=each.place) for each in listed.values()]
    person = Resource(raw={"resourceType": "Patient", "id": "child"}, place="subject")
    (child,) = found_in(Opened(told="", resources=(person, *resources), losses=()), origin=origin, asked=asked).children
    for candidate in child.candidates:
        item = listed[candidate.place]
        dated = candidate.content.get("on") or candidate.content.get("from")
        known = dated and (item.began or candidate.kind != "diagnosis")
        at = item.at if not dated else When(why="when the disease began is not told")
        yield candidate if known else undated(item.place, item.said or candidate.said, at)
    for loss in child.losses:
        item = listed[loss.place]
        said = loss.said.partition(": ")[2] or loss.said
        yield evolve(loss, said=f"{item.said}, {item.at.said}" if item.at.said and item.said == said else said)


def _apart(raw: dict[str, Any], names: Counter[str]) -> dict[str, Any]:
    """Items that would be called the same are told apart by their order."""
    names[raw["id"]] += 1
    count = names[raw["id"]]
    return raw if count == 1 else {**raw, "id": f"{raw['id']}#{count}"}


def _named_by(candidate: Candidate, place: str, packet: str) -> Candidate:
    return evolve(candidate, place=f"{place}{candidate.place}", key=f"{packet}/{candidate.key}", item=packet)


def _birth(subject: Raw) -> tuple[PartialDate | None, list[Loss]]:
    text = day(word(subject, "dateOfBirth"))
    try:
        return (PartialDate.parse(text) if text else None), []
    except DateError as fault:
        said = f"dateOfBirth {word(subject, 'dateOfBirth')}"
        return None, [Loss(place="subject", said=said, why=str(fault), grade="refused")]


def _head(subject: Raw, seen: When) -> Iterator[Loss]:
    """What of the subject the head of a record does not hold."""
    sex = word(subject, "sex")
    if sex is not None and sex not in SEXES:
        yield Loss(place="subject.sex", said=sex, why=f'the sex is given as "{sex}"', grade="kept_aside")
    if seen.said:
        why = "when the child was last seen dates features; a record has no field for it"
        yield Loss(place="subject.timeAtLastEncounter", said=seen.said, why=why, grade="kept_aside")
    yield from unread(subject, "Individual", "subject")


def _named(packet: Raw) -> Iterator[Loss]:
    """The elements of the packet and of its items that make no fact."""
    yield from unread(packet, "Phenopacket", "")
    rows = (("phenotypicFeatures", "Feature"), ("measurements", "Measurement"), ("diseases", "Disease"))
    for key, message in (*rows, ("medicalActions", "MedicalAction"), ("interpretations", "Interpretation")):
        for number, each in enumerate(parts(packet, key)):
            yield from unread(each, message, f"{key}[{number}]")
    yield from _acted(packet)
    for number, each in enumerate(parts(packet, "interpretations")):
        if not parts(part(each, "diagnosis"), "genomicInterpretations"):
            said, why = word(each, "id") or "?", "it interprets no variant"
            yield Loss(place=f"interpretations[{number}]", said=said, why=why, grade="kept_aside")


def _acted(packet: Raw) -> Iterator[Loss]:
    sorts = (("treatment", "Treatment"), ("procedure", "Procedure"), ("radiationTherapy", "RadiationTherapy"))
    for number, each in enumerate(parts(packet, "medicalActions")):
        place = f"medicalActions[{number}]"
        for key, message in sorts:
            yield from unread(part(each, key), message, f"{place}.{key}")
        if not any(part(each, key) for key, _ in sorts):
            said, why = ", ".join(sorted(each)) or "nothing", "a record has no fact for an action of this sort"
            yield Loss(place=place, said=said, why=why, grade="kept_aside")


PHENOPACKETS = Format(name="phenopacket", told="a phenopacket of GA4GH, version 2, in JSON", looks=_looks, read=_read)
