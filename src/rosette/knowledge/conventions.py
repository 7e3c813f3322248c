"""Alleles, closures and constants: the small tables."""

from __future__ import annotations

from attrs import frozen

from rosette.kernel import Quantity
from rosette.knowledge.entries import Entry

ALLELE_EFFECTS = ("activating", "not_activating", "unclear")


@frozen(kw_only=True)
class Allele(Entry):
    """A protein change of a gene and what it is held to do; `set` is the allele set that it is judged for."""

    gene: str
    set: str
    effect: str


@frozen(kw_only=True)
class Closure(Entry):
    """How many days a reviewed list counts as complete, and which kinds of facts it covers."""

    valid_days: int
    fact_kinds: tuple[str, ...]


@frozen(kw_only=True)
class Constant(Entry):
    """A number in a formula."""

    value: Quantity
