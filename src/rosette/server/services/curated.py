"""The curated trial files in force: those that a second person approved and nobody withdrew."""

from __future__ import annotations

import functools
from typing import Any

from rosette.knowledge import load_knowledge
from rosette.portfolio import Portfolio, load_portfolio
from rosette.portfolio.curation import with_curated
from rosette.server.store.models import CurationDecision

ENDINGS = ("approve", "withdraw")


def curated_version() -> tuple[Any, ...]:
    """Number and time of the last approval or withdrawal of any study; empty when there was none."""
    return CurationDecision.objects.filter(act__in=ENDINGS).order_by("-pk").values_list("pk", "at").first() or ()


def files_in_force() -> dict[str, CurationDecision]:
    """The approval in force of each study, with the approved file as its text."""
    last = {row.study: row for row in CurationDecision.objects.filter(act__in=ENDINGS).select_related("by")}
    return {study: row for study, row in last.items() if row.act == "approve"}


def held_portfolio() -> Portfolio:
    """The portfolio's own files and the curated files in force, without what the registry says."""
    return _held(curated_version())


@functools.lru_cache(maxsize=2)
def _held(version: tuple[Any, ...]) -> Portfolio:
    if not version:
        return load_portfolio()
    texts = {study: row.text for study, row in files_in_force().items()}
    return with_curated(load_portfolio(), texts, knowledge=load_knowledge())
