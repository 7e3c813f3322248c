"""One sealed file: numbered pieces of a megabyte, AES-256-GCM, so that none can be cut, moved or dropped."""

from __future__ import annotations

import hmac
import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rosette.kernel import BadInput, Problem

MAGIC = b"ROSETTE-BACKUP-1\n"
PIECE = 1 << 20


class BackupFault(BadInput):
    """A backup cannot be made or restored."""

    @classmethod
    def of(cls, found: str, remedy: str = "") -> BackupFault:
        """Make the error from one sentence."""
        return cls([Problem("", found, remedy=remedy)], what="backup")


def file_key(master: bytes, salt: bytes) -> AESGCM:
    """The key of one file."""
    return AESGCM(hmac.digest(master, b"rosette backup" + salt, "sha256"))


def write_sealed(path: Path, pieces: Iterable[bytes], *, master: bytes, key_id: str) -> None:
    """Write the file beside its place, flush it to the disk, then put it there."""
    salt, fresh = os.urandom(16), path.with_suffix(path.suffix + ".part")
    cipher = file_key(master, salt)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        head = MAGIC + struct.pack("!B", len(key_id)) + key_id.encode() + salt
        file.write(head)
        for count, (piece, last) in enumerate(_with_last(pieces)):
            sealed = cipher.encrypt(_nonce(count), piece, _place(count, last))
            file.write(struct.pack("!IB", len(sealed), last) + sealed)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)


def read_key_id(file: BinaryIO) -> tuple[str, bytes]:
    """The id of the master key and the salt."""
    if file.read(len(MAGIC)) != MAGIC:
        raise BackupFault.of("this is no Rosette backup")
    size = file.read(1)
    key_id = file.read(size[0] if size else 0).decode("utf-8", "replace")
    return key_id, file.read(16)


def read_sealed(file: BinaryIO, *, master: bytes, salt: bytes) -> Iterator[bytes]:
    """The pieces; raises BackupFault when one was changed or the end is missing."""
    cipher, count = file_key(master, salt), 0
    while head := file.read(5):
        if len(head) < 5:
            break
        size, last = struct.unpack("!IB", head)
        try:
            yield cipher.decrypt(_nonce(count), file.read(size), _place(count, bool(last)))
        except (InvalidTag, ValueError) as error:
            found = f"piece {count} was changed, or the keys are others"
            raise BackupFault.of(found, "Use another backup, and the key file of its site.") from error
        if last:
            return
        count += 1
    raise BackupFault.of("the file is cut off", "Use another backup.")


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    held: bytes | None = None
    for piece in pieces:
        if held is not None:
            yield held, False
        held = piece
    yield held or b"", True


def _nonce(count: int) -> bytes:
    return struct.pack("!IQ", 0, count)


def _place(count: int, last: bool) -> bytes:
    return struct.pack("!QB", count, last)
