"""Adds facts to a record: new ones, corrections that supersede, marks of error; all or nothing."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from rosette.kernel import BadInput, Problem
from rosette.knowledge import load_knowledge
from rosette.records import FORMAT, ChildRecord, build_record
from rosette.server.policy import Act, Kind
from rosette.server.services import audit, clock
from rosette.server.services.access import refuse_unless
from rosette.server.services.signals import record_changed
from rosette.server.store.models import Child, FactRow
from rosette.server.store.records import chained, fact_document, record_of, record_version

Document = Mapping[str, Any]


class StaleEdit(BadInput):
    """Somebody else changed the fact meanwhile: both versions are shown, nothing is overwritten."""


@transaction.atomic
def add_facts(*, child: Child, facts: Sequence[Document], by: Any, act: str = "fact.add") -> tuple[str, ...]:
    """Add facts from their documents without envelope; returns their new ids; raises RecordError with every fault."""
    kind = Kind.ATTESTATION if all(fact.get("kind") == "attestation" for fact in facts) else Kind.FACT
    refuse_unless(by, Act.ADD, kind, child)
    child, since = locked(child)
    documents = [_enveloped(fact, child=child, by=by) for fact in facts]
    _check_with(child, documents)
    for document in documents:
        _store(child, document, by=by)
    ids = tuple(document["id"] for document in documents)
    kinds = tuple(sorted({str(document["kind"]) for document in documents}))
    _done(child, since=since, by=by, act=act, thing=",".join(ids)[:100], kinds=kinds)
    return ids


@transaction.atomic
def correct_fact(*, child: Child, fact_id: str, document: Document, seen: str, by: Any) -> str:
    """Supersede a fact by a corrected one; `seen` is the record version that the person corrected.

    Raises StaleEdit when the fact has been superseded since, RecordError with every fault of the correction.
    """
    refuse_unless(by, Act.CHANGE, Kind.FACT, child, thing_id=fact_id)
    child, since = locked(child)
    _refuse_stale(child, fact_id, seen)
    fresh = _enveloped({**document, "supersedes": fact_id}, child=child, by=by)
    _check_with(child, [fresh])
    _store(child, fresh, by=by)
    _done(child, since=since, by=by, act="fact.correct", thing=fact_id, kinds=(str(fresh["kind"]),))
    return str(fresh["id"])


@transaction.atomic
def mark_in_error(*, child: Child, fact_id: str, reason: str, seen: str, by: Any) -> str:
    """Say that a fact was entered in error: it stays in the history and counts no more."""
    refuse_unless(by, Act.CHANGE, Kind.FACT, child, thing_id=fact_id)
    if not reason.strip():
        raise BadInput([Problem("reason", "no reason is given", remedy="Say why the fact is wrong.")], what="fact")
    child, since = locked(child)
    _refuse_stale(child, fact_id, seen)
    row = FactRow.objects.get(child=child, fact_id=fact_id)
    row.child = child
    wrong = {**fact_document(row), "supersedes": fact_id, "status": "entered_in_error"}
    wrong["source"] = {"type": "person", "name": f"{by.name}: {reason.strip()}"[:300]}
    fresh = _enveloped(wrong, child=child, by=by)
    _check_with(child, [fresh])
    _store(child, fresh, by=by)
    _done(child, since=since, by=by, act="fact.error", thing=fact_id, kinds=(row.kind,))
    return str(fresh["id"])


def store_imported(child: Child, documents: Sequence[Document], *, by: Any, as_recorded: bool = False) -> None:
    """Store checked facts of a file inside the caller's transaction; their own ids and recorders are kept."""
    seq, version = _last(child)
    rows = []
    for document in documents:
        at = datetime.fromisoformat(document["recorded_at"]) if as_recorded else clock.now()
        seq += 1
        row = _row(child, document, seq=seq, previous=version, by=by, at=at if at.tzinfo else at.replace(tzinfo=UTC))
        version = row.version
        rows.append(row)
    FactRow.objects.bulk_create(rows, batch_size=200)


def add_merged(*, child: Child, documents: Sequence[Document], by: Any) -> None:
    """Add facts of a foreign file, already merged with the locked record; raises RecordError with every fault.

    Those that supersede ask for the right to change; their ids stay, because the same item has the same id again.
    """
    refuse_unless(by, Act.ADD, Kind.FACT, child)
    if any(each.get("supersedes") for each in documents):
        refuse_unless(by, Act.CHANGE, Kind.FACT, child)
    since = record_version(child)
    _check_with(child, documents)
    store_imported(child, documents, by=by)
    kinds = tuple(sorted({str(each["kind"]) for each in documents}))
    _done(child, since=since, by=by, act="fact.import", thing=f"{len(documents)} facts", kinds=kinds)


def _last(child: Child) -> tuple[int, str]:
    """The number and the version of the last fact."""
    return FactRow.objects.filter(child=child).order_by("-seq").values_list("seq", "version").first() or (0, "")


def _row(child: Child, document: Document, *, seq: int, previous: str, by: Any, at: datetime) -> FactRow:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return FactRow(
        child=child,
        seq=seq,
        fact_id=document["id"],
        kind=document["kind"],
        supersedes=document.get("supersedes") or "",
        document=text,
        version=chained(previous, text),
        recorded_at=at,
        entered_by=by,
    )


def locked(child: Child) -> tuple[Child, str]:
    """The child's row, held until the commit, so that sequences have no gap and no twin, and the record's version."""
    rows = Child.objects.select_for_update(of=("self",)).select_related("referring_site", "programme_site")
    held = rows.get(pk=child.pk)
    return held, record_version(held)


def _enveloped(fact: Document, *, child: Child, by: Any) -> dict[str, Any]:
    """The fact with an id, an instant and a recorder given by the server, whatever the caller wrote."""
    source = fact.get("source") or {"type": "person", "name": by.name}
    return {
        **fact,
        "id": f"{fact.get('kind', 'fact')}-{secrets.token_hex(5)}",
        "source": source,
        "recorded_at": clock.now().isoformat(),
        "recorded_by": by.name,
    }


def _check_with(child: Child, documents: Sequence[Document]) -> ChildRecord:
    """Read the new facts together with the record's header and ids, as the file reader would."""
    record = record_of(child)
    header = json.loads(child.headers.order_by("-seq")[0].document)
    fresh = build_record(
        {"format": FORMAT, "id": child.number, **header, "facts": [_alone(each) for each in documents]},
        knowledge=load_knowledge(),
    )
    return record.with_facts(*fresh.facts)


def _alone(document: Document) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "supersedes"}


def _refuse_stale(child: Child, fact_id: str, seen: str) -> None:
    if not FactRow.objects.filter(child=child, fact_id=fact_id).exists():
        raise BadInput([Problem("", f"there is no fact {fact_id}", remedy="Open the record again.")], what="fact")
    newer = FactRow.objects.filter(child=child, supersedes=fact_id).first()
    if newer is not None:
        who = newer.entered_by.name if newer.entered_by else "an import"
        found = f"{who} changed this fact on {newer.recorded_at:%Y-%m-%d at %H:%M} while the form was open"
        problem = Problem("", found, remedy="Compare both versions below and correct the newer one if it is wrong.")
        raise StaleEdit([problem], what="fact")


def _store(child: Child, document: Document, *, by: Any) -> None:
    seq, version = _last(child)
    _row(child, document, seq=seq + 1, previous=version, by=by, at=clock.now()).save(force_insert=True)


def _done(child: Child, *, since: str, by: Any, act: str, thing: str, kinds: tuple[str, ...]) -> None:
    audit.write(by=by, act=act, kind="fact", thing=thing, child=child, fields=kinds, detail=record_version(child))
    record_changed(child, since=since)
