"""Reads FHIR R4: every resource of a file goes to the child it is about, and ends as a candidate or a loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import define, evolve, field

from rosette.interchange.codes import code_book
from rosette.interchange.fhir.aside import NAMES, about_nobody, aside
from rosette.interchange.fhir.belonging import belonging
from rosette.interchange.fhir.conditions import allergies, conditions, events
from rosette.interchange.fhir.desk import Desk, Mapped, Mapper, candidate, loss
from rosette.interchange.fhir.doubting import doubted
from rosette.interchange.fhir.elements import parts, word
from rosette.interchange.fhir.genomics import genomic_report, is_genomic
from rosette.interchange.fhir.leftovers import leftovers, modifier
from rosette.interchange.fhir.medicines import medicines
from rosette.interchange.fhir.observing import observations
from rosette.interchange.fhir.own import completed, is_own
from rosette.interchange.fhir.people import child_of, stranger, subject_of
from rosette.interchange.fhir.pool import named, newest, pool_of, server_of
from rosette.interchange.fhir.procedures import procedures
from rosette.interchange.fhir.resources import Opened, Resource, opened
from rosette.interchange.fhir.statuses import silent, status_of, withdrawn
from rosette.interchange.finds import Candidate, ChildFound, Found, Loss, Origin
from rosette.interchange.guarded import Content
from rosette.interchange.reading import Asked

MAPPERS: Final[Mapping[str, Mapper]] = {
    "Observation": observations,
    "Condition": conditions,
    "AllergyIntolerance": allergies,
    "AdverseEvent": events,
    "Procedure": procedures,
    "MedicationStatement": medicines,
    "MedicationAdministration": medicines,
}


def read_fhir(content: Content, asked: Asked) -> Found:
    """Read a file of FHIR R4; raises InterchangeError when it holds no resource."""
    file = opened(content)
    if twice := sorted(_of_two_servers(file)):
        found = f"{', '.join(twice[:5])} of two servers, and a record is of one child"
        raise content.refuse(found, wanted="each patient once", remedy="Ask for one file a server.")
    origin = Origin(file=content.name, sha256=content.sha256, format="fhir", version=f"R4 {file.told}")
    return found_in(file, origin=origin, asked=asked)


def _of_two_servers(file: Opened) -> Iterable[str]:
    """Patients of different servers that are called the same."""
    servers: dict[str, set[str]] = {}
    for each in file.resources:
        if each.type == "Patient" and each.id and server_of(each):
            servers.setdefault(f"Patient/{each.id}", set()).add(server_of(each))
    return (name for name, found in servers.items() if len(found) > 1)


def found_in(file: Opened, *, origin: Origin, asked: Asked) -> Found:
    """What resources hold, wherever they come from: each goes to its child, as a candidate or a loss."""
    kept, older = newest(file.resources)
    inner = [each for resource in kept for each in resource.contained]
    desk = Desk(knowledge=asked.knowledge, book=code_book(asked.knowledge), pool=pool_of(kept))
    sorting = _Sorting(desk=desk, losses=[*file.losses, *older])
    sorting.take(kept)
    return Found(
        origin=origin,
        children=tuple(sorting.children()),
        losses=tuple(sorting.losses),
        seen=Counter(each.type for each in (*file.resources, *inner)),
    )


@define(kw_only=True)
class _Sorting:
    """The resources of a file, by the child that they are about."""

    desk: Desk
    losses: list[Loss]
    heads: dict[str, ChildFound] = field(factory=dict)
    found: dict[str, list[Mapped]] = field(factory=dict)
    origins: list[Resource] = field(factory=list)

    def take(self, resources: list[Resource]) -> None:
        """Sort and read all resources."""
        grouped = {id(each.raw) for report in resources for each in results_of(report, self.desk)}
        for each in resources:
            if each.type == "Patient":
                self._head(each)
            elif each.type in NAMES.nobody:
                self.losses.append(about_nobody(each))
            elif each.type == "Provenance":
                self.origins.append(each)
            elif id(each.raw) not in grouped:
                self._read(each)
        if self.origins:
            why = "where the resources come from; each fact keeps the file as its source"
            self.losses.append(loss(self.origins[0], why, said=f"{len(self.origins)} in all", grade="kept_aside"))

    def _head(self, patient: Resource) -> str:
        child = child_of(patient)
        self.heads[child.reference] = child
        return child.reference

    def _read(self, resource: Resource) -> None:
        reference = subject_of(resource)
        name = self._owner(resource)
        if name is None:
            why = "it is about somebody or something that is no patient" if reference else "it does not say of whom"
            self.losses.append(loss(resource, why, grade="about_nobody"))
        else:
            self.found.setdefault(name, []).extend(read_item(resource, self.desk))

    def _owner(self, resource: Resource) -> str | None:
        """The child whom a resource is about, as it is called here."""
        reference = subject_of(resource)
        patient = self.desk.lookup(reference, resource) if reference else None
        if patient is not None:
            return self._head(patient) if patient.type == "Patient" else None
        name = named(reference) if reference else None
        kind = word(reference, "type") or ("Patient" if name and "/" not in name else (name or "").split("/")[-2:][0])
        return name if kind == "Patient" else None

    def children(self) -> Iterable[ChildFound]:
        """Each child with its candidates and losses, in the order of the file."""
        for name in dict.fromkeys((*self.heads, *self.found)):
            head = self.heads.get(name) or stranger(name)
            items = self.found.get(name, [])
            candidates = tuple(each for each in items if isinstance(each, Candidate))
            losses = tuple(each for each in items if isinstance(each, Loss))
            yield evolve(head, candidates=candidates, losses=(*head.losses, *losses))


def results_of(report: Resource, desk: Desk) -> list[Resource]:
    """The variants and regions that a report of genetics gathers, contained or in the file."""
    if report.type != "DiagnosticReport":
        return []
    listed = [desk.lookup(each, report) for each in parts(report.raw, "result")]
    found = {id(each.raw): each for each in (*report.contained, *listed) if each is not None and is_genomic(each)}
    return list(found.values())


def read_item(resource: Resource, desk: Desk) -> list[Mapped]:
    """What one resource of a file gives; one that was written here is read with its extension."""
    if (refused := modifier(resource)) is not None:
        return [refused]
    own = is_own(resource)
    if (why := silent(resource)) is not None and not (own and status_of(resource) == "unknown"):
        return [loss(resource, why, grade="kept_aside")]
    if own:
        return [completed(resource, read_resource(resource, desk))]
    found = [*read_resource(resource, desk), *leftovers(resource), *_inner(resource, desk)]
    if resource.type in (*MAPPERS, "DiagnosticReport"):
        found.extend(doubted([resource, *results_of(resource, desk)], desk))
    if withdrawn(resource) and not any(isinstance(each, Candidate) for each in found):
        found.append(candidate(resource, "", {}))
    return found


def read_resource(resource: Resource, desk: Desk) -> list[Mapped]:
    """What the elements of one resource say, whatever its status."""
    results = results_of(resource, desk)
    if results or is_genomic(resource):
        kept, losses = belonging(resource, results or [resource], desk) if not is_own(resource) else (results, [])
        return [*losses, *(genomic_report(resource, kept or [resource], desk) if kept or not losses else ())]
    return list(MAPPERS.get(resource.type, aside)(resource, desk))


def _inner(resource: Resource, desk: Desk) -> Iterable[Mapped]:
    """What a resource contains that no result of it has taken up."""
    taken = {id(each.raw) for each in results_of(resource, desk)}
    for each in resource.contained:
        if id(each.raw) in taken:
            continue
        if resource.type == "DiagnosticReport" and each.type == "Observation":
            yield from read_item(each, desk)
        else:
            why = f"it is inside {resource.type} {resource.id or ''}".strip() + " and no fact of its own"
            yield loss(each, why, grade="kept_aside")
