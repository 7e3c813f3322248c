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
from rosette.portfolio.drafting.needles import needles
from rosette.portfolio.load import DATA

FOLDER = DATA / "drafting"
MOST_HELD, LETTERS = 20_000, 3
FILES = ("language", "measures", "therapies", "statements")


@frozen(kw_only=True, eq=False)
class Word:
    """One pattern of a table with the values that its row gives; a match holds one of the `needs`."""

    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ()
    row: Mapping[str, Any] = field(factory=dict)

    def __getitem__(self, name: str) -> Any:
        """A value of the row."""
        return self.row[name]

    def get(self, name: str, default: Any = None) -> Any:
        """A value of the row, or what stands in for it."""
        return self.row.get(name, default)


Found = tuple[re.Match[str], Word]


@frozen(kw_only=True, eq=False)
class Table:
    """The rows of one table, found by three letters that a match cannot do without."""

    rows: tuple[Word, ...]
    by_letters: Mapping[str, tuple[tuple[str, int], ...]]
    always: tuple[int, ...]

    @classmethod
    def of(cls, rows: tuple[Word, ...]) -> Table:
        """Index the rows of a table."""
        index: dict[str, list[tuple[str, int]]] = {}
        always = [place for place, row in enumerate(rows) if not row.needs or min(map(len, row.needs)) < LETTERS]
        for place, row in enumerate(rows):
            for need in row.needs if place not in always else ():
                index.setdefault(need[:LETTERS], []).append((need, place))
        return cls(rows=rows, by_letters={key: tuple(each) for key, each in index.items()}, always=tuple(always))

    def near(self, lower: str) -> list[Word]:
        """The rows that may match a text in lower case, in their order."""
        places = set(self.always)
        for letters in self.by_letters.keys() & letters_of(lower):
            places.update(place for need, place in self.by_letters[letters] if need in lower)
        return [self.rows[place] for place in sorted(places)]


@functools.lru_cache(maxsize=20_000)
def letters_of(lower: str) -> frozenset[str]:
    """Every three letters that follow each other in a text."""
    return frozenset(lower[at : at + LETTERS] for at in range(len(lower) - LETTERS + 1))


@frozen(kw_only=True, eq=False)
class Words:
    """Every table of words, by name."""

    tables: Mapping[str, Table]
    held: dict[tuple[str, str], list[Found]] = field(factory=dict, repr=False)

    def found(self, table: str, text: str) -> list[Found]:
        """Every match of a table, longest first where two overlap, in the order of the text."""
        key = (table, text)
        if key not in self.held:
            if len(self.held) >= MOST_HELD:
                self.held.clear()
            self.held[key] = self._found(table, text)
        return self.held[key]

    def _found(self, table: str, text: str) -> list[Found]:
        hits = [(hit, word) for word in self.tables[table].near(text.lower()) for hit in word.pattern.finditer(text) if hit[0]]
        hits.sort(key=lambda each: (each[0].start() - each[0].end(), each[0].start()))
        kept: list[Found] = []
        for hit, word in hits:
            if all(hit.end() <= one.start() or hit.start() >= one.end() for one, _ in kept):
                kept.append((hit, word))
        return sorted(kept, key=lambda each: each[0].start())

    def first(self, table: str, text: str) -> Word | None:
        """The first row of a table that matches, in the order of the file."""
        near = self.tables[table].near(text.lower())
        return next((word for word in near if word.pattern.search(text)), None)

    def says(self, table: str, text: str) -> bool:
        """Whether any row of a table matches."""
        return self.first(table, text) is not None


@functools.cache
def load_words(folder: Path = FOLDER) -> Words:
    """Load every file of words; raises PortfolioError with every fault."""
    problems = Problems()
    tables: dict[str, list[dict[str, Any]]] = {}
    for name in FILES:
        tables |= load_toml(folder / f"{name}.toml", problems) or {}
    tables["agent"] = _agents(load_knowledge())
    read = {name: Table.of(tuple(_words(name, rows, problems))) for name, rows in tables.items()}
    problems.raise_as(PortfolioError, what="words of drafting")
    return Words(tables=read)


def _words(name: str, rows: list[dict[str, Any]], problems: Problems) -> list[Word]:
    words = []
    for place, row in enumerate(rows):
        try:
            needs = needles(row["says"]) or ()
            words.append(Word(pattern=re.compile(row["says"], re.IGNORECASE), needs=tuple(sorted(needs)), row=row))
        except (KeyError, re.error) as fault:
            problems.add(f"{name}[{place}]", found=f"no pattern that can be read: {fault}", wanted='"says"')
    return words


def _agents(knowledge: Knowledge) -> list[dict[str, Any]]:
    """Every agent of the knowledge by its names, so that a new agent is read without a new word."""
    rows = []
    for agent in knowledge.agents.values():
        names = {agent.id.replace("_", " "), agent.name or "", *agent.synonyms}
        spelled = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if len(name) > 3)
        if spelled:
            rows.append({"says": rf"\b(?:{spelled})\b", "tag": agent.id})
    return rows
