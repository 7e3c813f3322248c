"""Codes of foreign systems to the words of the record: short lists with the source of each row, nothing guessed."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from rosette.interchange.naming import agree, contradict, symbols_differ
from rosette.kernel import KnowledgeError, Problems
from rosette.knowledge import Knowledge
from rosette.knowledge.rows import Row
from rosette.knowledge.textfiles import load_toml

DATA = Path(__file__).parent / "data"


@frozen(kw_only=True)
class Meaning:
    """What a foreign code says here: the kind of fact, and the keys that the code settles.

    name: the code's display, in the words of its system. reverse: whether exports write the code for it. verified:
    whether a source was opened that shows the name beside the code; what is not verified counts only under its name.
    """

    kind: str
    content: Mapping[str, str] = field(factory=dict, eq=False)
    name: str = ""
    reverse: bool = True
    verified: bool = True

    def doubt(self, code: str, name: str | None) -> str:
        """Why a code does not count under the name that a file gives for it; empty when it does."""
        other = f'"{name}" in the file' if name else "without a name in the file"
        told = f'{code} is "{self.name}" here and {other}'
        if not self.verified and not agree(name or "", [self.name]):
            return f"the code is on an unverified list and its name differs: {told}"
        wrong = contradict(name or "", [self.name], answer=self.kind == "answer")
        if self.kind == "gene":
            wrong = wrong or symbols_differ(name or "", self.name)
        return f"code and name contradict each other: {told}" if wrong else ""


@frozen(kw_only=True)
class CodeBook:
    """The foreign codes that are understood, by (system, code), and the names by which systems are called."""

    meanings: Mapping[tuple[str, str], Meaning]
    systems: Mapping[str, str]
    addresses: Mapping[str, str]

    def system(self, name: str | None) -> str | None:
        """The system that an address, an OID or a short name stands for; None when it is not known."""
        return self.systems.get((name or "").removeprefix("urn:oid:").rstrip("/").lower())

    def meaning(self, system: str | None, code: str | None, name: str | None = None) -> Meaning | None:
        """What a code says here; None when it is not on the lists, or when there is a `doubt` under its name."""
        found = self._listed(system, code)
        return None if found is None or self.doubt(system, code, name) else found

    def doubt(self, system: str | None, code: str | None, name: str | None) -> str:
        """Why a listed code does not count under the name that a file gives for it; empty when there is no doubt."""
        found = self._listed(system, code)
        return "" if found is None else found.doubt(f"{system} {code}", name)

    def _listed(self, system: str | None, code: str | None) -> Meaning | None:
        known = self.system(system)
        return self.meanings.get((known, code)) if known is not None and code else None

    def codes_for(self, kind: str, content: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
        """The verified (system, code, name) that say a fact abroad: those whose every key it has, the fullest first."""
        fitting = [
            (len(each.content), system, code, each.name)
            for (system, code), each in self.meanings.items()
            if each.reverse and each.verified and each.kind == kind and each.content.items() <= content.items()
        ]
        return tuple(row[1:] for row in sorted(fitting, key=lambda row: -row[0]))


@functools.cache
def code_book(knowledge: Knowledge) -> CodeBook:
    """The lists of this release, with the LOINC codes that the observations of the knowledge carry."""
    problems = Problems()
    systems, addresses = _systems(problems)
    meanings = {**_observed(knowledge), **_listed(systems, problems)}
    problems.raise_as(KnowledgeError, what="codes of foreign systems")
    return CodeBook(meanings=meanings, systems=systems, addresses=addresses)


def _systems(problems: Problems) -> tuple[dict[str, str], dict[str, str]]:
    raw = load_toml(DATA / "systems.toml", problems) or {}
    names = {name.lower(): system for system, each in raw.items() for name in (system, each["address"], *each["names"])}
    return names, {system: each["address"] for system, each in raw.items()}


def _observed(knowledge: Knowledge) -> dict[tuple[str, str], Meaning]:
    return {
        ("loinc", each.loinc): Meaning(kind=each.kind, content={"code": each.id}, name=each.name)
        for each in knowledge.observations.values()
        if each.loinc and each.kind != "derived"
    }


def _listed(systems: Mapping[str, str], problems: Problems) -> dict[tuple[str, str], Meaning]:
    found: dict[tuple[str, str], Meaning] = {}
    for file in sorted(DATA.glob("codes-*.toml")):
        raw = load_toml(file, problems) or {}
        for row in Row(raw, file.name, problems).rows("code"):
            system, code = row.choice("system", sorted(set(systems.values()))), row.text("code")
            if (system, code) in found:
                row.refuse("code", f"{system} {code} stands twice")
            found[system, code] = _meaning(row)
    return found


def _meaning(row: Row) -> Meaning:
    content = {key: str(value) for key, value in row.table("says").items()}
    opened, unverified = row.flag("opened"), row.flag("unverified")
    made = Meaning(
        kind=row.text("kind"),
        content=content,
        name=row.text("name"),
        reverse=not row.flag("read_only"),
        verified=opened and not unverified,
    )
    if opened and unverified:
        row.refuse("unverified", "the row is opened and unverified", remedy="Keep one of the two.")
    row.text("source")
    row.close()
    return made
