"""Looks into archives without unpacking them to disk: sizes, names, depth, and what is inside."""

from __future__ import annotations

import io
import itertools
import stat
import zipfile
from typing import Protocol

from rosette.kernel import Problems

INNER = frozenset({"pdf", "png", "jpg", "jpeg", "json", "csv", "txt", "dcm", "xml", "rels", "docx"})
PIECE = 1 << 16


class Bounds(Protocol):
    """The limits that an archive is held to."""

    @property
    def most_unpacked(self) -> int:
        """Bytes that it may unpack to."""

    @property
    def most_ratio(self) -> int:
        """How many times its own size it may unpack to."""

    @property
    def most_entries(self) -> int:
        """Files that it may hold."""


def check_zip(name: str, data: bytes, *, limits: Bounds, problems: Problems) -> None:
    """Note every fault of an archive: bombs, passwords, paths that leave it, links, programs, archives inside."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        problems.add(name, found="the archive cannot be read", remedy="Make it again.")
        return
    if len(entries) > limits.most_entries:
        problems.add(name, found=f"{len(entries)} files inside", wanted=f"at most {limits.most_entries}")
        return
    for entry in entries:
        _check_entry(name, entry, problems)
    _check_overlaps(name, entries, problems)
    if not problems:
        _measure(name, archive, entries, len(data), limits, problems)


def _check_entry(name: str, entry: zipfile.ZipInfo, problems: Problems) -> None:
    inside = entry.filename
    if entry.flag_bits & 0x1:
        problems.add(
            name, found=f'"{inside}" has a password', remedy="Send it without one: the way is encrypted already."
        )
    if inside.startswith(("/", "\\")) or ".." in inside.replace("\\", "/").split("/") or ":" in inside:
        problems.add(name, found=f'"{inside}" leaves its folder', remedy="Make the archive again.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        problems.add(name, found=f'"{inside}" is a link', remedy="Put the file itself into the archive.")
    if not entry.is_dir() and inside.rpartition(".")[2].casefold() not in INNER:
        problems.add(name, found=f'"{inside}" is not taken inside an archive', remedy="Leave it out.")


def _check_overlaps(name: str, entries: list[zipfile.ZipInfo], problems: Problems) -> None:
    """Entries that share bytes are the trick of a bomb."""
    spans = sorted((entry.header_offset, entry.header_offset + entry.compress_size) for entry in entries)
    if any(nxt[0] < this[1] for this, nxt in itertools.pairwise(spans)):
        problems.add(name, found="files of the archive overlap", remedy="Make it again.")


def _measure(
    name: str, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed: int, limits: Bounds, problems: Problems
) -> None:
    """Unpack in memory, a piece at a time, and stop at the limit whatever the headers say."""
    most = min(limits.most_unpacked, max(packed, 10_000) * limits.most_ratio)
    total = 0
    for entry in entries:
        try:
            with archive.open(entry) as file:
                while piece := file.read(PIECE):
                    total += len(piece)
                    if total > most:
                        problems.add(
                            name, found="it unpacks to far more than it holds", remedy="Send the files one by one."
                        )
                        return
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError):
            problems.add(name, found=f'"{entry.filename}" cannot be unpacked', remedy="Make the archive again.")
            return
