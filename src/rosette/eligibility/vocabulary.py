"""The names that criteria may use, taken from knowledge."""

from __future__ import annotations

import functools

from rosette.eligibility.reader import Vocabulary
from rosette.knowledge import Knowledge
from rosette.records import views


@functools.cache
def vocabulary_of(knowledge: Knowledge) -> Vocabulary:
    """Build the vocabulary of one release of knowledge."""
    coded = {code: tuple(test.values) for code, test in knowledge.coded.items()}
    attributes = {name: tuple(attribute.values) for name, attribute in knowledge.attributes.items()}
    return Vocabulary(
        tags=frozenset(knowledge.classes) | frozenset(knowledge.agents),
        measures=frozenset(knowledge.observations),
        coded={**coded, **attributes},
        conditions=frozenset(knowledge.conditions),
        tables=frozenset(knowledge.age_sex_tables),
        alleles=frozenset(knowledge.allele_sets),
        counts=frozenset(views.COUNTS),
        groups=frozenset(knowledge.cumulative_groups),
    )
