"""What a person may look for, read from the two files of the search."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from attrs import frozen

from rosette.kernel import PortfolioError, Problems
from rosette.knowledge import Knowledge, load_knowledge
from rosette.knowledge.textfiles import load_toml
from rosette.portfolio.load import DATA
from rosette.portfolio.trial import Arm

FOLDER = DATA / "search"
Facts = tuple[dict[str, Any], ...]


@frozen(kw_only=True)
class Wanted:
    """What an arm must hold to have a type or a target: one of these classes, agents or kinds."""

    names: frozenset[str]
    kinds: frozenset[str] = frozenset()
    trials: frozenset[str] = frozenset()

    def holds(self, arm: Arm, knowledge: Knowledge) -> bool:
        """Whether an arm has it."""
        return arm.kind in self.kinds or any(self.names & {agent, *knowledge.classes_of(agent)} for agent in arm.agents)


@frozen(kw_only=True)
class Region:
    """Hospitals of a trial in one region, as the registry's copy of a day had them."""

    country: str
    region: str
    hospitals: int
    as_of: date


@frozen(kw_only=True)
class SearchTerms:
    """The types, targets and earlier treatments that can be asked for, and where trials ran."""

    types: Mapping[str, Wanted]
    targets: Mapping[str, Wanted]
    had: Mapping[str, Facts]
    regions: Mapping[str, tuple[Region, ...]]


@functools.cache
def load_search_terms(folder: Path = FOLDER) -> SearchTerms:
    """Load the files of the search; raises PortfolioError with every fault."""
    knowledge, problems = load_knowledge(), Problems()
    terms, places = _table(folder / "terms.toml", problems), _table(folder / "places.toml", problems)
    problems.raise_as(PortfolioError, what="search")
    known = {*knowledge.classes, *knowledge.agents}
    for part in ("type", "target"):
        for name, row in terms.get(part, {}).items():
            for each in {*row.get("classes", ()), *row.get("agents", ())} - known:
                problems.add(f"{part}.{name}", found=f'"{each}" is no class and no agent of the knowledge')
    problems.raise_as(PortfolioError, what="search")
    return SearchTerms(
        types=_wanted(terms["type"]),
        targets=_wanted(terms["target"]),
        had={name: tuple(rows) for name, rows in terms["had"].items()},
        regions={trial: _regions(row) for trial, row in places.items()},
    )


def _table(path: Path, problems: Problems) -> dict[str, Any]:
    return load_toml(path, problems) or {}


def _wanted(table: Mapping[str, Any]) -> dict[str, Wanted]:
    return {
        name: Wanted(
            names=frozenset({*row.get("classes", ()), *row.get("agents", ())}),
            kinds=frozenset(row.get("kinds", ())),
            trials=frozenset(row.get("trials", ())),
        )
        for name, row in table.items()
    }


def _regions(row: Mapping[str, Any]) -> tuple[Region, ...]:
    return tuple(Region(**each, as_of=row["as_of"]) for each in row["regions"])
