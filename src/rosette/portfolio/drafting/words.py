"""The words of eligibility texts, read from `data/drafting`: patterns, what each says, and the values it stands for."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from rosette.kernel import PortfolioError, Problems
from rosette.knowledge import Knowledge, load_knowledge
from rosette.knowledge.textfiles import load_toml
from rosette.portfolio.load import DATA

FOLDER = DATA / "drafting"
_NAMED = re.compile(r"\(\?P<\w+>")
FILES = ("language", "measures", "therapies", "statements")


@frozen(kw_only=True, eq=False)
class Word:
    """One pattern of a table with the values that its row gives."""

    pattern: re.Pattern[str]
    row: Mapping[str, Any] = field(factory=dict)

    def __getitem__(self, name: str) -> Any:
        """A value of the row."""
        return self.row[name]

    def get(self, name: str, default: Any = None) -> Any:
        """A value of the row, or what stands in for it."""
        return self.row.get(name, default)


@frozen(kw_only=True, eq=False)
class Words:
    """Every table of words, by name; `any_of` finds out quickly whether a table has anything to say."""

    tables: Mapping[str, tuple[Word, ...]]
    any_of: Mapping[str, re.Pattern[str]] = field(factory=dict)

    def found(self, table: str, text: str) -> list[tuple[re.Match[str], Word]]:
        """Every match of a table, longest first where two overlap, in the order of the text."""
        if self.any_of[table].search(text) is None:
            return []
        hits = [(hit, word) for word in self.tables[table] for hit in word.pattern.finditer(text) if hit[0]]
        hits.sort(key=lambda each: (each[0].start() - each[0].end(), each[0].start()))
        kept: list[tuple[re.Match[str], Word]] = []
        for hit, word in hits:
            if all(hit.end() <= one.start() or hit.start() >= one.end() for one, _ in kept):
                kept.append((hit, word))
        return sorted(kept, key=lambda each: each[0].start())

    def first(self, table: str, text: str) -> Word | None:
        """The first row of a table that matches, in the order of the file."""
        if self.any_of[table].search(text) is None:
            return None
        return next((word for word in self.tables[table] if word.pattern.search(text)), None)

    def says(self, table: str, text: str) -> bool:
        """Whether any row of a table matches."""
        return self.any_of[table].search(text) is not None


@functools.cache
def load_words(folder: Path = FOLDER) -> Words:
    """Load every file of words; raises PortfolioError with every fault."""
    problems = Problems()
    tables: dict[str, list[dict[str, Any]]] = {}
    for name in FILES:
        tables |= load_toml(folder / f"{name}.toml", problems) or {}
    tables["agent"] = _agents(load_knowledge())
    read = {name: tuple(_words(name, rows, problems)) for name, rows in tables.items()}
    problems.raise_as(PortfolioError, what="words of drafting")
    return Words(tables=read, any_of={name: _union(words) for name, words in read.items()})


def _words(name: str, rows: list[dict[str, Any]], problems: Problems) -> list[Word]:
    words = []
    for place, row in enumerate(rows):
        try:
            words.append(Word(pattern=re.compile(row["says"], re.IGNORECASE), row=row))
        except (KeyError, re.error) as fault:
            problems.add(f"{name}[{place}]", found=f"no pattern that can be read: {fault}", wanted='"says"')
    return words


def _union(words: tuple[Word, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_NAMED.sub('(', word.pattern.pattern)})" for word in words), re.IGNORECASE)


def _agents(knowledge: Knowledge) -> list[dict[str, Any]]:
    """Every agent of the knowledge by its names, so that a new agent is read without a new word."""
    rows = []
    for agent in knowledge.agents.values():
        names = {agent.id.replace("_", " "), agent.name or "", *agent.synonyms}
        spelled = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if len(name) > 3)
        if spelled:
            rows.append({"says": rf"\b(?:{spelled})\b", "tag": agent.id})
    return rows
