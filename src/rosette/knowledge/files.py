"""Reading the data files: TOML, of a sane size, and one digest over all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from rosette.kernel import Problems
from rosette.knowledge.textfiles import MOST_BYTES, parse_toml

RELEASE_FILE = "release.toml"
REFERENCES_FILE = "references.toml"


@frozen
class DataFile:
    """A data file by its path below the data directory, and what it holds."""

    name: str
    content: Mapping[str, object]


def read_files(root: Path, problems: Problems) -> tuple[tuple[DataFile, ...], str]:
    """Read every TOML file below `root` by path; return them with the digest of names and bytes."""
    digest, files = hashlib.sha256(), []
    paths = sorted(root.rglob("*.toml"), key=lambda path: path.relative_to(root).as_posix())
    if not paths:
        problems.add(str(root.name), found="no data files here", wanted="a directory with references.toml")
    for path in paths:
        name = path.relative_to(root).as_posix()
        data = _read_bytes(path, name, problems)
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
        content = _parse(data, name, problems)
        if content is not None:
            files.append(DataFile(name, content))
    return tuple(files), digest.hexdigest()


def _read_bytes(path: Path, name: str, problems: Problems) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            problems.add(
                name,
                found=f"larger than {MOST_BYTES // 1_000_000} MB",
                wanted="a smaller file",
                remedy="Split it.",
            )
            return b""
        return path.read_bytes()
    except OSError as fault:
        problems.add(name, found=f"cannot be read ({fault.strerror})")
        return b""


def _parse(data: bytes, name: str, problems: Problems) -> Mapping[str, object] | None:
    try:
        return parse_toml(data.decode("utf-8"), name=name, problems=problems)
    except UnicodeDecodeError:
        problems.add(name, found="not text in UTF-8", wanted="a TOML file")
    return None
