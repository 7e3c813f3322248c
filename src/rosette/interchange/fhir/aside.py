"""Resources that make no fact: those about nobody, and those about the child that a record does not hold."""

from __future__ import annotations

from collections.abc import Iterable

from rosette.interchange.fhir.desk import Desk, Mapped, loss
from rosette.interchange.fhir.elements import part, parts, told, word
from rosette.interchange.fhir.names import fhir_names
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.finds import Grade, Loss

NAMES = fhir_names()


def about_nobody(resource: Resource) -> Loss:
    """The loss of a resource that is about no child."""
    shown = word(resource.raw, "name") or word(resource.raw, "title") or told(part(resource.raw, "code"))
    return loss(resource, "it is about no child", said=shown or resource.type, grade="about_nobody")


def aside(resource: Resource, desk: Desk) -> Iterable[Mapped]:
    """The loss of a resource about the child that is no fact of a record."""
    why = NAMES.aside.get(resource.type, "a record has no such fact")
    grade: Grade = "kept_aside"
    yield loss(resource, why, said=_shown(resource), remedy="The file itself is kept.", grade=grade)


def _shown(resource: Resource) -> str:
    """What it is about, in its own words, with the medicine that it refers to."""
    raw = resource.raw
    named = told(part(raw, "medicationCodeableConcept")) or word(part(raw, "medicationReference"), "display")
    listed = next((told(each) for key in ("type", "category", "code") for each in parts(raw, key) if told(each)), "")
    return named or told(part(raw, "vaccineCode")) or listed
