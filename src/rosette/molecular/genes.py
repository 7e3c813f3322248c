"""Genes by any of their names."""

from __future__ import annotations

from collections.abc import Mapping

from rosette.kernel import did_you_mean
from rosette.knowledge import Gene, Knowledge
from rosette.knowledge.naming import plain_name


def gene_names(knowledge: Knowledge) -> Mapping[str, Gene]:
    """Every symbol and synonym, without regard to case, spaces and signs."""
    genes = knowledge.table(Gene).values()
    synonyms = {plain_name(name): gene for gene in genes for name in gene.synonyms}
    return {**synonyms, **{plain_name(gene.id): gene for gene in genes}}


def find_gene(name: str, knowledge: Knowledge) -> Gene | None:
    """The gene of that name; None when knowledge does not hold it."""
    return gene_names(knowledge).get(plain_name(name))


def suggest_gene(name: str, knowledge: Knowledge) -> str:
    """Return ' (did you mean "ALK"?)' for the nearest symbol, or an empty string."""
    return did_you_mean(name, list(knowledge.table(Gene)))
