"""rosette record export --as tidy: many records as one data cut, into a folder, all files or none."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rosette.cli.common import print_json, read
from rosette.interchange.tidy import MANIFEST, tidy_cut
from rosette.kernel import BadInput, Problem, UsageError
from rosette.knowledge import load_knowledge


def export_cut(records: list[Path], *, out: Path | None, secret: Path | None, on: date, as_json: bool) -> None:
    """Write records as a tidy data cut and print its digest."""
    children = [read(path) for path in records]
    files = tidy_cut(children, on=on, knowledge=load_knowledge(), secret=_secret(secret))
    if out is not None:
        _put(files, out)
    written = [] if out is None else sorted(files)
    if as_json:
        sizes = [{"name": name, "bytes": len(data)} for name, data in sorted(files.items())]
        name = children[0].id if len(children) == 1 else None
        print_json({"record": name, "as": "tidy", "files": sizes, "written": written, "lost": []})
        return
    manifest = json.loads(files[MANIFEST])
    rows = ", ".join(f"{count} {table}" for table, count in manifest["rows"].items())
    print(f"{rows}\nsha256 of the cut: {manifest['sha256']}")
    print(f"written to {out.name}: {len(files)} files" if out is not None else "nothing was written: say --out FOLDER")


def _secret(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        found = path.read_bytes().strip()
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}") from None
    if len(found) < 16:
        problem = Problem("", f"{len(found)} bytes", "at least 16 bytes that nobody can guess")
        raise BadInput([problem], what=path.name)
    return found


def _put(files: Mapping[str, bytes], folder: Path) -> None:
    """Write all files beside their places first, then put them there; a folder that holds others is refused."""
    strangers = sorted(each.name for each in folder.iterdir() if each.name not in files) if folder.is_dir() else []
    if strangers:
        raise UsageError(f"{folder} holds other files, such as {strangers[0]}; give a new folder")
    parts = {folder / name: folder / f".{name}.part" for name in files}
    try:
        folder.mkdir(exist_ok=True)
        for path, part in parts.items():
            part.write_bytes(files[path.name])
        for path, part in parts.items():
            os.replace(part, path)
    except OSError as fault:
        for part in parts.values():
            part.unlink(missing_ok=True)
        raise UsageError(f"{folder} cannot be written: {fault.strerror}") from None
