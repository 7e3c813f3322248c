"""Malware scanners: one that knows the industry's test string, and one that asks a daemon."""

from __future__ import annotations

import io
import socket
import struct
import zipfile
from typing import Protocol

from attrs import frozen

MARKER = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PIECE = 1 << 16


class Scanner(Protocol):
    """Looks for malware."""

    def scan(self, data: bytes) -> str:
        """The name of what was found, or nothing."""


@frozen
class MarkerScanner:
    """Finds the test string that every scanner must find, also inside archives; nothing else."""

    def scan(self, data: bytes) -> str:
        """The name of what was found, or nothing."""
        if MARKER in data:
            return "the EICAR test string"
        return "the EICAR test string" if any(MARKER in inner for inner in _inside(data)) else ""


def _inside(data: bytes) -> list[bytes]:
    if not data.startswith(b"PK"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [archive.open(entry).read(1_000_000) for entry in archive.infolist()]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        return []


@frozen
class ClamdScanner:
    """Asks a clamd daemon over its unix socket; when it does not answer, the file waits and is not let in."""

    path: str
    timeout_s: float = 30.0

    def scan(self, data: bytes) -> str:
        """The name of what was found, or nothing."""
        try:
            answer = self._ask(data)
        except OSError:
            return "no answer: the scanner does not run, so no file is let in"
        text = answer.decode("utf-8", "replace").strip("\x00 \n")
        return "" if text.endswith("OK") else text.removeprefix("stream: ").removesuffix(" FOUND")

    def _ask(self, data: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
            link.settimeout(self.timeout_s)
            link.connect(self.path)
            link.sendall(b"zINSTREAM\x00")
            for start in range(0, len(data), PIECE):
                piece = data[start : start + PIECE]
                link.sendall(struct.pack("!I", len(piece)) + piece)
            link.sendall(struct.pack("!I", 0))
            return link.recv(4096)
