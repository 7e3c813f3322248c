"""A clinical document to the child that it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import evolve

from rosette.interchange.ccda.elements import V3, child, children, period, text_in, value_of
from rosette.interchange.ccda.entries import resources_of
from rosette.interchange.fhir.reading import found_in
from rosette.interchange.fhir.resources import Opened, Resource
from rosette.interchange.finds import ChildFound, Found, Loss, Origin
from rosette.interchange.guarded import Content, xml_of
from rosette.interchange.reading import Asked, Format

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SEXES = {"M": "male", "F": "female"}
RELATIVE = {"reference": "RelatedPerson/relative", "display": "a relative"}
NAMED = "Read it in the document, and enter by hand what counts."


def _looks(content: Content) -> bool:
    return b"ClinicalDocument" in content.data[:4000]


def _read(content: Content, asked: Asked) -> Found:
    root = xml_of(content)
    patients = root.findall(f"{V3}recordTarget/{V3}patientRole")
    if root.tag != f"{V3}ClinicalDocument" or len(patients) != 1:
        told = f"it is about {len(patients)} people" if root.tag.endswith("ClinicalDocument") else "it is no document"
        raise content.refuse(told, wanted="a ClinicalDocument of HL7 about one child")
    sections = list(_sections(root))
    resources = tuple(each for place, section in sections for each in _resources(place, section))
    person = Resource(raw=_patient(patients[0]), place="recordTarget")
    losses = tuple(each for place, section in sections for each in _unread(place, section))
    file = Opened(told="document", resources=(person, *resources))
    origin = Origin(file=content.name, sha256=content.sha256, format="C-CDA", version=_title(root))
    found = found_in(file, origin=origin, asked=asked)
    return evolve(found, children=_sent_by(found, root, losses), seen=_seen(sections, found))


def _sections(root: Element) -> Iterator[tuple[str, Element]]:
    for section in root.iter(f"{V3}section"):
        yield f"section {text_in(child(section, 'title')) or 'without a title'}", section


def _resources(place: str, section: Element) -> Iterator[Resource]:
    code = value_of(child(section, "code"), "code") or ""
    for number, entry in enumerate(children(section, "entry"), 1):
        for below, read in resources_of(entry, code):
            raw = {**read, "subject": RELATIVE} if _of_another(section, entry) else read
            yield Resource(raw=raw, place=f"{place}, entry {number}{below}")


def _of_another(section: Element, entry: Element) -> bool:
    """Whether a section or an entry is about a relative, as that on the family or on the mother is."""
    related = f"{V3}subject/{V3}relatedSubject"
    return section.find(related) is not None or entry.find(f".//{related}") is not None


def _unread(place: str, section: Element) -> Iterator[Loss]:
    """Sections of text alone, and entries that are not read here."""
    code, text = value_of(child(section, "code"), "code") or "", text_in(child(section, "text"))
    entries = children(section, "entry")
    if not entries and text:
        yield Loss(place=place, said=text[:2000], why="the section is text", remedy=NAMED, grade="kept_aside")
    for number, entry in enumerate(entries, 1):
        if not any(True for _ in resources_of(entry, code)):
            said = _named(entry)
            why = "entries of this section make no fact"
            yield Loss(place=f"{place}, entry {number}", said=said, why=why, remedy=NAMED, grade="kept_aside")


def _named(entry: Element) -> str:
    names = [each.get("displayName") for each in entry.iter() if each.get("displayName")]
    return "; ".join(dict.fromkeys(str(name) for name in names))[:300] or "no text"


def _patient(role: Element) -> dict[str, Any]:
    person = child(role, "patient")
    born, _ = period(child(person, "birthTime"))
    sex = SEXES.get(value_of(child(person, "administrativeGenderCode"), "code") or "")
    names = [text_in(each) for each in children(person, "name")]
    told = {"birthDate": born, "gender": sex, "name": [{"text": names[0]}] if names else None}
    return {"resourceType": "Patient", "id": "child", **{key: value for key, value in told.items() if value}}


def _title(root: Element) -> str:
    return text_in(child(root, "title")) or value_of(child(root, "code"), "displayName") or ""


def _sent_by(found: Found, root: Element, losses: tuple[Loss, ...]) -> tuple[ChildFound, ...]:
    """The child of the document, with the sender beside every candidate and what of the document was not read."""
    keeper = child(root, "custodian", "assignedCustodian", "representedCustodianOrganization", "name")
    system = text_in(keeper)
    return tuple(
        evolve(
            each,
            candidates=tuple(evolve(item, system=item.system or system) for item in each.candidates),
            losses=(*losses, *each.losses),
        )
        for each in found.children
    )


def _seen(sections: list[tuple[str, Element]], found: Found) -> Counter[str]:
    entries = sum(len(children(section, "entry")) for _, section in sections)
    return Counter({"section": len(sections), "entry": entries}) + Counter(found.seen)


CCDA = Format(name="ccda", told="C-CDA: a referral or consultation note", looks=_looks, read=_read)
