"""The search index of the site: rebuilt when the office changes a place or a day begins, kept in each process."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from datetime import date

from rosette.knowledge import load_knowledge
from rosette.portfolio import Programme, load_portfolio
from rosette.portfolio.search import Entry, SearchIndex, entry_of, load_search_terms
from rosette.portfolio.search.index import index_of
from rosette.server.accounts.models import Site
from rosette.server.services import clock
from rosette.server.services.programme import places_version, programme_of
from rosette.texts import LANGUAGES, texts_of


def current_index() -> SearchIndex:
    """The index as the programme's places are now; a place that is suspended shows at the next request."""
    site = Site.objects.filter(is_programme=True).order_by("pk").first()
    if site is None:
        return _index(0, (0, 0, 0), clock.today())
    return _index(site.pk, places_version(site), clock.today())


def entry(name: str) -> Entry | None:
    """The entry of a trial by its id."""
    return next((each for each in current_index().entries if each.trial.id == name), None)


@functools.lru_cache(maxsize=4)
def _index(pk: int, version: tuple[int, int, int], day: date) -> SearchIndex:
    programme = programme_of(Site.objects.get(pk=pk)) if pk else _nothing(day)
    entries = tuple(each.placed(programme, on=day) for each in _judged(day).values())
    return index_of(entries, load_knowledge(), on=day, more_words=_more_words)


@functools.lru_cache(maxsize=2)
def _judged(day: date) -> Mapping[str, Entry]:
    """What does not depend on places: judged once a day."""
    terms, knowledge = load_search_terms(), load_knowledge()
    return {
        trial.id: entry_of(trial, _nothing(day), terms, knowledge, on=day) for trial in load_portfolio().trials.values()
    }


def _nothing(day: date) -> Programme:
    return Programme(id="none", label="", as_of=day, slots={})


def _more_words(found: Entry) -> Iterable[str]:
    """The types and targets in every language of the site."""
    for language in LANGUAGES:
        t = texts_of(language)
        yield from (t(f"type.{name}") for name in found.types)
        yield from (t(f"target.{name}") for name in found.targets)
