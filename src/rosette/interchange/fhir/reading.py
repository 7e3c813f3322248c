"""Reads FHIR R4: every resource of a file goes to the child it is about, and ends as a candidate or a loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import define, evolve, field

from rosette.interchange.codes import code_book
from rosette.interchange.fhir.aside import NAMES, about_nobody, aside
from rosette.interchange.fhir.conditions import allergies, conditions, events
from rosette.interchange.fhir.desk import Desk, Mapped, Mapper, candidate, loss
from rosette.interchange.fhir.elements import parts, word
from rosette.interchange.fhir.genomics import genomic_report, is_genomic
from rosette.interchange.fhir.leftovers import leftovers, modifier
from rosette.interchange.fhir.medicines import medicines
from rosette.interchange.fhir.observing import observations
from rosette.interchange.fhir.people import child_of, stranger, subject_of
from rosette.interchange.fhir.pool import named, newest, pool_of
from rosette.interchange.fhir.procedures import procedures
from rosette.interchange.fhir.resources import Opened, Resource, opened
from rosette.interchange.fhir.statuses import silent, withdrawn
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
    origin = Origin(file=content.name, sha256=content.sha256, format="fhir", version=f"R4 {file.told}")
    return found_in(file, origin=origin, asked=asked)


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

    def take(self, resources: list[Resource]) -> None:
        """Sort and read all resources."""
        grouped = {id(each.raw) for report in resources for each in self._results(report)}
        for each in resources:
            if each.type == "Patient":
                self._head(each)
            elif each.type in NAMES.nobody:
                self.losses.append(about_nobody(each))
            elif id(each.raw) not in grouped:
                self._read(each)

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
            self.found.setdefault(name, []).extend(self._mapped(resource))

    def _owner(self, resource: Resource) -> str | None:
        """The child whom a resource is about, as it is called here."""
        reference = subject_of(resource)
        patient = self.desk.lookup(reference, resource) if reference else None
        if patient is not None:
            return self._head(patient) if patient.type == "Patient" else None
        name = named(reference) if reference else None
        kind = word(reference, "type") or ("Patient" if name and "/" not in name else (name or "").split("/")[-2:][0])
        return name if kind == "Patient" else None

    def _results(self, report: Resource) -> list[Resource]:
        """The variants and regions that a report of genetics gathers, contained or in the file."""
        if report.type != "DiagnosticReport":
            return []
        listed = [self.desk.lookup(each, report) for each in parts(report.raw, "result")]
        found = {id(each.raw): each for each in (*report.contained, *listed) if each is not None and is_genomic(each)}
        return list(found.values())

    def _mapped(self, resource: Resource) -> list[Mapped]:
        refused = modifier(resource)
        why = silent(resource)
        if refused is not None:
            return [refused]
        if why is not None:
            return [loss(resource, why, grade="kept_aside")]
        found = [*self._read_one(resource), *self._inner(resource)]
        if withdrawn(resource) and not any(isinstance(each, Candidate) for each in found):
            found.append(candidate(resource, "", {}))
        return found

    def _read_one(self, resource: Resource) -> Iterable[Mapped]:
        results = self._results(resource)
        if results or is_genomic(resource):
            return genomic_report(resource, results or [resource], self.desk)
        mapper = MAPPERS.get(resource.type, aside)
        return [*mapper(resource, self.desk), *(leftovers(resource) if mapper is not aside else ())]

    def _inner(self, resource: Resource) -> Iterable[Mapped]:
        """What a resource contains that no result of it has taken up."""
        taken = {id(each.raw) for each in self._results(resource)}
        for each in resource.contained:
            if id(each.raw) in taken:
                continue
            if resource.type == "DiagnosticReport" and each.type == "Observation":
                yield from self._mapped(each)
            else:
                why = f"it is inside {resource.type} {resource.id or ''}".strip() + " and no fact of its own"
                yield loss(each, why, grade="kept_aside")

    def children(self) -> Iterable[ChildFound]:
        """Each child with its candidates and losses, in the order of the file."""
        for name in dict.fromkeys((*self.heads, *self.found)):
            head = self.heads.get(name) or stranger(name)
            items = self.found.get(name, [])
            candidates = tuple(each for each in items if isinstance(each, Candidate))
            losses = tuple(each for each in items if isinstance(each, Loss))
            yield evolve(head, candidates=candidates, losses=(*head.losses, *losses))
