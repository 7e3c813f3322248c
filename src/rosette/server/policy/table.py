"""Reads the table of the policy; a pair of role and kind that is not stated, or stated twice, is a fault."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from rosette.kernel import BadInput, Problems, did_you_mean
from rosette.server.policy.words import Act, Kind, Relation, Role

FILE = Path(__file__).with_name("matrix.toml")
KEYS = frozenset({"kinds", "acts", "relations", "why", "released_only"})


class PolicyFault(BadInput):
    """The table of the policy cannot be used."""


@frozen(kw_only=True)
class TableRow:
    """What a role may do to a kind of thing, by relation, and why."""

    acts: Mapping[Relation, frozenset[Act]] = field(factory=dict)
    why: str = "nothing"
    released_only: bool = False


NOTHING = TableRow()


@frozen
class Table:
    """The whole table."""

    rows: Mapping[tuple[Role, Kind], TableRow]

    def row(self, role: Role, kind: Kind) -> TableRow:
        """The row of a role and a kind; nothing when it is not stated."""
        return self.rows.get((role, kind), NOTHING)


@functools.cache
def load_table(path: Path = FILE) -> Table:
    """Load the table; raises PolicyFault with every fault."""
    return read_table(tomllib.loads(path.read_text(encoding="utf-8")))


def read_table(raw: Mapping[str, Any]) -> Table:
    """Read the table from its TOML; raises PolicyFault with every fault."""
    problems, rows = Problems(), dict[tuple[Role, Kind], TableRow]()
    for role, listed in raw.items():
        if role not in set(Role):
            problems.add(role, found=f"is not a role{did_you_mean(role, list(Role))}")
            continue
        for place, item in enumerate(listed):
            _read_row(Role(role), item, f"{role}[{place}]", rows, problems)
    for role in Role:
        if role not in raw:
            problems.add(role.value, found="is not stated", remedy="State it, even with nothing.")
    problems.raise_as(PolicyFault, what="matrix.toml")
    return Table(rows)


def _read_row(
    role: Role, item: Mapping[str, Any], path: str, rows: dict[tuple[Role, Kind], TableRow], problems: Problems
) -> None:
    for key in sorted(set(item) - KEYS):
        problems.add(f"{path}.{key}", found="is not a key")
    kinds = _words(Kind, item.get("kinds", ()), f"{path}.kinds", problems)
    acts = frozenset(_words(Act, item.get("acts", ()), f"{path}.acts", problems))
    relations = _words(Relation, item.get("relations", ()), f"{path}.relations", problems)
    if Relation.REVOKED in relations:
        problems.add(f"{path}.relations", found="revoked holds something", remedy="What was taken back gives nothing.")
    if not item.get("why"):
        problems.add(f"{path}.why", found="no reason", remedy="Say why.")
    row = TableRow(
        acts=dict.fromkeys(relations, acts), why=item.get("why", ""), released_only=bool(item.get("released_only"))
    )
    for kind in kinds:
        if (role, kind) in rows:
            problems.add(f"{path}.kinds", found=f'"{kind}" stands twice for {role.value}')
        rows[role, kind] = row


def _words(kind: Any, listed: Any, path: str, problems: Problems) -> list[Any]:
    found = []
    for word in listed:
        if word in set(kind):
            found.append(kind(word))
        else:
            problems.add(path, found=f'"{word}" is not known{did_you_mean(word, list(kind))}')
    return found
