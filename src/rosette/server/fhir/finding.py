"""Finds what a request may see: the children, their resources, what is included; every reading is kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest

from rosette.server.fhir.callers import Caller, count
from rosette.server.fhir.outcomes import FhirFault, Issue, invalid, missing
from rosette.server.fhir.resources.held import Held, child_in
from rosette.server.fhir.resources.studies import studies
from rosette.server.fhir.searching.asking import Asking
from rosette.server.fhir.searching.meeting import answers, elements
from rosette.server.fhir.types import TYPES, Served
from rosette.server.policy import Act, Kind
from rosette.server.services import audit
from rosette.server.services.access import note_refusal
from rosette.server.store.models import Child
from rosette.server.store.records import list_versions

Found = tuple[Held, Child | None]


def child_of(public_id: str) -> Child | None:
    """The child of an id, whoever asks."""
    rows = Child.objects.select_related("referring_site", "programme_site")
    found: Child | None = rows.filter(public_id=public_id).first()
    return found


def read_one(request: HttpRequest, caller: Caller, served: Served, name: str) -> Held:
    """The resource of an id; raises FhirFault 404, and 410 when what it was about is destroyed."""
    caller.refuse_unless(served.type, "r", served.kinds)
    if not served.of_child:
        return _study(caller, name)
    if not name.isprintable():
        raise missing()
    count(caller, child_in(name))
    child = child_of(child_in(name))
    if child is not None and child.wrapped_key is None:
        raise _gone(caller, child)
    may = child is not None and any(caller.may(kind, child) for kind in served.kinds)
    found = [each for each in served.of(child) if each.resource["id"] == name] if child is not None and may else []
    for each in found:
        if caller.sees(each, child, "r"):
            keep(caller, each.kinds[0], child, f"fhir {served.type}")
            return each
    note_refusal(caller.user, Act.VIEW, served.kinds[0], child or child_in(name)[:40], because=f"fhir {served.type}")
    raise missing()


def _study(caller: Caller, name: str) -> Held:
    for each in studies():
        if each.resource["id"] == name and caller.sees(each, None, "r"):
            return each
    raise missing()


def _gone(caller: Caller, child: Child) -> FhirFault:
    """What was destroyed is told to those alone who could have seen it."""
    if Child.objects.visible_to(caller.user).filter(pk=child.pk).exists():
        return FhirFault(410, Issue("deleted", "it was destroyed"))
    return missing()


def search_all(caller: Caller, asking: Asking) -> list[Found]:
    """Everything that answers a search and may be seen, by id."""
    caller.refuse_unless(asking.served.type, "s", asking.served.kinds)
    pairs = _of_children(caller, asking) if asking.served.of_child else ((each, None) for each in studies())
    found = [(held, child) for held, child in pairs if answers(held, asking) and caller.sees(held, child, "s")]
    return sorted(found, key=lambda each: each[0].resource["id"])


def _of_children(caller: Caller, asking: Asking) -> Iterator[Found]:
    for child in _children(caller, asking):
        if not any(caller.may(kind, child) for kind in asking.served.kinds):
            because = f"fhir search {asking.served.type}"
            note_refusal(caller.user, Act.VIEW, asking.served.kinds[0], child, because=because)
            continue
        seen = False
        for held in asking.served.of(child):
            seen |= caller.sees(held, child, "s")
            yield held, child
        if seen and asking.served.type != "Patient":
            keep(caller, asking.served.kinds[0], child, f"fhir search {asking.served.type}")


def _children(caller: Caller, asking: Asking) -> list[Child]:
    """The children that a search is about: those named, that of the launch, or, for Patient alone, all."""
    names = {child_in(each) for each in asking.ids} if asking.ids is not None else None
    for one in filter(None, (asking.patient, caller.child if not caller.scopes.contexts - {"patient"} else None)):
        names = {one} if names is None else names & {one}
    if names is None and asking.served.type != "Patient":
        raise invalid("name the child: patient=<id>", "patient")
    rows = Child.objects.select_related("referring_site", "programme_site").filter(wrapped_key__isnull=False)
    if names is None:
        found = list(rows.filter(pk__in=Child.objects.visible_to(caller.user).values("pk")))
        audit.write(by=caller.user, act="child.list", kind="child", detail="fhir")
    else:
        for each in names:
            count(caller, each)
        found = list(rows.filter(public_id__in=names))
    list_versions(found)
    return found


def included(caller: Caller, asking: Asking, page: list[Found]) -> list[Held]:
    """The resources that those of a page refer to, of the allowed list, once each."""
    made: dict[str, Held] = {}
    shown = {held.reference for held, _ in page}
    for path in (asking.served.includes[each] for each in asking.includes):
        for held, child in page:
            for target in (each.get("reference", "") for each in elements(held.resource, path)):
                another = _target(caller, target, child) if target not in made and target not in shown else None
                if another is not None:
                    made[target] = another
    return [made[key] for key in sorted(made)]


def _target(caller: Caller, reference: str, child: Child | None) -> Held | None:
    type_, _, name = reference.partition("/")
    if type_ not in TYPES or not caller.scopes.mentions(type_, "r"):
        return None
    rows = TYPES[type_].of(child) if child is not None and TYPES[type_].of_child else studies()
    owner = child if TYPES[type_].of_child else None
    return next((each for each in rows if each.resource["id"] == name and caller.sees(each, owner, "r")), None)


def keep(caller: Caller, kind: Kind, child: Child | None, detail: str) -> None:
    """One row of the audit chain for what is read."""
    through = f"{detail}, app {caller.app}" if caller.app else detail
    audit.write(by=caller.user, act=f"{kind.value}.view", kind=kind.value, child=child, detail=through)
