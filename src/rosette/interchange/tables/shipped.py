"""The mapping files that come with the system, found by name or by the columns of a table."""

from __future__ import annotations

import functools
from pathlib import Path

from rosette.interchange.guarded import Content
from rosette.interchange.tables.grid import Grid
from rosette.interchange.tables.mapping import read_mapping
from rosette.interchange.tables.rules import TableMapping
from rosette.kernel import one_of

FOLDER = Path(__file__).parents[1] / "data" / "mappings"


@functools.cache
def shipped() -> dict[str, str]:
    """The texts of the mapping files, by name."""
    return {each.stem: each.read_text(encoding="utf-8") for each in sorted(FOLDER.glob("*.toml"))}


@functools.cache
def _read() -> tuple[TableMapping, ...]:
    return tuple(read_mapping(text, name=f"{name}.toml") for name, text in shipped().items())


def chosen(grid: Grid, content: Content, told: str | None) -> TableMapping:
    """The mapping that is told, else the only shipped one that knows every column of a table and needs no other."""
    if told is not None:
        return read_mapping(told)
    columns = set(grid.columns)
    fitting = [each for each in _read() if each.used <= columns <= each.known]
    if len(fitting) == 1:
        return fitting[0]
    found = "it does not say what its columns mean"
    wanted = f"a mapping file, or a shipped one by name: {one_of([*shipped()], most=40)}"
    raise content.refuse(found, wanted=wanted, remedy="Give it with --mapping.")
