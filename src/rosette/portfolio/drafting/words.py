"""The words of eligibility texts, read from `data/drafting`: patterns, what each says, and the values it stands for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from rosette.kernel import PortfolioError, Problems
from rosette.knowledge import Knowledge, load_knowledge
from rosette.knowledge.textfiles import load_toml
from rosette.portfolio.drafting.needles import begins_text, needles
from rosette.portfolio.load import DATA

FOLDER = DATA / "drafting"
MOST_HELD, LETTERS, FEW = 20_000, 3, 12
FILES = ("language", "measures", "therapies", "statements")


@frozen(kw_only=True, eq=False)
class Word:
    """One pattern of a table with the values that its row gives; a match holds one of the `needs`.

    anchored: it only matches where a text begins.
    """

    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ()
    anchored: bool = False
    row: Mapping[str, Any] = field(factory=dict)

    def __getitem__(self, name: str) -> Any:
        """A value of the row."""
        return self.row[name]

    def hits(self, text: str) -> Iterable[re.Match[str]]:
        """Its matches in a text."""
        if self.anchored:
            hit = self.pattern.match(text)
            return (hit,) if hit else ()
        return self.pattern.finditer(text)

    def get(self, name: str, default: Any = None) -> Any:
        """A value of the row, or what stands in for it."""
        return self.row.get(name, default)


Found = tuple[re.Match[str], Word]


@frozen(kw_only=True, eq=False)
class Words:
    """Every table of words, by name; rows are found by up to three letters that a match cannot do without."""

    tables: Mapping[str, tuple[Word, ...]]
    by_letters: Mapping[str, tuple[tuple[str, str, int], ...]]
    always: Mapping[str, tuple[int, ...]]
    anchored: frozenset[str]
    gates: Mapping[str, re.Pattern[str]]
    held: dict[tuple[str, str], list[Found]] = field(factory=dict, repr=False)
    told: dict[tuple[str, str], Word | None] = field(factory=dict, repr=False)
    nearby: dict[str, dict[str, set[int]]] = field(factory=dict, repr=False)

    @classmethod
    def of(cls, tables: Mapping[str, tuple[Word, ...]]) -> Words:
        """Index the rows of every table."""
        index: dict[str, list[tuple[str, str, int]]] = {}
        always: dict[str, list[int]] = {}
        for name, rows in tables.items():
            for place, row in enumerate(rows if len(rows) > FEW else ()):
                if not row.needs:
                    always.setdefault(name, []).append(place)
                    continue
                for need in row.needs:
                    index.setdefault(need[:LETTERS], []).append((need, name, place))
        return cls(
            tables=tables,
            by_letters={key: tuple(each) for key, each in index.items()},
            always={name: tuple(always.get(name, ())) for name in tables},
            gates={name: _gate(rows) for name, rows in tables.items() if len(rows) <= FEW},
            anchored=frozenset(name for name, rows in tables.items() if all(row.anchored for row in rows)),
        )

    def found(self, table: str, text: str) -> list[Found]:
        """Every match of a table, longest first where two overlap, in the order of the text."""
        key = (table, text)
        if key not in self.held:
            if len(self.held) >= MOST_HELD:
                self.held.clear()
            self.held[key] = self._found(table, text)
        return self.held[key]

    def _found(self, table: str, text: str) -> list[Found]:
        hits = [(hit, word) for word in self._near(table, text) for hit in word.hits(text) if hit[0]]
        if len(hits) < 2:
            return hits
        hits.sort(key=lambda each: (each[0].start() - each[0].end(), each[0].start()))
        kept: list[Found] = []
        for hit, word in hits:
            if all(hit.end() <= one.start() or hit.start() >= one.end() for one, _ in kept):
                kept.append((hit, word))
        return sorted(kept, key=lambda each: each[0].start())

    def _near(self, table: str, text: str) -> Sequence[Word]:
        """The rows of a table that may match a text, in their order."""
        if table in self.anchored:
            return self.tables[table]
        if table in self.gates:
            lower = text.lower()
            if self.gates[table].search(lower) is None:
                return ()
            return [row for row in self.tables[table] if not row.needs or any(need in lower for need in row.needs)]
        if text not in self.nearby:
            if len(self.nearby) >= MOST_HELD:
                self.nearby.clear()
            self.nearby[text] = self._places(text.lower())
        places = self.nearby[text].get(table)
        rows, always = self.tables[table], self.always[table]
        return [rows[place] for place in (sorted(places.union(always)) if places else always)]

    def _places(self, lower: str) -> dict[str, set[int]]:
        """The rows of every table that hold letters of a text."""
        found: dict[str, set[int]] = {}
        letters = set(lower).union(
            lower[at : at + more] for more in (2, LETTERS) for at in range(len(lower) - more + 1)
        )
        for key in letters & self.by_letters.keys():
            for need, table, place in self.by_letters[key]:
                if need in lower:
                    found.setdefault(table, set()).add(place)
        return found

    def first(self, table: str, text: str) -> Word | None:
        """The first row of a table that matches, in the order of the file."""
        key = (table, text)
        if key not in self.told:
            if len(self.told) >= MOST_HELD:
                self.told.clear()
            self.told[key] = next((word for word in self._near(table, text) if word.pattern.search(text)), None)
        return self.told[key]

    def says(self, table: str, text: str) -> bool:
        """Whether any row of a table matches."""
        return self.first(table, text) is not None


def _gate(rows: Sequence[Word]) -> re.Pattern[str]:
    """What every text holds that a row of a small table may match."""
    needs = {need for row in rows for need in row.needs} if all(row.needs for row in rows) else {""}
    return re.compile("|".join(map(re.escape, sorted(needs))))


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
    return Words.of(read)


def _words(name: str, rows: list[dict[str, Any]], problems: Problems) -> list[Word]:
    words = []
    for place, row in enumerate(rows):
        try:
            pattern = re.compile(row["says"], re.IGNORECASE)
            needs = tuple(sorted(needles(row["says"]) or ()))
            words.append(Word(pattern=pattern, needs=needs, anchored=begins_text(row["says"]), row=row))
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
