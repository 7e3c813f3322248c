"""The index: sets of entries as bits, so that facets over a thousand trials cost a few operations each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from attrs import field, frozen

from rosette.knowledge import Knowledge, load_knowledge
from rosette.portfolio.load import Portfolio
from rosette.portfolio.programme import Programme
from rosette.portfolio.search.entry import STATES, Entry, entry_of
from rosette.portfolio.search.probes import OLDEST
from rosette.portfolio.search.query import FACETS, Query
from rosette.portfolio.search.terms import SearchTerms, load_search_terms

TOKEN = re.compile(r"[^\W_]+")
Words = Callable[[Entry], Iterable[str]]
HEAVY, MIDDLE, LIGHT = 9, 4, 1
FIRST: Mapping[str, tuple[str, ...]] = {"state": STATES, "place": ("here",)}


@frozen(kw_only=True)
class Facet:
    """One value of a facet and how many trials the answer would have with it."""

    value: str
    count: int
    chosen: bool


@frozen(kw_only=True)
class Found:
    """The answer: the entries in order, the facets with counts, and those left out by what a child has had."""

    query: Query
    entries: tuple[Entry, ...]
    facets: Mapping[str, tuple[Facet, ...]]
    shut_out: tuple[Entry, ...]


@frozen(kw_only=True)
class SearchIndex:
    """Entries with their bits by facet value, age, earlier treatment and word."""

    entries: tuple[Entry, ...]
    bits: Mapping[str, Mapping[str, int]] = field(repr=False)
    ages: Mapping[int, int] = field(repr=False)
    bars: Mapping[str, int] = field(repr=False)
    words: Mapping[str, Mapping[int, int]] = field(repr=False)
    on: date

    def search(self, query: Query) -> Found:
        """Answer a query."""
        weights = self._weights(query.words)
        base = self._base(query, weights)
        barred = self._barred(query)
        open_to = base & ~barred
        return Found(
            query=query,
            entries=self._ordered(self._all(query, open_to), weights, query),
            facets={name: self._facet(query, name, open_to) for name in FACETS},
            shut_out=self._ordered(self._all(query, base & barred), weights, query),
        )

    def _base(self, query: Query, weights: Mapping[int, int] | None) -> int:
        found = (1 << len(self.entries)) - 1
        if weights is not None:
            found = sum(1 << place for place in weights)
        return found if query.age is None else found & self.ages.get(query.age, 0)

    def _barred(self, query: Query) -> int:
        found = 0
        for name in query.had:
            found |= self.bars.get(name, 0)
        return found

    def _all(self, query: Query, found: int) -> int:
        for name in FACETS:
            found &= self._chosen(name, getattr(query, name))
        return found

    def _chosen(self, name: str, values: frozenset[str]) -> int:
        """Trials with any of the chosen values; all of them when none is chosen."""
        if not values:
            return (1 << len(self.entries)) - 1
        found = 0
        for value in values:
            found |= self.bits[name].get(value, 0)
        return found

    def _facet(self, query: Query, name: str, found: int) -> tuple[Facet, ...]:
        """Counts with the other facets held, so that a second value of this one can be added."""
        for other in FACETS:
            if other != name:
                found &= self._chosen(other, getattr(query, other))
        chosen = getattr(query, name)
        counts = ((value, (bits & found).bit_count()) for value, bits in self.bits[name].items())
        return tuple(
            Facet(value=value, count=count, chosen=value in chosen)
            for value, count in counts
            if count or value in chosen
        )

    def _weights(self, words: str) -> dict[int, int] | None:
        """Entries that have every word, at its beginning at least, with their weight; None when no word is asked."""
        tokens = tokens_of(words)
        if not tokens:
            return None
        each = [self._matching(token) for token in tokens]
        return {
            place: sum(found[place] for found in each) for place in set.intersection(*(set(found) for found in each))
        }

    def _matching(self, token: str) -> dict[int, int]:
        found: dict[int, int] = {}
        for word, places in self.words.items():
            if word.startswith(token):
                for place, weight in places.items():
                    found[place] = max(found.get(place, 0), weight * (2 if word == token else 1))
        return found

    def _ordered(self, found: int, weights: Mapping[int, int] | None, query: Query) -> tuple[Entry, ...]:
        places = [place for place in range(len(self.entries)) if found >> place & 1]
        rank = {state: order for order, state in enumerate(STATES)}
        told = weights or {}
        places.sort(
            key=lambda place: (
                -told.get(place, 0),
                rank[self.entries[place].state],
                any(self.entries[place].effects.get(name) == "waits" for name in query.had),
                self.entries[place].trial.short.casefold(),
            )
        )
        return tuple(self.entries[place] for place in places)


def build_index(
    portfolio: Portfolio,
    programme: Programme,
    *,
    on: date,
    knowledge: Knowledge | None = None,
    terms: SearchTerms | None = None,
    more_words: Words = lambda entry: (),
    known: Mapping[str, Entry] | None = None,
) -> SearchIndex:
    """Make the index of a portfolio; `more_words` gives the words of a language for types and targets."""
    knowledge, terms = knowledge or load_knowledge(), terms or load_search_terms()
    entries = tuple(
        (known or {}).get(trial.id) or entry_of(trial, programme, terms, knowledge, on=on)
        for trial in portfolio.trials.values()
    )
    return index_of(entries, knowledge, on=on, more_words=more_words)


def index_of(
    entries: tuple[Entry, ...], knowledge: Knowledge, *, on: date, more_words: Words = lambda entry: ()
) -> SearchIndex:
    """Make the index of entries."""
    values: dict[str, Callable[[Entry], Iterable[str]]] = {
        "type": lambda entry: entry.types,
        "target": lambda entry: entry.targets,
        "state": lambda entry: (entry.state,),
        "place": lambda entry: entry.places,
    }
    had = entries[0].effects if entries else {}
    return SearchIndex(
        entries=entries,
        bits={name: _bits(entries, told, FIRST.get(name, ())) for name, told in values.items()},
        ages={age: _mask(age in entry.ages for entry in entries) for age in range(OLDEST + 1)},
        bars={name: _mask(entry.effects[name] == "bars" for entry in entries) for name in had},
        words=_words(entries, knowledge, more_words),
        on=on,
    )


def tokens_of(text: str) -> tuple[str, ...]:
    """The words of a text without accents and case."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )
    return tuple(dict.fromkeys(TOKEN.findall(plain)))


def _mask(held: Iterable[bool]) -> int:
    return sum(1 << place for place, each in enumerate(held) if each)


def _bits(entries: tuple[Entry, ...], values: Callable[[Entry], Iterable[str]], first: Iterable[str]) -> dict[str, int]:
    """Trials by value, the values named first in front, the others by name."""
    found: dict[str, int] = {}
    for place, entry in enumerate(entries):
        for value in values(entry):
            found[value] = found.get(value, 0) | 1 << place
    order = {value: place for place, value in enumerate(first)}
    return dict(sorted(found.items(), key=lambda row: (order.get(row[0], len(order)), row[0])))


def _words(entries: tuple[Entry, ...], knowledge: Knowledge, more: Words) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for place, entry in enumerate(entries):
        for weight, text in _texts(entry, knowledge, more):
            for token in tokens_of(text):
                places = found.setdefault(token, {})
                places[place] = max(places.get(place, 0), weight)
    return found


def _texts(entry: Entry, knowledge: Knowledge, more: Words) -> Iterable[tuple[int, str]]:
    trial = entry.trial
    yield HEAVY, f"{trial.id} {trial.short}"
    yield MIDDLE, trial.title
    for agent in entry.agents:
        known = knowledge.agent(agent)
        yield MIDDLE, " ".join((agent, known.name, *known.synonyms)) if known else agent
    for words in more(entry):
        yield MIDDLE, words
    yield LIGHT, f"{trial.summary} {' '.join(arm.title for arm in trial.arms)} {trial.sponsor}"
