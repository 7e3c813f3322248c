"""The words of files with variants, as the data file lists them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from rosette.kernel import KnowledgeError, Problems
from rosette.knowledge.textfiles import load_toml

FILE = Path(__file__).parents[1] / "data" / "variants.toml"


@frozen(kw_only=True)
class Words:
    """Consequences, columns and classes; info: the names of a column by what it says, in capitals."""

    changing: frozenset[str]
    fused: frozenset[str]
    impacts: frozenset[str]
    benign: frozenset[str]
    info: Mapping[str, tuple[str, ...]] = field(eq=False)
    maf_changing: frozenset[str]
    maf_silent: frozenset[str]
    maf_needed: tuple[str, ...]


@functools.cache
def words() -> Words:
    """The lists of this release; raises KnowledgeError when the file cannot be read."""
    problems = Problems()
    raw = load_toml(FILE, problems) or {}
    problems.raise_as(KnowledgeError, what=FILE.name)
    plain = {key: frozenset(raw[key]) for key in ("changing", "fused", "impacts", "benign")}
    return Words(
        **plain,
        info={key: tuple(names) for key, names in raw["info"].items()},
        maf_changing=frozenset(raw["maf"]["changing"]),
        maf_silent=frozenset(raw["maf"]["silent"]),
        maf_needed=tuple(raw["maf"]["needed"]),
    )
