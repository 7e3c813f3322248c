"""A child's record from its rows: as it is now, as it was known at an instant, or at an earlier version."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from attrs import frozen
from django.db.models import OuterRef, Subquery

from rosette.kernel import PartialDate
from rosette.knowledge import load_knowledge
from rosette.records import FORMAT, ChildRecord, build_record
from rosette.server.store.models import Child, FactRow, HeaderRow


def record_of(child: Child, *, known_at: datetime | None = None) -> ChildRecord:
    """The record rebuilt from its rows; with `known_at`, only from what had been recorded by then."""
    if known_at is not None:
        return _build(child, {"recorded_at__lte": known_at}, {"recorded_at__lte": known_at})
    return _cached(child.pk, record_version(child), child)


def record_at(child: Child, version: str) -> ChildRecord:
    """The record as it was at an earlier version; raises LookupError when the chain of facts never had that version."""
    header, fact = _places(version)
    chain = child.facts.filter(seq=fact).values_list("version", flat=True).first() or ""
    if f"{header}.{fact}-{chain[:12]}" != version:
        raise LookupError(f"child {child.number} never had version {version}")
    return _build(child, {"seq__lte": header}, {"seq__lte": fact})


def is_older(version: str, than: str) -> bool:
    """Whether a version of one record comes before another."""
    return _places(version) < _places(than)


def _places(version: str) -> tuple[int, int]:
    """The numbers of the last header and of the last fact."""
    header, _, rest = version.partition(".")
    return int(header), int(rest.partition("-")[0])


def record_version(child: Child) -> str:
    """The number of facts and the digest of their chain: equal versions are equal records; read at every question."""
    if hasattr(child, "listed_version"):
        return child.listed_version
    header = child.headers.order_by("-seq").values_list("seq", flat=True).first() or 0
    last = child.facts.order_by("-seq").values_list("seq", "version").first() or (0, "")
    return f"{header}.{last[0]}-{last[1][:12]}"


def list_versions(children: Iterable[Child]) -> None:
    """Read the versions of a list of children in two queries; only for pages that list and change nothing."""
    listed = {child.pk: child for child in children}
    rows = {row.child_id: row for row in HeaderRow.objects.filter(child__in=listed).order_by("seq")}
    newest = FactRow.objects.filter(child=OuterRef("child")).order_by("-seq").values("seq")[:1]
    facts = FactRow.objects.filter(child__in=listed, seq=Subquery(newest)).values_list("child", "seq", "version")
    last = {pk: (seq, version) for pk, seq, version in facts}
    for pk, child in listed.items():
        seq, version = last.get(pk, (0, ""))
        if pk in rows:
            child.listed_header = rows[pk]  # type: ignore[attr-defined]
        child.listed_version = f"{rows[pk].seq if pk in rows else 0}.{seq}-{version[:12]}"  # type: ignore[attr-defined]


@frozen
class Header:
    """Who the record is about, without reading its facts."""

    birth: PartialDate
    sex: str | None
    label: str | None


def header_of(child: Child) -> Header:
    """Birth, sex and label as last stated; raises LookupError when nothing was stated."""
    if not hasattr(child, "listed_header"):
        row = child.headers.order_by("-seq").first()
        if row is None:
            raise LookupError(f"child {child.number} has no header row")
        child.listed_header = row  # type: ignore[attr-defined]
    row = child.listed_header
    row.child = child
    told = json.loads(row.document)
    return Header(PartialDate.parse(told["birth_date"]), told.get("sex"), told.get("label"))


def birth_of(child: Child) -> date:
    """The earliest day on which the child may have been born."""
    return header_of(child).birth.earliest


def chained(previous: str, document: str) -> str:
    """The version after one more fact."""
    return hashlib.sha256(f"{previous}\n{document}".encode()).hexdigest()


def fact_document(row: FactRow) -> dict[str, Any]:
    """One fact as JSON, with the instant at which it was recorded here."""
    found: dict[str, Any] = json.loads(row.document)
    return {**found, "id": row.fact_id, "recorded_at": row.recorded_at.isoformat()}


class _Cached:
    """A key that carries its child without being equal by it."""

    def __init__(self, child: Child) -> None:
        self.child = child

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Cached)

    def __hash__(self) -> int:
        return 0


def _cached(pk: object, version: str, child: Child) -> ChildRecord:
    return _remember(pk, version, _Cached(child))


@functools.lru_cache(maxsize=512)
def _remember(pk: object, version: str, carrier: _Cached) -> ChildRecord:
    record = _build(carrier.child, {}, {})
    carrier.child = None  # type: ignore[assignment]
    return record


def _build(child: Child, headers_of: Mapping[str, Any], facts_of: Mapping[str, Any]) -> ChildRecord:
    """The record from the headers and facts that pass these filters."""
    headers, facts = child.headers.filter(**headers_of), child.facts.filter(**facts_of)
    header = headers.order_by("-seq").first() or child.headers.order_by("seq").first()
    if header is None:
        raise LookupError(f"child {child.number} has no header row")
    header.child = child
    document = {"format": FORMAT, "id": child.number, **json.loads(header.document)}
    return build_record({**document, "facts": [_of(child, row) for row in facts]}, knowledge=load_knowledge())


def _of(child: Child, row: FactRow) -> dict[str, Any]:
    row.child = child
    return fact_document(row)
