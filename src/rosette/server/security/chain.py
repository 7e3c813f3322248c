"""The audit chain: each row holds the hash of the one before and a keyed code; verifying names the first bad row."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from attrs import asdict, field, frozen

from rosette.server.security.checkpoints import Checkpoint, Signer

START = b""


@frozen(kw_only=True)
class Entry:
    """Who did what to which thing, when, for what purpose, with what outcome."""

    seq: int
    at: datetime
    actor: str
    role: str
    act: str
    object_type: str
    object_id: str
    child: str
    purpose: str
    fields: tuple[str, ...]
    origin: str
    request: str
    outcome: str
    detail: str


@frozen
class Link:
    """The hash over the row before and this row, and its keyed code."""

    digest: bytes
    mac: bytes


@frozen
class Row:
    """A stored row: what it says and its link."""

    entry: Entry
    digest: bytes
    mac: bytes


@frozen(kw_only=True)
class Verdict:
    """Whether a chain is whole; otherwise the first bad row and what is wrong with it."""

    rows: int
    last: int
    bad: int | None = None
    why: str = ""
    checkpoints: int = field(default=0)

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return self.bad is None


def canonical(entry: Entry) -> bytes:
    """The one text of an entry: sorted keys, UTC to the microsecond."""
    table = {**asdict(entry), "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds")}
    return json.dumps(table, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


def link(entry: Entry, *, previous: bytes, key: bytes) -> Link:
    """Link an entry to the row before it."""
    digest = hashlib.sha256(previous + canonical(entry)).digest()
    return Link(digest, hmac.digest(key, digest, "sha256"))


def verify(
    rows: Iterable[Row], *, key: bytes, checkpoints: Sequence[Checkpoint] = (), signer: Signer | None = None
) -> Verdict:
    """Walk the chain from its first row; stops at the first bad one and says what is wrong with it."""
    marks = {mark.seq: mark for mark in checkpoints}
    forged = next((mark.seq for mark in checkpoints if signer is None or not signer.signed(mark)), None)
    if forged is not None:
        return Verdict(rows=0, last=0, bad=forged, why="a checkpoint of this row has no valid signature")
    count, last, previous = 0, 0, START
    for row in rows:
        why = _wrong(row, last=last, previous=previous, key=key, mark=marks.get(row.entry.seq))
        if why:
            return Verdict(rows=count, last=last, bad=max(last + 1, 1) if "missing" in why else row.entry.seq, why=why)
        count, last, previous = count + 1, row.entry.seq, row.digest
    cut = max(marks, default=0)
    if cut > last:
        why = f"the chain ends at row {last}, but a checkpoint saw row {cut}: the tail was cut or an old copy replayed"
        return Verdict(rows=count, last=last, bad=last + 1, why=why)
    return Verdict(rows=count, last=last, checkpoints=len(marks))


def _wrong(row: Row, *, last: int, previous: bytes, key: bytes, mark: Checkpoint | None) -> str:
    if row.entry.seq > last + 1:
        return f"row {last + 1} is missing: row {row.entry.seq} follows row {last}"
    if row.entry.seq <= last:
        return f"row {row.entry.seq} stands after row {last}: rows were swapped or repeated"
    made = link(row.entry, previous=previous, key=key)
    if not hmac.compare_digest(made.digest, row.digest):
        return "its content or its place was changed: the hash does not fit"
    if not hmac.compare_digest(made.mac, row.mac):
        return "its keyed code does not fit: it was not written by this server"
    if mark is not None and mark.digest != row.digest:
        return "a checkpoint saw another row at this place: the chain was written anew"
    return ""
