"""Search for a trial: by words, age, type of treatment, target, state, place, and what a child has had.

Promises: an answer is the same criteria judged as on a board, so that search and board never disagree; what a copy of
the registry did not hold is "not known", never absent; equal queries are written the same way, so links are shared.
"""

from rosette.portfolio.search.entry import STATES, Entry, State, entry_of
from rosette.portfolio.search.index import Facet, Found, SearchIndex, build_index
from rosette.portfolio.search.probes import Effect, age_span, effect_of
from rosette.portfolio.search.query import FACETS, Query, read_query
from rosette.portfolio.search.terms import Region, SearchTerms, load_search_terms

__all__ = [
    "FACETS",
    "STATES",
    "Effect",
    "Entry",
    "Facet",
    "Found",
    "Query",
    "Region",
    "SearchIndex",
    "SearchTerms",
    "State",
    "age_span",
    "build_index",
    "effect_of",
    "entry_of",
    "load_search_terms",
    "read_query",
]
