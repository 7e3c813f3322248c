"""Patients: who the sender says the child is; names, addresses and contacts are not carried into a record."""

from __future__ import annotations

from collections.abc import Mapping

from rosette.interchange.fhir.desk import loss, name_of
from rosette.interchange.fhir.elements import day, part, parts, word
from rosette.interchange.fhir.names import fhir_names
from rosette.interchange.fhir.resources import Resource
from rosette.interchange.finds import ChildFound, Loss
from rosette.kernel import DateError, PartialDate

NAMES = fhir_names()
SEXES = ("male", "female")
PRIVATE = ("name", "telecom", "address", "contact", "photo", "link")
_KNOWN = NAMES.envelope | NAMES.read["Patient"] | {*PRIVATE}


def child_of(patient: Resource) -> ChildFound:
    """The child that a Patient stands for, without anything else of the file."""
    birth, losses = _birth(patient)
    gender = word(patient.raw, "gender")
    if gender is not None and gender not in SEXES:
        losses.append(loss(patient, f'the sex is given as "{gender}"', said=gender, grade="kept_aside"))
    losses += [*_private(patient), *_others(patient)]
    return ChildFound(
        reference=name_of(patient),
        birth=birth,
        sex=gender if gender in SEXES else None,
        name=_name(patient),
        losses=tuple(losses),
    )


def _birth(patient: Resource) -> tuple[PartialDate | None, list[Loss]]:
    text = day(word(patient.raw, "birthDate"))
    try:
        return (PartialDate.parse(text) if text else None), []
    except DateError as fault:
        return None, [loss(patient, str(fault), said=f"birthDate {text}", grade="refused")]


def _name(patient: Resource) -> str | None:
    for name in parts(patient.raw, "name"):
        listed = name.get("given")
        given = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
        return word(name, "text") or " ".join([*given, word(name, "family") or ""]).strip() or None
    return None


def _private(patient: Resource) -> list[Loss]:
    held = [key for key in PRIVATE if key in patient.raw]
    why = "names, addresses and contacts are not carried into a record"
    return [loss(patient, why, said=", ".join(held), grade="kept_aside")] if held else []


def _others(patient: Resource) -> list[Loss]:
    """Death, language, and all that a record's head does not hold; the day of death is told as it stands."""
    losses = []
    for key in sorted(patient.raw.keys() - _KNOWN):
        value: object = patient.raw[key]
        said = f"{key}: {value}" if not isinstance(value, Mapping | list) else key
        losses.append(loss(patient, _why(key), said=said, grade="kept_aside"))
    urls = [word(each, "url") or "no address" for each in parts(patient.raw, "extension")]
    if urls:
        losses.append(loss(patient, "extensions that make no fact", said="; ".join(urls)))
    return losses


def _why(key: str) -> str:
    if key.startswith("deceased"):
        return "the sender says whether the patient died; a record has no such fact: tell the team"
    return "the head of a record does not hold it"


def stranger(reference: str) -> ChildFound:
    """A child who is named by a reference and does not stand in the file."""
    return ChildFound(reference=reference)


def subject_of(resource: Resource) -> Mapping[str, object]:
    """The reference to whom a resource is about; empty when it names nobody."""
    raw = resource.raw
    keys = ("subject", "patient", "individual", "beneficiary")
    return next((part(raw, key) for key in keys if part(raw, key)), {})
