"""Every format in which a record is written for others, by name; each says in its first line what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from attrs import frozen

from rosette.kernel import UsageError, did_you_mean, one_of
from rosette.knowledge import Knowledge
from rosette.records import ChildRecord


@frozen(kw_only=True)
class Exported:
    """A record in another format: its files by name, one of them or several, and what was lost."""

    files: Mapping[str, str]
    lost: tuple[str, ...] = ()


Export = Callable[[ChildRecord, Knowledge], Exported]


def _fhir(record: ChildRecord, knowledge: Knowledge) -> Exported:
    """A Bundle of FHIR R4 that reads back to an equal record."""
    from rosette.interchange.fhir.writing import bundle_text

    return Exported(files={f"{record.id}.fhir.json": bundle_text(record, knowledge=knowledge)})


def _phenopacket(record: ChildRecord, knowledge: Knowledge) -> Exported:
    """A phenopacket of version 2."""
    from rosette.interchange.phenopackets import phenopacket_of

    made = phenopacket_of(record, knowledge)
    return Exported(files={f"{record.id}.phenopacket.json": made.text}, lost=tuple(str(each) for each in made.lost))


def _study(record: ChildRecord, knowledge: Knowledge) -> Exported:
    """A study folder of cBioPortal."""
    from rosette.interchange.cbioportal import study_of

    made = study_of(record, knowledge)
    return Exported(files=made.files, lost=tuple(str(each) for each in made.lost))


EXPORTS: Final[dict[str, Export]] = {"fhir": _fhir, "phenopacket": _phenopacket, "cbioportal": _study}


def told_of(named: str) -> str:
    """What a person reads about a format."""
    return (EXPORTS[named].__doc__ or named).strip().partition("\n")[0]


def exported(record: ChildRecord, named: str, *, knowledge: Knowledge) -> Exported:
    """A record in the format named; raises UsageError for one that is not written."""
    if named not in EXPORTS:
        near, known = did_you_mean(named, EXPORTS), one_of([*EXPORTS])
        raise UsageError(f'"{named}" is not a format that is written{near}: {known}')
    return EXPORTS[named](record, knowledge)
