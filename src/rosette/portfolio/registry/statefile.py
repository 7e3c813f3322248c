"""The state as one JSON file: read whole or not at all, written whole or not at all."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from attrs import asdict

from rosette.kernel import PortfolioError, Problem, UsageError
from rosette.portfolio.registry.plain import record_of
from rosette.portfolio.registry.record import RegistryRecord
from rosette.portfolio.registry.state import Held, LogEntry, RegistryState

FORMAT = 1
RECORDS, DAYS = ("seen", "standing", "encoded"), ("seen_on", "approved_on", "gone_on")
NAME = "registry.json"


def read_state(folder: Path) -> RegistryState:
    """Read the state of a folder; an empty one where there is none. Raises PortfolioError."""
    path = folder / NAME
    if not path.exists():
        return RegistryState()
    try:
        return state_of(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        problem = Problem(str(path), f"not a state file ({type(fault).__name__}: {fault})", "one written by `sync`")
        raise PortfolioError([problem], what=NAME) from None


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else reads to write in this folder meanwhile; raises UsageError where the folder cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as fault:
        raise UsageError(f"{folder} cannot be written: {fault.strerror}") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write_state(folder: Path, state: RegistryState) -> None:
    """Write the state beside the old one and put it in its place in one step. Raises UsageError."""
    path = folder / NAME
    part = folder / f".{NAME}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as file:
            json.dump(state_json(state), file, ensure_ascii=True, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as fault:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {fault.strerror}; nothing was changed") from None


def state_json(state: RegistryState) -> dict[str, Any]:
    """The state as plain data."""
    return {
        "format": FORMAT,
        "studies": {name: held_json(held) for name, held in state.studies.items()},
        "log": [_plain(entry) for entry in state.log],
    }


def state_of(table: dict[str, Any]) -> RegistryState:
    """The state of plain data; raises KeyError, TypeError, ValueError or AttributeError."""
    if table["format"] != FORMAT:
        raise ValueError(f"format {table['format']} where {FORMAT} was expected")
    return RegistryState(
        studies={name: held_of(row) for name, row in table["studies"].items()},
        log=tuple(LogEntry(**(row | {"on": date.fromisoformat(row["on"])})) for row in table["log"]),
    )


def held_json(held: Held) -> dict[str, Any]:
    """One study as plain data."""
    return _plain(held)


def held_of(row: dict[str, Any]) -> Held:
    """One study of plain data."""
    records = {name: record_of(row[name]) for name in RECORDS if row[name] is not None}
    days = {name: date.fromisoformat(row[name]) for name in DAYS if row[name] is not None}
    return Held(**(row | records | days))


def _plain(row: Held | LogEntry) -> dict[str, Any]:
    return {name: _value(value) for name, value in asdict(row, recurse=False).items()}


def _value(value: object) -> object:
    if isinstance(value, RegistryRecord):
        return value.as_dict()
    return str(value) if isinstance(value, date) else value
