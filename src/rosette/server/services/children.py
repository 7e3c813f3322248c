"""Takes a child into the programme: its number, its key, its header, its facts from a record file."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import attrs
from django.db import transaction
from django.utils import timezone

from rosette.kernel import BadInput, Problems
from rosette.records import ChildRecord, record_document
from rosette.server.accounts.models import Site
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.facts import store_imported
from rosette.server.services.signals import record_changed
from rosette.server.store.models import Child, FactRow, HeaderRow, Tie
from rosette.server.store.records import record_of, record_version
from rosette.server.store.sealing import blind_index, masters

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
HEADER = ("label", "birth_date", "sex")


class Twin(BadInput):
    """A child with this hospital number is known already."""


@transaction.atomic
def take_in(
    *,
    record: ChildRecord,
    name: str,
    initials: str,
    mrn: str,
    referring_site: Site,
    programme_site: Site,
    by: Any,
    as_recorded: bool = False,
) -> Child:
    """Add a child with the facts of a record; raises Twin when the hospital number is known."""
    if by is not None:
        refuse_unless(by, Act.ADD, Kind.CHILD, sites=frozenset({programme_site.code, referring_site.code}))
    _refuse_twin(mrn, referring_site)
    child = _new_child(name=name, initials=initials, mrn=mrn, referring=referring_site, programme=programme_site, by=by)
    _store_header(child, record_document(record), by=by, as_recorded=as_recorded, record=record)
    store_imported(child, record_document(record)["facts"], by=by, as_recorded=as_recorded)  # type: ignore[arg-type]
    audit.write(by=by, act="child.add", kind="child", thing=child.public_id, child=child, detail=child.number)
    record_changed(child)
    return child


@transaction.atomic
def import_record(*, child: Child, record: ChildRecord, by: Any) -> tuple[str, ...]:
    """Add the facts of a record file that are not yet there; returns their ids; the same file twice changes nothing."""
    refuse_unless(by, Act.ADD, Kind.FACT, child)
    known = {row.fact_id: row for row in FactRow.objects.select_for_update().filter(child=child)}
    since = record_version(child)
    documents = record_document(record)["facts"]
    assert isinstance(documents, list)
    fresh = [each for each in documents if each["id"] not in known]  # type: ignore[index, call-overload]
    _refuse_other(child, record, known, documents)
    record_of(child).with_facts(*(fact for fact in record.facts if fact.id not in known))
    store_imported(child, fresh, by=by)  # type: ignore[arg-type]
    ids = tuple(str(each["id"]) for each in fresh)  # type: ignore[index, call-overload]
    if ids:
        audit.write(by=by, act="fact.import", kind="fact", thing=f"{len(ids)} facts", child=child)
        record_changed(child, since=since)
    return ids


def _refuse_other(child: Child, record: ChildRecord, known: dict[str, FactRow], documents: Any) -> None:
    """A file of another child, or one that says else under an id that is known, is refused whole."""
    problems, here = Problems(), record_of(child)
    for name, ours, theirs in (("birth_date", here.birth, record.birth), ("sex", here.sex, record.sex)):
        if ours and theirs and ours != theirs:
            problems.add(
                name,
                found=f"the file says {theirs}, the record {ours}",
                remedy="Check that the file belongs to this child.",
            )
    for fact in record.facts:
        ours_fact = here.by_id.get(fact.id)
        if ours_fact is not None and _says(ours_fact) != _says(fact):
            problems.add(
                fact.id,
                found="the file says something else than the record under this id",
                remedy="Correct the fact in the record, or give it its own id in the file.",
            )
    problems.raise_as(BadInput, what="record file")


def _says(fact: Any) -> Any:
    return attrs.evolve(fact, recorded_at=_LONG_AGO, recorded_by="", supersedes=None, status="active")


def _new_child(*, name: str, initials: str, mrn: str, referring: Site, programme: Site, by: Any) -> Child:
    child = Child(number=_next_number(), referring_site=referring, programme_site=programme, created_by=by)
    child.created_at = clock.now()
    wrapped = masters().new_key(child=str(child.id))
    child.key_id, child.wrapped_key = wrapped.key_id, wrapped.sealed
    child.name, child.initials, child.mrn = name, initials, mrn
    child.mrn_index = blind_index().of(f"{referring.code}/{mrn}") if mrn else None
    child.save(force_insert=True)
    return child


def _next_number() -> str:
    last = Child.objects.order_by("-number").values_list("number", flat=True).first()
    return f"RZ-{int(last.split('-')[1]) + 1 if last else 1:05d}"


def _store_header(child: Child, document: dict[str, Any], *, by: Any, as_recorded: bool, record: ChildRecord) -> None:
    at = clock.now()
    if as_recorded and record.facts:
        at = min(fact.recorded_at for fact in record.facts)
        at = at if at.tzinfo else at.replace(tzinfo=clock.now().tzinfo)
    header = {key: document[key] for key in HEADER if document.get(key)}
    HeaderRow.objects.create(child=child, seq=1, document=json.dumps(header), recorded_at=at, entered_by=by)


def _refuse_twin(mrn: str, site: Site) -> None:
    if not mrn:
        return
    twin = Child.objects.filter(mrn_index=blind_index().of(f"{site.code}/{mrn}")).first()
    if twin is not None:
        problems = Problems()
        problems.add("mrn", found=f"{twin.number} has this hospital number", remedy="Open that child and add to it.")
        problems.raise_as(Twin, what="child")


def tie(*, child: Child, user: Any, relation: str, by: Any) -> Tie:
    """Make a person one of the child's own."""
    with transaction.atomic():
        if by is not None:
            refuse_unless(by, Act.ADD, Kind.TIE, child)
        made = Tie.objects.create(child=child, user=user, relation=relation, since=timezone.now(), given_by=by)
        audit.write(by=by, act="tie.add", kind="tie", thing=user.public_id, child=child, detail=relation)
    return made
