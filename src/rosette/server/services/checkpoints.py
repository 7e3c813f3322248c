"""Signs where the audit chain stands into a file outside the database, and verifies the chain against it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from rosette.server.security import Checkpoint, Entry, Row, Signer, Verdict, read_checkpoints, verify
from rosette.server.store.models import AuditRow

FILE = "audit-checkpoints.txt"


def signer() -> Signer:
    """The site's signer."""
    return Signer.parse(settings.KEYS.checkpoint)


def checkpoint() -> Checkpoint | None:
    """Append a signed line to the outside file; None when the chain has not grown since the last one."""
    last = AuditRow.objects.order_by("-seq").first()
    path = checkpoint_file()
    if last is None or (path.exists() and f" {last.seq} {bytes(last.digest).hex()} " in _last_line(path)):
        return None
    made = signer().sign(seq=last.seq, digest=bytes(last.digest), at=timezone.now())
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="ascii") as file:
        file.write(made.line())
        file.flush()
        os.fsync(file.fileno())
    return made


def checkpoint_file() -> Path:
    """The outside file; copy its folder to another machine."""
    folder: Path = settings.ROSETTE.checkpoints
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / FILE


def verify_chain(path: Path | None = None) -> Verdict:
    """Walk the whole chain and hold it against the checkpoints."""
    file = path or checkpoint_file()
    marks = read_checkpoints(file.read_text(encoding="ascii")) if file.exists() else ()
    return verify(stored_rows(), key=settings.KEYS.audit.encode(), checkpoints=marks, signer=signer())


def stored_rows() -> Iterator[Row]:
    """The rows as they lie in the database, in the order of the table, a few at a time."""
    for row in AuditRow.objects.order_by("seq").iterator(chunk_size=2000):
        entry = Entry(
            seq=row.seq,
            at=row.at,
            actor=row.actor,
            role=row.role,
            act=row.act,
            object_type=row.object_type,
            object_id=row.object_id,
            child=row.child,
            purpose=row.purpose,
            fields=tuple(row.fields),
            origin=row.origin,
            request=row.request,
            outcome=row.outcome,
            detail=row.detail,
        )
        yield Row(entry, bytes(row.digest), bytes(row.mac))


def _last_line(path: Path) -> str:
    lines = path.read_text(encoding="ascii").splitlines()
    return lines[-1] if lines else ""
