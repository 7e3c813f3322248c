"""Text files that people bring or keep: of a bounded size, in UTF-8, as TOML, and as TOML that names its format."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from rosette.kernel import BadInput, Problems
from rosette.knowledge.rows import Row, shown

T = TypeVar("T")
MOST_BYTES, MOST_DECLARED = 5_000_000, 200_000


def read_text(path: Path, problems: Problems, *, most: int = MOST_BYTES, wanted: str = "") -> str | None:
    """The text of a file of so many bytes at the most, without a byte order mark; a fault is added."""
    try:
        if path.stat().st_size > most:
            problems.add(path.name, found=f"{path.stat().st_size} bytes", wanted=f"at most {most} bytes")
            return None
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        problems.add(
            path.name, found=f"not UTF-8 text (byte {fault.start})", wanted=wanted, remedy="Save it as UTF-8 text."
        )
    except OSError as fault:
        problems.add(str(path), found=f"cannot be read: {fault.strerror}", wanted=wanted)
    return None


def parse_toml(text: str, *, name: str, problems: Problems, wanted: str = "") -> dict[str, Any] | None:
    """Parse TOML; a fault is added with its line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        problems.add(name, found=f"not TOML: {fault}", wanted=wanted, remedy="Mend the line that is named.")
    except RecursionError:
        problems.add(name, found="not TOML: nested too deeply", wanted=wanted)
    return None


def load_toml(path: Path, problems: Problems) -> dict[str, Any] | None:
    """Read and parse a TOML file; a fault is added."""
    text = read_text(path, problems)
    return parse_toml(text, name=path.name, problems=problems) if text is not None else None


def load_declared(path: Path, read: Callable[[str], T], *, error: type[BadInput], form: str) -> T:
    """Read a file that names its format with the reader of its text; raises `error` when there is no such text."""
    problems = Problems()
    text = read_text(path, problems, most=MOST_DECLARED, wanted=_begins(form))
    problems.raise_as(error, what=path.name)
    return read(text or "")


def read_declared(text: str, make: Callable[[Row, str], T | None], *, error: type[BadInput], form: str, name: str) -> T:
    """What `make` finds in a TOML text of the format `form`, given row and digest; raises `error` with every fault.

    make: notes faults with its row, and may give None only when it noted one.
    """
    problems = Problems()
    table = parse_toml(text, name="", problems=problems, wanted=_begins(form))
    problems.raise_as(error, what=name)
    row = Row(table or {}, "", problems)
    told = row.get("format")
    if told != form:
        row.refuse("format", "no format is given" if told is None else f"{shown(told)} is not the format", f'"{form}"')
    found = make(row, hashlib.sha256(text.encode()).hexdigest())
    problems.raise_as(error, what=name)
    if found is None:
        raise AssertionError(f"{name}: nothing was read and no fault was noted")
    return found


def _begins(form: str) -> str:
    return f'a file that begins format = "{form}"'
