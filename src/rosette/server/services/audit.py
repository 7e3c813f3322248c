"""Writes the audit chain: in the same transaction as the act, so that there is no change without its row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import attrs
from attrs import frozen
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from rosette.server.security import Entry, link
from rosette.server.store.models import AuditRow, Child

LOCK = 7_031_447
NOBODY = "-"


@frozen(kw_only=True)
class Origin:
    """Where an act comes from: the address, and the request's number."""

    address: str = NOBODY
    request: str = NOBODY


_origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039


@contextmanager
def origin(address: str, request: str) -> Iterator[None]:
    """Name the origin of every act inside."""
    token = _origin.set(Origin(address=address, request=request))
    try:
        yield
    finally:
        _origin.reset(token)


@transaction.atomic
def write(
    *,
    by: Any,
    act: str,
    kind: str,
    thing: str = "",
    child: Child | str | None = None,
    purpose: str = "care",
    fields: tuple[str, ...] = (),
    outcome: str = "done",
    detail: str = "",
    role: str = "",
) -> AuditRow:
    """Add one row to the chain: who, what, when, which fields; never their values."""
    one_writer()
    last = AuditRow.objects.order_by("-seq").values_list("seq", "digest").first() or (0, b"")
    where = _origin.get()
    entry = Entry(
        seq=last[0] + 1,
        at=timezone.now(),
        actor=getattr(by, "public_id", None) or NOBODY,
        role=role or ",".join(by.roles() if hasattr(by, "roles") else ()) or NOBODY,
        act=act,
        object_type=kind,
        object_id=thing,
        child=child.public_id if isinstance(child, Child) else child or "",
        purpose=purpose,
        fields=fields,
        origin=where.address,
        request=where.request,
        outcome=outcome,
        detail=detail,
    )
    return _store(entry, previous=bytes(last[1]))


def _store(entry: Entry, *, previous: bytes) -> AuditRow:
    made = link(entry, previous=previous, key=settings.KEYS.audit.encode())
    columns = {name: getattr(entry, name) for name in _COLUMNS}
    return AuditRow.objects.create(**columns, fields=list(entry.fields), digest=made.digest, mac=made.mac)


_COLUMNS = tuple(each.name for each in attrs.fields(Entry) if each.name != "fields")


def one_writer() -> None:
    """One row at a time: SQLite's IMMEDIATE transactions see to it, PostgreSQL takes a lock until the commit."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
